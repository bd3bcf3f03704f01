"""Everything known of a document before its events are read: tokens, mentions, entities, times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.dates import Calendar, Time
from kg.extract.word_vectors import WordVectors
from kg.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Document, Entity
    from kg.extract.frames import FrameIndex, Match
    from kg.extract.means import Means
    from kg.extract.names import Listed
    from kg.extract.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention among the tokens: ``entity`` is an index, ``head`` the token that governs it."""

    passage: int
    first: int
    end: int
    head: int
    entity: int
    form: str
    text: str
    start: int  # offset in the document


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """An expression of time among the tokens; ``sentence`` is its number in the document."""

    passage: int
    first: int
    end: int
    sentence: int
    time: Time


@dataclass(slots=True)
class Scene:
    """A document ready for reading events; lists run over passages where not said otherwise."""

    document: Document
    tokens: list[Tokens]
    entities: tuple[Entity, ...]
    mentions: list[list[Placed]]
    times: list[list[PlacedTime]]
    matches: list[dict[int, list[Match]]]
    known: Sequence[Sequence[Listed]] = ()
    nested: list[tuple[Placed, Placed]] = field(default_factory=list)  # a mention, and a name inside it
    within: list[list[int]] = field(default_factory=list)  # mention index in its passage by token, or -1
    vectors: WordVectors | None = None  # of all words, once they were asked for
    means: Means | None = None  # what acts are done with, once asked for

    def __post_init__(self) -> None:
        for tokens, mentions in zip(self.tokens, self.mentions, strict=True):
            inside = [-1] * len(tokens)
            for number, mention in enumerate(mentions):
                for i in range(mention.first, mention.end):
                    inside[i] = number
            self.within.append(inside)

    def words(self) -> WordVectors:
        """The vectors of the document's words."""
        if self.vectors is None:
            self.vectors = WordVectors(self.tokens)
        return self.vectors

    def cls(self, mention: Placed) -> str:
        """The class of what a mention speaks of."""
        return self.entities[mention.entity].cls

    def mention_at(self, passage: int, index: int) -> Placed | None:
        """The mention that covers a token."""
        number = self.within[passage][index]
        return self.mentions[passage][number] if number >= 0 else None


def head_of(tokens: Tokens, first: int, end: int) -> int:
    """The token of a stretch whose head lies outside it."""
    for i in range(first, end):
        if not first <= tokens.heads[i] < end or tokens.heads[i] == i:
            return i
    return end - 1


def place_times(document: Document, passages: Sequence[Tokens]) -> list[list[PlacedTime]]:
    """The expressions of time of every passage, found in the order of the text."""
    if document.published is None:
        spelled = _spelled_out(document, passages)
        calendar = Calendar(None, spelled)
        calendar.tell_first()
    else:
        calendar = Calendar(document.published)
    result: list[list[PlacedTime]] = []
    for number, tokens in enumerate(passages):
        placed = []
        if len(tokens):
            low, high = tokens.starts[0], tokens.ends[-1]
            for time in calendar.find(document.text[low:high], tokens.language):
                first = bisect_right(tokens.ends, low + time.start)
                end = bisect_left(tokens.starts, low + time.end)
                if first < end:
                    placed.append(PlacedTime(number, first, end, tokens.sentence[first], time))
        result.append(placed)
    return result


def _spelled_out(document: Document, passages: Sequence[Tokens]) -> list[str]:
    """The dates of a document that say their year; the first says that of the days told before it."""
    probe = Calendar(None)
    found = []
    for tokens in passages:
        if len(tokens):
            text = document.text[tokens.starts[0] : tokens.ends[-1]]
            times = probe.find(text, tokens.language)
            found += [time.edtf for time in times if time.edtf[:4] in text[time.start : time.end]]
    return found


def find_matches(passages: Sequence[Tokens], indices: dict[str, FrameIndex]) -> list[dict[int, list[Match]]]:
    """The frames that match in every passage."""
    return [indices[tokens.language].match(tokens) for tokens in passages]


def nested_names(
    placed: Sequence[Sequence[Placed]], entities: Sequence[Entity], known: Sequence[Sequence[Listed]]
) -> list[tuple[Placed, Placed]]:
    """Mentions that hold a listed name which is no mention itself ("Russian" in "Russian forces")."""
    spoken_of = sorted({mention.entity for mentions in placed for mention in mentions})
    number_of = {entities[n].iri: n for n in spoken_of}
    by_name = {fold(m.text): n for n in spoken_of for m in entities[n].mentions if m.form == "name"}
    nested = []
    for mentions, matches in zip(placed, known, strict=True):
        own = {(m.first, m.end) for m in mentions}
        for mention in mentions:
            for match in matches:
                if not (mention.first <= match.first and match.end <= mention.end):
                    continue
                if (match.first, match.end) in own:
                    continue
                inner = next((number_of[e.iri] for e in match.entries if e.iri in number_of), None)
                if inner is None and match.kind == "place":
                    inner = by_name.get(fold(match.text))
                if inner is not None and inner != mention.entity:
                    name = replace(
                        mention, first=match.first, end=match.end, head=match.end - 1, entity=inner
                    )
                    nested.append((mention, name))
    return nested
