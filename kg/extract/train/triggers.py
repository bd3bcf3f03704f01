"""Train which words tell of an event: a look at each word alone, and one at it among the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.annotations import told_classes
from kg.extract.fit import fit
from kg.extract.linear import NONE
from kg.extract.triggers import CONTENT, counted_together, features, judge
from kg.models import limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.annotations import Alignment
    from kg.extract.linear import Floats, LinearModel
    from kg.extract.scene import Scene
    from kg.extract.train.training import Training
    from kg.extract.trigger_context import Place

_STRENGTH = 0.05
_POWER = 2  # of documents' weights, for the limit: those written for training have more doubtful words
_BARE = 0.3  # the weight of examples that do not name the word itself


def train_triggers(training: Training) -> None:
    """Train both looks; the events that they wrongly see join the annotated ones for later models."""
    looked = _looked_at(training)
    judged = _first_look(training, looked)
    true = [
        [cls in _told(aligned).get(place, ()) for cls, place in zip(classes, places, strict=True)]
        for aligned, places, (classes, _) in zip(training.aligned, looked, judged, strict=True)
    ]
    tables = [numbers for _, numbers in judged]
    labels = [["+" if told else NONE for told in part] for part in true]
    training.models.trees["triggers"], found = training.trees_across(tables, labels, positive="+")
    chances = [
        counted_together(scene, places, classes, table[:, 0].tolist())
        for scene, places, (classes, _), table in zip(training.scenes, looked, judged, found, strict=True)
    ]
    right = [
        _told_so_often(aligned, places, classes, sure)
        for aligned, places, (classes, _), sure in zip(training.aligned, looked, judged, chances, strict=True)
    ]
    annotated = [len(aligned.events) for aligned in training.aligned]
    training.best_limits("triggers", chances, right, wanted=annotated, power=_POWER)
    for aligned, places, (classes, _), sure, example in zip(
        training.aligned, looked, judged, chances, training.examples, strict=True
    ):
        limit = training.limits[limit_name("triggers", example.document.language)]
        said = [(cls if chance >= limit else NONE, chance) for cls, chance in zip(classes, sure, strict=True)]
        aligned.add_mistakes(dict(zip(places, said, strict=True)))


def _told(aligned: Alignment) -> dict[Place, set[str]]:
    """The classes that are right of each annotated place."""
    return {
        (trigger.passage, trigger.token): told_classes(event)
        for trigger, event in zip(aligned.triggers, aligned.events, strict=True)
    }


def _told_so_often(
    aligned: Alignment, places: Sequence[Place], classes: Sequence[str], chances: Sequence[float]
) -> list[bool]:
    """Of each word whether its sentence tells of an event of its class for it and each likelier word."""
    ranks: Counter[tuple[int, str]] = Counter()
    right = [False] * len(places)
    for number in sorted(range(len(places)), key=lambda n: -chances[n]):
        passage, token = places[number]
        group = aligned.scene.tokens[passage].sentence[token], classes[number]
        ranks[group] += 1
        right[number] = ranks[group] <= aligned.told_in(*group)
    return right


def _looked_at(training: Training) -> list[list[Place]]:
    """The words of every document worth a look: those of frames, and those annotated anywhere."""
    known = {
        scene.tokens[t.passage].words[t.token]
        for scene, aligned in zip(training.scenes, training.aligned, strict=True)
        for t in aligned.triggers
    }
    return [
        [
            (number, i)
            for number, tokens in enumerate(scene.tokens)
            for i in range(len(tokens))
            if (number, i) in told
            or (tokens.pos[i] in CONTENT and (i in scene.matches[number] or tokens.words[i] in known))
        ]
        for scene, aligned in zip(training.scenes, training.aligned, strict=True)
        for told in (_told(aligned),)
    ]


def _first_look(training: Training, looked: Sequence[Sequence[Place]]) -> list[tuple[list[str], Floats]]:
    """Train the first look, with and without the words themselves.

    Gives for every document the classes, and the numbers of the second look, across folds.
    """
    rows = [_rows(scene, places, lexical=True) for scene, places in zip(training.scenes, looked, strict=True)]
    bare = [
        _rows(scene, places, lexical=False) for scene, places in zip(training.scenes, looked, strict=True)
    ]
    labels = []
    for aligned, places in zip(training.aligned, looked, strict=True):
        classes = {(t.passage, t.token): t.cls for t in aligned.triggers}
        labels.append([classes.get(place, NONE) for place in places])

    def train(wanted: Sequence[int]) -> LinearModel:
        examples = [r for i in wanted for r in rows[i]] + [r for i in wanted for r in bare[i]]
        targets = [x for i in wanted for x in labels[i]]
        weights = training.weights(wanted, rows)
        weights += [_BARE * weight for weight in weights]
        return fit(examples, targets * 2, strength=_STRENGTH, weights=weights)

    training.models.linear["triggers"], others = training.fitted(train)
    judged: list[tuple[list[str], Floats]] = [([], np.zeros((0, 0), np.float32))] * len(rows)
    for part, other in zip(training.parts, others, strict=True):
        for i in part:
            if rows[i]:
                judged[i] = judge(training.scenes[i], looked[i], other.probabilities(rows[i]), other.labels)
    return judged


def _rows(scene: Scene, places: Sequence[Place], *, lexical: bool) -> list[list[str]]:
    return [features(scene, *place, lexical=lexical) for place in places]
