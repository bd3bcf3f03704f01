"""Numbers in made-up sentences: what they are, what they count, and in which event."""

import math
from functools import cache

import pytest
from fixture_documents import paragraph
from fixture_reader import reader

from kg.claim import Quantity, Reading
from kg.extract.cardinals import read_digits
from kg.extract.numerals import find_numerals
from kg.language import LANGUAGES
from kg.language.words import number_words
from kg.ontology import load_ontology

MANY = math.inf

# (language, text, [(words, low, high, bound)])
EXPRESSIONS = [
    ("en", "7 men", [("7", 7, 7, "exact")]),
    ("en", "18,400 men", [("18,400", 18_400, 18_400, "exact")]),
    ("en", "18 400 men", [("18 400", 18_400, 18_400, "exact")]),
    ("en", "2,018,400 men", [("2,018,400", 2_018_400, 2_018_400, "exact")]),
    ("en", "18.400 men", [("18.400", 18_400, 18_400, "exact")]),
    ("en", "3.5 million men", [("3.5 million", 3_500_000, 3_500_000, "exact")]),
    ("en", "3.125 million men", [("3.125 million", 3_125_000, 3_125_000, "exact")]),
    ("en", "seventeen men", [("seventeen", 17, 17, "exact")]),
    ("en", "sixty-three men", [("sixty-three", 63, 63, "exact")]),
    ("en", "four hundred and eleven men", [("four hundred and eleven", 411, 411, "exact")]),
    ("en", "nine thousand two hundred men", [("nine thousand two hundred", 9_200, 9_200, "exact")]),
    ("en", "a hundred men", [("a hundred", 100, 100, "exact")]),
    ("en", "a dozen men", [("a dozen", 12, 12, "about")]),
    ("en", "three dozen men", [("three dozen", 36, 36, "exact")]),
    ("en", "half a million men", [("half a million", 500_000, 500_000, "exact")]),
    ("en", "two and a half million men", [("two and a half million", 2_500_000, 2_500_000, "exact")]),
    ("en", "several dozen men", [("several dozen", 24, 119, "between")]),
    ("en", "a few hundred men", [("a few hundred", 200, 999, "between")]),
    ("en", "hundreds of men", [("hundreds", 200, 999, "between")]),
    ("en", "tens of thousands of men", [("tens of thousands", 20_000, 99_999, "between")]),
    ("en", "between 15 and 25 men", [("between 15 and 25", 15, 25, "between")]),
    ("en", "15 to 25 men", [("15 to 25", 15, 25, "between")]),
    ("en", "15-25 men", [("15-25", 15, 25, "between")]),
    ("en", "three or four men", [("three or four", 3, 4, "between")]),
    ("en", "4 to 5 million men", [("4 to 5 million", 4_000_000, 5_000_000, "between")]),
    ("en", "15 and 25 men", [("15", 15, 15, "exact"), ("25", 25, 25, "exact")]),
    ("en", "at least 15 men", [("at least 15", 15, MANY, "at least")]),
    ("en", "15 or more men", [("15 or more", 15, MANY, "at least")]),
    ("en", "more than a hundred men", [("more than a hundred", 100, MANY, "more than")]),
    ("en", "up to 15 men", [("up to 15", 0, 15, "at most")]),
    ("en", "fewer than 15 men", [("fewer than 15", 0, 15, "fewer than")]),
    ("en", "nearly 15 men", [("nearly 15", 15, 15, "about")]),
    ("en", "about 15 to 25 men", [("about 15 to 25", 15, 25, "between")]),
    ("en", "at least about 15 men", [("at least about 15", 15, MANY, "at least")]),
    ("fr", "18 400 hommes", [("18 400", 18_400, 18_400, "exact")]),
    ("fr", "18.400 hommes", [("18.400", 18_400, 18_400, "exact")]),
    ("fr", "3,5 milliards d'habitants", [("3,5 milliards", 3.5e9, 3.5e9, "exact")]),
    ("fr", "vingt-six hommes", [("vingt-six", 26, 26, "exact")]),
    ("fr", "vingt et un hommes", [("vingt et un", 21, 21, "exact")]),
    ("fr", "trois cents hommes", [("trois cents", 300, 300, "exact")]),
    ("fr", "soixante-dix hommes", [("soixante-dix", 70, 70, "exact")]),
    ("fr", "soixante et onze hommes", [("soixante et onze", 71, 71, "exact")]),
    ("fr", "quatre-vingt-dix-huit hommes", [("quatre-vingt-dix-huit", 98, 98, "exact")]),
    ("fr", "quatre-vingts hommes", [("quatre-vingts", 80, 80, "exact")]),
    ("fr", "deux mille cent vingt hommes", [("deux mille cent vingt", 2_120, 2_120, "exact")]),
    ("fr", "mille hommes", [("mille", 1_000, 1_000, "exact")]),
    ("fr", "une cinquantaine d'hommes", [("une cinquantaine", 50, 50, "about")]),
    ("fr", "deux millions et demi d'hommes", [("deux millions et demi", 2_500_000, 2_500_000, "exact")]),
    ("fr", "un demi-million d'hommes", [("un demi-million", 500_000, 500_000, "exact")]),
    ("fr", "des dizaines d'hommes", [("dizaines", 20, 99, "between")]),
    ("fr", "plusieurs centaines d'hommes", [("plusieurs centaines", 200, 999, "between")]),
    ("fr", "des centaines de milliers d'hommes", [("centaines de milliers", 200_000, 999_999, "between")]),
    ("fr", "entre 15 et 25 hommes", [("entre 15 et 25", 15, 25, "between")]),
    ("fr", "de 15 à 25 hommes", [("15 à 25", 15, 25, "between")]),
    ("fr", "trois ou quatre hommes", [("trois ou quatre", 3, 4, "between")]),
    ("fr", "au moins 15 hommes", [("au moins 15", 15, MANY, "at least")]),
    ("fr", "plus d'une trentaine d'hommes", [("plus d'une trentaine", 30, MANY, "more than")]),
    ("fr", "jusqu'à 15 hommes", [("jusqu'à 15", 0, 15, "at most")]),
    ("fr", "moins de 15 hommes", [("moins de 15", 0, 15, "fewer than")]),
    ("fr", "près de 15 hommes", [("près de 15", 15, 15, "about")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), EXPRESSIONS)
def test_expressions(language: str, text: str, wanted: list[tuple[str, float, float, str]]) -> None:
    found = [(text[n.start : n.end], n.low, n.high, n.bound) for n in find_numerals(text, language)]
    assert found == wanted


# (language, text, words, value, measure, unit)
MEASURES = [
    ("en", "worth $12 million in all", "$12 million", 12e6, "money", "USD"),
    ("en", "worth US$12m in all", "US$12m", 12e6, "money", "USD"),
    ("en", "worth €3.5bn in all", "€3.5bn", 3.5e9, "money", "EUR"),
    ("en", "worth 12 million dollars in all", "12 million dollars", 12e6, "money", "USD"),
    ("en", "some 45% of it", "some 45%", 45, "percent", "%"),
    ("en", "45 per cent of it", "45 per cent", 45, "percent", "%"),
    ("en", "80 tonnes of flour", "80 tonnes", 80, "mass", "tonne"),
    ("en", "600 square kilometres of land", "600 square kilometres", 600, "area", "km²"),
    ("fr", "des aides de 12 millions d'euros", "12 millions d'euros", 12e6, "money", "EUR"),
    ("fr", "des aides de 12 M€", "12 M€", 12e6, "money", "EUR"),
    ("fr", "3,5 milliards de dollars", "3,5 milliards de dollars", 3.5e9, "money", "USD"),
    ("fr", "45 % du pays", "45 %", 45, "percent", "%"),
    ("fr", "80 tonnes de farine", "80 tonnes", 80, "mass", "tonne"),
    ("fr", "600 kilomètres carrés", "600 kilomètres carrés", 600, "area", "km²"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "value", "measure", "unit"), MEASURES)
def test_measures(language: str, text: str, words: str, value: float, measure: str, unit: str) -> None:
    (found,) = find_numerals(text, language)
    assert (text[found.start : found.end], found.low, found.measure, found.unit) == (
        words, value, measure, unit,
    )  # fmt: skip


# What is no number of things: times, names, ordinals, codes, telephones, what no language writes so.
NONE = [
    ("en", "at 14:45"), ("en", "at 9 pm"), ("en", "the 3rd wave"), ("en", "resolution 2118"),
    ("en", "article 12"), ("en", "No. 6"), ("en", "an F-16 and a T-90"), ("en", "a 120mm mortar"),
    ("en", "a 19-year-old"), ("en", "aged 19"), ("en", "call +44 20 7946 0958"), ("en", "555-020-7788"),
    ("en", "1,,,2"), ("en", "10^400"), ("en", "9" * 400), ("en", "XVII corps"), ("en", "12/7"),
    ("en", "a three-man crew"), ("en", "version 1.2.3"), ("en", "4 March"), ("en", "#12"), ("en", "0 men"),
    ("fr", "à 14h45"), ("fr", "la 3e vague"), ("fr", "le 1er bataillon"), ("fr", "l'article 12"),
    ("fr", "la résolution 2118"), ("fr", "âgé de 19 ans"), ("fr", "le n° 6"), ("fr", "4 mars"),
    ("fr", "06 12 34 56 78"), ("fr", "des Kalachnikov AK-47"), ("fr", "12 km"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_counts_nothing(language: str, text: str) -> None:
    assert find_numerals(text, language) == []


@pytest.mark.parametrize("text", ["٣٠ men", "３０ men"])
def test_digits_of_other_scripts_are_digits(text: str) -> None:
    assert [n.low for n in find_numerals(text, "en")] == [30]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 4 5 " * 2000,
        "1,234 " * 3000,
        "one " * 3000,
        "cent mille " * 3000,
        "-" * 5000 + "1",
        "12-" * 3000,
        "½ ² ① ⅷ ௧",
        "\u0000 7\u202f000 \ufeff",
        "1e999 -1 +1 .5 5. 5,",
    ],
)
def test_bad_input_is_no_fault(language: str, text: str) -> None:
    for found in find_numerals(text, language):
        assert 0 <= found.start <= found.first < found.last <= found.end <= len(text)
        assert 0 <= found.low <= found.high
        assert found.low < 1e15


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5", None), ("1.5", 1.5), ("1,500", 1500), ("1.500", 1500), ("0.125", 0.125), ("1,500.25", 1500.25)],
)
def test_digits_of_english(text: str, value: float | None) -> None:
    assert read_digits(text, number_words("en").data["digits"]) == value


