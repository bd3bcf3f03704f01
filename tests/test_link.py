"""Listed names in running text, and which mentions are one thing."""

from functools import cache

import pytest

from kg.link.gazetteer import Gazetteer
from kg.link.lookup import Lookup
from kg.link.places import PlaceIndex
from kg.ontology import load_ontology


@cache
def lookup() -> Lookup:
    return Lookup(Gazetteer(load_ontology().gazetteer), PlaceIndex.open())


# (language, words, parts of speech, listed names with their classes)
LISTED = [
    (
        "en",
        "the Islamic State group fled",
        "DET PROPN PROPN NOUN VERB",
        [("Islamic State group", "ArmedGroup")],
    ),
    ("en", "Deir ez - Zor", "PROPN PROPN PUNCT PROPN", [("Deir ez - Zor", "City")]),
    ("en", "Iraqi troops", "ADJ NOUN", [("Iraqi", "State")]),
    ("en", "they hit the town", "PRON VERB DET NOUN", []),
    ("en", "the world", "DET NOUN", []),
    ("fr", "la ville de Mossoul", "DET NOUN ADP PROPN", [("Mossoul", "City")]),
    ("fr", "les forces irakiennes", "DET NOUN ADJ", [("irakiennes", "State")]),
    ("fr", "dans le monde", "ADP DET NOUN", []),
]


@pytest.mark.parametrize(("language", "words", "pos", "expected"), LISTED)
def test_listed_names(language: str, words: str, pos: str, expected: list[tuple[str, str]]) -> None:
    texts = words.split()
    found = lookup().find(texts, pos.split(), language)
    assert [(" ".join(texts[k.first : k.end]), k.cls) for k in found] == expected
