"""The parser that ships, with weights by chance: trees of sentences, weights on disk, parsed documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from kg.language.graph_parser import ROOT, GraphParser, pack, unpack

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.vocab import Vocab

HIDDEN, ARC, RELATION, WORD, LETTER, SPELLING, VECTOR = 6, 5, 4, 3, 2, 4, 3
SENTENCES = [
    ["Troops", "left", "the", "town", "."],
    ["Shelling", "resumed", "."],
    ["Withdrawn", "."],
    ["Nobody", "knows", "who", "holds", "Xzqw", "or", "the", "hill", "above", "it", "."],
]


def vocabulary() -> Vocab:
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(shape=(2, VECTOR), name="few")
    nlp.vocab.vectors.add("troops", vector=np.array([1, 0, 1], dtype=np.float32))
    nlp.vocab.vectors.add("town", vector=np.array([0, 2, 0], dtype=np.float32))
    return nlp.vocab


def chance(parser: GraphParser, seed: int = 5) -> GraphParser:
    """The parser with weights of two layers by chance."""
    chooser = np.random.default_rng(seed)
    labels = {"deps": ["nsubj", ROOT, "obj"], "words": ["left", "the"], "letters": list("TroplefthwnDkxz.")}
    states = 2 * HIDDEN
    shapes: dict[str, tuple[int, ...]] = {
        "root": (states,),
        "arcs": (ARC + 1, ARC),
        "relations": (3, RELATION + 1, RELATION + 1),
        "word.weight": (3, WORD),
        "letter.weight": (1 + len(labels["letters"]), LETTER),
        "spelling.weight": (SPELLING, LETTER, 3),
        "spelling.bias": (SPELLING,),
    }
    for layer, width in enumerate((VECTOR + WORD + SPELLING, states)):
        for name in (f"l{layer}", f"l{layer}_reverse"):
            shapes[f"context.weight_ih_{name}"] = (4 * HIDDEN, width)
            shapes[f"context.weight_hh_{name}"] = (4 * HIDDEN, HIDDEN)
            shapes[f"context.bias_ih_{name}"] = shapes[f"context.bias_hh_{name}"] = (4 * HIDDEN,)
    for part, width in (("arc", ARC), ("dep", RELATION)):
        for side in ("head", "word"):
            shapes[f"{part}_{side}.weight"], shapes[f"{part}_{side}.bias"] = (width, states), (width,)
    parser.load(
        labels, {name: chooser.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    )
    return parser


def trees(parser: GraphParser, sentences: list[list[str]]) -> list[tuple[list[int], list[int]]]:
    return [(heads.tolist(), deps.tolist()) for heads, deps in parser.parse(sentences)]


def test_a_sentence_is_parsed_alone_as_among_others() -> None:
    parser = chance(GraphParser(vocabulary()))
    together = trees(parser, SENTENCES)
    assert together == [trees(parser, [words])[0] for words in SENTENCES]
    assert len({str(tree) for tree in together}) == len(SENTENCES)


def test_every_sentence_gets_a_tree_with_one_root() -> None:
    root = 1  # the number of its relation
    for heads, deps in trees(chance(GraphParser(vocabulary())), SENTENCES):
        assert [dep == root for dep in deps] == [head == 0 for head in heads]
        assert heads.count(0) == 1
        reached = {0}
        for _ in heads:
            reached |= {word for word, head in enumerate(heads, 1) if head in reached}
        assert len(reached) == len(heads) + 1


@pytest.mark.parametrize("word", ["TOWN", "Town"])
def test_a_word_is_known_by_its_vector_however_it_is_written(word: str) -> None:
    parser = chance(GraphParser(vocabulary()))
    written, plain, unheard = (parser._embed([form])[0, :VECTOR] for form in (word, "town", "village"))
    assert np.array_equal(written, plain)
    assert not unheard.any()


def test_sentences_of_documents_keep_their_bounds() -> None:
    vocab = vocabulary()
    parser = chance(GraphParser(vocab))
    words = [word for sentence in SENTENCES for word in sentence]
    starts = [index == 0 for sentence in SENTENCES for index in range(len(sentence))]
    docs = [Doc(vocab, words=words, sent_starts=starts), Doc(vocab)]
    parsed, empty = parser.pipe(docs)
    assert len(empty) == 0
    found = list(parsed.sents)
    assert [len(sentence) for sentence in found] == [len(words) for words in SENTENCES]
    for sentence, (heads, deps) in zip(found, trees(parser, SENTENCES), strict=True):
        assert [0 if t.head == t else t.head.i - sentence.start + 1 for t in sentence] == heads
        assert [t.dep_ for t in sentence] == [parser.deps[dep] for dep in deps]


def test_weights_come_back_from_disk_in_a_byte_each(tmp_path: Path) -> None:
    parser = chance(GraphParser(vocabulary()))
    parser.to_disk(tmp_path / "parser")
    again = GraphParser(vocabulary()).from_disk(tmp_path / "parser")
    assert (again.deps, again.words, again.letters) == (parser.deps, parser.words, parser.letters)
    for name, table in parser.weights.items():
        largest = np.abs(table).max(axis=-1, keepdims=True)
        assert (np.abs(again.weights[name] - table) <= largest / 254 + 1e-6).all(), name
    again.to_disk(tmp_path / "twice")
    assert (tmp_path / "twice" / "labels.json").read_bytes() == (tmp_path / "parser/labels.json").read_bytes()


def test_a_table_of_nothing_stays_nothing() -> None:
    assert not unpack(pack(np.zeros((3, 4), dtype=np.float32))).any()
