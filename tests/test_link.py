"""Listed names in running text, and which mentions are one thing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fixture_mentions import spoken_in

from kg.link.entities import Linker
from kg.link.gazetteer import Gazetteer
from kg.link.lookup import Lookup
from kg.link.metonyms import opens_dispatch
from kg.link.places import PlaceIndex
from kg.link.things import Spoken
from kg.ontology import THINGS, load_ontology

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.resolve import Asked, Resolver
    from kg.link.things import Thing


@cache
def lookup() -> Lookup:
    return Lookup(Gazetteer(load_ontology().gazetteer), PlaceIndex.open())


@cache
def linker() -> Linker:
    return Linker(load_ontology(), lookup(), base=str(THINGS))


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
    ("Salem Ghani", "PROPN PROPN", False),  # a town is called Salem
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
    (entity,) = linker().link([spoken], [listed], NoneMeant()).entities
    assert entity.known is known


def things_of(
    language: str,
    text: str,
    mentions: Sequence[tuple[str, str]],
    resolver: Resolver,
    published: str | None = None,
) -> list[int]:
    """The number of the thing that each mention, given with its class, speaks of."""
    tokens, spoken = spoken_in(language, text, mentions)
    listed = lookup().find(tokens.texts, tokens.pos, language)
    return list(linker().link(spoken, [listed], resolver, published).of_mention)


# (language, text, mentions in order with their classes, whether they are one thing)
TOGETHER = [
    ("en", "Kunduz fell after fighters entered the northern city of Kunduz.",
     [("Kunduz", "City"), ("northern city of Kunduz", "City")], True),
    ("fr", "Tabqa est libre, et la ville syrienne de Tabqa respire.",
     [("Tabqa", "City"), ("ville syrienne de Tabqa", "City")], True),
    ("en", "Trincomalee fell after fighters entered the north-eastern town of Trincomalee.",
     [("Trincomalee", "City"), ("north-eastern town of Trincomalee", "City")], True),
    ("en", "Karvel fell after fighters entered the Yemeni port city of Karvel.",
     [("Karvel", "City"), ("Yemeni port city of Karvel", "City")], True),
    ("fr", "Stepanakert brûle ; la ville Stepanakert est vide.",
     [("Stepanakert", "City"), ("ville Stepanakert", "City")], True),
    ("en", "Rebels took Nyanzale town, and Nyanzale burned.",
     [("Nyanzale town", "City"), ("Nyanzale", "City")], True),
    ("en", "Quezon City is calm and Quezon is not.", [("Quezon City", "City"), ("Quezon", "Region")], False),
    ("en", "Rebels took the North Kivu capital Goma, and Goma burned.",
     [("North Kivu capital Goma", "City"), ("Goma", "City")], True),
    ("fr", "La capitale syrienne Damas tient et Damas attend.",
     [("capitale syrienne Damas", "City"), ("Damas", "City")], True),
    ("en", "Rockets hit Kabul, and residents fled the Afghan capital.",
     [("Kabul", "City"), ("Afghan capital", "City")], True),
    ("fr", "La capitale malienne est encerclée et Bamako a peur.",
     [("capitale malienne", "City"), ("Bamako", "City")], True),
    ("fr", "La capitale économique ivoirienne est calme et Yamoussoukro aussi.",
     [("capitale économique ivoirienne", "City"), ("Yamoussoukro", "City")], False),
    ("fr", "La vieille ville de Mossoul est vide et Mossoul aussi.",
     [("vieille ville de Mossoul", "City"), ("Mossoul", "City")], False),
    ("fr", "La coalition menée par les Etats-Unis frappe, disent les États-Unis.",
     [("Etats-Unis", "State"), ("États-Unis", "State")], True),
    ("fr", "Le gouvernement de Nouri al-Maliki et Nouri al-Maliki lui-même ont cédé.",
     [("gouvernement de Nouri al-Maliki", "Organisation"), ("Nouri al-Maliki", "Person")], False),
    ("fr", "Le porte-parole Ilan Tor a parlé.", [("porte-parole", "Person"), ("Ilan Tor", "Person")], True),
    ("fr", "La Syrie saigne et la Syrie voisine aussi.",
     [("Syrie", "State"), ("Syrie voisine", "State")], True),
    ("fr", "Le premier ministre irakien est parti, puis le premier ministre irakien Nouri al-Tor est revenu.",
     [("premier ministre irakien", "Person"), ("premier ministre irakien Nouri al-Tor", "Person")], True),
    # what is named after a state is not the state
    ("fr", "La Côte d'Ivoire attend et les Forces républicaines de Côte d'Ivoire avancent.",
     [("Côte d'Ivoire", "State"), ("Forces républicaines de Côte d'Ivoire", "ArmedForce")], False),
    # one whom the gazetteer lists
    ("fr", "Le premier ministre irakien part, puis le premier ministre irakien Nouri al-Maliki revient.",
     [("premier ministre irakien", "Person"), ("premier ministre irakien Nouri al-Maliki", "Person")], True),
    ("fr", "Le premier ministre irakien part, puis le président syrien Bachar al-Assad revient.",
     [("premier ministre irakien", "Person"), ("président syrien Bachar al-Assad", "Person")], False),
    ("en", "The Congolese Red Cross met the Congolese authorities.",
     [("Congolese Red Cross", "Organisation"), ("Congolese authorities", "Organisation")], False),
    ("fr", "La Croix-Rouge malienne appelle les autorités maliennes.",
     [("Croix-Rouge malienne", "Organisation"), ("autorités maliennes", "Organisation")], False),
    ("en", "The Wagner Group left and Russia's Wagner Group lost.",
     [("Wagner Group", "ArmedGroup"), ("Russia's Wagner Group", "ArmedGroup")], True),
    ("en", "Russian columns stalled and the Russian army paused.",
     [("Russian columns", "ArmedForce"), ("Russian army", "ArmedForce")], True),
    ("fr", "Les blindés russes avancent et l'armée russe tire.",
     [("blindés russes", "ArmedForce"), ("armée russe", "ArmedForce")], True),
    ("en", "Russian marines landed and the Russian army paused.",
     [("Russian marines", "ArmedForce"), ("Russian army", "ArmedForce")], False),
    # what a place is and the name after it
    ("fr", "Les routes mènent à la capitale, Damas, et à Homs.",
     [("capitale", "City"), ("Damas", "City")], True),
    ("fr", "Il vise la deuxième ville du pays, Chouchi, et part.",
     [("deuxième ville du pays", "City"), ("Chouchi", "City")], True),
    ("en", "They fled the regional capital, Karvel, by night.",
     [("regional capital", "City"), ("Karvel", "City")], True),
    ("fr", "Les chars ont pris Karvel, ville du centre du pays, lundi.",
     [("Karvel", "City"), ("ville du centre du pays", "City")], True),
    ("en", "They hold Karvel, the capital of North Kivu.",
     [("Karvel", "City"), ("capital of North Kivu", "City")], True),
    ("fr", "Ils visent Karvel, la ville de Dresh et le port.",
     [("Karvel", "City"), ("ville de Dresh", "City")], False),
    ("en", "They fled the town and Karvel.", [("town", "City"), ("Karvel", "City")], False),
    # a headline leaves out whose army it is; one of two it may be of either
    ("fr", "L'armée reprend la ville, et les troupes syriennes tirent.",
     [("armée", "ArmedForce"), ("troupes syriennes", "ArmedForce")], True),
    ("en", "The government fled; the Syrian regime fell.",
     [("government", "Organisation"), ("Syrian regime", "Organisation")], True),
    ("fr", "L'armée tire ; les troupes syriennes et les troupes turques aussi.",
     [("armée", "ArmedForce"), ("troupes syriennes", "ArmedForce"), ("troupes turques", "ArmedForce")],
     False),
    ("fr", "Les troupes syriennes tirent et l'armée aussi.",
     [("troupes syriennes", "ArmedForce"), ("armée", "ArmedForce")], False),
    ("en", "A Taliban tactical unit fled and the Taliban left.",
     [("Taliban tactical unit", "ArmedGroup"), ("Taliban", "ArmedGroup")], True),
    ("fr", "Une cellule dormante de Daech tire, puis Daech fuit.",
     [("cellule dormante de Daech", "ArmedGroup"), ("Daech", "ArmedGroup")], True),
    ("en", "The anti-Taliban rebels won and the Taliban left.",
     [("anti-Taliban rebels", "ArmedGroup"), ("Taliban", "ArmedGroup")], False),
    # nobody is the body that they belong to, nor are those whom it holds or who stand against it
    ("en", "A Taliban spokesman denied that the Taliban left.",
     [("Taliban spokesman", "Person"), ("Taliban", "ArmedGroup")], False),
    ("fr", "Le secrétaire général de l'ONU juge que l'ONU a failli.",
     [("secrétaire général de l'ONU", "Person"), ("ONU", "Organisation")], False),
    ("fr", "Le porte-parole de M. Ghani dit que Ghani part.",
     [("porte-parole de M. Ghani", "Person"), ("Ghani", "Person")], False),
    ("fr", "Les otages de Boko Haram ont fui Boko Haram.",
     [("otages de Boko Haram", "PopulationGroup"), ("Boko Haram", "ArmedGroup")], False),
    ("en", "UN troops arrived and the UN paid.",
     [("UN troops", "ArmedForce"), ("UN", "Organisation")], False),
    ("en", "Islamist groups loyal to Boko Haram fought Boko Haram.",
     [("Islamist groups loyal to Boko Haram", "ArmedGroup"), ("Boko Haram", "ArmedGroup")], False),
    ("en", "Fighters from Boko Haram fled and Boko Haram lost.",
     [("Fighters from Boko Haram", "ArmedGroup"), ("Boko Haram", "ArmedGroup")], True),
    ("en", "The FARC's 58th Front fought on after the FARC stopped.",
     [("FARC's 58th Front", "ArmedGroup"), ("FARC", "ArmedGroup")], False),
    ("en", "The 58 FARC fighters went home and the FARC stopped.",
     [("58 FARC fighters", "ArmedGroup"), ("FARC", "ArmedGroup")], True),
    ("en", "The second city of Iraq burns, and Iraq mourns.",
     [("second city of Iraq", "City"), ("Iraq", "State")], False),
    # what a name is called in brackets, in whatever language
    ("fr", "La Mission des Nations unies en Centrafrique (Minusca) annonce un renfort, et la Minusca attend.",
     [("Mission des Nations unies en Centrafrique", "ArmedForce"), ("Minusca", "Coalition")], True),
    ("fr", "La Mission de l'ONU (Monusco) est arrivée au Congo.",
     [("Mission de l'ONU", "Organisation"), ("Monusco", "Organisation")], True),
    ("fr", "Les Forces de Karvel (DKF) sont parties.",
     [("Forces de Karvel", "ArmedGroup"), ("DKF", "ArmedGroup")], True),
    ("fr", "Le Karvel (DKF) est parti.", [("Karvel", "State"), ("DKF", "ArmedGroup")], False),
    ("fr", "Ilan Tor (DKF) est parti.", [("Ilan Tor", "Person"), ("DKF", "ArmedGroup")], False),
    # any state's force may be called by common nouns
    ("fr", "L'armée de terre tire à Bogota, dit la Colombie ; l'Armée de terre française attend.",
     [("armée de terre", "ArmedForce"), ("Armée de terre française", "ArmedForce")], True),
    ("fr", "L'armée de terre tire à Bogota, dit la Colombie.",
     [("armée de terre", "ArmedForce"), ("Colombie", "State")], False),
    # a state's army under its own name, and with its acronym
    ("fr", "L'armée israélienne tire, et Tsahal insiste.",
     [("armée israélienne", "ArmedForce"), ("Tsahal", "ArmedForce")], True),
    ("en", "The Islamic State (IS) group left Iraq, and IS lost.",
     [("Islamic State (IS) group", "ArmedGroup"), ("IS", "ArmedGroup")], True),
    # a part of a state by its kind, and what describes it
    ("fr", "La province montagneuse du Badakhshan attend, et le Badakhshan espère.",
     [("province montagneuse du Badakhshan", "Region"), ("Badakhshan", "Region")], True),
    ("en", "The rugged province of Badakhshan waits, and Badakhshan hopes.",
     [("rugged province of Badakhshan", "Region"), ("Badakhshan", "Region")], True),
    ("en", "Western Badakhshan province waits, and Badakhshan hopes.",
     [("Western Badakhshan province", "Region"), ("Badakhshan", "Region")], False),
    # what it is and whose, and its name behind that
    ("en", "The UN aid office OCHA left, and OCHA spoke.",
     [("UN aid office OCHA", "Organisation"), ("OCHA", "Organisation")], True),
    ("fr", "L'agence de presse turque Anadolu écrit, et Anadolu insiste.",
     [("agence de presse turque Anadolu", "NewsOrganisation"), ("Anadolu", "NewsOrganisation")], True),
    ("en", "Opponents of the militia Hezbollah left, and Hezbollah spoke.",
     [("Opponents of the militia Hezbollah", "ArmedGroup"), ("Hezbollah", "ArmedGroup")], False),
    ("en", "The al-Qaida affiliate JNIM left, and JNIM spoke.",
     [("al-Qaida affiliate JNIM", "ArmedGroup"), ("JNIM", "ArmedGroup")], True),
    ("en", "The al-Qaida affiliate left, and al-Qaida spoke.",
     [("al-Qaida affiliate", "ArmedGroup"), ("al-Qaida", "ArmedGroup")], False),
    ("fr", "L'aile armée du Hamas tire, et le Hamas se tait.",
     [("aile armée du Hamas", "ArmedGroup"), ("Hamas", "ArmedGroup")], False),
    # an office and the name after it
    ("fr", "Le chef du Hamas, Ismaïl Haniyeh, est mort.",
     [("chef du Hamas", "Person"), ("Ismaïl Haniyeh", "Person")], True),
    ("fr", "Le commandant par intérim, le général Poulikovski, attend.",
     [("commandant par intérim", "Person"), ("général Poulikovski", "Person")], True),
    ("fr", "L'envoyé spécial de l'ONU pour le Yémen, Ilan Tor, est venu.",
     [("envoyé spécial de l'ONU", "Person"), ("Ilan Tor", "Person")], True),
    ("fr", "Ilan Tor, dernier président élu du pays, est venu.",
     [("Ilan Tor", "Person"), ("président", "Person")], True),
    ("en", "Ilan Tor, Russia's defence minister, waits.",
     [("Ilan Tor", "Person"), ("Russia's defence minister", "Person")], True),
    ("en", "Ilan Tor, the UN relief chief, waits.",
     [("Ilan Tor", "Person"), ("UN relief chief", "Person")], True),
    ("en", "Tor's brother left, and Tor stayed.", [("Tor's brother", "Person"), ("Tor", "Person")], False),
    ("fr", "Le Coordonnateur humanitaire de l'ONU, Ilan Tor, est venu.",
     [("Coordonnateur humanitaire de l'ONU", "Person"), ("Ilan Tor", "Person")], True),
    ("fr", "Des membres des forces afghanes sont morts ; les forces afghanes reculent.",
     [("membres des forces afghanes", "ArmedForce"), ("forces afghanes", "ArmedForce")], True),
    ("en", "Members of the Taliban fled, and the Taliban fell.",
     [("Members of the Taliban", "ArmedGroup"), ("Taliban", "ArmedGroup")], True),
    ("en", "A member of parliament and the Taliban met.",
     [("member of parliament", "Person"), ("Taliban", "ArmedGroup")], False),
    ("en", "Tanks stand on Syrian soil, says Syria.", [("Syrian soil", "State"), ("Syria", "State")], True),
    ("fr", "La Syrie est seule sur le territoire syrien.",
     [("Syrie", "State"), ("territoire syrien", "State")], True),
    ("en", "The premier waited and Ilan Tor left.", [("premier", "Person"), ("Ilan Tor", "Person")], False),
    ("en", "The 1991 Iraq was poor, and Iraq is rich.", [("1991 Iraq", "State"), ("Iraq", "State")], True),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mentions", "one"), TOGETHER)
def test_names_in_longer_words_are_one_thing(
    language: str, text: str, mentions: list[tuple[str, str]], *, one: bool
) -> None:
    assert (len(set(things_of(language, text, mentions, NoneMeant()))) == 1) is one


# (text, mentions of persons, the thing that each is)
PERSONS = [
    # an office between two names is given to neither
    (
        "They met Uri Sim, the premier, Ilan Tor, the envoy, and others.",
        ["Uri Sim", "premier", "Ilan Tor"],
        [0, 1, 2],
    ),
    # who shares a family name is not who was called by it
    ("Ada Tor left, then Tor spoke, then Bela Tor came.", ["Ada Tor", "Tor", "Bela Tor"], [0, 0, 1]),
    ("Ada Sim Tor left, and Sim Tor spoke.", ["Ada Sim Tor", "Sim Tor"], [0, 0]),
    ("Tor left, and Ada Tor spoke.", ["Tor", "Ada Tor"], [0, 0]),
    ("A. Tor left, and Ada Tor spoke.", ["A. Tor", "Ada Tor"], [0, 0]),
    ("Mr Bennett left, and Naftali Bennett spoke.", ["Mr Bennett", "Naftali Bennett"], [0, 0]),
    ("With Lt. Col. Ada Tor there, Ada Tor spoke.", ["Lt. Col. Ada Tor", "Ada Tor"], [0, 0]),
    # the family name of a person told of, though a list knows another by it
    (
        "Laurent Kabila came, and Kabila spoke, and Joseph Kabila left.",
        ["Laurent Kabila", "Kabila", "Joseph Kabila"],
        [0, 0, 1],
    ),
]


@pytest.mark.parametrize(("text", "persons", "things"), PERSONS)
def test_which_person_is_named(text: str, persons: list[str], things: list[int]) -> None:
    assert things_of("en", text, [(words, "Person") for words in persons], NoneMeant()) == things


# (language, text, day of publication, mentions of persons, the thing that each is)
IN_OFFICE = [
    ("fr", "Donald Trump se tait, le président américain attend.", "2019-10-05",
     ["Donald Trump", "président américain"], [0, 0]),
    ("fr", "Le président américain attend, Donald Trump se tait.", "2019-10-05",
     ["président américain", "Donald Trump"], [0, 0]),
    ("en", "Donald Trump is silent, the US president waits.", "2023-03-01",
     ["Donald Trump", "US president"], [0, 1]),
    ("en", "Donald Trump is silent, the former US president waits.", "2023-03",
     ["Donald Trump", "former US president"], [0, 0]),
    ("fr", "Emmanuel Macron se tait, le chef de l'Etat attend.", "2020",
     ["Emmanuel Macron", "chef de l'Etat"], [0, 0]),
    ("fr", "Emmanuel Macron se tait, le président de la République attend.", None,
     ["Emmanuel Macron", "président de la République"], [0, 0]),
    ("fr", "Emmanuel Macron se tait, le président du Parlement attend.", "2020-01-01",
     ["Emmanuel Macron", "président du Parlement"], [0, 1]),
    ("en", "Emmanuel Macron is silent, the Iraqi president waits.", "2020-01-01",
     ["Emmanuel Macron", "Iraqi president"], [0, 1]),
    ("en", "Vladimir Putin is silent, his prime minister waits.", "2010-01-01",
     ["Vladimir Putin", "prime minister"], [0, 1]),
    ("en", "The Turkish leader waits, and Recep Tayyip Erdogan too.", "2018-01-01",
     ["Turkish leader", "Recep Tayyip Erdogan"], [0, 0]),
    # a president of no named state may be anyone's
    ("en", "Emmanuel Macron met nobody, and the president waits.", "2018-01-01",
     ["Emmanuel Macron", "president"], [0, 1]),
    ("en", "The head of state waits, and Emmanuel Macron too.", "2018-01-01",
     ["head of state", "Emmanuel Macron"], [0, 0]),
    # two of those named are presidents: which of them is told is left to the resolver
    ("en", "Emmanuel Macron met Donald Trump, and the head of state waits.", "2018-01-01",
     ["Emmanuel Macron", "Donald Trump", "head of state"], [0, 1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "published", "persons", "things"), IN_OFFICE)
def test_who_is_told_by_an_office_holds_it(
    language: str, text: str, published: str | None, persons: list[str], things: list[int]
) -> None:
    mentions = [(words, "Person") for words in persons]
    assert things_of(language, text, mentions, NoneMeant(), published) == things


def test_whoever_is_told_by_an_office_holds_it_though_the_words_were_taken_for_a_body() -> None:
    text = "Abiy Ahmed is silent, the Ethiopian prime minister waits."
    mentions = [("Abiy Ahmed", "Person"), ("Ethiopian prime minister", "Organisation")]
    assert things_of("en", text, mentions, NoneMeant(), "2020-11-12") == [0, 0]


def test_who_holds_another_office_is_not_meant() -> None:
    for name, office, things in (
        ("Ilan Tor", "foreign minister", [0, 0]),
        ("Emmanuel Macron", "foreign minister", [0, 1]),
        ("Ilan Tor", "leader of the rebels", [0, 0]),
        ("Emmanuel Macron", "leader of the rebels", [0, 1]),
    ):
        text = f"{name} is silent, and the {office} waits."
        mentions = [(name, "Person"), (office, "Person")]
        assert things_of("en", text, mentions, LatestMeant(), "2020-01-01") == things


def listed_as(language: str, text: str, mention: tuple[str, str]) -> str | None:
    """What a mention is called that is taken for a thing that is listed, else None."""
    tokens, spoken = spoken_in(language, text, [mention])
    listed = lookup().find(tokens.texts, tokens.pos, language)
    (entity,) = linker().link(spoken, [listed], NoneMeant()).entities
    return entity.name if entity.known else None


# (language, text, mention and class, the name of the thing that it is taken for)
OWNERS = [
    ("fr", "L'armée de terre a tiré à Bogota, en Colombie.", ("armée de terre", "ArmedForce"), None),
    ("fr", "L'armée de terre a tiré à Lyon, en France.", ("armée de terre", "ArmedForce"), "French Army"),
    ("en", "The RSF shelled Omdurman in Sudan.", ("RSF", "ArmedGroup"), "Rapid Support Forces"),
    ("fr", "RSF a dénoncé un raid au Mali.", ("RSF", "Organisation"), "Reporters Without Borders"),
    ("fr", "Les soldats nigériens gardent Boni, au Niger.", ("Boni", "City"), None),
    ("fr", "Les soldats nigériens sont partis de Barcelone.", ("Barcelone", "City"), "Barcelona"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mention", "name"), OWNERS)
def test_a_name_that_several_have_is_that_of_a_state_told_of(
    language: str, text: str, mention: tuple[str, str], name: str | None
) -> None:
    assert listed_as(language, text, mention) == name


class LatestMeant:
    """A resolver that takes the thing told last for the one that is meant."""

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        return things[0] if things else None


class SeatMeant:
    """A resolver that takes a "capital" for a state's capital, and anything else for a new thing."""

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        return next((thing for thing in things if thing.number in asked.seats), None)


