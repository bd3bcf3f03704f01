"""The gazetteer of the ontology, and finding its entries by the words of a text."""

from __future__ import annotations

import doctest
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

import kg.fold
from kg.fold import fold, slug
from kg.language.words import table
from kg.link.gazetteer import Gazetteer
from kg.link.make_states import states
from kg.ontology import CKG, GazetteerEntry, load_ontology
from kg.ontology.turtle import read_turtle
from kg.resources import resource_folder

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(load_ontology().gazetteer)


def names(entries: Iterable[GazetteerEntry]) -> list[str]:
    return [entry.name for entry in entries]


def test_fold_examples() -> None:
    assert doctest.testmod(kg.fold).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Séléka", "seleka"),
        ("ÉTATS-UNIS", "États Unis"),
        ("N'Djamena", "N’Djamena"),
        ("Hürriyet", "Hurriyet"),
        ("Şanlıurfa", "Sanliurfa"),
        ("Al-Nosra", "al‑nosra"),
        ("Hô-Chi-Minh-Ville", "Ho Chi  Minh\u00a0Ville"),
        ("sœur", "soeur"),
    ],
)
def test_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_slug_is_ascii_and_keeps_other_scripts_apart() -> None:
    assert slug("Côte d’Ivoire") == "cote-d-ivoire"
    assert slug("الموصل") != slug("الموصلي")
    assert slug("الموصل").isascii() and slug("!").isascii()


# surface, language, the entries it may name, best first
FOUND = [
    ("ISIS - K", "en", ["Islamic State Khorasan Province"]),
    ("RFE / RL", "en", ["Radio Free Europe/Radio Liberty"]),
    *[(name, "en", ["Islamic State"]) for name in ("Islamic State", "IS", "ISIS", "ISIL", "Isis", "Daesh")],
    *[
        (name, "fr", ["Islamic State"])
        for name in ("État islamique", "Etat islamique", "EI", "Daech", "DAECH")
    ],
    ("groupe État islamique", "fr", ["Islamic State"]),
    ("is", "en", []),
    ("ei", "fr", []),
    ("US", "en", ["United States"]),
    ("U.S.", "en", ["United States"]),
    ("us", "en", []),
    ("Etats-Unis", "fr", ["United States"]),
    ("Royaume-Uni", "fr", ["United Kingdom"]),
    ("Birmanie", "fr", ["Myanmar"]),
    ("Ivory Coast", "en", ["Côte d'Ivoire"]),
    ("RDC", "fr", ["Democratic Republic of the Congo"]),
    ("Fédération de Russie", "fr", ["Russia"]),
    ("Türkiye", "en", ["Turkey"]),
    ("URSS", "fr", ["Soviet Union"]),
    ("peshmergas", "fr", ["Peshmerga"]),
    ("Popular Mobilisation Units", "en", ["Popular Mobilization Forces"]),
    ("Hachd al-Chaabi", "fr", ["Popular Mobilization Forces"]),
    ("al-Nusra Front", "en", ["Al-Nusra Front"]),
    ("Tsahal", "fr", ["Israel Defense Forces"]),
    ("UÇK", "fr", ["Kosovo Liberation Army"]),
    (
        "Monusco",
        "fr",
        ["United Nations Organization Stabilization Mission in the Democratic Republic of the Congo"],
    ),
    ("coalition internationale", "fr", ["Global Coalition against Daesh"]),
    ("Otan", "fr", ["NATO"]),
    ("Quai d’Orsay", "fr", ["French Ministry for Europe and Foreign Affairs"]),
    ("Le Monde", "fr", ["Le Monde"]),
    ("le monde", "fr", []),
    ("Le monde", "fr", []),
    ("Nineveh plains", "en", ["Nineveh Plains"]),
    ("zone verte", "fr", ["Green Zone"]),
    ("la libération", "fr", []),
    ("Opération Bouclier de l'Euphrate", "fr", ["Operation Euphrates Shield"]),
    ("Barkhane", "fr", ["Operation Barkhane"]),
    ("Alep", "fr", ["Aleppo"]),
    ("Falluja", "en", ["Fallujah"]),
    ("Tigre", "fr", ["Tigris", "Tigray"]),
    ("Tigré", "fr", ["Tigray", "Tigris"]),
    ("Tripoli", "fr", ["Tripoli", "Tripoli"]),
    ("Bachar al-Assad", "fr", ["Bashar al-Assad"]),
    ("province of Idlib", "en", ["Idlib Governorate"]),
    ("province d'Idlib", "fr", ["Idlib Governorate"]),
    ("region of Tigray", "en", ["Tigray"]),
    ("Sinai Province", "en", ["Islamic State Sinai Province"]),
    ("state of Islam", "en", []),
    ("Republic of Sudan", "en", ["Sudan"]),
    ("République du Tchad", "fr", ["Chad"]),
    ("Darfour du Nord", "fr", ["North Darfur"]),
    ("État d'Al-Jazirah", "fr", ["Gezira State"]),
    ("SAF", "en", ["Sudanese Armed Forces"]),
    ("FDN", "fr", ["Burundi National Defence Force"]),
    ("Congolese police", "en", ["Congolese National Police"]),
    ("police congolaise", "fr", ["Congolese National Police"]),
    ("Sudan's air force", "en", ["Sudanese Air Force"]),
    ("Unknown Brigade", "en", []),
]


