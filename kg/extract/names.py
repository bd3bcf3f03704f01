"""Where a document speaks of a thing: names and descriptions, found by a trained sequence tagger.

Each token gets a tag (outside, or begin/inside one of the entity classes) from a linear model over
form, context, syntax and what the lists know; the best legal sequence is found by Viterbi search
with transition weights counted in the training data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.extract.linear import softmax
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.linear import Floats, LinearModel
    from kg.extract.tokens import Tokens
    from kg.ontology import GazetteerEntry

OUTSIDE = "O"
_OUTSIDE = -0.2  # added to the log probability of no mention: what is missed is lost, what is not is filtered
_NEVER = -1e4
_STEP = 0.25  # weight of the steps between tags


class Listed(Protocol):
    """A listed name in running text (kg.link.lookup.Known), as far as reading looks at it."""

    @property
    def first(self) -> int:
        """First token."""

    @property
    def end(self) -> int:
        """The token after the last."""

    @property
    def cls(self) -> str:
        """Class of the first entry."""

    @property
    def kind(self) -> str:
        """From which list: "entry", "adjective" or "place"."""

    @property
    def population(self) -> int:
        """Of a place, 0 where unknown."""

    @property
    def entries(self) -> Sequence[GazetteerEntry]:
        """What the gazetteer has of this name, best first."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` to ``end`` (exclusive) of a passage speak of a thing of class ``cls``."""

    passage: int
    first: int
    end: int
    cls: str
    score: float


def shape(text: str) -> str:
    """Upper case, lower case, digits and the rest, runs shortened to two.

    >>> shape("al-Nusra"), shape("ISIL"), shape("2016")
    ('xx-Xxx', 'XX', 'dd')
    """
    letters: list[str] = []
    for letter in text:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "d" if letter.isdigit() else letter
        if letters[-2:] != [kind, kind]:
            letters.append(kind)
    return "".join(letters)


def features(tokens: Tokens, listed: Iterable[Listed], capitals: frozenset[str]) -> list[list[str]]:
    """Feature names of every token; ``capitals`` are words written with a capital inside a sentence."""
    words = descriptions(tokens.language)
    size = len(tokens)
    known = ["-"] * size
    for match in listed:
        size_mark = "+" if match.population > 100_000 else "" if match.population else "0"
        for i in range(match.first, match.end):
            side = "B" if i == match.first else "I"
            known[i] = f"{side}{match.kind}:{match.cls}{size_mark if match.kind == 'place' else ''}"
    described = ["/".join(words.classes.get(word, ())) or "-" for word in tokens.words]
    marks = [
        ("t" if word in words.titles else "")
        + ("d" if word in words.directions else "")
        + ("l" if word in words.leads else "")
        for word in tokens.words
    ]
    shapes = [shape(text) for text in tokens.texts]
    result: list[list[str]] = []
    for i in range(size):
        begin, end = tokens.bounds(i)
        row = [
            f"l={tokens.language}",
            f"p={tokens.pos[i]}",
            f"dep={tokens.deps[i]}",
            f"s={shapes[i]}",
            f"k={known[i]}",
            f"c={described[i]}",
            f"m={marks[i]}",
            f"pre={tokens.words[i][:3]}",
            f"suf={tokens.words[i][-3:]}",
            f"suf2={tokens.words[i][-2:]}",
            f"cp={described[i]}|{tokens.pos[i]}|{shapes[i][:2]}",
            f"ks={known[i]}|{shapes[i]}",
        ]
        if shapes[i][:1] == "X":
            row.append("cap" if i > begin else f"cap0:{tokens.words[i] in capitals}")
        head = tokens.heads[i]
        row.append(f"h={described[head]}|{tokens.deps[i]}")
        row.append(f"hp={tokens.pos[head]}|{tokens.deps[i]}")
        for step in (-2, -1, 0, 1, 2):
            j = i + step
            if not begin <= j < end:
                row.append(f"e{step}")
                continue
            row.append(f"w{step}={tokens.words[j]}")
            if step:
                row.append(f"p{step}={tokens.pos[j]}")
                row.append(f"s{step}={shapes[j]}")
                row.append(f"k{step}={known[j]}")
                row.append(f"c{step}={described[j]}")
                row.append(f"m{step}={marks[j]}")
        if i > begin:
            row.append(f"ww={tokens.words[i - 1]}|{tokens.words[i]}")
            row.append(f"cc={described[i - 1]}|{described[i]}|{known[i]}")
            row.append(f"kc={known[i - 1]}|{described[i]}")
        if i + 1 < end:
            row.append(f"ww+={tokens.words[i]}|{tokens.words[i + 1]}")
            row.append(f"kc+={known[i]}|{described[i + 1]}")
            row.append(f"ss+={shapes[i]}|{shapes[i + 1]}|{known[i]}")
        for ahead in range(i + 1, min(i + 5, end)):  # the noun that a modifier leads up to
            if described[ahead] != "-":
                row.append(f"next={described[ahead]}|{ahead - i}")
                break
        for back in range(i - 1, max(i - 5, begin - 1), -1):
            if described[back] != "-":
                row.append(f"last={described[back]}|{i - back}")
                break
        result.append(row)
    return result


