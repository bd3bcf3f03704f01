"""The records that tell what was read from each sentence of a document, and why.

Class, role and status names are local names of the ontology. Every ``chance`` is a probability, every
``limit`` the probability from which it would have counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the document that is not read; ``line`` counts from 1 in its text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A mention and the thing that it means.

    ``form`` is "name", "description" or "pronoun"; ``known`` says where the thing is from:
    "gazetteer", "geonames", or "document" for one that no list has.
    """

    text: str
    form: str
    name: str
    cls: str
    iri: str
    known: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mention that the filter of names leaves out: its thing is not likely enough to be one."""

    text: str
    cls: str
    chance: float
    limit: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step through the tree of a sentence: up to the head, or down, by a dependency, to a word."""

    up: bool
    dependency: str
    word: str


@dataclass(frozen=True, slots=True)
class Filling:
    """An entity weighed for a role, through its mention in a sentence (None where none tells of it).

    ``place`` is its grammatical place to the trigger, ``slot`` the roles that the frame gives to that
    place, ``path`` how it hangs on the trigger; all empty where it is taken from another sentence.
    ``why`` is empty where it fills the role, else what keeps it out: "limit", "class" (the ontology
    expects no such thing there), "role" (it fills ``other`` with a higher probability) or "side" (it stands
    against one that is likelier in its role).
    """

    role: str
    name: str
    cls: str
    chance: float
    limit: float
    mention: str
    sentence: int | None
    place: str = ""
    slot: tuple[str, ...] = ()
    path: tuple[Step, ...] = ()
    why: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """A date weighed for an event: the expression that tells it, and in which sentence.

    Both are empty for the day on which the document was published.
    """

    edtf: str
    chance: float
    limit: float
    text: str = ""
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who may have said what is told of an event, and in which sentence."""

    name: str
    mention: str
    sentence: int | None
    chance: float
    limit: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that belongs to an event; ``high`` is None where the words leave it open."""

    kind: str
    low: float
    high: float | None
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event that was read. ``score`` is the probability that its trigger tells of it, from ``limit`` on.

    It heeds the words ``beside`` that may tell of the same; without them it is ``alone``.
    ``frame`` is the frame that says so, "" for a word that the model has learned. ``missed``,
    ``missed_date`` and ``missed_source`` are what came nearest to filling a role, to dating it or to
    being its source, and did not. ``statuses`` are those worth naming with their probabilities, the
    likeliest first: it is ``status``. ``status_rule`` is the rule of grammar that decided it against the
    model, "" for none.
    """

    cls: str
    trigger: str
    frame: str
    score: float
    limit: float
    status: str
    roles: tuple[Filling, ...]
    missed: tuple[Filling, ...]
    date: Dating | None
    missed_date: Dating | None
    source: Source | None
    missed_source: Source | None = None
    statuses: tuple[tuple[str, float], ...] = ()
    status_rule: str = ""
    amounts: tuple[Amount, ...] = ()
    alone: float = 0.0
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unused:
    """A word that might have told of an event: its likeliest class, and the limit that it did not reach.

    ``alone`` and ``beside`` are as those of :class:`Event`.
    """

    word: str
    cls: str
    chance: float
    limit: float
    frames: tuple[str, ...] = ()
    alone: float = 0.0
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A lasting relation, by names, and the rule that read it."""

    subject: str
    relation: str
    object: str
    rule: str


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective: the words that state it, whose it is, and the rule that read it."""

    category: str
    quote: str
    holders: tuple[str, ...]
    rule: str


@dataclass(slots=True)
class Sentence:
    """A sentence, counted from 1, and everything that was read from it."""

    number: int
    start: int
    end: int
    text: str
    language: str
    kind: str
    names: list[Name] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    relations: list[Tie] = field(default_factory=list)
    objectives: list[Aim] = field(default_factory=list)


@dataclass(slots=True)
class Explanation:
    """A document, its sentences, and what of it is not read."""

    document: str
    language: str
    title: str | None
    publisher: str | None
    published: str | None
    unread: list[Unread]
    sentences: list[Sentence]
