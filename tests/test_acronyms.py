"""Acronyms mean what a document says they mean."""

from __future__ import annotations

import pytest
from fixture_documents import paragraph
from fixture_reader import reader

from kg.link.acronyms import spells

# Acronym, words, whether they spell it.
SPELLED = [
    ("RSF", "Reporters sans Frontières", True),
    ("ISIL", "Islamic State of Iraq and the Levant", True),
    ("UNHCR", "United Nations High Commissioner for Refugees", True),
    ("ODD", "Organisation de défense du Darfour", True),
    ("EI", "État islamique", True),
    ("SLA", "South Lebanon Border Army", False),
    ("SLA", "Army of the Sudan Liberation", False),
    ("YPG", "People's Protection Units", False),
    ("AU", "Aleppo", False),
]


@pytest.mark.parametrize(("acronym", "words", "expected"), SPELLED)
def test_what_spells_an_acronym(acronym: str, words: str, *, expected: bool) -> None:
    assert spells(acronym, words.split()) is expected


# Language, text, an acronym, words that name the same thing, the name of the thing in the gazetteer if any.
TEXTS = [
    (
        "en",
        "Fighters of the Sudan Liberation Army (SLA) entered Golo. The SLA attacked the town on Monday.",
        "SLA",
        "Sudan Liberation Army",
        None,
    ),
    (
        "en",
        "The SDF (Syrian Democratic Forces) entered Raqqa. The SDF attacked the town on Monday.",
        "SDF",
        "Syrian Democratic Forces",
        "Syrian Democratic Forces",
    ),
    (
        "fr",
        "Les Forces de défense et de sécurité (FDS) ont repris Djibo. Les FDS ont tué dix assaillants lundi.",
        "FDS",
        "Forces de défense et de sécurité",
        None,
    ),
    (
        "fr",
        "L'armée congolaise mène souvent des opérations contre les Forces démocratiques alliées (ADF). "
        "Les ADF ont tué dix civils lundi.",
        "ADF",
        "ADF",
        "Allied Democratic Forces",
    ),
    (
        "fr",
        "Les Forces démocratiques syriennes (FDS) ont pris Raqqa. Les FDS ont tué dix djihadistes lundi.",
        "FDS",
        "Forces démocratiques syriennes",
        "Syrian Democratic Forces",
    ),
]


@pytest.mark.parametrize(("language", "text", "acronym", "words", "listed"), TEXTS)
def test_an_acronym_is_whose_words_introduce_it(
    language: str, text: str, acronym: str, words: str, listed: str | None
) -> None:
    document = paragraph(text, language)
    entities = [
        entity
        for entity in reader().read(document).entities
        if any(acronym in mention.text for mention in entity.mentions)
    ]
    (entity,) = entities
    assert any(words in mention.text for mention in entity.mentions)
    names = {entry.name for entry in reader().ontology.gazetteer}
    assert (entity.name if entity.name in names else None) == listed