def capitalised(passages: Sequence[Tokens]) -> frozenset[str]:
    """Words that the document writes with a capital inside a sentence."""
    return frozenset(
        tokens.words[i]
        for tokens in passages
        for i in range(len(tokens))
        if tokens.texts[i][:1].isupper() and tokens.bounds(i)[0] != i
    )


def transitions(sequences: Iterable[Sequence[str]], labels: Sequence[str]) -> Floats:
    """Log of how much likelier a tag is after another than by itself; illegal steps get -inf."""
    index = {label: i for i, label in enumerate(labels)}
    pairs = np.full((len(labels), len(labels)), 0.5)
    single = np.full(len(labels), 0.5 * len(labels))
    for sequence in sequences:
        for previous, current in zip((OUTSIDE, *sequence), sequence, strict=False):
            pairs[index[previous], index[current]] += 1
            single[index[current]] += 1
    lift = np.log(pairs / pairs.sum(axis=1, keepdims=True)) - np.log(single / single.sum())
    for a, left in enumerate(labels):
        for b, right in enumerate(labels):
            if right.startswith("I-") and left[2:] != right[2:]:
                lift[a, b] = _NEVER
    result: Floats = lift.astype(np.float32)
    return result


def best_sequence(scores: Floats, steps: Floats, start: int) -> list[int]:
    """Viterbi search: tag indices of the best path through ``scores`` (tokens, labels)."""
    best = scores[0] + steps[start]
    back = np.zeros(scores.shape, dtype=np.int32)
    for i in range(1, len(scores)):
        through = best[:, None] + steps
        back[i] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


class Tagger:
    """The trained recogniser: a linear model over tags and the weights of the steps between them."""

    def __init__(self, model: LinearModel, steps: Floats) -> None:
        self.model = model
        self.steps = (steps * _STEP).astype(np.float32)
        self.start = model.labels.index(OUTSIDE)

    def tag(self, rows: list[list[str]], bounds: Iterable[tuple[int, int]]) -> tuple[list[str], Floats]:
        """A tag and its probability for every token of a passage, sentence by sentence."""
        scores = self.model.scores(rows)
        probabilities = softmax(scores)
        logs = np.log(probabilities + 1e-9)
        logs[:, self.start] += _OUTSIDE
        path: list[int] = []
        for begin, end in bounds:
            path += best_sequence(logs[begin:end], self.steps, self.start)
        chosen = probabilities[np.arange(len(path)), path]
        return [self.model.labels[tag] for tag in path], chosen

    def find(
        self, index: int, tokens: Tokens, listed: Sequence[Listed], capitals: frozenset[str]
    ) -> list[Span]:
        """The spans of one passage."""
        if not len(tokens):
            return []
        tags, chances = self.tag(features(tokens, listed, capitals), tokens.sentences)
        spans: list[Span] = []
        first = -1
        for i in range(len(tags) + 1):
            tag = tags[i] if i < len(tags) else OUTSIDE
            if first >= 0 and not tag.startswith("I-"):
                spans.append(Span(index, first, i, tags[first][2:], float(np.mean(chances[first:i]))))
                first = -1
            if tag.startswith("B-"):
                first = i
        widened = _with_listed(index, (whole_words(span, tokens) for span in spans), listed)
        return _apart(trimmed for span in widened if (trimmed := _trim(span, tokens)) is not None)


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
    if "(" in tokens.texts[first:end] and ")" not in tokens.texts[first:end]:
        end = max(tokens.texts.index("(", first, end), first + 1)
    for i in range(first + 1, end):  # "the airport held": a verb that what stands before it depends on
        if tokens.pos[i] in ("VERB", "AUX") and any(tokens.heads[j] == i for j in range(first, i)):
            end = i
            break
    while end - first > 1 and tokens.pos[end - 1] in _NO_END and not tokens.texts[end - 1][:1].isupper():
        end -= 1
    while end - first > 1 and tokens.pos[first] in _NO_START and not tokens.texts[first][:1].isupper():
        first += 1
    if end - first == 1 and tokens.pos[first] in _NO_NAME and not tokens.texts[first][:1].isupper():
        return None
    return Span(span.passage, first, end, span.cls, span.score)


