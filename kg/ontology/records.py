"""The frozen records that the ontology hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

Texts = tuple[tuple[str, str], ...]
"""(language, text) pairs, sorted."""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, status or category of the model, by its local name.

    ``kinds`` are the local names of its types ("Role", "Class" for owl:Class); ``parents`` the
    local names of all classes above it, itself included.
    """

    name: str
    kinds: tuple[str, ...]
    labels: Texts
    definitions: Texts
    parents: tuple[str, ...]
    rank: int
    abstract: bool = False


class Pattern(NamedTuple):
    """The words of a frame: lemmas in order; ``trigger`` is the index of the one that expresses it.

    A named tuple, for there are thousands and they are made each time the program starts.
    """

    words: tuple[str, ...]
    trigger: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A grammatical place of a frame and the roles that it fills.

    ``place`` is one of ``GRAMMATICAL_PLACES`` or a preposition; ``roles`` are tried in order, the
    first whose range fits the filler holds; ``classes`` narrows what the filler should be.
    """

    place: str
    roles: tuple[str, ...]
    required: bool = False
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """How a language expresses an event class: words, and which grammatical place fills which role.

    ``weight`` (0 to 1) says how sure the words alone evoke ``evokes``; ``pos`` is "verb", "noun" or
    "adjective".
    """

    iri: str
    language: str
    evokes: str
    pos: str
    words: tuple[Pattern, ...]
    slots: tuple[Slot, ...]
    weight: float
    reflexive: bool = False

    def roles_at(self, place: str) -> tuple[str, ...]:
        """The roles of what stands in a grammatical place, each once."""
        roles = (role for slot in self.slots if slot.place == place for role in slot.roles)
        return tuple(dict.fromkeys(roles))


class Tenure(NamedTuple):
    """An office that a person holds or held: its English name, whose it is (IRI), from when to when (EDTF).

    ``until`` is None where the person still held it when the list was made.
    """

    office: str
    whose: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A thing that is known before any document is read.

    ``state``, ``within`` and ``same_as`` are IRIs; ``capital`` is an IRI or a name; ``acronyms``
    are matched with their case; ``adjectives`` list every inflected form; ``point`` is (latitude,
    longitude) in degrees, WGS 84.
    """

    iri: str
    cls: str
    name: str
    labels: Texts
    aliases: Texts = ()
    acronyms: tuple[str, ...] = ()
    adjectives: Texts = ()
    state: str | None = None
    within: str | None = None
    same_as: tuple[str, ...] = ()
    capital: str | None = None
    iso: str | None = None
    point: tuple[float, float] | None = None
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """Which two roles of an event make an edge of the network, and what it is called.

    The rule holds where all roles of ``needs`` are filled and none of ``without``. A symmetric
    rule joins every two different fillers of one role.
    """

    name: str
    event_class: str
    start: str
    end: str
    labels: Texts
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    symmetric: bool = False

    def holds(self, filled: Collection[str]) -> bool:
        """Whether the rule holds for an event whose roles ``filled`` are filled."""
        return (
            self.start in filled
            and self.end in filled
            and all(role in filled for role in self.needs)
            and not any(role in filled for role in self.without)
        )

    def label(self, language: str) -> str:
        """The edge's label in a language, in English where it has none."""
        labels = dict(self.labels)
        return labels.get(language) or labels.get("en", self.name)


@dataclass(frozen=True, slots=True)
class QuantityKind:
    """What a number may count: ``notation`` is the name that quantities carry, ``name`` the term's.

    ``classes`` are event classes whose numbers are of this kind where nothing else is said, ``told``
    those where another word must say so, classes below them included. What is counted fills one of
    ``roles`` (any, if there is none) and is one of the kinds of things ``counts``. ``broader`` is the
    notation of the kind that takes this one and others together.
    """

    name: str
    notation: str
    classes: tuple[str, ...]
    told: tuple[str, ...]
    roles: tuple[str, ...]
    counts: tuple[str, ...]
    broader: str | None = None
