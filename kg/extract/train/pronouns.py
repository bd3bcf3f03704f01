"""Train what pronouns stand for: what fills a role of an event tells it of the pronouns beside its word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kg.extract.annotations import Alignment
from kg.extract.fit import fit_choices
from kg.extract.pronouns import PronounModel, place_pronouns, pronoun_features
from kg.extract.syntax import grammatical_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.pronouns import Pronoun, PronounResolver, Story, Told
    from kg.extract.scene import Placed, Scene
    from kg.extract.train.training import Training

_PENALTY = 10.0
_PRONOUNS = ("PRON", "DET")
_ROUNDS = 2  # the first does not know what other pronouns stand for

Meant = dict[tuple[int, int], set[int]]
"""The entities of which a pronoun, by passage and token, stands for one."""


class Unresolved:
    """Leaves every pronoun alone."""

    def choose(self, _pronoun: Pronoun, _options: Sequence[Told], _story: Story) -> Told | None:
        """None."""
        return None


class PronounTeacher:
    """Resolves pronouns as annotated and others by ``fallback``; keeps choices to learn from."""

    def __init__(self, meant: Mapping[tuple[int, int], set[int]], fallback: PronounResolver) -> None:
        self.meant = meant
        self.fallback = fallback
        self.rows: list[list[str]] = []
        self.sizes: list[int] = []
        self.right: list[bool] = []
        self.guessed = 0  # choices that the fallback has right

    def choose(self, pronoun: Pronoun, options: Sequence[Told], story: Story) -> Told | None:
        """The latest of the options that is right, where one is."""
        meant = self.meant.get((pronoun.passage, pronoun.token), ())
        right = [told.entity in meant for told in options]
        guess = self.fallback.choose(pronoun, options, story)
        if not any(right):
            return guess
        self.rows += pronoun_features(pronoun, options, story)
        self.sizes.append(len(options))
        self.right += right
        self.guessed += guess is not None and guess.entity in meant
        return options[right.index(True)]


def train_pronouns(training: Training, scenes: Sequence[Scene]) -> list[Scene]:
    """Learn from scenes without pronouns; gives them with those that one places who did not see them."""
    roles = training.reader.ontology.roles
    meant = [
        meant_by_events(Alignment(example.gold, scene), roles)
        for example, scene in zip(training.examples, scenes, strict=True)
    ]
    resolvers: list[PronounResolver] = [Unresolved()] * len(scenes)
    for _ in range(_ROUNDS):
        teachers = [PronounTeacher(*parts) for parts in zip(meant, resolvers, strict=True)]
        for scene, teacher in zip(scenes, teachers, strict=True):
            _placed(training, scene, teacher)
        training.models.linear["pronouns"], others = training.fitted(partial(_fit, training, teachers))
        resolvers = [PronounModel(others[training.part_of(i)]) for i in range(len(scenes))]
    _log(training, scenes, meant, resolvers)
    return [
        replace(scene, mentions=_placed(training, scene, resolver), within=[])
        for scene, resolver in zip(scenes, resolvers, strict=True)
    ]


def _placed(training: Training, scene: Scene, resolver: PronounResolver) -> list[list[Placed]]:
    """The mentions of a scene, pronouns among them."""
    placed = [list(mentions) for mentions in scene.mentions]
    place_pronouns(scene.tokens, placed, scene.entities, training.reader.ontology, resolver)
    return placed


def _fit(training: Training, teachers: Sequence[PronounTeacher], wanted: Sequence[int]) -> LinearModel:
    return fit_choices(
        [row for i in wanted for row in teachers[i].rows],
        [size for i in wanted for size in teachers[i].sizes],
        [true for i in wanted for true in teachers[i].right],
        penalty=_PENALTY,
        weights=training.weights(wanted, [teacher.sizes for teacher in teachers]),
    )


def _log(
    training: Training, scenes: Sequence[Scene], meant: Sequence[Meant], resolvers: Sequence[PronounResolver]
) -> None:
    """Tell how many pronouns of known meaning stand for the right thing, where that was told before."""
    for language, chosen in training.by_language():
        judges = [PronounTeacher(meant[i], resolvers[i]) for i in chosen]
        for i, judge in zip(chosen, judges, strict=True):
            _placed(training, scenes[i], judge)
        right, known = sum(j.guessed for j in judges), sum(len(j.sizes) for j in judges)
        training.log(f"pronouns {language}: {right} of {known} right across folds")


def meant_by_events(aligned: Alignment, roles: Sequence[str]) -> Meant:
    """What the pronouns stand for that stand in a grammatical place to an event's word.

    It is what fills the event's role for that place, any of ``roles`` where no frame tells which, and is
    not told of in another place.
    """
    scene = aligned.scene
    meant: Meant = {}
    for trigger, event in zip(aligned.triggers, aligned.events, strict=True):
        tokens = scene.tokens[trigger.passage]
        places = grammatical_places(tokens, trigger.token)
        heads = {mention.head: mention for mention in scene.mentions[trigger.passage]}
        told = {aligned.name_of[heads[i].entity] for i in places if i in heads}
        for i, place in places.items():
            if tokens.pos[i] not in _PRONOUNS or i in heads:
                continue
            own = trigger.match.roles_at(place) if trigger.match else ()
            names = {name for role in own or roles for name in event.get(role) or () if name not in told}
            found = {number for number, name in enumerate(aligned.name_of) if name in names}
            if found:
                meant[trigger.passage, i] = found
    return meant