# (text, two mentions of persons, whether they may be one)
NAMESAKES = [
    ("President Goodluck Tor met Alain Dresh.", ["President Goodluck Tor", "Alain Dresh"], False),
    ("President Goodluck Tor met the chief.", ["President Goodluck Tor", "chief"], True),
    ("Goodluk Tor left after Goodluck Torr spoke.", ["Goodluk Tor", "Goodluck Torr"], True),
    ("Alain Dresh met Noel Dresh.", ["Alain Dresh", "Noel Dresh"], False),
    ("French minister Alain Dresh met the German minister.",
     ["French minister Alain Dresh", "German minister"], False),
    ("French minister Alain Dresh spoke, and the French minister left.",
     ["French minister Alain Dresh", "French minister"], True),
    ("US envoy to Iraq Alain Dresh left, and the envoy to Iraq spoke.",
     ["US envoy to Iraq Alain Dresh", "envoy to Iraq"], True),
    ("Alain Dresh met Ali Dresh.", ["Alain Dresh", "Ali Dresh"], False),
    ("Alain Dresh's envoy Noel Tor left, and Alain Dresh spoke.",
     ["Alain Dresh's envoy Noel Tor", "Alain Dresh"], False),
    ("Alain Dresh met Alan Dresh.", ["Alain Dresh", "Alan Dresh"], True),
    ("Alain Mora Dresh met Alain Tor.", ["Alain Mora Dresh", "Alain Tor"], False),
    ("Alain Dresh Mora met Alain Dresh.", ["Alain Dresh Mora", "Alain Dresh"], True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "persons", "one"), NAMESAKES)
