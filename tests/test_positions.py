"""Persons by their own names, and the offices that a text gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_mentions import spoken_in

from kg.link.things import bare_name, displayed_name, person_start

if TYPE_CHECKING:
    from kg.link.things import Spoken

PERSONS = [  # a mention of a person, and the name in it
    ("en", "Iraqi Prime Minister Haider al-Abadi", "Haider al-Abadi"),
    ("en", "police chief Sayed Kamal Sadat", "Sayed Kamal Sadat"),
    ("en", "Former President Ibrahim Boubacar Keita", "Ibrahim Boubacar Keita"),
    ("en", "Gen. John W. Nicholson", "John W. Nicholson"),
    ("en", "Taliban spokesman Karim Durrani", "Karim Durrani"),
    ("en", "UN Secretary-General Paul Durand", "Paul Durand"),
    ("en", "Jihan Sheikh Ahmed", "Jihan Sheikh Ahmed"),
    ("en", "Charles de Gaulle", "Charles de Gaulle"),
    ("en", "Abu Bakr al-Baghdadi", "Abu Bakr al-Baghdadi"),
    ("fr", "premier ministre irakien Nouri al-Maliki", "Nouri al-Maliki"),
    ("fr", "ministre française des Armées Florence Parly", "Florence Parly"),
    ("fr", "ancien ministre français des Affaires étrangères Hubert Védrine", "Hubert Védrine"),
    ("fr", "colonel Steiger", "Steiger"),
    ("fr", "commandant en chef Ali Steiger", "Ali Steiger"),
    ("en", "Kadyrov's son Adam Durrani", "Adam Durrani"),
]
UNNAMED = [
    ("fr", "chef de l'État"),
    ("fr", "envoyé spécial de l'ONU"),
    ("en", "leader of the Taliban"),
    ("fr", "conseiller du président Ali Steiger"),
]


def spoken(language: str, text: str) -> Spoken:
    """A mention of a person at the beginning of a sentence."""
    rest = " left the town." if language == "en" else " a quitté la ville."
    _, (mention,) = spoken_in(language, text + rest, [(text, "Person")])
    return mention


@pytest.mark.parametrize(("language", "text", "name"), PERSONS)
def test_what_is_said_of_a_person_is_not_the_name(language: str, text: str, name: str) -> None:
    assert displayed_name(spoken(language, text)) == name


@pytest.mark.parametrize(("language", "text"), UNNAMED)
def test_a_described_person_has_no_name_of_its_own(language: str, text: str) -> None:
    mention = spoken(language, text)
    assert person_start(mention) is None
    assert len(bare_name(mention).split()) > 1


QUOTED = [  # a mention with marks of quotation, and the name in it
    ("fr", "cent « terroristes »", "terroristes"),
    ("fr", "la « police islamique »", "police islamique"),
    ("en", 'a dozen "volunteers"', "volunteers"),
]


@pytest.mark.parametrize(("language", "text", "name"), QUOTED)
def test_a_name_has_both_marks_of_a_quotation_or_none(language: str, text: str, name: str) -> None:
    rest = " left the town." if language == "en" else " ont quitté la ville."
    _, (mention,) = spoken_in(language, text + rest, [(text, "ArmedGroup")])
    assert displayed_name(mention) == name
