"""What may be a mention, and who may speak in a sentence."""

from __future__ import annotations

import pytest
from fixture_reader import tokens_of

from kg.extract.modality import quotation
from kg.extract.names import Span
from kg.extract.sources import marks_speech
from kg.extract.train.mentions import surest
from kg.extract.variants import variants

# a run of capitals is a variant though nothing tagged it; the first word of a sentence alone is none
CAPITALS = [
    ("en", "They met the Free Karvel Movement in June.", "Free Karvel Movement", True),
    ("fr", "Ils ont quitté le Rassemblement Libre hier.", "Rassemblement Libre", True),
    ("en", "Yesterday it rained.", "Yesterday", False),
    ("en", "They came on Monday.", "Monday", False),
    ("en", "KLF fighters left.", "KLF", True),
]


@pytest.mark.parametrize(("language", "text", "wanted", "there"), CAPITALS)
def test_runs_of_capitals_may_be_names(language: str, text: str, wanted: str, *, there: bool) -> None:
    tokens = tokens_of(text, language)
    found = {" ".join(tokens.texts[v.first : v.end]) for v in variants(tokens, (), ())}
    assert (wanted in found) is there


@pytest.mark.parametrize("text", ["The Free Syrian Army (FSA) left.", "The Free Syrian Army (FSA left."])
def test_no_variant_opens_a_bracket_and_leaves_it_open(text: str) -> None:
    tokens = tokens_of(text, "en")
    whole = Span(0, 1, 5, "ArmedGroup", 1.0)
    found = {" ".join(tokens.texts[v.first : v.end]) for v in variants(tokens, (whole,), ())}
    assert "Free Syrian Army" in found
    assert not any("(" in words and ")" not in words for words in found)


# (language, text, who, whether a marker of speech leads to them)
MARKED = [
    ("en", "Ten died, according to the Karvel Observatory.", "Karvel", True),
    ("en", "According to Dresh, ten died.", "Dresh", True),
    ("en", "The news was exciting Dresh.", "Dresh", False),
    ("fr", "Dix morts, selon l'Observatoire de Karvel.", "Observatoire", True),
    ("fr", "D'après Dresh, dix soldats sont morts.", "Dresh", True),
    ("fr", "Il cite un récitant Dresh.", "Dresh", False),
]


@pytest.mark.parametrize(("language", "text", "who", "marked"), MARKED)
def test_markers_of_speech(language: str, text: str, who: str, *, marked: bool) -> None:
    tokens = tokens_of(text, language)
    assert marks_speech(tokens, tokens.texts.index(who)) is marked


# (language, text, the words inside quotation)
QUOTED = [
    ("en", 'He said "we won" and left', ["we", "won"]),
    ("fr", "Il dit : « nous partons » puis part", ["nous", "partons"]),
    ("en", 'He said "we won', ["we", "won"]),
    ("en", "He left", []),
]


@pytest.mark.parametrize(("language", "text", "inside"), QUOTED)
def test_words_inside_a_quotation(language: str, text: str, inside: list[str]) -> None:
    tokens = tokens_of(text, language)
    states = quotation(tokens, 0, len(tokens))
    assert [w for w, opened in zip(tokens.texts, states, strict=True) if opened and w.isalpha()] == inside


def test_of_one_thing_found_twice_the_surest_counts() -> None:
    assert surest([0.2, 0.9, 0.4, 0.1], ["Hit", "Hit", None, "Rutba"]) == [1, 2, 3]
