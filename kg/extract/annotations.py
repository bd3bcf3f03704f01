"""Annotated documents, aligned with what the reader sees: the examples that the models learn from."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from kg.evaluate.scoring import plain
from kg.extract.counting import count_start
from kg.extract.linear import NONE
from kg.extract.names import OUTSIDE
from kg.extract.number_grammar import choice, number_grammar
from kg.extract.triggers import Trigger, frame_classes
from kg.extract.triggers import trigger as make_trigger
from kg.language import LANGUAGES
from kg.link.resolve import all_features, new_features

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.claim import Document
    from kg.extract.names import Span
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens
    from kg.extract.variants import Variant
    from kg.link.resolve import Asked
    from kg.link.things import Thing

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Annotated:
    """A document with its annotation (the format is the evaluation's) and its tokens.

    ``weight`` is how much it counts in training beside others.
    """

    document: Document
    gold: dict[str, Any]
    tokens: list[Tokens]
    weight: float = 1.0

    def tags(self) -> list[list[str]]:
        """Gold tags of every passage."""
        surfaces = sorted(
            {
                (surface, entity["class"], number)
                for number, entity in enumerate(self.gold["entities"])
                for surface in (entity["name"], *entity.get("aliases", ()))
            }
        )
        return [_project(passage, surfaces, self.document.text) for passage in self.tokens]

    @cached_property
    def meant(self) -> dict[str, dict[str, Any]]:
        """Which annotated entity each name means, the first where several have it."""
        return {
            _plain(name): entity
            for entity in reversed(self.gold["entities"])
            for name in (entity["name"], *entity.get("aliases", ()))
        }

    @property
    def names(self) -> dict[str, str]:
        """The usual name of what each annotated name means."""
        return {name: entity["name"] for name, entity in self.meant.items()}

    def class_of(self, tokens: Tokens, stretch: Variant | Span) -> str:
        """The class of what a stretch of a passage names as annotated, NONE where it names nothing."""
        text = self.document.text[tokens.starts[stretch.first] : tokens.ends[stretch.end - 1]]
        entity = self.meant.get(_plain(text))
        return NONE if entity is None else str(entity["class"])


def _project(tokens: Tokens, surfaces: Sequence[tuple[str, str, int]], text: str) -> list[str]:
    """Tags of a passage from annotated surface forms (surface, class, entity number), for training.

    Of overlapping surfaces the longest wins, but a capitalised name inside a longer description of
    the same entity ("President Bashar al-Assad") is preferred to it.
    """
    if not len(tokens):
        return []
    low, high = tokens.starts[0], tokens.ends[-1]
    window = text[low:high]
    found: list[tuple[int, int, str, int]] = []
    for surface, cls, entity in surfaces:
        position = window.find(surface)
        while position >= 0:
            end = position + len(surface)
            before = window[position - 1 : position]
            after = window[end : end + 1]
            if not (before.isalnum() or after.isalnum()):
                found.append((low + position, low + end, cls, entity))
            position = window.find(surface, position + 1)
    inner = {
        outer
        for outer in found
        for other in found
        if other[3] == outer[3]
        and outer[0] <= other[0]
        and other[1] <= outer[1]
        and other[:2] != outer[:2]
        and text[other[0]].isupper()
        and _bare(text[outer[0] : outer[1]])[:1].islower()
    }
    tags = [OUTSIDE] * len(tokens)
    for start, end, cls, _ in sorted(set(found) - inner, key=lambda f: (f[0] - f[1], f[0], f[3])):
        inside = [i for i in range(len(tokens)) if tokens.starts[i] < end and tokens.ends[i] > start]
        while inside and tokens.pos[inside[0]] in ("DET", "ADP", "PUNCT"):
            inside.pop(0)
        if inside:
            inside = list(range(count_start(tokens, inside[0], inside[-1] + 1), inside[-1] + 1))
        if inside and all(tags[i] == OUTSIDE for i in inside):
            tags[inside[0]] = f"B-{cls}"
            for i in inside[1:]:
                tags[i] = f"I-{cls}"
    return tags


def _bare(surface: str) -> str:
    """A surface without a leading short word (an article)."""
    first, _, rest = surface.partition(" ")
    return rest if rest and len(first) <= 3 else surface


class Lessons:
    """Choices to learn from: a row for each option; ``sizes`` counts those of each choice."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.sizes: list[int] = []
        self.right: list[bool] = []

    def add(self, rows: Sequence[list[str]], right: Sequence[bool]) -> None:
        """Keep one choice."""
        self.rows += rows
        self.sizes.append(len(rows))
        self.right += right


class Teacher(Lessons):
    """Resolves mentions as annotated, and keeps what it was asked as choices to learn from.

    A choice has a row for each thing and, after them, one for a new thing.
    """

    def __init__(self, example: Annotated) -> None:
        super().__init__()
        self.names = example.names

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        """The thing that the annotation gives the mention's name to."""
        meant = self.names.get(_plain(asked.mention.text))
        right = [meant is not None and self._name_of(thing) == meant for thing in things]
        if things and meant is not None:
            rows = [*all_features(asked, things), new_features(asked, len(things))]
            self.add(rows, [*right, not any(right)])
        return next((thing for thing, true in zip(things, right, strict=True) if true), None)

    def _name_of(self, thing: Thing) -> str | None:
        votes = Counter(self.names.get(_plain(m.text)) for m in thing.mentions)
        return votes.most_common(1)[0][0]


def load_gold(path: Path) -> dict[str, Any]:
    """One annotation file."""
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def spans_of(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, white space folded."""
    pattern = r"\s+".join(re.escape(word) for word in _SPACE.split(quote.strip()) if word)
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


class Alignment:
    """Which entities of a scene are which of the annotation, and where its events stand."""

    def __init__(self, gold: dict[str, Any], scene: Scene) -> None:
        self.gold = gold
        self.scene = scene
        names: dict[str, str] = {}
        for entity in gold["entities"]:
            for name in (entity["name"], *entity.get("aliases", ())):
                names.setdefault(_plain(name), entity["name"])
        self.name_of: list[str | None] = []
        for entity in scene.entities:
            votes = Counter(names[key] for m in entity.mentions if (key := _plain(m.text)) in names)
            self.name_of.append(votes.most_common(1)[0][0] if votes else names.get(_plain(entity.name)))
        self.triggers, self.events = self._triggers()

    def entity_roles(self, event: dict[str, Any], roles: Sequence[str]) -> dict[int, str]:
        """The role of each scene entity in an annotated event, the first of ``roles`` where several hold."""
        filled: dict[int, str] = {}
        for role in reversed(roles):
            wanted = set(event.get(role) or ())
            for number, name in enumerate(self.name_of):
                if name in wanted:
                    filled[number] = role
        return filled

    def add_mistakes(self, judged: dict[tuple[int, int], tuple[str, float]]) -> None:
        """Take in what the trigger model said of every token that it looked at.

        Its scores become those of the annotated triggers, 0 where it was wrong about the class; words that
        it took for triggers and that are none join them. Such a word stands for an annotated event of its
        sentence and class whose own word the model did not take for its trigger, as it does in the
        evaluation; else nothing is true of it.
        """
        found: list[tuple[Trigger, dict[str, Any]]] = []
        unseen: list[tuple[int, int]] = []  # of those found whose own word was not seen: place, sentence
        for trigger, event in zip(self.triggers, self.events, strict=True):
            cls, score = judged.get(_place(trigger), (NONE, 0.0))
            right = cls in told_classes(event)
            if not right:
                unseen.append((len(found), self._sentence(*_place(trigger))))
            found.append((replace(trigger, score=score if right or cls == NONE else 0.0), event))
        annotated = set(map(_place, self.triggers))
        for (passage, token), (cls, score) in judged.items():
            if cls == NONE or (passage, token) in annotated:
                continue
            here, word = self._sentence(passage, token), make_trigger(self.scene, passage, token, cls, score)
            meant = next((u for u in unseen if u[1] == here and cls in told_classes(found[u[0]][1])), None)
            if meant is None:
                found.append((word, {}))
            else:
                unseen.remove(meant)
                found[meant[0]] = word, found[meant[0]][1]
        found.sort(key=lambda f: (f[0].passage, f[0].token))
        self.triggers, self.events = [t for t, _ in found], [e for _, e in found]

    def told_in(self, sentence: int, cls: str) -> int:
        """How many annotated events of a class have their word in a sentence."""
        return sum(
            cls in told_classes(event) and self._sentence(*_place(trigger)) == sentence
            for trigger, event in zip(self.triggers, self.events, strict=True)
        )

    def _sentence(self, passage: int, token: int) -> int:
        return self.scene.tokens[passage].sentence[token]

    def _triggers(self) -> tuple[list[Trigger], list[dict[str, Any]]]:
        found: list[tuple[Trigger, dict[str, Any]]] = []
        taken: set[tuple[int, int]] = set()
        for event in self.gold["events"]:
            place = self._locate(event, taken)
            if place is None:
                continue
            taken.add(place)
            passage, token = place
            match = frame_classes(self.scene.matches[passage].get(token, [])).get(event["class"])
            found.append((Trigger(passage, token, event["class"], 1.0, match), event))
        found.sort(key=lambda f: (f[0].passage, f[0].token))
        return [trigger for trigger, _ in found], [event for _, event in found]

    def _locate(self, event: dict[str, Any], taken: set[tuple[int, int]]) -> tuple[int, int] | None:
        """Passage and token of an event's trigger, not one that another event has."""
        wanted = event["trigger"].lower()
        shared: tuple[int, int] | None = None
        for start, end in spans_of(event["quote"], self.scene.document.text):
            for number, tokens in enumerate(self.scene.tokens):
                if not len(tokens) or tokens.starts[0] >= end or tokens.ends[-1] <= start:
                    continue
                for i in range(len(tokens)):
                    if not start <= tokens.starts[i] < end:
                        continue
                    head = _spelled_from(tokens, i, wanted)
                    if head is None:
                        continue
                    if (number, head) not in taken:
                        return number, head
                    shared = shared or (number, head)
        return shared


def told_classes(event: dict[str, Any]) -> set[str]:
    """The classes that are right of an annotated event."""
    return {event["class"], *(event.get("alt") or ())} if event else set()


def _place(trigger: Trigger) -> tuple[int, int]:
    return trigger.passage, trigger.token


def _spelled_from(tokens: Tokens, index: int, wanted: str) -> int | None:
    """The head of the words from a token on that spell an annotated trigger ("counter-attack", "rebel-held").

    None where other words stand there.
    """
    if tokens.words[index] == wanted:
        return index
    if tokens.words[index] != re.split(r"[\s-]", wanted)[0]:
        return None
    spelling, end = wanted.replace(" ", ""), index
    joined = ""
    while len(joined) < len(spelling) and end < len(tokens):
        joined += tokens.words[end]
        end += 1
    if not joined.startswith(spelling):
        return None
    return next((i for i in range(index, end) if not index <= tokens.heads[i] < end), index)


def _plain(name: str) -> str:
    """A name as the evaluation compares it, and without "at least" before a number."""
    return _bounds().sub("", plain(name))


@cache
def _bounds() -> re.Pattern[str]:
    """What bounds a number, before one, in any of the languages, as the evaluation compares names."""
    grammars = [number_grammar(language) for language in LANGUAGES]
    phrases = {plain(phrase) for grammar in grammars for phrase in grammar.bounds} - {""}
    numbers = {plain(word) for grammar in grammars for word in grammar.known}
    return re.compile(rf"^{choice(phrases)} (?=\d|{choice(numbers)}\b)")


def folds(items: Sequence[Any], count: int) -> list[list[int]]:
    """Indices of items in so many parts of nearly one size."""
    return [list(range(start, len(items), count)) for start in range(count)]
