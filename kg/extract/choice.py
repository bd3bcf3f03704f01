"""Which variants of mentions to keep: a linear model over their words, shape and place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.counting import noun_of
from kg.extract.linear import NONE
from kg.extract.names import Span, shape
from kg.extract.scene import head_of
from kg.extract.span_context import SpanContext
from kg.extract.spans import whole_quotation
from kg.extract.variants import all_variants, is_capital
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.extract.frames import Match
    from kg.extract.linear import Floats, LinearModel
    from kg.extract.names import Listed
    from kg.extract.tokens import Tokens
    from kg.extract.variants import Variant

_LIMIT = 0.35  # probability of a mention; what is missed is lost, what is not is filtered later
_SECOND = 0.5  # from where on a word heads two mentions: "southern Marinka" and "Marinka"


class SpanFeatures:
    """Feature names of variants; looks at how the document uses the same words elsewhere."""

    def __init__(
        self,
        passages: Sequence[Tokens],
        tagged: Iterable[Span],
        matches: Sequence[Mapping[int, Sequence[Match]]],
    ) -> None:
        self.passages = passages
        self.context = SpanContext(passages, matches)
        self.uses = Counter(tuple(passages[s.passage].words[s.first : s.end]) for s in tagged)

    def rows(
        self, options: Sequence[Sequence[Variant]], listed: Sequence[Sequence[Listed]]
    ) -> list[list[str]]:
        """Feature names of all variants of a document, passage by passage."""
        return [
            self.row(number, variant, listed[number])
            for number, here in enumerate(options)
            for variant in here
        ]

    def row(self, passage: int, variant: Variant, listed: Sequence[Listed]) -> list[str]:
        """Feature names of one variant in a passage of this number."""
        tokens = self.passages[passage]
        first, end = variant.first, variant.end
        words = descriptions(tokens.language)
        head = head_of(tokens, first, end)
        noun = noun_of(tokens, first, end)
        what = words.kinds(tokens.words[noun]) or NONE
        tag = variant.tagged.cls if variant.tagged else NONE
        sure = int(variant.tagged.score * 6) if variant.tagged else -1
        low, high = tokens.subtree(head)
        begin, stop = tokens.bounds(head)
        pos = _runs(tokens.pos[first:end])
        before = tokens.words[first - 1] if first > begin else "^"
        after = tokens.words[end] if end < stop else "$"
        capital = tokens.texts[noun][:1].isupper()
        inside = [m for m in listed if first <= m.first and m.end <= end]
        crossing = [m for m in listed if m.first < end and first < m.end and m not in inside]
        whole = next((f"{m.kind}:{m.cls}" for m in inside if (m.first, m.end) == (first, end)), NONE)
        held = sorted({f"{m.kind}:{m.cls}" for m in inside}) if whole == NONE else []
        own = self.uses[tuple(tokens.words[first:end])] - ("tagged" in variant.ways)
        row = [
            f"t={tag}|{sure}",
            f"a={pos}",
            f"a={pos}|{tag}",
            f"h={tokens.words[noun]}|{capital}",
            f"hk={what}|{capital}",
            f"hk={what}|{tag}|{'tagged' in variant.ways}",
            f"hp={tokens.pos[head]}|{tokens.deps[head]}",
            f"sh={shape(tokens.texts[first])}|{shape(tokens.texts[end - 1])}|{min(end - first, 6)}",
            f"lw={tokens.words[end - 1]}",
            f"fw={tokens.words[first]}",
            f"lk={words.kinds(tokens.words[end - 1]) or NONE}",
            f"fk={words.kinds(tokens.words[first]) or NONE}|{tag}",
            f"ti={words.is_title(tokens.words[first])}|{tag}",
            f"b={before}",
            f"bp={tokens.pos[first - 1] if first > begin else '^'}|{tokens.pos[first]}",
            f"n={after}",
            f"np={tokens.pos[end] if end < stop else '$'}|{tokens.pos[end - 1]}",
            f"nx={end < stop and is_capital(tokens, end)}|{is_capital(tokens, end - 1)}",
            f"px={first > begin and is_capital(tokens, first - 1)}|{is_capital(tokens, first)}",
            f"tree={low >= first and high <= end}|{low < first}|{high > end}|{tag}",
            f"l={tokens.language}|{what}",
            f"whole={whole}",
            f"whole={whole}|{tag}|{'tagged' in variant.ways}",
            f"cross={len(crossing) > 0}",
            f"own={min(own, 4)}|{tag}",
            f"own={min(own, 4)}|{'tagged' in variant.ways}",
            f"size={min(end - first, 8)}|{tag}",
            f"det={first > begin and tokens.pos[first - 1] == 'DET'}|{what}",
            f"gen={tokens.words[noun] in words.generic}|{min(end - first, 3)}|{tag}",
            f"par={tokens.passage.block.kind}|{tag}",
        ]
        row += [f"way={way}" for way in variant.ways]
        row += [f"way={way}|{tag}|{sure}" for way in variant.ways]
        row += [f"way={way}|{what}" for way in variant.ways]
        row += [f"held={kind}|{tag}" for kind in held]
        row += [f"held={kind}|{what}" for kind in held]
        row += [f"iw={tokens.words[i]}" for i in range(first + 1, end - 1) if i != noun]
        row += [f"suf={tokens.words[noun][-4:]}|{capital}", f"pre={tokens.words[noun][:4]}|{capital}"]
        return row + self.context.row(passage, first, end, tag)


def _runs(pos: Sequence[str]) -> str:
    """Parts of speech with repetitions left out."""
    return " ".join(p for i, p in enumerate(pos) if not i or pos[i - 1] != p)


class SpanModel:
    """The trained ranking of variants."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def refine(
        self,
        passages: Sequence[Tokens],
        tagged: Sequence[Span],
        listed: Sequence[Sequence[Listed]],
        matches: Sequence[Mapping[int, Sequence[Match]]],
    ) -> list[Span]:
        """The mentions of a document, some inside others, from the tagger's stretches."""
        options = all_variants(passages, tagged, listed)
        rows = SpanFeatures(passages, tagged, matches).rows(options, listed)
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


