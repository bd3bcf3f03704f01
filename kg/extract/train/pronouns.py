"""Train what pronouns stand for: what fills a role of an event tells it of the pronouns beside its word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.annotations import Alignment, Lessons
from kg.extract.pronouns import PRONOUNS, PronounModel, place_pronouns, pronoun_features
from kg.extract.syntax import grammatical_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.pronouns import Pronoun, PronounResolver, Story, Told
    from kg.extract.scene import Placed, Scene
    from kg.extract.train.training import Training

_PENALTY = 10.0
_ROUNDS = 2  # the first does not know what other pronouns stand for

Meant = dict[tuple[int, int], set[int]]
"""The entities of which a pronoun, by passage and token, stands for one."""


class Unresolved:
    """Leaves every pronoun alone."""

    def choose(self, _pronoun: Pronoun, _options: Sequence[Told], _story: Story) -> Told | None:
        """None."""
        return None


class PronounTeacher(Lessons):
    """Resolves pronouns as annotated and others by ``fallback``; keeps choices to learn from."""

    def __init__(self, meant: Mapping[tuple[int, int], set[int]], fallback: PronounResolver) -> None:
        super().__init__()
        self.meant = meant
        self.fallback = fallback

    def choose(self, pronoun: Pronoun, options: Sequence[Told], story: Story) -> Told | None:
        """The latest of the options that is right, where one is."""
        meant = self.meant.get((pronoun.passage, pronoun.token), ())
        right = [told.entity in meant for told in options]
        if not any(right):
            return self.fallback.choose(pronoun, options, story)
        self.add(pronoun_features(pronoun, options, story), right)
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
        models = training.choices("pronouns", teachers, penalty=_PENALTY)
        resolvers = [PronounModel(model) for model in models]
    return [
        replace(scene, mentions=_placed(training, scene, resolver), within=[])
        for scene, resolver in zip(scenes, resolvers, strict=True)
    ]


def _placed(training: Training, scene: Scene, resolver: PronounResolver) -> list[list[Placed]]:
    """The mentions of a scene, pronouns among them."""
    placed = [list(mentions) for mentions in scene.mentions]
    place_pronouns(scene.tokens, placed, scene.entities, training.reader.ontology, resolver)
    return placed


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
            if tokens.pos[i] not in PRONOUNS or i in heads:
                continue
            own = trigger.match.roles_at(place) if trigger.match else ()
            names = {name for role in own or roles for name in event.get(role) or () if name not in told}
            found = {number for number, name in enumerate(aligned.name_of) if name in names}
            if found:
                meant[trigger.passage, i] = found
    return meant
