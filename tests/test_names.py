"""The recogniser of names: features in columns, the search for the best tags, agreement of mentions."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from fixture_documents import paragraph

from kg.extract.linear import Column, LinearModel, feature_rows
from kg.extract.names import Span, best_sequences, capitalised, columns, features
from kg.extract.spans import agree
from kg.extract.tokens import Tokens, all_tokens
from kg.language import parse

COLUMNS = [Column("w", ["to", "Hit", None]), Column("", [None, "cap", "e1"]), Column("m", ["", "a=b", "x"])]


def tokens_of(text: str) -> list[Tokens]:
    document = paragraph(text)
    return all_tokens(parse(document))


def test_columns_name_their_features() -> None:
    assert feature_rows(COLUMNS) == [["w=to", "m="], ["w=Hit", "cap", "m=a=b"], ["e1", "m=x"]]


def test_columns_score_as_their_names_do() -> None:
    known = ["w=Hit", "cap", "m=", "m=a=b", "e1"]  # "w=to" and "m=x" are not
    weights = np.random.default_rng(1).normal(size=(len(known) + 1, 3)).astype(np.float32)
    model = LinearModel(["a", "b", "c"], known, weights)
    assert (model.scores_of_columns(COLUMNS) == model.scores(feature_rows(COLUMNS))).all()


def test_every_passage_has_the_same_columns() -> None:
    passages = [tokens_of(text)[0] for text in ("Troops entered Hit. They left.", "No.")]
    capitals = capitalised(passages)
    first, second = ([c.name for c in columns(passage, (), capitals)] for passage in passages)
    assert first == second
    assert "ww=entered|Hit".lower() in features(passages[0], (), capitals)[2]


@pytest.mark.parametrize("seed", range(5))
def test_the_best_sequences_are_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    sentences = [(0, 2), (2, 6), (6, 7), (7, 10)]
    scores = random.normal(size=(10, 3)).astype(np.float32)
    steps = random.normal(size=(3, 3)).astype(np.float32)
    found = best_sequences(scores, sentences, steps, 1).tolist()
    for begin, end in sentences:

        def worth(path: tuple[int, ...], begin: int = begin) -> float:
            tags = (1, *path)
            return sum(
                steps[a, b] + scores[begin + i, b] for i, (a, b) in enumerate(zip(tags, path, strict=False))
            )

        assert tuple(found[begin:end]) == max(product(range(3), repeat=end - begin), key=worth)


def test_mentions_of_one_name_agree() -> None:
    passages = tokens_of("Hit fell. Troops hold Hit. Hit is quiet.")
    words = passages[0].texts
    places = [i for i, word in enumerate(words) if word == "Hit"]
    spans = [Span(0, places[0], places[0] + 1, "City", 0.9), Span(0, places[1], places[1] + 1, "Person", 0.3)]
    assert [(span.first, span.cls) for span in agree(spans, passages)] == [(i, "City") for i in places]
