"""Where a document speaks of a thing: names and descriptions, found by a trained sequence tagger.

Each token gets a tag (outside, or begin/inside one of the entity classes) from a linear model over
form, context, syntax and what the lists know; the best legal sequence is found by Viterbi search
with transition weights counted in the training data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.extract.linear import Column, feature_rows, softmax
from kg.language.casing import small_words
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.linear import Floats, LinearModel
    from kg.extract.tokens import Tokens
    from kg.ontology import GazetteerEntry

Integers = NDArray[np.intp]
OUTSIDE = "O"
_OUTSIDE = -0.2  # added to the log probability of no mention: what is missed is lost, what is not is filtered
_NEVER = -1e4
_STEP = 0.25  # weight of the steps between tags
_NOTHING = "-"  # a word that no list knows
_OPENING = ("«", "“", '"', ":", "–", "—", "•")  # marks after which anything may have a capital
_NEAR = 4  # tokens between a word and the noun that it leads up to


class Listed(Protocol):
    """A listed name in running text (kg.link.lookup.Known), as far as reading looks at it."""

    @property
    def first(self) -> int:
        """First token."""

    @property
    def end(self) -> int:
        """The token after the last."""

    @property
    def text(self) -> str:
        """The words as they stand."""

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


@lru_cache(maxsize=65536)
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
    return feature_rows(columns(tokens, listed, capitals))


def columns(tokens: Tokens, listed: Iterable[Listed], capitals: frozenset[str]) -> list[Column]:
    """The features of every token; the same columns for every passage."""
    words, pos, deps, heads = tokens.words, tokens.pos, tokens.deps, tokens.heads
    shapes = [shape(text) for text in tokens.texts]
    known, described, marks = _known(tokens, listed), _described(tokens), _marks(tokens)
    initials = zip(described, pos, shapes, strict=True)
    return [
        Column("l", [tokens.language] * len(tokens)),
        Column("p", pos),
        Column("dep", deps),
        Column("s", shapes),
        Column("k", known),
        Column("c", described),
        Column("m", marks),
        Column("pre", [word[:3] for word in words]),
        Column("suf", [word[-3:] for word in words]),
        Column("suf2", [word[-2:] for word in words]),
        Column("cp", [f"{what}|{part}|{form[:2]}" for what, part, form in initials]),
        Column("ks", _joined(known, shapes)),
        Column("", _capitals(tokens, capitals)),
        Column("h", [f"{described[head]}|{dep}" for head, dep in zip(heads, deps, strict=True)]),
        Column("hp", [f"{pos[head]}|{dep}" for head, dep in zip(heads, deps, strict=True)]),
        *_around(tokens, {"p": pos, "s": shapes, "k": known, "c": described, "m": marks}),
        *_beside(tokens, shapes, known, described),
        Column("next", _nearest(described, tokens.sentences, ahead=True)),
        Column("last", _nearest(described, tokens.sentences, ahead=False)),
    ]


def _known(tokens: Tokens, listed: Iterable[Listed]) -> list[str]:
    """What the lists know of every token: its place in a listed name, and what that names."""
    known = [_NOTHING] * len(tokens)
    for match in listed:
        size = "+" if match.population > 100_000 else "" if match.population else "0"
        for i in range(match.first, match.end):
            side = "B" if i == match.first else "I"
            known[i] = f"{side}{match.kind}:{match.cls}{size if match.kind == 'place' else ''}"
    return known


def _described(tokens: Tokens) -> list[str]:
    """The classes of things that every token may describe, or that names have which it begins ("Jaysh")."""
    words = descriptions(tokens.language)
    return [
        words.kinds(word) or (text[:1].isupper() and words.naming.get(word)) or _NOTHING
        for word, text in zip(tokens.words, tokens.texts, strict=True)
    ]


def _marks(tokens: Tokens) -> list[str]:
    """Which tokens are titles, directions or lead a name."""
    words = descriptions(tokens.language)
    lists = (("t", words.titles), ("d", words.directions), ("l", words.leads))
    return ["".join([mark for mark, listed in lists if word in listed]) for word in tokens.words]


def _capitals(tokens: Tokens, capitals: frozenset[str]) -> list[str | None]:
    """Which tokens have a capital; where anything would have one, whether the word has one elsewhere too.

    That is at the start of a sentence and of what is quoted or follows a colon; a word that the document
    has nowhere else may be one that the language writes small.
    """
    marked = ["cap" if text[:1].isupper() else None for text in tokens.texts]
    for begin in _begins(tokens):
        if marked[begin]:
            word = tokens.words[begin]
            small = word not in capitals and word in small_words(tokens.language)
            marked[begin] = "cap0:small" if small else f"cap0:{word in capitals}"
    return marked


def _begins(tokens: Tokens) -> set[int]:
    """The tokens where anything has a capital: they begin a sentence, or follow a mark that opens."""
    opened = {i + 1 for i, text in enumerate(tokens.texts[:-1]) if text in _OPENING}
    return opened | {begin for begin, _ in tokens.sentences}


def _around(tokens: Tokens, told: dict[str, list[str]]) -> Iterator[Column]:
    """Words and what is told of them, up to two tokens away in the sentence."""
    for step in (-2, -1, 0, 1, 2):
        words = _shifted(tokens.words, step, tokens.sentences)
        yield Column("", [f"e{step}" if word is None else None for word in words])
        yield Column(f"w{step}", words)
        if step:
            for name, values in told.items():
                yield Column(f"{name}{step}", _shifted(values, step, tokens.sentences))


def _beside(
    tokens: Tokens, shapes: Sequence[str], known: Sequence[str], described: Sequence[str]
) -> Iterator[Column]:
    """What a token is together with the one before it and the one after it."""

    def beside(values: Sequence[str], step: int) -> list[str | None]:
        return _shifted(values, step, tokens.sentences)

    yield Column("ww", _joined(beside(tokens.words, -1), tokens.words))
    yield Column("cc", _joined(beside(described, -1), described, known))
    yield Column("kc", _joined(beside(known, -1), described))
    yield Column("ww+", _joined(tokens.words, beside(tokens.words, 1)))
    yield Column("kc+", _joined(known, beside(described, 1)))
    yield Column("ss+", _joined(shapes, beside(shapes, 1), known))


def _shifted(values: Sequence[str], step: int, sentences: Iterable[tuple[int, int]]) -> list[str | None]:
    """For every token the value of the one so many further on, None beyond its sentence."""
    shifted: list[str | None] = []
    for begin, end in sentences:
        beyond = [None] * min(abs(step), end - begin)
        if step < 0:
            shifted += [*beyond, *values[begin : end - len(beyond)]]
        else:
            shifted += [*values[begin + len(beyond) : end], *beyond]
    return shifted


def _joined(*parts: Sequence[str | None]) -> list[str | None]:
    """Values of several columns in one; None where one of them has none."""
    return [None if None in values else "|".join(values) for values in zip(*parts, strict=True)]


def _nearest(
    described: Sequence[str], sentences: Iterable[tuple[int, int]], *, ahead: bool
) -> list[str | None]:
    """For every token the nearest describing noun of its sentence on one side, and how far it is."""
    nearest: list[str | None] = [None] * len(described)
    for begin, end in sentences:
        place: int | None = None
        for i in range(end - 1, begin - 1, -1) if ahead else range(begin, end):
            if place is not None and abs(place - i) <= _NEAR:
                nearest[i] = f"{described[place]}|{abs(place - i)}"
            if described[i] != _NOTHING:
                place = i
    return nearest


def capitalised(passages: Sequence[Tokens]) -> frozenset[str]:
    """Words that the document writes with a capital where only names have one."""
    return frozenset(
        tokens.words[i]
        for tokens in passages
        for begins in (_begins(tokens),)
        for i, text in enumerate(tokens.texts)
        if text[:1].isupper() and i not in begins
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


def best_sequences(
    scores: Floats, sentences: Sequence[tuple[int, int]], steps: Floats, start: int
) -> Integers:
    """Viterbi search: the tag index of every token on the best paths through sentences.

    ``scores`` is of shape (tokens, labels), ``steps`` of shape (labels, labels), from row to column.
    All sentences advance together, the longest first, so that those not at their end are in front.
    """
    ordered = sorted(sentences, key=lambda bounds: bounds[0] - bounds[1])
    begins = np.array([begin for begin, _ in ordered])
    lengths = np.array([end - begin for begin, end in ordered])
    places = [begins[: np.count_nonzero(lengths > i)] + i for i in range(int(lengths[0]))]
    into = np.ascontiguousarray(steps.T)
    best = scores[begins] + steps[start]
    back = np.zeros(scores.shape, dtype=np.intp)
    for here in places[1:]:
        through = best[: len(here), None, :] + into
        back[here] = through.argmax(axis=2)
        best[: len(here)] = through.max(axis=2) + scores[here]
    path = np.zeros(len(scores), dtype=np.intp)
    tags = best.argmax(axis=1)
    for here in reversed(places):
        path[here] = tags[: len(here)]
        tags[: len(here)] = back[here, path[here]]
    return path


class Tagger:
    """The trained recogniser: a linear model over tags and the weights of the steps between them."""

    def __init__(self, model: LinearModel, steps: Floats) -> None:
        self.model = model
        self.steps = (steps * _STEP).astype(np.float32)
        self.start = model.labels.index(OUTSIDE)

    def find(self, passages: Sequence[Tokens], listed: Sequence[Iterable[Listed]]) -> list[list[Span]]:
        """The spans of every passage of a document, in order; ``listed`` are its listed names."""
        capitals = capitalised(passages)
        offsets = np.cumsum([0, *map(len, passages)]).tolist()
        if not offsets[-1]:
            return [[] for _ in passages]
        scores = self.model.scores_of_columns(
            _stacked(
                [columns(tokens, known, capitals) for tokens, known in zip(passages, listed, strict=True)]
            )
        )
        sentences = [
            (offset + begin, offset + end)
            for offset, tokens in zip(offsets, passages, strict=False)
            for begin, end in tokens.sentences
        ]
        tags, chances = self._tag(scores, sentences)
        return [
            _spans(number, tags[first:end], chances[first:end])
            for number, (first, end) in enumerate(pairwise(offsets))
        ]

    def _tag(self, scores: Floats, sentences: Sequence[tuple[int, int]]) -> tuple[list[str], Floats]:
        """A tag and its probability for every token."""
        probabilities = softmax(scores)
        logs = np.log(probabilities + 1e-9)
        logs[:, self.start] += _OUTSIDE
        path = best_sequences(logs, sentences, self.steps, self.start)
        return [self.model.labels[tag] for tag in path], probabilities[np.arange(len(path)), path]


def _stacked(passages: Sequence[Sequence[Column]]) -> list[Column]:
    """The columns of several passages, one below the other."""
    return [
        Column(parts[0].name, list(chain.from_iterable(part.values for part in parts)))
        for parts in zip(*passages, strict=True)
    ]


def _spans(passage: int, tags: Sequence[str], chances: Floats) -> list[Span]:
    """What the tags of a passage enclose."""
    spans: list[Span] = []
    first = -1
    for i, tag in enumerate((*tags, OUTSIDE)):
        if first >= 0 and not tag.startswith("I-"):
            spans.append(Span(passage, first, i, tags[first][2:], float(np.mean(chances[first:i]))))
            first = -1
        if tag.startswith("B-"):
            first = i
    return spans