@pytest.mark.parametrize(("surface", "language", "expected"), FOUND)
def test_find(gazetteer: Gazetteer, surface: str, language: str, expected: list[str]) -> None:
    assert names(gazetteer.find(surface, language)) == expected


def test_find_for_what_a_user_types(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.find("mossoul", any_case=True)) == ["Mosul"]
    assert names(gazetteer.find("daech", any_case=True)) == ["Islamic State"]
    assert names(gazetteer.find("isis", any_case=True)) == ["Islamic State"]


ADJECTIVES = [
    ("Iraqis", "en", "Iraq"),
    ("irakiennes", "fr", "Iraq"),
    ("iraquien", "fr", "Iraq"),
    ("syriennes", "fr", "Syria"),
    ("turques", "fr", "Turkey"),
    ("américaine", "fr", "United States"),
    ("US", "en", "United States"),
    ("UK", "en", "United Kingdom"),
    ("nigérians", "fr", "Nigeria"),
    ("nigériens", "fr", "Niger"),
    ("congolais", "fr", "Democratic Republic of the Congo"),
    ("Soviet", "en", "Soviet Union"),
    ("Polish", "en", "Poland"),
    ("polish", "en", None),
    ("Kurdish", "en", None),
]


@pytest.mark.parametrize(("word", "language", "expected"), ADJECTIVES)
def test_state_of_adjective(gazetteer: Gazetteer, word: str, language: str, expected: str | None) -> None:
    state = gazetteer.state_of_adjective(word, language)
    assert (state.name if state else None) == expected


def test_adjectives_of_peoples_and_regions(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.of_adjective("kurdes", "fr")) == ["Kurds"]
    assert names(gazetteer.of_adjective("African", "en")) == ["Africa"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Baghdad", "Iraq"),
        ("Bagdad", "Iraq"),
        ("Moscou", "Russia"),
        ("Kiev", "Ukraine"),
        ("Le Caire", "Egypt"),
        ("Washington", "United States"),
        ("male", None),
        ("Mosul", None),
    ],
)
def test_state_of_capital(gazetteer: Gazetteer, name: str, expected: str | None) -> None:
    state = gazetteer.state_of_capital(name)
    assert (state.name if state else None) == expected


# Names that rightly belong to several entries of one class.
AMBIGUOUS_INSIDE_A_CLASS = {"tripoli"}
# Names that belong to entries of several classes.
AMBIGUOUS = {
    "RSF": {"Rapid Support Forces", "Reporters Without Borders"},
    "bashir": {"Bashir", "Omar al-Bashir"},
    "tigre": {"Tigris", "Tigray"},
}


