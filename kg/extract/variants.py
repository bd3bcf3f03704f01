"""Where a mention begins and ends: variants of what the tagger found, cut and widened by grammar.

A sequence of tags has one reading of every token, and its ends are its weak side: "Deputy Mayor
Volodymyr Matsokin", "siege of Mariupol" and "Free Syrian Army (FSA" hold other names, or more than
one. Here each tagged stretch, each noun phrase, each run of capitals and each listed name is taken in
the ways that grammar allows; kg.extract.choice says of which class each variant is, if of any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.counting import count_start
from kg.extract.scene import head_of
from kg.extract.spans import NO_START, closed
from kg.language.words import descriptions, weekdays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.names import Listed, Span
    from kg.extract.tokens import Tokens

_NOUNS = ("NOUN", "PROPN")
_INSIDE = ("ADJ", "NOUN", "PROPN", "NUM")
_NO_END = ("ADP", "DET", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "ADV", "PART")
_LONGEST = 14
_OF = ("nmod", "obl", "obl:arg", "obl:mod", "nmod:poss", "appos", "flat", "flat:name")
_STARTS = 3  # capitalised words of a stretch from which on a name may begin


@dataclass(frozen=True, slots=True)
class Variant:
    """Tokens ``first`` to ``end`` as one way to take a stretch, ``ways`` to get there from it."""

    first: int
    end: int
    ways: tuple[str, ...]
    tagged: Span | None  # the tagger's stretch that it was made from


def variants(tokens: Tokens, tagged: Sequence[Span], listed: Sequence[Listed]) -> list[Variant]:
    """All variants in one passage, in order."""
    found: dict[tuple[int, int], dict[str, Span | None]] = {}
    days = weekdays(tokens.language)

    def add(first: int, end: int, way: str, span: Span | None) -> None:
        first, end = _trimmed(tokens, first, end)
        if end - first == 1 and tokens.words[first] in days:
            return
        if first < end <= first + _LONGEST and any(tokens.pos[i] in _INSIDE for i in range(first, end)):
            ways = found.setdefault((first, end), {})
            if ways.get(way) is None:
                ways[way] = span

    covered: set[int] = set()
    for span in tagged:
        covered.update(range(span.first, span.end))
        add(span.first, span.end, "tagged", span)
        for way, first, end in _altered(tokens, span.first, span.end):
            add(first, end, way, span)
    for match in listed:
        inside = next((s for s in tagged if s.first <= match.first and match.end <= s.end), None)
        if inside is None or match.kind != "adjective":
            add(match.first, match.end, f"listed-{match.kind}", inside)
    for first, end in (*_phrases(tokens, covered), *_capitalised(tokens, covered)):
        add(first, end, "phrase", None)
        for way, low, high in _altered(tokens, first, end):
            add(low, high, f"phrase-{way}", None)
    return [
        Variant(first, end, tuple(sorted(ways)), next((s for s in ways.values() if s), None))
        for (first, end), ways in sorted(found.items())
    ]


def _trimmed(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    while end > first and tokens.pos[end - 1] in _NO_END and not tokens.texts[end - 1][:1].isupper():
        end -= 1
    end = closed(tokens, first, end)
    while first < end and tokens.pos[first] in NO_START and not tokens.texts[first][:1].isupper():
        first += 1
    return count_start(tokens, first, end), end


def _altered(tokens: Tokens, first: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The stretch cut before a name, at prepositions, joints and brackets, and widened by its grammar."""
    starts = 0
    for i in range(first + 1, end):
        text, pos = tokens.texts[i], tokens.pos[i]
        if text in "([" or text in ")]":
            yield "bracket", first, i
            yield "bracketed", i + 1, end
        elif pos == "CCONJ" or text == ",":
            yield "joint", first, i
            yield "joined", i + 1, end
        elif pos == "ADP":
            yield "stem", first, i
            yield "of", i + 1, end
        elif pos in ("PRON", "VERB"):  # "21 civilians including ten children", "dont dix enfants"
            yield "clause", first, i
        elif pos == "PART":
            yield "owner", first, i
            yield "owned", i + 1, end
        elif text[:1].isupper() and starts < _STARTS:
            starts += 1
            yield ("name" if tokens.texts[i - 1][:1].islower() else "later"), i, end
            if tokens.texts[i - 1][:1].isupper():
                yield "earlier", first, i
    head = head_of(tokens, first, end)
    low, high = tokens.subtree(head)
    begin, stop = tokens.bounds(head)
    governor = tokens.heads[head]
    if governor < first and tokens.pos[governor] in _NOUNS and tokens.deps[head] in _OF:
        start = governor
        while start > begin and tokens.pos[start - 1] in _INSIDE:
            start -= 1
        yield "governor", start, end
        if high > end:
            yield "governor-whole", start, high
    left = first
    while left > begin and tokens.pos[left - 1] in _INSIDE and low <= left - 1:
        left -= 1
    if left < first:
        yield "left", left, end
    for child in tokens.children[head]:
        if child >= end and tokens.pos[child] in _INSIDE:
            far = tokens.subtree(child)[1]
            if far <= stop and tokens.subtree(child)[0] <= end:
                yield "right", first, far
                if left < first:
                    yield "both", left, far
    if high > end and high - first <= _LONGEST:
        yield "whole", first, high
    if end < stop and tokens.texts[end][:1].isupper() and tokens.pos[end] == "PROPN":
        far = end
        while far < stop and tokens.texts[far][:1].isupper():
            far += 1
        yield "run", first, far


def _phrases(tokens: Tokens, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Noun phrases outside of tagged stretches whose head names or describes something."""
    words = descriptions(tokens.language)
    for i in range(len(tokens)):
        if i in covered or tokens.pos[i] not in _NOUNS or tokens.deps[i] in ("compound", "flat", "flat:name"):
            continue
        if tokens.words[i] in words.classes or (tokens.pos[i] == "PROPN" and tokens.texts[i][:1].isupper()):
            first, end = i, i + 1
            begin, stop = tokens.bounds(i)
            while first > begin and tokens.pos[first - 1] in _INSIDE and first - 1 not in covered:
                first -= 1
            while end < stop and tokens.pos[end] in ("ADJ", "PROPN") and end not in covered:
                end += 1
            yield first, end


def _capitalised(tokens: Tokens, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words outside of tagged stretches, whatever the parser takes them for.

    The first word of a sentence begins one only if all of it is capitals.
    """
    for begin, stop in tokens.sentences:
        after = begin
        for i in range(begin, stop):
            text = tokens.texts[i]
            if i < after or i in covered or not text[:1].isupper():
                continue
            if i == begin and not (len(text) > 1 and text.isupper()):
                continue
            after = next((j for j in range(i, stop) if not is_capital(tokens, j)), stop)
            yield i, after


def is_capital(tokens: Tokens, index: int) -> bool:
    """Whether a token begins with a capital."""
    return tokens.texts[index][:1].isupper()


def all_variants(
    passages: Sequence[Tokens], tagged: Sequence[Span], listed: Sequence[Sequence[Listed]]
) -> list[list[Variant]]:
    """The variants of every passage."""
    by_passage: list[list[Span]] = [[] for _ in passages]
    for span in tagged:
        by_passage[span.passage].append(span)
    return [variants(*parts) for parts in zip(passages, by_passage, listed, strict=True)]
