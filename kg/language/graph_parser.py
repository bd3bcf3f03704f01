"""The parser that ships: a bidirectional LSTM and biaffine scores of heads and relations, in NumPy.

After Dozat and Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing";
``kg.language.biaffine`` trains it. Sentences are as an earlier component bounds them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from spacy.language import Language
from spacy.pipeline.dep_parser import parser_score  # type: ignore[import-not-found]
from spacy.strings import get_string_id

from kg.language.spanning import best_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.vocab import Vocab

    Floats = NDArray[np.float32]

NAME = "kg_graph_parser"
ROOT = "ROOT"
LETTERS = 20  # of a word's end
_WEIGHTS = "weights.npz"
_LABELS = "labels.json"
_REMEMBERED = 50_000  # words whose spelling was looked at


def pack(weights: Floats) -> dict[str, NDArray[Any]]:
    """A table in one byte a number and one scale a row; a list of numbers as it is."""
    if weights.ndim < 2:
        return {"plain": weights}
    scale = np.maximum(np.abs(weights).max(axis=-1, keepdims=True), np.float32(1e-12)) / 127
    return {"bytes": np.rint(weights / scale).astype(np.int8), "scale": scale.astype(np.float32)}


def unpack(packed: dict[str, NDArray[Any]]) -> Floats:
    """The table of which ``pack`` made less."""
    if "plain" in packed:
        return packed["plain"]
    unpacked: Floats = packed["bytes"].astype(np.float32) * packed["scale"]
    return unpacked


class GraphParser:
    """A component that gives each sentence of a document the best tree by its scores."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.deps: list[str] = []
        self.words: dict[str, int] = {}
        self.letters: dict[str, int] = {}
        self.weights: dict[str, Floats] = {}
        self._relations: Floats = np.zeros((0, 0), dtype=np.float32)  # side by side
        self._spelled: dict[str, Floats] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Parse one document."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Parse documents, the sentences of ``batch_size`` at a time together."""
        batch: list[Doc] = []
        for doc in docs:
            batch.append(doc)
            if len(batch) == batch_size:
                self._annotate(batch)
                yield from batch
                batch = []
        self._annotate(batch)
        yield from batch

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write weights and labels to a folder."""
        path.mkdir(parents=True, exist_ok=True)
        packed = {
            f"{name}.{part}": table
            for name, weights in self.weights.items()
            for part, table in pack(weights).items()
        }
        np.savez_compressed(path / _WEIGHTS, **packed)  # type: ignore[arg-type]
        labels = {"deps": self.deps, "words": list(self.words), "letters": list(self.letters)}
        (path / _LABELS).write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read weights and labels from a folder that ``to_disk`` wrote."""
        labels = json.loads((path / _LABELS).read_text(encoding="utf-8"))
        parts: dict[str, dict[str, NDArray[Any]]] = {}
        with np.load(path / _WEIGHTS) as stored:
            for key in stored.files:
                name, part = key.rsplit(".", 1)
                parts.setdefault(name, {})[part] = stored[key]
        self.load(labels, {name: unpack(packed) for name, packed in parts.items()})
        return self

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, Any]:
        """How many heads and relations are right, as spaCy scores its own parser."""
        scores: dict[str, Any] = parser_score(examples)
        return scores

    def load(self, labels: dict[str, list[str]], weights: dict[str, Floats]) -> None:
        """Take labels ("deps", "words", "letters"; the number of the first word and letter is 1) and weights.

        Weights have the names and shapes of those of ``kg.language.biaffine.Parser``.
        """
        self.deps = labels["deps"]
        self.words = {word: index for index, word in enumerate(labels["words"], 1)}
        self.letters = {letter: index for index, letter in enumerate(labels["letters"], 1)}
        self.weights = weights
        relations = weights["relations"]
        self._relations = relations.transpose(1, 0, 2).reshape(relations.shape[1], -1)
        self._spelled = {}
        for dep in self.deps:
            self.vocab.strings.add(dep)

    def _annotate(self, docs: Sequence[Doc]) -> None:
        sentences = [sentence for doc in docs for sentence in doc.sents if len(doc)]
        if not sentences:
            return
        words = [[token.text for token in sentence] for sentence in sentences]
        trees = iter(self.parse(words))
        identifiers = [self.vocab.strings[dep] for dep in self.deps]
        for doc in docs:
            table = np.zeros((len(doc), 2), dtype=np.uint64)
            for sentence in doc.sents if len(doc) else ():
                heads, deps = next(trees)
                own = np.arange(1, len(sentence) + 1)
                offsets = np.where(heads == 0, 0, heads - own)
                table[sentence.start : sentence.end, 0] = offsets.astype(np.int64).astype(np.uint64)
                table[sentence.start : sentence.end, 1] = [identifiers[dep] for dep in deps]
            doc.from_array(["HEAD", "DEP"], table)  # type: ignore[arg-type]

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Heads (0 is the root, 1 the first word) and numbers of relations of the words of sentences."""
        order = sorted(range(len(sentences)), key=lambda index: -len(sentences[index]))
        states = self._context([sentences[index] for index in order])
        found = dict(zip(order, (self._tree(rows) for rows in states), strict=True))
        return [found[index] for index in range(len(sentences))]

    def _context(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """States of words (words x width) in sentences, of which the longest comes first.

        All words that are first in a sentence stand together, then all second ones and so on.
        """
        lengths = np.array([len(words) for words in sentences])
        active = [int(count) for count in (lengths[None, :] > np.arange(lengths[0])[:, None]).sum(axis=1)]
        starts = np.concatenate([[0], np.cumsum(active)])
        packed = np.empty((int(starts[-1]), self._width()), dtype=np.float32)
        for row, words in enumerate(sentences):
            packed[starts[: len(words)] + row] = self._embed(words)
        layer = 0
        while f"context.weight_ih_l{layer}" in self.weights:
            forward = self._read(packed, active, starts, f"l{layer}")
            backward = self._read(packed, active, starts, f"l{layer}_reverse")
            packed = np.concatenate([forward, backward], axis=1)
            layer += 1
        return [packed[starts[: len(words)] + row] for row, words in enumerate(sentences)]

    def _read(self, packed: Floats, active: Sequence[int], starts: NDArray[np.int64], name: str) -> Floats:
        """The states of one LSTM that reads packed rows; a reverse one begins at each sentence's end."""
        inner = np.ascontiguousarray(self.weights[f"context.weight_hh_{name}"].T)
        bias = self.weights[f"context.bias_ih_{name}"] + self.weights[f"context.bias_hh_{name}"]
        gates = packed @ self.weights[f"context.weight_ih_{name}"].T + bias
        width = len(inner)
        states = np.empty((len(packed), width), dtype=np.float32)
        hidden = np.zeros((active[0], width), dtype=np.float32)
        cell = np.zeros((active[0], width), dtype=np.float32)
        steps = range(len(active))
        for step in reversed(steps) if name.endswith("reverse") else steps:
            count = active[step]
            at = slice(int(starts[step]), int(starts[step]) + count)
            gate = gates[at] + hidden[:count] @ inner
            taken, kept, shown = (_sigmoid(gate[:, part * width : (part + 1) * width]) for part in (0, 1, 3))
            cell[:count] = kept * cell[:count] + taken * np.tanh(gate[:, 2 * width : 3 * width])
            hidden[:count] = shown * np.tanh(cell[:count])
            states[at] = hidden[:count]
        return states

    def _width(self) -> int:
        tables = (self.vocab.vectors.data, self.weights["word.weight"], self.weights["spelling.weight"])
        return int(tables[0].shape[1] + tables[1].shape[1] + tables[2].shape[0])

    def _embed(self, words: Sequence[str]) -> Floats:
        """What is known of words by themselves: words x width."""
        vectors, known = self.vocab.vectors, self.weights["word.weight"]
        lower = [word.lower() for word in words]
        rows = [vectors.key2row.get(get_string_id(word), -1) for word in lower]
        meant = np.where(np.array(rows)[:, None] < 0, 0, vectors.data[rows])
        return np.concatenate(
            [
                meant,
                known[[self.words.get(word, 0) for word in lower]],
                [self._spell(word) for word in words],
            ],
            axis=1,
        )

    def _spell(self, word: str) -> Floats:
        """The strongest signs among a word's last letters."""
        spelled = self._spelled.get(word)
        if spelled is None:
            if len(self._spelled) >= _REMEMBERED:
                self._spelled.clear()
            numbers = [0, *(self.letters.get(letter, 0) for letter in word[-LETTERS:]), 0, 0, 0]
            letters = self.weights["letter.weight"][numbers]
            windows = np.stack([letters[:-2], letters[1:-1], letters[2:]], axis=2)
            seen = np.tensordot(windows, self.weights["spelling.weight"], axes=([1, 2], [1, 2]))
            spelled = self._spelled[word] = (seen + self.weights["spelling.bias"]).max(axis=0)
        return spelled

    def _tree(self, states: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Heads and relations of a sentence's words from their states."""
        heads = np.vstack([self.weights["root"], states])
        arc_words = _with_one(_leaky(self._linear(states, "arc_word")))
        scores = arc_words @ self.weights["arcs"] @ _leaky(self._linear(heads, "arc_head")).T
        most = scores.max(axis=1, keepdims=True)
        scores = scores - most - np.log(np.exp(scores - most).sum(axis=1, keepdims=True))
        tree = np.array(best_tree(scores))
        chosen = _with_one(_leaky(self._linear(heads, "dep_head")))[tree]
        words = _with_one(_leaky(self._linear(states, "dep_word")))
        mixed = (chosen @ self._relations).reshape(len(tree), len(self.deps), -1)
        labels = np.einsum("nlj,nj->nl", mixed, words)
        root = self.deps.index(ROOT)
        labels[:, root] = np.where(tree == 0, np.inf, -np.inf)
        return tree, labels.argmax(axis=1)

    def _linear(self, states: Floats, name: str) -> Floats:
        result: Floats = states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result


def _sigmoid(x: Floats) -> Floats:
    opened: Floats = np.float32(0.5) * np.tanh(np.float32(0.5) * x) + np.float32(0.5)
    return opened


def _leaky(x: Floats) -> Floats:
    activated: Floats = np.maximum(x, np.float32(0.1) * x)
    return activated


def _with_one(x: Floats) -> Floats:
    return np.concatenate([x, np.ones_like(x[:, :1])], axis=1)


@Language.factory(NAME, assigns=["token.dep", "token.head"], requires=["doc.sents"])
def make_parser(nlp: Language, name: str) -> GraphParser:
    """An untrained parser, for spaCy to load."""
    return GraphParser(nlp.vocab)
