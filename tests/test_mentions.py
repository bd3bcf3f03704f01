"""What may be a mention, and who may speak in a sentence."""

from __future__ import annotations

import numpy as np
import pytest
from fixture_documents import paragraph
from fixture_reader import tokens_of

from kg.extract.choice import choose
from kg.extract.frames import FrameIndex
from kg.extract.modality import quotation
from kg.extract.names import Span
from kg.extract.scene import find_matches
from kg.extract.sources import marks_speech
from kg.extract.span_context import SpanContext
from kg.extract.spans import whole_quotation
from kg.extract.tokens import all_tokens
from kg.extract.train.mentions import surest
from kg.extract.variants import Variant, variants
from kg.language import parse
from kg.ontology import load_ontology
from kg.reading import determiner_of

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


# (language, text, a stretch of it, the stretch with both marks of its quotation)
QUOTED = [
    ("fr", "L'opération « Mur de fer » a repris.", "opération « Mur de fer", "opération « Mur de fer »"),
    ("fr", "L'opération « Mur de fer » a repris.", "opération « Mur", "opération « Mur de fer »"),
    (
        "fr",
        "Ils ont la « capitale » des rebelles.",
        "capitale » des rebelles",
        "« capitale » des rebelles",
    ),
    ("fr", "La « capitale » est à eux.", "capitale", "capitale"),
    ("fr", "Les « hommes bleus » du nord sont là.", "« hommes bleus » du nord", "« hommes bleus » du nord"),
    ("fr", "L'opération « Mur de fer et de feu du nord » a repris.", "opération « Mur", "opération « Mur"),
    ("en", "Operation “Iron Wall” went on.", "Operation “Iron Wall", "Operation “Iron Wall”"),
    ("en", "Operation “Iron. Wall” went on.", "Operation “Iron", "Operation “Iron"),  # a sentence ends
]


@pytest.mark.parametrize(("language", "text", "part", "whole"), QUOTED)
def test_a_quotation_is_taken_whole(language: str, text: str, part: str, whole: str) -> None:
    tokens = tokens_of(text, language)
    start = text.index(part)
    first, end = tokens.starts.index(start), tokens.ends.index(start + len(part)) + 1
    first, end = whole_quotation(tokens, first, end)
    assert text[tokens.starts[first] : tokens.ends[end - 1]] == whole


# (language, text, who, whether a marker of speech leads to them)
MARKED = [
    ("en", "Ten died, according to the Karvel Observatory.", "Karvel", True),
    ("en", "According to Dresh, ten died.", "Dresh", True),
    ("en", "According to Dresh, rebels left.", "rebels", False),
    ("en", "The news was exciting Dresh.", "Dresh", False),
    ("fr", "Dix morts, selon l'Observatoire de Karvel.", "Observatoire", True),
    ("fr", "D'après Dresh, dix soldats sont morts.", "Dresh", True),
    ("fr", "Dix morts, selon le docteur Dresh.", "Dresh", True),
    ("fr", "Selon elle, des soldats sont morts.", "soldats", False),
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


# (language, text, a name, what its row tells: of itself, and with "o-" of where it stands elsewhere)
SURROUNDINGS = [
    ("en", "The rebels captured Karvel on Monday.", "Karvel", {"role=place/target"}),
    ("fr", "Les rebelles ont pris Karvel lundi.", "Karvel", {"role=place"}),
    ("en", "They fled Karvel, a small town in the hills.", "Karvel", {"next=City"}),
    ("fr", "Ils ont fui Karvel, petite ville des collines.", "Karvel", {"next=City"}),
    ("en", "They met in Karvel.", "Karvel", {"case=in|obl"}),
    ("en", "Karvel is calm. They fled Karvel, a small town.", "Karvel", {"o-next=City", "others=1"}),
    ("en", "Karvel is calm. They met Dresh, a small town.", "Karvel", {"others=0"}),
]


@pytest.mark.parametrize(("language", "text", "name", "told"), SURROUNDINGS)
def test_what_surrounds_a_name_tells_its_class(language: str, text: str, name: str, told: set[str]) -> None:
    passages = all_tokens(parse(paragraph(text, language)))
    frames = {language: FrameIndex(load_ontology().frames, language)}
    context = SpanContext(passages, find_matches(passages, frames))
    place = passages[0].texts.index(name)
    row = context.row(0, place, place + 1, "Person")
    assert told <= set(row)
    assert ("o-next=City" in row) is ("o-next=City" in told)


# (language, text, its variants with their classes and probabilities, which are kept)
SHARED = [
    # the noun of a body's name is no body of its own, however sure, but a name in it may be
    ("en", "The Karvel Army won.", [("Army", 0, 0.9), ("Karvel Army", 1, 0.8)], ["Karvel Army"]),
    ("en", "The Karvel Army won.", [("Army", 0, 0.8), ("Karvel Army", 1, 0.9)], ["Karvel Army"]),
    ("fr", "L'Armée libre gagne.", [("Armée", 0, 0.9), ("Armée libre", 1, 0.4)], ["Armée"]),
    # what a town is and its name are one mention; a part of it is another
    ("fr", "Ils ont pris la ville rebelle de Karvel.", [("ville rebelle", 2, 0.9), ("Karvel", 2, 0.8)],
     ["ville rebelle de Karvel"]),
    ("fr", "Ils ont pris la vieille ville de Karvel.", [("vieille ville", 2, 0.9), ("Karvel", 2, 0.8)],
     ["vieille ville", "Karvel"]),
    ("en", "They took the town near Karvel.", [("town", 2, 0.9), ("Karvel", 2, 0.8)], ["town", "Karvel"]),
    ("en", "He left southern Karvel.", [("southern Karvel", 1, 0.9), ("Karvel", 0, 0.8)],
     ["southern Karvel", "Karvel"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "made", "kept"), SHARED)
def test_which_mentions_are_kept_or_joined(
    language: str, text: str, made: list[tuple[str, int, float]], kept: list[str]
) -> None:
    tokens = tokens_of(text, language)
    options, chances = [], []
    for words, cls, chance in made:
        size = len(words.split())
        first = next(i for i in range(len(tokens)) if tokens.texts[i : i + size] == words.split())
        options.append(Variant(first, first + size, (), None))
        chances.append([1 - chance, *(chance if cls == column else 0.0 for column in range(3))])
    labels = ("-", "ArmedForce", "ArmedGroup", "City")
    spans = choose(0, tokens, options, np.array(chances, dtype=np.float32), labels)
    assert [" ".join(tokens.texts[s.first : s.end]) for s in spans] == kept


# (language, text, the first word of a mention, what tells whether it was told before)
DETERMINERS = [
    ("en", "An army lieutenant was killed.", "army", "an"),
    ("en", "The lieutenant left.", "lieutenant", "the"),
    ("en", "Soldiers left.", "Soldiers", ""),
    ("en", "They took this town.", "town", "this"),
    ("fr", "Un convoi est parti.", "convoi", "un"),
    ("fr", "Les forces du gouvernement partent.", "gouvernement", "du"),
    ("fr", "Ils ont fui vers Gao.", "Gao", ""),
]


@pytest.mark.parametrize(("language", "text", "word", "expected"), DETERMINERS)
def test_what_stands_before_a_mention(language: str, text: str, word: str, expected: str) -> None:
    tokens = tokens_of(text, language)
    assert determiner_of(tokens, tokens.texts.index(word)) == expected