# -- attached to events


@cache
def read(text: str, language: str) -> Reading:
    return reader().read(paragraph(text, language))


def told(text: str, language: str) -> list[str]:
    """What the quantities of a sentence say, with the triggers of their events."""
    return sorted(
        f"{claim.trigger}: {q.kind} {_bounds(q)}{' of them' if q.among else ''}"
        for claim in read(text, language).claims
        for q in claim.quantities
    )


def _bounds(quantity: Quantity) -> str:
    low = f"{quantity.low:.0f}"
    high = "" if quantity.high == MANY else f"{quantity.high:.0f}"
    return low if low == high else f"{low}-{high}"


# (language, sentence, ["trigger: kind number"]); "14-" is open above
ATTACHED = [
    ("en", "Rebels killed 14 soldiers near Idlib.", ["killed: killed 14"]),
    ("en", "14 soldiers were killed near Idlib.", ["killed: killed 14"]),
    ("en", "More than 14 people died in Idlib.", ["died: killed 14-"]),
    ("en", "Rebels killed 14 soldiers and wounded 22 near Idlib.",
     ["killed: killed 14", "killed: wounded 22"]),
    ("en", "Idlib bombing kills 14, wounds 22", ["kills: killed 14", "kills: wounded 22"]),
    ("en", "14 people were killed or wounded in Idlib.", ["killed: casualties 14"]),
    ("en", "The shelling of Idlib left 14 people dead.", ["dead: killed 14"]),
    ("en", "Officials in Idlib reported 14 deaths.", ["deaths: killed 14"]),
    ("en", "The death toll of the bombing in Aleppo had reached 140.", ["toll: killed 140"]),
    ("en", "Six gunmen killed two guards in Idlib.", ["killed: killed 2"]),
    ("en", "No civilians were killed in Idlib.", []),
    ("en", "In 2014 rebels killed the governor of Idlib.", []),
    ("en", "The army killed 9 rebels, 5 farmers and 3 drivers in Idlib.",
     ["killed: killed 3", "killed: killed 5", "killed: killed 9"]),
    ("en", "Police in Idlib arrested between 30 and 40 suspects.", ["arrested: detained 30-40"]),
    ("en", "Hundreds of thousands of people have fled Idlib.", ["fled: displaced 200000-999999"]),
    ("en", "France deployed 450 soldiers in Mali.", ["deployed: strength 450"]),
    ("en", "The army captured eleven villages near Idlib.", ["captured: captured 11"]),
    ("en", "Tanks destroyed 16 of the 90 houses in the village.", ["destroyed: destroyed 16"]),
    ("en", "Russian jets carried out 25 airstrikes on Idlib.", ["airstrikes: occurrences 25"]),
    ("en", "Rebels fired 60 rockets at Aleppo.", ["fired: fired 60"]),
    ("en", "Rebels have captured 60% of Idlib.", ["captured: share 60"]),
    ("fr", "Les rebelles ont tué au moins 14 soldats à Idleb.", ["tué: killed 14-"]),
    ("fr", "L'attentat de Kaboul a fait 14 morts et 22 blessés.", ["morts: killed 14", "morts: wounded 22"]),
    ("fr", "Un soldat a été blessé et 14 civils ont été tués à Idleb.", ["tués: killed 14"]),
    ("fr", "Quatorze civils ont été tués ou blessés à Idleb.", ["tués: casualties 14"]),
    ("fr", "Des dizaines de milliers de civils ont fui Idleb.", ["fui: displaced 20000-99999"]),
    ("fr", "La police de Paris a arrêté une trentaine de suspects.", ["arrêté: detained 30"]),
    ("fr", "Près de 450 soldats français sont déployés au Mali.", ["déployés: strength 450"]),
    ("fr", "L'armée syrienne a repris onze villages.", ["repris: captured 11"]),
    ("fr", "Les bombardements ont détruit entre 15 et 25 maisons.", ["détruit: destroyed 15-25"]),
    ("fr", "La CMA affirme avoir repoussé une attaque et abattu deux hélicoptères.", ["abattu: destroyed 2"]),
    ("fr", "La Russie a lancé 64 drones contre l'Ukraine.", ["lancé: fired 64"]),
    ("en", "Russia launched 64 drones and five missiles.", ["launched: fired 5", "launched: fired 64"]),
    ("en", "The army shot down 53 drones over Kyiv.", ["shot: destroyed 53"]),
    ("en", "Turkey has deployed twenty drones in Libya.", ["deployed: strength 20"]),
    ("fr", "Aucun civil n'a été tué à Idleb.", []),
    ("en", "Twelve people, including three children, were killed in Idlib.",
     ["killed: killed 12", "killed: killed 3 of them"]),
    ("en", "Twenty people were wounded, five of them seriously, in Idlib.",
     ["wounded: wounded 20", "wounded: wounded 5 of them"]),
    ("en", "Nine people were killed and 40 houses were destroyed in Idlib.",
     ["destroyed: destroyed 40", "killed: killed 9"]),
    ("en", "The 500-strong force attacked Idlib.", ["attacked: strength 500"]),
    ("en", "The United States pledged $30 million of humanitarian aid to Yemen.", ["aid: money 30000000"]),
    ("en", "The convoy delivered 80 tonnes of flour to civilians in Aleppo.", ["delivered: supplied 80"]),
    ("fr", "Le Conseil a imposé des sanctions de 12 millions d'euros.", ["sanctions: money 12000000"]),
    ("fr", "Sept soldats ont été tués à Idleb, dont deux officiers.",
     ["tués: killed 2 of them", "tués: killed 7"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), ATTACHED)
def test_attachment(language: str, text: str, wanted: list[str]) -> None:
    assert told(text, language) == wanted


def test_a_quantity_keeps_words_unit_and_bound() -> None:
    text = "Près  de\n18\u202f400 civils ont fui Idleb."
    (claim,) = read(text, "fr").claims
    (quantity,) = claim.quantities
    assert quantity == Quantity("displaced", 18_400, 18_400, "Près  de\n18\u202f400", "civils", "about")
    assert quantity.text in claim.evidence.quote


def test_a_number_does_not_change_the_status() -> None:
    claims = read("Islamic State did not capture eleven villages near Idlib.", "en").claims
    assert [(c.status, q.low) for c in claims for q in c.quantities] == [("denied", 11)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_of_numbers_only_is_read(language: str) -> None:
    text = "12 400 7 1,,,2 10^400 XIV ٣٠\n" * 40
    assert [claim.quantities for claim in read(text, language).claims] == []


# -- words and model


def test_the_languages_tell_the_same_kinds() -> None:
    english, french = (number_words(language).data for language in ("en", "fr"))
    assert english.keys() == french.keys()
    for part in ("bounds", "after", "nouns", "kinds", "measures", "joining"):
        assert english[part].keys() == french[part].keys(), part


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_ontology_name_the_same_kinds(language: str) -> None:
    data = number_words(language).data
    kinds = load_ontology().quantities
    assert data["kinds"].keys() <= {kind.notation for kind in kinds}
    things = {*data["nouns"], *data["measures"], "money", "event", "other"}
    assert {thing for kind in kinds for thing in kind.counts} <= things
    assert {*data["nouns"], *data["measures"]} <= {thing for kind in kinds for thing in kind.counts}


def test_every_kind_has_labels_and_is_told_or_counted() -> None:
    ontology = load_ontology()
    notations = {kind.notation for kind in ontology.quantities}
    for kind in ontology.quantities:
        assert kind.broader is None or kind.broader in notations
        assert ontology.terms[kind.name].labels
        assert kind.counts
        assert kind.classes or kind.told
