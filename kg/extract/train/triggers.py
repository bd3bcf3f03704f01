"""Train which words tell of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.fit import fit
from kg.extract.triggers import CONTENT, NONE, features, judge
from kg.models import limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import Floats, LinearModel
    from kg.extract.train.training import Training


def train_triggers(training: Training) -> None:
    """Which words tell of an event; learned with and without the words themselves."""
    positive = {
        scene.tokens[t.passage].words[t.token]
        for scene, aligned in zip(training.scenes, training.aligned, strict=True)
        for t in aligned.triggers
    }
    rows: list[list[list[str]]] = []
    bare: list[list[list[str]]] = []
    labels: list[list[str]] = []
    looked: list[list[tuple[int, int]]] = []
    for scene, aligned in zip(training.scenes, training.aligned, strict=True):
        classes = {(t.passage, t.token): t.cls for t in aligned.triggers}
        wanted = [
            (number, i)
            for number, tokens in enumerate(scene.tokens)
            for i in range(len(tokens))
            if (number, i) in classes
            or (tokens.pos[i] in CONTENT and (i in scene.matches[number] or tokens.words[i] in positive))
        ]
        looked.append(wanted)
        rows.append([features(scene, number, i) for number, i in wanted])
        bare.append([features(scene, number, i, lexical=False) for number, i in wanted])
        labels.append([classes.get(place, NONE) for place in wanted])

    def train(wanted: Sequence[int]) -> LinearModel:
        examples = [r for i in wanted for r in rows[i]] + [r for i in wanted for r in bare[i]]
        targets = [x for i in wanted for x in labels[i]]
        weights = [1.0] * len(targets) + [0.3] * len(targets)
        return fit(examples, targets * 2, strength=0.05, weights=weights)

    scored: list[tuple[LinearModel, Floats] | None] = [None] * len(rows)
    for part in training.parts:
        model = train([i for i in range(len(rows)) if i not in part])
        for i in part:
            scored[i] = (model, model.scores(rows[i]))
    for language, chosen in training.by_language():
        part_scored, part_labels = [scored[i] for i in chosen], [labels[i] for i in chosen]
        best, outside = max(
            (_trigger_f1(part_scored, part_labels, outside), outside) for outside in np.arange(-2, 1.01, 0.25)
        )
        training.log(f"triggers {language}: F1 {best:.3f} across folds at {outside:+.2f}")
        training.limits[limit_name("triggers", language)] = float(outside)
    for aligned, places, said, example in zip(
        training.aligned, looked, scored, training.examples, strict=True
    ):
        if said is not None and places:
            outside = training.limits[limit_name("triggers", example.document.language)]
            aligned.add_mistakes(dict(zip(places, judge(*said, outside), strict=True)))
    training.models.linear["triggers"] = train(range(len(rows)))


def _trigger_f1(
    scored: Sequence[tuple[LinearModel, Floats] | None], truth: Sequence[Sequence[str]], outside: float
) -> float:
    right = said = wanted = 0
    for pair, labels in zip(scored, truth, strict=True):
        if pair is None or not labels:
            continue
        for (cls, _), label in zip(judge(*pair, outside), labels, strict=True):
            said += cls != NONE
            wanted += label != NONE
            right += cls == label != NONE
    return 2 * right / max(said + wanted, 1)
