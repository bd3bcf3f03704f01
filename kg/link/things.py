"""Mentions as the reader hands them over, and the things that they are grouped into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions

if TYPE_CHECKING:
    from kg.link.lookup import Known
    from kg.link.places import Place
    from kg.ontology import GazetteerEntry

SETTLEMENTS = ("City", "Village")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mention as the reader hands it over: where it stands, its class, and what it is made of."""

    passage: int
    first: int
    end: int
    start: int  # offsets in the document
    stop: int
    text: str
    cls: str
    words: tuple[str, ...]  # lower case
    pos: tuple[str, ...]
    head: int  # index into words
    definite: bool
    language: str
    score: float = 1.0
    acts: bool = False  # names a capital and means its state


@dataclass(slots=True)
class Thing:
    """A thing under construction."""

    number: int
    cls: str
    mentions: list[Spoken] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded
    entry: GazetteerEntry | None = None
    place: Place | None = None
    state: GazetteerEntry | None = None  # whose force, government or people it is
    named: bool = False
    key: str = ""

    @property
    def last(self) -> int:
        """Where it was mentioned last."""
        return self.mentions[-1].start if self.mentions else -1


def name_start(mention: Spoken) -> int:
    """Where the name begins, after articles, titles and numbers, and what a settlement is ("town of")."""
    words = descriptions(mention.language)
    last = len(mention.words) - 1

    def passed_over(first: int) -> int:
        while first < last and (
            mention.pos[first] in ("DET", "NUM", "ADP", "PUNCT")
            or mention.words[first].rstrip(".") in words.titles
        ):
            first += 1
        return first

    first = passed_over(0)
    kinds = words.classes.get(mention.words[first], ())
    if first < last and mention.pos[first + 1] == "ADP" and any(cls in SETTLEMENTS for cls in kinds):
        name = passed_over(first + 1)
        if mention.cls in SETTLEMENTS and mention.pos[name] == "PROPN":
            return name
    return first


def bare_name(mention: Spoken) -> str:
    """The folded name from where it begins."""
    return " ".join(fold(" ".join(mention.words[name_start(mention) :])).replace(" - ", " ").split())


def body_key(mention: Spoken, state: GazetteerEntry, inside: list[Known]) -> str:
    """The key of a state's forces, government or people; "" where more than that is said."""
    described = descriptions(mention.language).classes
    covered = {i for k in inside for i in range(k.first, k.end)}
    rest = [
        word
        for i, word in enumerate(mention.words)
        if mention.first + i not in covered and mention.pos[i] not in ("DET", "PUNCT", "ADP", "NUM", "PART")
    ]
    if not rest:
        return state.iri if mention.cls == "State" else f"{state.iri}|{mention.cls}|"
    if all(word in described for word in rest) and mention.cls in (
        "ArmedForce",
        "Organisation",
        "PopulationGroup",
    ):
        branch = "-".join(sorted({_branch(word, mention) for word in rest} - {""}))
        return f"{state.iri}|{mention.cls}|{branch}"
    return ""


def _branch(word: str, mention: Spoken) -> str:
    """What tells one body of a state from another; words for the forces as a whole tell nothing."""
    return "" if word in descriptions(mention.language).generic else word


def displayed_name(mention: Spoken) -> str:
    """The text of a mention without articles, prepositions and numbers before it, nor "town of"."""
    skip = 0
    if mention.cls in SETTLEMENTS:
        skip = name_start(mention)
    while skip < len(mention.words) - 1 and mention.pos[skip] in ("DET", "ADP", "NUM", "PUNCT"):
        skip += 1
    text = mention.text
    for word in mention.words[:skip]:
        text = text[len(word) :].lstrip() if text.lower().startswith(word) else text
    return text or mention.text