_NO_END = ("ADP", "DET", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "ADV")
_NO_START = ("ADP", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "PART")
_NO_NAME = ("ADP", "DET", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON", "PART")


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that an earlier one reaches into left out."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.first >= kept[-1].end:
            kept.append(span)
    return kept


_SURE = 0.6


def agree(spans: Sequence[Span], passages: Sequence[Tokens]) -> list[Span]:
    """Let a document's mentions of one name agree.

    A name that is read with confidence somewhere is read wherever it stands untagged, and all
    mentions of it take the class that most of them have.
    """
    votes: dict[tuple[str, ...], dict[str, float]] = {}
    for span in spans:
        texts = passages[span.passage].texts[span.first : span.end]
        if any(text[:1].isupper() for text in texts):
            classes = votes.setdefault(tuple(texts), {})
            classes[span.cls] = classes.get(span.cls, 0.0) + span.score
    chosen = {name: max(sorted(classes), key=lambda c: classes[c]) for name, classes in votes.items()}
    sure = {
        tuple(passages[s.passage].texts[s.first : s.end])
        for s in spans
        if s.score >= _SURE and passages[s.passage].texts[s.first][:1].isupper()
    }
    agreed = []
    covered: set[tuple[int, int]] = set()
    for span in spans:
        name = tuple(passages[span.passage].texts[span.first : span.end])
        agreed.append(Span(span.passage, span.first, span.end, chosen.get(name, span.cls), span.score))
        covered.update((span.passage, i) for i in range(span.first, span.end))
    lengths = sorted({len(name) for name in sure}, reverse=True)
    for number, passage in enumerate(passages):
        for i in range(len(passage)):
            for length in lengths:
                name = tuple(passage.texts[i : i + length])
                inside = [(number, j) for j in range(i, i + length)]
                if name in sure and not covered.intersection(inside):
                    agreed.append(Span(number, i, i + length, chosen[name], _SURE))
                    covered.update(inside)
                    break
    return sorted(agreed, key=lambda s: (s.passage, s.first))


def whole_words(span: Span, passage: Tokens) -> Span:
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


_JOINTS = ("-", "–")


def project(tokens: Tokens, surfaces: Sequence[tuple[str, str, int]], text: str) -> list[str]:
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
    for start, end, cls, _ in sorted(set(found) - inner, key=lambda f: (f[0] - f[1], f[0])):
        inside = [i for i in range(len(tokens)) if tokens.starts[i] < end and tokens.ends[i] > start]
        while inside and tokens.pos[inside[0]] in ("DET", "ADP", "PUNCT"):
            inside.pop(0)
        if inside and all(tags[i] == OUTSIDE for i in inside):
            tags[inside[0]] = f"B-{cls}"
            for i in inside[1:]:
                tags[i] = f"I-{cls}"
    return tags


def _bare(surface: str) -> str:
    """A surface without a leading short word (an article)."""
    first, _, rest = surface.partition(" ")
    return rest if rest and len(first) <= 3 else surface
