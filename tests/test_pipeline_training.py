"""What the language pipelines are trained from: word vectors, parsed reports, best trees."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER

from kg.language.conllu import Sentence, read_sentences, to_doc, write_sentences
from kg.language.letters import with_class_of_letters
from kg.language.spanning import best_tree
from kg.language.vectors import make_vectors, read_vectors

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "en.vec"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("header", ["", "4 2\n"])
def test_vectors_are_read_in_lower_case_most_frequent_first(tmp_path: Path, header: str) -> None:
    path = written(tmp_path, f"{header}The 3 4\ntown 0 2\nTHE 1 0\nl’été 1 0\n")
    words, vectors = read_vectors(path)
    assert words == ["the", "town", "l'été"]
    assert np.allclose(vectors, [[0.6, 0.8], [0, 1], [1, 0]])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("the 1 2\ntown 1\n", "line 2: 1 numbers, 2 expected"),
        ("", "no vectors"),
        ("the\n", "line 1: 0 numbers"),
    ],
)
def test_a_file_that_holds_no_vectors_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_vectors(written(tmp_path, text))


def test_rare_words_take_the_vector_of_the_nearest_frequent_one(tmp_path: Path) -> None:
    chooser = np.random.default_rng(1)
    frequent = chooser.normal(size=(80, 80))
    lines = [f"w{i} " + " ".join(map(str, row)) for i, row in enumerate(frequent)]
    lines.append("rare " + " ".join(map(str, frequent[7] + 0.01)))
    vectors = make_vectors(written(tmp_path, "\n".join(lines)), rows=80)
    nlp = spacy.blank("en")
    nlp.vocab.vectors = vectors
    doc = nlp("RARE W7 w8 unheard")
    assert vectors.shape == (80, 72)
    assert np.array_equal(doc[0].vector, doc[1].vector)
    assert not np.array_equal(doc[1].vector, doc[2].vector)
    assert not doc[3].has_vector


def test_parsed_reports_teach_dependencies_alone(tmp_path: Path) -> None:
    path = tmp_path / "en.conllu"
    path.write_text(
        "1\tTroops\t_\t_\t_\t_\t2\tnsubj\t_\t_\n2\tleft\t_\t_\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
        "3\t_\t_\t_\t_\t_\t2\tpunct\t_\t_\n",
        encoding="utf-8",
    )
    doc = to_doc(spacy.blank("en").vocab, list(read_sentences(path)))
    assert [(t.text, t.dep_, t.head.text) for t in doc] == [
        ("Troops", "nsubj", "left"),
        ("left", "ROOT", "left"),
        ("_", "punct", "left"),
    ]
    assert not any(t.pos_ or t.has_morph() for t in doc)
    assert [t.lemma_ for t in doc] == ["", "", "_"]  # a token that is a low line has it as its lemma


def test_written_trees_are_read_as_they_were(tmp_path: Path) -> None:
    words, heads, deps = ["Troops", "left", "it", "."], [1, 1, 1, 1], ["nsubj", "ROOT", "obj", "punct"]
    empty = [""] * 4
    told = Sentence(words, [True, True, False, True], empty, empty, empty, heads, deps, starts_paragraph=True)
    write_sentences([told], tmp_path / "parses" / "en.conllu")
    assert list(read_sentences(tmp_path / "parses" / "en.conllu")) == [told]


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether heads make a tree with one root, told by walking from the root down."""
    reached = {0}
    for _ in heads:
        reached |= {word for word, head in enumerate(heads, 1) if head in reached}
    return heads.count(0) == 1 and len(reached) == len(heads) + 1


@pytest.mark.parametrize("seed", range(30))
def test_the_best_tree_is_the_best_of_all_trees(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    scores[range(4), range(1, 5)] = -1e9  # no word is its own head
    trees = [heads for heads in product(range(5), repeat=4) if is_tree(heads)]

    def weight(heads: tuple[int, ...]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(heads)))

    with_likely_root = [heads for heads in trees if heads.index(0) in np.argsort(-scores[:, 0])[:3]]
    assert weight(tuple(best_tree(scores))) == pytest.approx(max(map(weight, with_likely_root)))


@pytest.mark.parametrize(
    ("pattern", "whole", "parted"),
    [
        (f"(?iu)(?:^anti[-][{ALPHA_LOWER}]+$)", ["anti-Char", "ANTI-été"], ["anti-", "anti-3", "anti-a_b"]),
        (f"(?iu)^ex[-][-{ALPHA_LOWER}']*$", ["ex-URSS", "ex-chef-d'État", "ex-"], ["ex-1", "ex_a"]),
        (f"(?iu)^[{ALPHA}]+[-]sur[-][{ALPHA}]+$", ["Vitry-sur-Seine"], ["Vitry-sur-", "Vitry-sous-Bois"]),
    ],
)
def test_letters_are_told_by_their_class(pattern: str, whole: list[str], parted: list[str]) -> None:
    short = with_class_of_letters(pattern)
    assert len(short) < 60
    for form in (pattern, short):
        assert [word for word in whole + parted if re.match(form, word)] == whole