def surfaces_of_several(gazetteer: Gazetteer) -> dict[str, set[GazetteerEntry]]:
    found: defaultdict[str, set[GazetteerEntry]] = defaultdict(set)
    for surface, entry, case_sensitive in gazetteer.surfaces():
        found[surface if case_sensitive else fold(surface)].add(entry)
    return {name: entries for name, entries in found.items() if len(entries) > 1}


def test_names_are_unambiguous_or_known_to_be_ambiguous(gazetteer: Gazetteer) -> None:
    unknown = {
        name: sorted(names(entries))
        for name, entries in surfaces_of_several(gazetteer).items()
        if name not in AMBIGUOUS_INSIDE_A_CLASS
        and AMBIGUOUS.get(name) != set(names(entries))
        and not capital_and_state(entries)
    }
    assert unknown == {}


def capital_and_state(entries: set[GazetteerEntry]) -> bool:
    """A state and its city of the same name: Luxembourg, Mexico in French."""
    states = {entry.iri for entry in entries if entry.cls == "State"}
    return len(states) == 1 and all(entry.state in states for entry in entries if entry.cls == "City")


def test_every_entry_is_labelled_in_both_languages(gazetteer: Gazetteer) -> None:
    lacking = [entry.iri for entry in gazetteer if {"en", "fr"} - {language for language, _ in entry.labels}]
    assert lacking == []


def test_every_state_has_adjectives_in_both_languages_and_one_code(gazetteer: Gazetteer) -> None:
    today = [entry for entry in gazetteer if entry.iso]
    assert len(today) == 198  # 193 members of the UN, the Holy See, Kosovo, Palestine, Taiwan, Western Sahara
    assert len({entry.iso for entry in today}) == 198
    lacking = [entry.name for entry in today if {"en", "fr"} - {language for language, _ in entry.adjectives}]
    assert lacking == []
    assert all(entry.capital and entry.same_as for entry in today)


def test_adjectives_belong_to_one_state(gazetteer: Gazetteer) -> None:
    shared = {
        word: names(found)
        for entry in gazetteer
        for language, word in entry.adjectives
        if len(found := gazetteer.of_adjective(word, language)) > 1
    }
    assert shared == {}


def test_references_lead_to_entries(gazetteer: Gazetteer) -> None:
    broken = [
        (entry.iri, target)
        for entry in gazetteer
        for target in (entry.state, entry.within)
        if target and gazetteer.get(target) is None
    ]
    assert broken == []


def test_tenures_are_of_known_offices_and_end_after_they_begin(gazetteer: Gazetteer) -> None:
    kept = set(table("en", "positions")["positions"].values())
    tenures = [tenure for entry in gazetteer for tenure in entry.tenures]
    wrong = [t for t in tenures if t.office not in kept or gazetteer.get(t.whose) is None]
    turned = [t for t in tenures if t.until is not None and t.until < t.since[: len(t.until)]]
    assert (wrong, turned) == ([], [])
    assert len(tenures) > 500


def test_nobody_holds_one_office_twice_on_a_day(gazetteer: Gazetteer) -> None:
    twice = [
        (entry.name, one, other)
        for entry in gazetteer
        for one, other in combinations(sorted(entry.tenures, key=lambda t: t.since), 2)
        if one[:2] == other[:2] and (one.until is None or one.until > other.since[: len(one.until)])
    ]
    assert twice == []


def test_wholes_are_entries(gazetteer: Gazetteer) -> None:
    graph = load_ontology().gazetteer_graph()
    assert [
        str(whole) for whole in graph.objects(None, CKG.partOf) if gazetteer.get(str(whole)) is None
    ] == []


def test_actors_places_and_operations_are_many(gazetteer: Gazetteer) -> None:
    others = [entry for entry in gazetteer if entry.cls not in ("State", "City", "Village", "Region")]
    assert len(others) >= 350


def test_states_file_is_what_the_script_writes() -> None:
    """Labels follow CLDR; a newer Babel may rename a state, so run ``python -m kg.link.make_states``."""
    pytest.importorskip("babel")
    folder = resource_folder("ontology") / "gazetteer"
    written = set(states(read_turtle([folder / "state_words.ttl"])))
    assert written == set(read_turtle([folder / "states.ttl"]))