def test_persons_of_other_full_names_are_never_one(text: str, persons: list[str], *, one: bool) -> None:
    told = things_of("en", text, [(words, "Person") for words in persons], LatestMeant())
    assert (len(set(told)) == 1) is one


class LatestCityMeant:
    """A resolver that takes a city for the one told last, and all else for things not told before."""

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        return next((thing for thing in things if thing.cls == asked.mention.cls == "City"), None)


@pytest.mark.parametrize(
    ("text", "mentions", "one"),
    [
        ("They left Palma for the town of Pemba.", ["Palma", "town of Pemba"], False),
        ("They left Karvelo for the town of Karvel.", ["Karvelo", "town of Karvel"], True),
        ("They left Karvelo, a town of fishermen.", ["Karvelo", "town of fishermen"], True),
    ],
)
def test_a_town_under_its_name_is_no_other_town(text: str, mentions: list[str], *, one: bool) -> None:
    told = things_of("en", text, [(words, "City") for words in mentions], LatestCityMeant())
    assert (len(set(told)) == 1) is one


@pytest.mark.parametrize(
    ("language", "text", "mentions", "one"),
    [
        ("en", "The Taliban fled from the anti-Taliban rebels.", ["Taliban", "anti-Taliban rebels"], False),
        ("en", "The Taliban fled from the rebels.", ["Taliban", "rebels"], True),
        ("fr", "Les anti-balaka ont fui, et les miliciens anti-balaka aussi.",
         ["anti-balaka", "miliciens anti-balaka"], True),
        ("fr", "Daech a fui les forces anti-Daech.", ["Daech", "forces anti-Daech"], False),
    ],
)  # fmt: skip
def test_nobody_stands_against_himself(language: str, text: str, mentions: list[str], *, one: bool) -> None:
    told = things_of(language, text, [(words, "ArmedGroup") for words in mentions], LatestMeant())
    assert (len(set(told)) == 1) is one


