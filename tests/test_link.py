"""Listed names in running text, and which mentions are one thing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from kg.link.entities import Linker
from kg.link.gazetteer import Gazetteer
from kg.link.lookup import Lookup
from kg.link.places import PlaceIndex
from kg.link.things import Spoken
from kg.ontology import THINGS, load_ontology

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.resolve import Asked
    from kg.link.things import Thing


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


class NoneMeant:
    """A resolver that takes every mention for a thing not told before."""

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        return None


# (words, parts of speech, whether the one word that is listed says who it is)
PEOPLE = [
    ("President Ghani", "PROPN PROPN", True),
    ("Afghan President Ghani", "ADJ PROPN PROPN", True),
    ("Abdul Ghani Baradar", "PROPN PROPN PROPN", False),
]


@pytest.mark.parametrize(("words", "pos", "known"), PEOPLE)
def test_a_listed_name_inside_another_is_somebody_else(words: str, pos: str, *, known: bool) -> None:
    texts, parts = words.split(), tuple(pos.split())
    listed = lookup().find(texts, parts, "en")
    assert [k.text or " ".join(texts[k.first : k.end]) for k in listed][-1:] == ["Ghani"]
    spoken = Spoken(
        0, 0, len(texts), 0, len(words), words, "Person", tuple(words.lower().split()), parts,
        len(texts) - 1, definite=False, language="en",
    )  # fmt: skip
    linker = Linker(load_ontology(), lookup(), base=str(THINGS))
    (entity,) = linker.link([spoken], [listed], NoneMeant()).entities
    assert entity.known is known
