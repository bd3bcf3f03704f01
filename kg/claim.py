"""The frozen records that travel from room to room.

Offsets count Unicode code points in ``Document.text``; ``text[start:end]`` is always the exact
quote. Class and role names are local names of the ontology ("Capture", "agent"). Dates are EDTF
text ("2017-03-06", "2016-10", "2014-06/..").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

ROLES = ("agent", "target", "place", "supporter")
"""The roles of the ontology in its order: those by which events are merged, written and compared."""
STATUSES = ASSERTED, ALLEGED, PLANNED, DENIED = ("asserted", "alleged", "planned", "denied")
"""The statuses of the ontology, surest first: how far a text vouches for an event."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is read as one piece: a headline, a paragraph, a caption."""

    start: int
    end: int
    kind: str  # "headline", "paragraph", "caption", "item"
    language: str  # "en", "fr"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of a document that is not read, and why ("cookie notice", "photo credit")."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is read.

    ``name`` is its path relative to the folder that was given, with forward slashes. ``blocks``
    and ``skipped`` together cover every character of ``text`` that is not white space.
    ``published`` is EDTF. ``language`` is that of most of the text.
    """

    name: str
    text: str
    language: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...] = ()
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    media_type: str = "text/plain"

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def digest(self) -> str:
        """SHA-256 of everything that decides what is stored of the document."""
        about = (self.title, self.publisher, self.published, self.language, self.url)
        parts = (self.name, self.text, *about)
        return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a document speaks of a thing; ``form`` is "name", "description" or "pronoun"."""

    start: int
    end: int
    text: str
    form: str = "name"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a document speaks of.

    ``name`` is its usual English name; ``labels`` holds (language, label) pairs; ``same_as``
    IRIs elsewhere (GeoNames, Wikidata); ``within`` the IRI of the place or body that contains
    it; ``point`` is (latitude, longitude) in degrees, WGS 84.
    """

    iri: str
    name: str
    cls: str
    mentions: tuple[Mention, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    same_as: tuple[str, ...] = ()
    within: str | None = None
    country: str | None = None
    point: tuple[float, float] | None = None
    known: bool = False  # stands in the gazetteer or in GeoNames


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that makes a statement, and the rule that read it."""

    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: an entity, through the words that mention it or "" where inherited."""

    entity: str  # IRI
    mention: str = ""
    start: int = -1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that belongs to an event: kind ("killed", "wounded", …), bounds, unit.

    ``low`` and ``high`` are the least and the most that the words allow, ``high`` infinite where they
    leave it open. ``bound`` is how they say so: "exact", "about" (the number said stands in both),
    "at least", "more than", "at most", "fewer than" or "between". ``among`` marks a part of what the
    claim counts or names as a whole ("including three children").
    """

    kind: str
    low: float
    high: float
    text: str
    unit: str = ""
    bound: str = "exact"
    among: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence of one document says of an event.

    ``roles`` maps role names to fillers in order of mention. ``status`` is "asserted",
    "alleged", "planned" or "denied". ``source`` is whom the text attributes it to.
    """

    cls: str
    trigger: str
    trigger_start: int
    evidence: Evidence
    roles: tuple[tuple[str, tuple[Filler, ...]], ...] = ()
    date: str | None = None
    status: str = ASSERTED
    source: Filler | None = None
    quantities: tuple[Quantity, ...] = ()

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """The fillers of one role, none if it is empty."""
        return dict(self.roles).get(role, ())


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting relation that a sentence states; ``object`` is an IRI or, for a position, text."""

    subject: str
    predicate: str
    object: str
    evidence: Evidence
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Objective:
    """An aim that a sentence states; ``deadline`` is EDTF; ``event`` the planned claim's index."""

    category: str
    evidence: Evidence  # its quote is the words that state the aim
    holders: tuple[Filler, ...] = ()
    deadline: str | None = None
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    objectives: tuple[Objective, ...] = ()
