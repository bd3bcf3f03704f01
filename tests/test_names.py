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


# where anything would have a capital: a word that the document writes with one elsewhere, that the language
# writes small, or neither
CAPITALS = [
    ("Dozens fell at dawn.", "Dozens", "cap0:small"),
    ("Mosul fell at dawn.", "Mosul", "cap0:False"),
    ("They left Hit at dawn. Hit was quiet.", "Hit", "cap0:True"),
    ('He said: "Nobody has left Hit."', "Nobody", "cap0:small"),
    ('He said: "Nobody has left." Nobody had.', "Nobody", "cap0:small"),
    ("They left Hit at dawn.", "Hit", "cap"),
]


@pytest.mark.parametrize(("text", "word", "expected"), CAPITALS)
def test_a_capital_tells_less_where_anything_has_one(text: str, word: str, expected: str) -> None:
    (tokens,) = tokens_of(text)
    rows = features(tokens, (), capitalised([tokens]))
    place = len(tokens) - 1 - tokens.texts[::-1].index(word)
    assert [name for name in rows[place] if name.startswith("cap")] == [expected]


def test_the_first_word_of_a_name_may_tell_what_bears_it() -> None:
    (tokens,) = tokens_of("Jaysh Karvel left as a jaysh and Karvel did.")
    rows = features(tokens, (), frozenset())
    assert ["c=ArmedGroup" in row for row in rows].index(True) == tokens.texts.index("Jaysh")
    assert sum("c=ArmedGroup" in row for row in rows) == 1


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
