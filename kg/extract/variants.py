"""Where a mention begins and ends: variants of what the tagger found, ranked by a trained model.

A sequence of tags has one reading of every token, and its ends are its weak side: "Deputy Mayor
Volodymyr Matsokin", "siege of Mariupol" and "Free Syrian Army (FSA" hold other names, or more than
one. Here each tagged stretch, each noun phrase and each listed name is cut and widened in the ways
that grammar allows; a linear model says of which class each variant is, if of any.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.names import Span, shape
from kg.extract.scene import head_of
from kg.language.words import descriptions, weekdays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.linear import Floats, LinearModel
    from kg.extract.names import Listed
    from kg.extract.tokens import Tokens

NONE = "-"
_NOUNS = ("NOUN", "PROPN")
_INSIDE = ("ADJ", "NOUN", "PROPN", "NUM")
_NO_END = ("ADP", "DET", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "ADV", "PART")
_NO_START = ("ADP", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "PART")
_LONGEST = 14
_OF = ("nmod", "obl", "obl:arg", "obl:mod", "nmod:poss", "appos", "flat", "flat:name")
_LIMIT = 0.35  # probability of a mention; what is missed is lost, what is not is filtered later
_SECOND = 0.5  # from where on a word heads two mentions: "southern Marinka" and "Marinka"
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
    while first < end and tokens.pos[first] in _NO_START and not tokens.texts[first][:1].isupper():
        first += 1
    return first, end


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
            after = next((j for j in range(i, stop) if not _capital(tokens, j)), stop)
            yield i, after


class SpanFeatures:
    """Feature names of variants; counts how the document uses the same words elsewhere."""

    def __init__(self, passages: Sequence[Tokens], tagged: Iterable[Span]) -> None:
        self.passages = passages
        self.uses = Counter(tuple(passages[s.passage].words[s.first : s.end]) for s in tagged)
        self.tokens = Counter(word for tokens in passages for word in tokens.words)

    def rows(
        self,
        passages: Sequence[Tokens],
        options: Sequence[Sequence[Variant]],
        listed: Sequence[Sequence[Listed]],
    ) -> list[list[str]]:
        """Feature names of all variants of a document, passage by passage."""
        return [
            self.row(tokens, variant, known)
            for tokens, here, known in zip(passages, options, listed, strict=True)
            for variant in here
        ]

    def row(self, tokens: Tokens, variant: Variant, listed: Sequence[Listed]) -> list[str]:
        """Feature names of one variant."""
        first, end = variant.first, variant.end
        words = descriptions(tokens.language)
        head = head_of(tokens, first, end)
        kinds = words.classes.get(tokens.words[head], ())
        what = "/".join(kinds) or NONE
        tag = variant.tagged.cls if variant.tagged else NONE
        sure = int(variant.tagged.score * 6) if variant.tagged else -1
        low, high = tokens.subtree(head)
        begin, stop = tokens.bounds(head)
        pos = _runs(tokens.pos[first:end])
        before = tokens.words[first - 1] if first > begin else "^"
        after = tokens.words[end] if end < stop else "$"
        capital = tokens.texts[head][:1].isupper()
        inside = [m for m in listed if first <= m.first and m.end <= end]
        crossing = [m for m in listed if m.first < end and first < m.end and m not in inside]
        whole = next((f"{m.kind}:{m.cls}" for m in inside if (m.first, m.end) == (first, end)), NONE)
        held = sorted({f"{m.kind}:{m.cls}" for m in inside}) if whole == NONE else []
        own = self.uses[tuple(tokens.words[first:end])] - ("tagged" in variant.ways)
        row = [
            f"t={tag}|{sure}",
            f"a={pos}",
            f"a={pos}|{tag}",
            f"h={tokens.words[head]}|{capital}",
            f"hk={what}|{capital}",
            f"hk={what}|{tag}|{'tagged' in variant.ways}",
            f"hp={tokens.pos[head]}|{tokens.deps[head]}",
            f"sh={shape(tokens.texts[first])}|{shape(tokens.texts[end - 1])}|{min(end - first, 6)}",
            f"lw={tokens.words[end - 1]}",
            f"fw={tokens.words[first]}",
            f"lk={'/'.join(words.classes.get(tokens.words[end - 1], ())) or NONE}",
            f"fk={'/'.join(words.classes.get(tokens.words[first], ())) or NONE}|{tag}",
            f"ti={tokens.words[first].rstrip('.') in words.titles}|{tag}",
            f"b={before}",
            f"bp={tokens.pos[first - 1] if first > begin else '^'}|{tokens.pos[first]}",
            f"n={after}",
            f"np={tokens.pos[end] if end < stop else '$'}|{tokens.pos[end - 1]}",
            f"nx={end < stop and _capital(tokens, end)}|{_capital(tokens, end - 1)}",
            f"px={first > begin and _capital(tokens, first - 1)}|{_capital(tokens, first)}",
            f"tree={low >= first and high <= end}|{low < first}|{high > end}|{tag}",
            f"l={tokens.language}|{what}",
            f"whole={whole}",
            f"whole={whole}|{tag}|{'tagged' in variant.ways}",
            f"cross={len(crossing) > 0}",
            f"own={min(own, 4)}|{tag}",
            f"own={min(own, 4)}|{'tagged' in variant.ways}",
            f"size={min(end - first, 8)}|{tag}",
            f"det={first > begin and tokens.pos[first - 1] == 'DET'}|{what}",
            f"gen={tokens.words[head] in words.generic}|{min(end - first, 3)}|{tag}",
            f"par={tokens.passage.block.kind}|{tag}",
        ]
        row += [f"way={way}" for way in variant.ways]
        row += [f"way={way}|{tag}|{sure}" for way in variant.ways]
        row += [f"way={way}|{what}" for way in variant.ways]
        row += [f"held={kind}|{tag}" for kind in held]
        row += [f"held={kind}|{what}" for kind in held]
        row += [f"iw={tokens.words[i]}" for i in range(first + 1, end - 1) if i != head]
        row += [f"suf={tokens.words[head][-4:]}|{capital}", f"pre={tokens.words[head][:4]}|{capital}"]
        return row


def _capital(tokens: Tokens, index: int) -> bool:
    return tokens.texts[index][:1].isupper()


def _runs(pos: Sequence[str]) -> str:
    """Parts of speech with repetitions left out."""
    return " ".join(p for i, p in enumerate(pos) if not i or pos[i - 1] != p)


class SpanModel:
    """The trained ranking of variants."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def refine(
        self, passages: Sequence[Tokens], tagged: Sequence[Span], listed: Sequence[Sequence[Listed]]
    ) -> list[Span]:
        """The mentions of a document, some inside others, from the tagger's stretches."""
        options = all_variants(passages, tagged, listed)
        rows = SpanFeatures(passages, tagged).rows(passages, options, listed)
        return self.chosen(passages, options, self.model.probabilities(rows))

    def chosen(
        self, passages: Sequence[Tokens], options: Sequence[Sequence[Variant]], chances: Floats
    ) -> list[Span]:
        """The mentions among variants, given their probabilities in the same order."""
        result: list[Span] = []
        done = 0
        for number, (tokens, variants_here) in enumerate(zip(passages, options, strict=True)):
            table = chances[done : done + len(variants_here)]
            done += len(variants_here)
            result += choose(number, tokens, variants_here, table, self.model.labels)
        return result


