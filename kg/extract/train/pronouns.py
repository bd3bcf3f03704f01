"""Train what pronouns stand for.

What fills a role of an event tells it of the pronouns beside its word, what a thing is called tells whose
it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.extract.annotations import Alignment, Lessons
from kg.extract.pronouns import PRONOUNS, PronounModel, place_pronouns, pronoun_features
from kg.extract.syntax import grammatical_places, is_possessive, with_parts
from kg.fold import fold
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.extract.pronouns import Pronoun, PronounResolver, Story, Told
    from kg.extract.scene import Placed, Scene
    from kg.extract.train.training import Training
    from kg.link.gazetteer import Gazetteer

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
    gazetteer = training.reader.lookup.gazetteer
    meant = []
    for example, scene in zip(training.examples, scenes, strict=True):
        aligned = Alignment(example.gold, scene)
        by_names = meant_by_names(aligned, example.gold, gazetteer)
        meant.append({**by_names, **meant_by_events(aligned, roles)})
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
    place_pronouns(scene.tokens, scene.times, placed, scene.entities, training.reader.ontology, resolver)
    return placed


def meant_by_events(aligned: Alignment, roles: Sequence[str]) -> Meant:
    """What the pronouns stand for that stand in a grammatical place to an event's word.

    It is what fills the event's role for that place, any of ``roles`` where no frame tells which, and is
    not told of in another place. A possessive stands so for whoever has what is in the place.
    """
    scene = aligned.scene
    meant: Meant = {}
    for trigger, event in zip(aligned.triggers, aligned.events, strict=True):
        tokens = scene.tokens[trigger.passage]
        places = with_parts(tokens, grammatical_places(tokens, trigger.token))
        heads = {mention.head: mention for mention in scene.mentions[trigger.passage]}
        told = {aligned.name_of[heads[i].entity] for i in places if i in heads}
        for i, place in places.items():
            if tokens.pos[i] not in PRONOUNS or i in heads:
                continue
            own = trigger.match.roles_at(place.partition(":")[0]) if trigger.match else ()
            names = {name for role in own or roles for name in event.get(role) or () if name not in told}
            if found := _numbers(aligned, names):
                meant[trigger.passage, i] = found
    return meant


def meant_by_names(aligned: Alignment, gold: Mapping[str, Any], gazetteer: Gazetteer) -> Meant:
    """Whose the annotated things are that the text calls by a possessive, as far as annotations tell.

    "Its men" are the "Tabran rebels", thus of the Tabran; "its spokesman" is one of whom a relation says
    to whom he belongs; forces that nothing tells of are one with whoever has them.
    """
    scene = aligned.scene
    called = {alias: entity["name"] for entity in gold["entities"] for alias in entity.get("aliases", ())}
    spelled = {entity["name"]: f" {fold(entity['name'])} " for entity in gold["entities"]}
    meant: Meant = {}
    for number, tokens in enumerate(scene.tokens):
        for i in (i for i in range(len(tokens)) if is_possessive(tokens, i)):
            text = scene.document.text[tokens.starts[i] : tokens.ends[-1]]
            alias = max((alias for alias in called if text.startswith(alias)), key=len, default="")
            if len(alias) <= len(tokens.texts[i]):
                continue
            name = called[alias]
            owners = {other for other, words in spelled.items() if other != name and words in spelled[name]}
            owners = owners or _states_in(name, spelled, gazetteer) or _wholes(name, gold)
            if not owners and tokens.words[tokens.heads[i]] in descriptions(tokens.language).own:
                owners = {name}
            if found := _numbers(aligned, owners):
                meant[number, i] = found
    return meant


def _states_in(name: str, names: Collection[str], gazetteer: Gazetteer) -> set[str]:
    """The states among some names of which a name has an adjective."""
    told = {entry.name for word in name.split() for entry in gazetteer.of_adjective(word)}
    return {other for other in names if other in told and other != name}


def _wholes(name: str, gold: Mapping[str, Any]) -> set[str]:
    """To what a thing is annotated to belong, where it lies, or what it leads."""
    return {whole for thing, _, whole in gold["relations"] if thing == name}


def _numbers(aligned: Alignment, names: Collection[str]) -> set[int]:
    """The entities of the scene that mean one of some annotated names."""
    return {number for number, name in enumerate(aligned.name_of) if name is not None and name in names}