@pytest.mark.parametrize(
    ("text", "mentions", "one"),
    [
        # "al" is nothing in common, nor is what stands far from a name its other name
        ("Jund al-Karvel left as Firqat al-Dresh came.", ["Jund al-Karvel", "Firqat al-Dresh"], False),
        ("Jund al-Karvel left as Jund Karvel did.", ["Jund al-Karvel", "Jund Karvel"], True),
        ("Jund al-Karvell left as Karvel did.", ["Jund al-Karvell", "Karvel"], True),  # spelled alike
        ("The men of Jund al-Karvel (Firqat al-Dresh) left.", ["Jund al-Karvel", "Firqat al-Dresh"], True),
        ("They left Jund al-Karvel. Firqat al-Dresh came.", ["Jund al-Karvel", "Firqat al-Dresh"], False),
        ("Jund al-Karvel left, and the JKF came.", ["Jund al-Karvel", "JKF"], True),  # may stand for it
        (
            "Jund al-Karvel left as the Dresh rebels came.",
            ["Jund al-Karvel", "Dresh rebels"],
            True,
        ),
    ],
)
def test_names_with_nothing_in_common_are_two_things(text: str, mentions: list[str], *, one: bool) -> None:
    told = things_of("en", text, [(words, "ArmedGroup") for words in mentions], LatestMeant())
    assert (len(set(told)) == 1) is one


