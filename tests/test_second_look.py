"""What second looks see: how the first went for a thing's rivals, and the words that matter for it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from fixture_documents import paragraph
from fixture_mentions import groups_in

from kg.extract.objective_context import ObjectiveContext
from kg.extract.objectives import clauses
from kg.extract.pairs import find_pairs
from kg.extract.relation_context import relation_view
from kg.extract.scene import Scene
from kg.extract.tokens import all_tokens
from kg.extract.triggers import Trigger
from kg.extract.word_vectors import NOWHERE, WordVectors
from kg.language import parse

NAMES = ("Arda", "Brin", "Cory")


def words_at(scene: Scene, places: np.ndarray) -> list[str]:
    """The words of a one-passage scene at some places, "" for NOWHERE."""
    return [scene.tokens[0].words[place] if place != NOWHERE else "" for place in places.tolist()]


def test_a_pair_is_seen_beside_its_rivals() -> None:
    scene = groups_in("Arda backs Brin against Cory.", NAMES)
    pairs = find_pairs(scene)
    assert [(NAMES[p.subject], NAMES[p.object]) for p in pairs] == list(permutations(NAMES, 2))
    first = np.array([[0.9], [0.1], [0.2], [0.3], [0.4], [0.5]], dtype=np.float32)  # AB AC BA BC CA CB
    view = relation_view(scene, pairs, first)
    np.testing.assert_array_equal(view.numbers[:, 0], first[:, 0])
    np.testing.assert_array_equal(
        view.numbers[:, 1], np.array([0.2, 0.4, 0.9, 0.5, 0.1, 0.3], dtype=np.float32)
    )  # turned
    np.testing.assert_array_equal(
        view.numbers[:, 2], np.array([0.1, 0.9, 0.3, 0.2, 0.5, 0.4], dtype=np.float32)
    )  # subject's
    np.testing.assert_array_equal(
        view.numbers[:, 3], np.array([0.5, 0.3, 0.4, 0.1, 0.2, 0.9], dtype=np.float32)
    )  # object's
    assert words_at(scene, view.places[1])[:4] == ["arda", "cory", "", "against"]


def test_no_pair_makes_an_empty_view() -> None:
    scene = groups_in("Arda rests.", NAMES[:1])
    assert relation_view(scene, [], np.zeros((0, 4), dtype=np.float32)).numbers.shape[0] == 0


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The army moved north to retake the town.", ["to", "retake", "moved", "town"]),
        ("fr", "L'armée avance pour reprendre la ville.", ["pour", "reprendre", "avance", "ville"]),
    ],
)
def test_an_aim_is_seen_with_what_governs_it(language: str, text: str, words: list[str]) -> None:
    document = paragraph(text, language)
    passages = all_tokens(parse(document))
    scene = Scene(document, passages, (), [[]], [[]], [{}])
    (clause,) = clauses(scene, 0)
    moved = Trigger(0, passages[0].words.index(words[2]), "Offensive", 0.75, None)
    view = ObjectiveContext(scene, [moved], [clause], [0.6], frozenset()).view()
    assert words_at(scene, view.places[0]) == words
    assert view.numbers[0, 0] == np.float32(0.6)
    assert 0.75 in view.numbers[0]
    assert "Offensive" in view.names[0]


def test_words_of_every_passage_have_a_place_and_a_language() -> None:
    passages = [
        *all_tokens(parse(paragraph("Troops left.", "en"))),
        *all_tokens(parse(paragraph("Ils partent.", "fr"))),
    ]
    words = WordVectors(passages)
    first = len(passages[0])
    assert words.place(1, 0) == first
    assert words.place(1, -1) == NOWHERE
    assert {language: rows.tolist() for language, rows in words.spoken.items()} == {
        "en": list(range(first)),
        "fr": list(range(first, first + len(passages[1]))),
    }
    meanings = words.vectors[:, passages[0].passage.doc.tensor.shape[1] :]
    assert np.abs(meanings[0]).sum() > 0  # "troops" is a word that vectors know