def choose(
    passage: int,
    tokens: Tokens,
    options: Sequence[Variant],
    chances: Floats,
    labels: Sequence[str],
) -> list[Span]:
    """The variants to keep: no two that cross, or share head and class; one may stand inside another.

    Of those that share a head the inner is a name: the noun of "Syrian Army" is no army of its own.
    """
    none = labels.index(NONE)
    sure = 1 - chances[:, none]
    order = sorted(
        (i for i in range(len(options)) if sure[i] >= _LIMIT),
        key=lambda i: (-sure[i], options[i].first, -options[i].end),
    )
    kept: list[Span] = []
    heads: dict[int, str] = {}
    nouns = descriptions(tokens.language).classes
    for i in order:
        option = options[i]
        best = max(
            (label for label in range(len(labels)) if label != none), key=lambda c: float(chances[i, c])
        )
        head = noun_of(tokens, option.first, option.end)
        rival = heads.get(head)
        if rival is not None and (rival == labels[best] or sure[i] < _SECOND):
            continue
        if any(_cross(option, other) for other in kept):
            continue
        if tokens.words[head] in nouns:
            if rival is not None and option.end - option.first == 1:
                continue
            alone = (head, head + 1)
            kept = [span for span in kept if (span.first, span.end) != alone]
        heads.setdefault(head, labels[best])
        kept.append(Span(passage, option.first, option.end, labels[best], float(sure[i])))
    whole = [_quoted(tokens, span, kept) for span in kept]
    return sorted(_named(tokens, whole), key=lambda s: (s.first, -s.end))


def _quoted(tokens: Tokens, span: Span, spans: Sequence[Span]) -> Span:
    """A span with both marks of a quotation, if it then crosses no other."""
    first, end = whole_quotation(tokens, span.first, span.end)
    if (first, end) == (span.first, span.end):
        return span
    widened = replace(span, first=first, end=end)
    return span if any(_cross(widened, other) for other in spans) else widened


def _named(tokens: Tokens, spans: Sequence[Span]) -> list[Span]:
    """Spans with those that say what a settlement is joined to its name: "ville rebelle" and "Idlib"."""
    words = descriptions(tokens.language)
    kinds = {cls for word in words.settlements for cls in words.classes.get(word, ())}
    by_start = {span.first: span for span in spans if span.cls in kinds}
    joined = []
    for span in by_start.values():
        said = tokens.words[span.first : span.end]
        name = by_start.get(span.end + 1)
        if (
            name is not None
            and tokens.words[span.end] in words.belonging
            and tokens.words[head_of(tokens, span.first, span.end)] in words.settlements
            and words.parts.isdisjoint(said)
            and tokens.texts[span.first : span.end] == said
            and is_capital(tokens, name.first)
        ):
            joined.append((span, name))
    inside = {span for pair in joined for span in pair}
    whole = [replace(span, end=name.end) for span, name in joined]
    return [span for span in spans if span not in inside] + whole


def _cross(a: Variant | Span, b: Variant | Span) -> bool:
    """Whether two stretches overlap and neither holds the other."""
    if a.end <= b.first or b.end <= a.first:
        return False
    return not ((a.first <= b.first and b.end <= a.end) or (b.first <= a.first and a.end <= b.end))