def all_variants(
    passages: Sequence[Tokens], tagged: Sequence[Span], listed: Sequence[Sequence[Listed]]
) -> list[list[Variant]]:
    """The variants of every passage."""
    by_passage: list[list[Span]] = [[] for _ in passages]
    for span in tagged:
        by_passage[span.passage].append(span)
    return [variants(*parts) for parts in zip(passages, by_passage, listed, strict=True)]


def choose(
    passage: int,
    tokens: Tokens,
    options: Sequence[Variant],
    chances: Floats,
    labels: Sequence[str],
) -> list[Span]:
    """The variants to keep: no two that cross, or share head and class; one may stand inside another."""
    none = labels.index(NONE)
    sure = 1 - chances[:, none]
    order = sorted(
        (i for i in range(len(options)) if sure[i] >= _LIMIT),
        key=lambda i: (-sure[i], options[i].first, -options[i].end),
    )
    kept: list[Span] = []
    heads: dict[int, str] = {}
    for i in order:
        option = options[i]
        best = max(
            (label for label in range(len(labels)) if label != none), key=lambda c: float(chances[i, c])
        )
        head = head_of(tokens, option.first, option.end)
        rival = heads.get(head)
        if rival is not None and (rival == labels[best] or sure[i] < _SECOND):
            continue
        if any(_cross(option, other) for other in kept):
            continue
        heads.setdefault(head, labels[best])
        kept.append(Span(passage, option.first, option.end, labels[best], float(sure[i])))
    return sorted(kept, key=lambda s: (s.first, -s.end))


def _cross(a: Variant | Span, b: Variant | Span) -> bool:
    """Whether two stretches overlap and neither holds the other."""
    if a.end <= b.first or b.end <= a.first:
        return False
    return not ((a.first <= b.first and b.end <= a.end) or (b.first <= a.first and a.end <= b.end))