@pytest.mark.parametrize(
    ("language", "text", "mentions", "one"),
    [
        ("en", "An official spoke, and officials agreed.", ["official", "officials"], False),
        ("en", "Officials spoke, and an official agreed.", ["Officials", "official"], False),
        ("en", "Officials spoke, and the officials agreed.", ["Officials", "officials"], True),
        ("en", "Officials spoke, and the authorities agreed.", ["Officials", "authorities"], True),
        ("fr", "Un responsable parle, des responsables aussi.", ["responsable", "responsables"], False),
    ],
)
def test_one_is_not_several(language: str, text: str, mentions: list[str], *, one: bool) -> None:
    told = things_of(language, text, [(words, "Organisation") for words in mentions], LatestMeant())
    assert (len(set(told)) == 1) is one


# (language, text, mentions and their classes, the thing that each is)
RULED: list[tuple[str, str, list[tuple[str, str]], list[int]]] = [
    ("fr", "Le régime de Damas attend, comme le gouvernement syrien.",
     [("régime de Damas", "Organisation"), ("gouvernement syrien", "Organisation")], [0, 0]),
    ("en", "The Kiev regime waits, as the Ukrainian government does.",
     [("Kiev regime", "Organisation"), ("Ukrainian government", "Organisation")], [0, 0]),
    ("en", "The government in Nairobi waits, as the Kenyan government does.",
     [("government in Nairobi", "Organisation"), ("Kenyan government", "Organisation")], [0, 0]),
    ("fr", "L'armée de Damas attend, comme l'armée syrienne.",
     [("armée de Damas", "ArmedForce"), ("armée syrienne", "ArmedForce")], [0, 0]),
    ("en", "The force in Damascus waits, as the Syrian force does.",
     [("force in Damascus", "ArmedForce"), ("Syrian force", "ArmedForce")], [0, 1]),
    ("fr", "Le tribunal de Paris attend, comme le tribunal français.",
     [("tribunal de Paris", "Organisation"), ("tribunal français", "Organisation")], [0, 1]),
    ("fr", "Le président tchadien Ilan Tor attend, comme les troupes de Tor et l'armée tchadienne.",
     [("président tchadien Ilan Tor", "Person"), ("troupes de Tor", "ArmedForce"),
      ("armée tchadienne", "ArmedForce")], [0, 1, 1]),
    ("fr", "Le maréchal tchadien Ilan Tor attend, comme les troupes de Tor et l'armée tchadienne.",
     [("maréchal tchadien Ilan Tor", "Person"), ("troupes de Tor", "ArmedForce"),
      ("armée tchadienne", "ArmedForce")], [0, 1, 2]),
    ("en", "The Kenyan envoy Ilan Tor waits, as the regime of Ilan Tor and the Kenyan regime do.",
     [("Kenyan envoy Ilan Tor", "Person"), ("regime of Ilan Tor", "Organisation"),
      ("Kenyan regime", "Organisation")], [0, 1, 1]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mentions", "things"), RULED)
def test_whose_government_and_forces_a_capital_or_a_ruler_tells(
    language: str, text: str, mentions: list[tuple[str, str]], things: list[int]
) -> None:
    assert things_of(language, text, mentions, NoneMeant()) == things


# (language, text, mentions and their classes, the name of the first thing)
COUNTED = [
    ("fr", "Au moins 21 civils ont fui.", "Au moins 21 civils", "PopulationGroup", "civils"),
    ("fr", "Des dizaines de soldats ont fui.", "dizaines de soldats", "ArmedForce", "soldats"),
    ("en", "More than 200 Afghan soldiers fled.", "More than 200 Afghan soldiers", "ArmedForce",
     "Afghan soldiers"),
    ("fr", "La radio des Mille Collines émet.", "Mille Collines", "NewsOrganisation", "Mille Collines"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "mention", "cls", "name"), COUNTED)
def test_how_many_they_are_is_no_part_of_a_name(
    language: str, text: str, mention: str, cls: str, name: str
) -> None:
    _, spoken = spoken_in(language, text, [(mention, cls)])
    assert linker().link(spoken, [[]], NoneMeant()).entities[0].name == name


def test_what_a_town_is_called_tells_what_it_is() -> None:
    tokens, spoken = spoken_in(
        "fr",
        "Karvel est reprise. L'armée a repris la ville de Karvel.",
        [("Karvel", "Person"), ("ville de Karvel", "City")],
    )
    linked = linker().link(spoken, [lookup().find(tokens.texts, tokens.pos, "fr")], LatestMeant())
    assert [(entity.name, entity.cls) for entity in linked.entities] == [("Karvel", "City")]


def test_a_town_and_a_person_of_one_name_are_two_things() -> None:
    iris = []
    for cls in ("City", "Village", "Person", "ArmedGroup", "ArmedForce"):
        _, spoken = spoken_in("en", "Karvel is told of.", [("Karvel", cls)])
        iris.append(linker().link(spoken, [[]], NoneMeant()).entities[0].iri)
    assert iris[0] == iris[1]
    assert iris[3] == iris[4]
    assert len(set(iris)) == 3


def test_a_capital_told_long_ago_may_be_the_capital() -> None:
    towns = ["Carvo", "Resh", "Amal", "Jo", "Ken", "Lis", "Max", "Nor", "Ole", "Pia", "Rut", "Sam"]
    text = f"Nairobi fell before {', '.join(towns)} and the capital."
    mentions = [("Nairobi", "City"), *((name, "City") for name in towns), ("capital", "City")]
    assert things_of("en", text, mentions, SeatMeant())[-1] == 0


def test_a_description_may_mean_a_thing_long_past() -> None:
    people = ["Tor", "Resh", "Amal", "Jo", "Ken", "Lis", "Max", "Nor", "Ole", "Pia", "Rut", "Sam"]
    text = f"Carvo fell before {', '.join(people)} reached the town."
    mentions = [("Carvo", "City"), *((name, "Person") for name in people), ("town", "City")]
    _, spoken = spoken_in("en", text, mentions)
    linked = linker().link(spoken, [[]], LatestCityMeant())
    assert linked.of_mention[-1] == linked.of_mention[0]


# (language, text, the capital where it was written, a later description, whether it may be the capital)
DESKS = [
    ("en", "COLOMBO - Troops took the town.", "COLOMBO", "town", False),
    ("en", "COLOMBO - Troops guard the capital.", "COLOMBO", "capital", True),
    ("en", "Troops left Colombo and took the town.", "Colombo", "town", True),
    ("fr", "BEYROUTH - L'armée bombarde la ville.", "BEYROUTH", "ville", False),
]


@pytest.mark.parametrize(("language", "text", "capital", "described", "may"), DESKS)
def test_a_description_does_not_mean_the_capital_where_a_report_was_written(
    language: str, text: str, capital: str, described: str, *, may: bool
) -> None:
    tokens, spoken = spoken_in(language, text, [(capital, "City"), (described, "City")])
    listed = lookup().find(tokens.texts, tokens.pos, language)
    spoken[0] = replace(spoken[0], desk=opens_dispatch(tokens, spoken[0].first, spoken[0].end))
    one, other = linker().link(spoken, [listed], LatestCityMeant()).of_mention
    assert (one == other) is may


@pytest.mark.parametrize(
    ("language", "text", "cls", "form"),
    [
        ("en", "al-Karvel", "Village", "name"),
        ("fr", "Al-Karvel", "Village", "name"),
        ("en", "KLF", "ArmedGroup", "name"),
        ("en", "Karvel", "Village", "name"),
        ("en", "Army", "ArmedForce", "description"),
        ("fr", "ONG", "Organisation", "description"),
        ("en", "army of Karvel", "ArmedForce", "name"),
        ("en", "the army", "ArmedForce", "description"),
    ],
)
def test_a_capital_makes_a_name_of_all_but_common_nouns(
    language: str, text: str, cls: str, form: str
) -> None:
    _, spoken = spoken_in(language, f"{text}.", [(text, cls)])
    linked = linker().link(spoken, [[]], LatestMeant())
    (mention,) = linked.entities[0].mentions
    assert mention.form == form


def test_a_capital_that_acts_does_not_make_its_government_a_city() -> None:
    text = "Madrid blamed the rebels. The Spanish government waited."
    tokens, (capital, government) = spoken_in(
        "en", text, [("Madrid", "City"), ("Spanish government", "Organisation")]
    )
    known = lookup().find(tokens.texts, tokens.pos, "en")
    linked = linker().link([replace(capital, acts=True), government], [known], LatestMeant())
    assert linked.of_mention == (0, 0)
    assert linked.entities[0].cls == "Organisation"
