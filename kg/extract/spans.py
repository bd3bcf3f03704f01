"""What the tagger found, mended: whole words, numbers and names, ends that can end one, one class a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.counting import count_start
from kg.extract.names import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.names import Listed
    from kg.extract.tokens import Tokens

_SURE = 0.6
_JOINTS = ("-", "–")
_QUOTES = {"«": "»", "“": "”"}
_NEAR = 3  # tokens from a stretch within which its quotation ends
_NO_END = ("ADP", "DET", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "ADV")
NO_START = ("ADP", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "PART")
"""Parts of speech with which no mention begins, unless it is written with a capital."""


def mend(number: int, spans: Iterable[Span], tokens: Tokens, listed: Sequence[Listed]) -> list[Span]:
    """The spans of a passage of this number, in order, none reaching into another."""
    widened = _with_listed(number, (_whole_words(span, tokens) for span in spans), listed)
    return _apart(trimmed for span in widened if (trimmed := _trim(span, tokens)) is not None)


def _whole_words(span: Span, passage: Tokens) -> Span:
    """Widen a span to the capitalised parts that hyphens join to it ("Jund al-Aqsa")."""
    first, end = span.first, span.end
    texts, starts, ends = passage.texts, passage.starts, passage.ends
    while (
        end + 1 < len(passage)
        and texts[end] in _JOINTS
        and starts[end] == ends[end - 1]
        and starts[end + 1] == ends[end]
        and texts[end + 1][:1].isupper()
    ):
        end += 2
    while (
        first > 1
        and texts[first - 1] in _JOINTS
        and starts[first] == ends[first - 1]
        and starts[first - 1] == ends[first - 2]
        and texts[first][:1].isupper()
        and len(texts[first - 2]) <= 3
    ):
        first -= 2
    return Span(span.passage, first, end, span.cls, span.score)


def _with_listed(index: int, spans: Iterable[Span], listed: Sequence[Listed]) -> list[Span]:
    """Let listed names stand: a span that cuts into one takes it whole, and none is left out."""
    result = list(spans)
    for match in listed:
        if match.kind != "entry":
            continue
        touching = [s for s in result if s.first < match.end and match.first < s.end]
        if not touching:
            result.append(Span(index, match.first, match.end, match.cls, _SURE))
        elif not any(s.first <= match.first and match.end <= s.end for s in touching):
            first = min(match.first, *(s.first for s in touching))
            end = max(match.end, *(s.end for s in touching))
            result = [s for s in result if s not in touching]
            result.append(Span(index, first, end, match.cls, max(s.score for s in touching)))
    return sorted(result, key=lambda s: s.first)


def _trim(span: Span, tokens: Tokens) -> Span | None:
    """A span without the verbs, prepositions and open brackets at its ends."""
    first, end = span.first, span.end
    for i in range(first + 1, end):  # "the airport held": a verb that what stands before it depends on
        if tokens.pos[i] in ("VERB", "AUX") and any(tokens.heads[j] == i for j in range(first, i)):
            end = i
            break
    while end - first > 1 and tokens.pos[end - 1] in _NO_END and not tokens.texts[end - 1][:1].isupper():
        end -= 1
    end = closed(tokens, first, end)
    while end - first > 1 and tokens.pos[first] in NO_START and not tokens.texts[first][:1].isupper():
        first += 1
    if end - first == 1 and tokens.pos[first] in NO_START and not tokens.texts[first][:1].isupper():
        return None
    return Span(span.passage, count_start(tokens, first, end), end, span.cls, span.score)


def closed(tokens: Tokens, first: int, end: int) -> int:
    """The end of a stretch, before a bracket that it opens and does not close."""
    texts = tokens.texts[first:end]
    return first + max(texts.index("("), 1) if "(" in texts and ")" not in texts else end


def whole_quotation(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    """A stretch with the other mark of a quotation of which it has one, where that stands near."""
    texts = tokens.texts
    begin, stop = tokens.bounds(first)
    opened: str | None = None
    for i in range(first, end):
        if texts[i] in _QUOTES:
            opened = texts[i]
        elif opened is not None and texts[i] == _QUOTES[opened]:
            opened = None
        elif texts[i] in _QUOTES.values():
            near = range(first - 1, max(first - 1 - _NEAR, begin - 1), -1)
            return next((j for j in near if _QUOTES.get(texts[j]) == texts[i]), first), end
    if opened is not None:
        near = range(end, min(end + _NEAR, stop))
        return first, next((j + 1 for j in near if texts[j] == _QUOTES[opened]), end)
    return first, end


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that an earlier one reaches into left out."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.first >= kept[-1].end:
            kept.append(span)
    return kept


def agree(spans: Sequence[Span], passages: Sequence[Tokens]) -> list[Span]:
    """Let a document's mentions of one name agree.

    A name that is read with confidence somewhere is read wherever it stands untagged, and all
    mentions of it take the class that most of them have.
    """
    chosen = _chosen_classes(spans, passages)
    agreed = [replace(span, cls=chosen.get(_name(span, passages), span.cls)) for span in spans]
    covered = {(span.passage, i) for span in spans for i in range(span.first, span.end)}
    for span in _repeated(spans, passages):
        inside = [(span.passage, i) for i in range(span.first, span.end)]
        if covered.isdisjoint(inside):
            agreed.append(replace(span, cls=chosen[_name(span, passages)]))
            covered.update(inside)
    return sorted(agreed, key=lambda s: (s.passage, s.first))


def _name(span: Span, passages: Sequence[Tokens]) -> tuple[str, ...]:
    return tuple(passages[span.passage].texts[span.first : span.end])


def _chosen_classes(spans: Iterable[Span], passages: Sequence[Tokens]) -> dict[tuple[str, ...], str]:
    """The class that most mentions of each name have, weighed by how sure they are."""
    votes: dict[tuple[str, ...], dict[str, float]] = {}
    for span in spans:
        name = _name(span, passages)
        if any(text[:1].isupper() for text in name):
            classes = votes.setdefault(name, {})
            classes[span.cls] = classes.get(span.cls, 0.0) + span.score
    return {name: max(sorted(classes), key=lambda c: classes[c]) for name, classes in votes.items()}


def _repeated(spans: Iterable[Span], passages: Sequence[Tokens]) -> Iterator[Span]:
    """Every place that spells a name of which some mention is sure, the longest first at each."""
    sure = {name for s in spans if s.score >= _SURE and (name := _name(s, passages))[0][:1].isupper()}
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(sure, key=len, reverse=True):
        by_word.setdefault(name[0], []).append(name)
    for number, passage in enumerate(passages):
        for i, text in enumerate(passage.texts):
            for name in by_word.get(text, ()):
                if tuple(passage.texts[i : i + len(name)]) == name:
                    yield Span(number, i, i + len(name), "", _SURE)
