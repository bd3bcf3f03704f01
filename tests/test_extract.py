"""What the reader finds in made-up sentences, with the pipelines and models that ship."""

from functools import cache

import pytest
from fixture_reader import reader

from kg.claim import Block, Claim, Document, Reading
from kg.extract.tokens import all_tokens
from kg.language import parse


@cache
def read(text: str, language: str, published: str | None = None) -> Reading:
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start, start + len(line), "paragraph", language))
        start += len(line) + 1
    return reader().read(
        Document(name="made-up.txt", text=text, language=language, blocks=tuple(blocks), published=published)
    )


def claim_of(reading: Reading, cls: str) -> Claim:
    found = [claim for claim in reading.claims if claim.cls == cls]
    assert found, [claim.cls for claim in reading.claims]
    return found[0]


def names(reading: Reading, claim: Claim, role: str) -> set[str]:
    named = {entity.iri: entity.name for entity in reading.entities}
    return {named[filler.entity] for filler in claim.fillers(role)}


# (language, sentence, class, {role: names})
EVENTS = [
    ("en", "Iraqi forces recaptured Tikrit from Islamic State on 31 March 2015.", "Capture",
     {"agent": {"Iraqi forces"}, "place": {"Tikrit"}, "target": {"Islamic State"}}),
    ("en", "Tikrit was recaptured by Iraqi forces.", "Capture",
     {"agent": {"Iraqi forces"}, "place": {"Tikrit"}}),
    ("en", "Taliban fighters attacked Kunduz.", "Offensive", {"agent": {"Taliban"}, "place": {"Kunduz"}}),
    ("en", "Boko Haram has held Gwoza since August 2014.", "Control",
     {"agent": {"Boko Haram"}, "place": {"Gwoza"}}),
    ("en", "Thousands of civilians fled Aleppo.", "Displacement", {"place": {"Aleppo"}}),
    ("fr", "Les forces irakiennes ont repris Tikrit à l'État islamique.", "Capture", {"place": {"Tikrit"}}),
    ("fr", "L'armée syrienne a bombardé Idleb.", "Airstrike", {}),
    ("fr", "Les talibans ont attaqué Kunduz.", "Offensive", {"agent": {"Taliban"}, "place": {"Kunduz"}}),
    ("fr", "Des milliers de civils ont fui Alep.", "Displacement", {"place": {"Aleppo"}}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "cls", "roles"), EVENTS)
def test_events_and_their_roles(language: str, text: str, cls: str, roles: dict[str, set[str]]) -> None:
    reading = read(text, language)
    claim = claim_of(reading, cls)
    assert {role: names(reading, claim, role) & wanted for role, wanted in roles.items()} == roles


# (language, sentence, publication date, class, date)
DATES = [
    ("en", "On 6 March 2017 Iraqi forces captured the airport of Mosul.", None, "Capture", "2017-03-06"),
    ("en", "Boko Haram has held Gwoza since August 2014.", None, "Control", "2014-08/.."),
    (
        "fr",
        "Le 6 mars 2017, l'armée irakienne a repris l'aéroport de Mossoul.",
        None,
        "Capture",
        "2017-03-06",
    ),
]


@pytest.mark.parametrize(("language", "text", "published", "cls", "date"), DATES)
def test_dates(language: str, text: str, published: str | None, cls: str, date: str) -> None:
    assert claim_of(read(text, language, published), cls).date == date


# (language, sentence, class, status)
STATUSES = [
    ("en", "Rebels captured Harim.", "Capture", "asserted"),
    ("en", "The army plans to retake Harim next month.", "Capture", "planned"),
    ("fr", "Les rebelles se sont emparés de Harim.", "Capture", "asserted"),
    ("fr", "Les rebelles ont pris Harim.", "Capture", "asserted"),
    ("fr", "Les soldats sont entrés dans Damas.", "Offensive", "asserted"),
    ("fr", "L'armée veut reprendre Harim.", "Capture", "planned"),
]


@pytest.mark.parametrize(("language", "text", "cls", "status"), STATUSES)
def test_status(language: str, text: str, cls: str, status: str) -> None:
    assert claim_of(read(text, language), cls).status == status


# (language, name as written, English name, class)
NAMES = [
    ("en", "Daesh", "Islamic State", "ArmedGroup"),
    ("en", "ISIL", "Islamic State", "ArmedGroup"),
    ("fr", "l'État islamique", "Islamic State", "ArmedGroup"),
    ("fr", "Daech", "Islamic State", "ArmedGroup"),
    ("fr", "Mossoul", "Mosul", "City"),
    ("fr", "l'OTAN", "NATO", "Coalition"),
]


@pytest.mark.parametrize(("language", "surface", "name", "cls"), NAMES)
def test_one_thing_has_one_name(language: str, surface: str, name: str, cls: str) -> None:
    frame = {
        "en": "Troops clashed near {} on Sunday.",
        "fr": "Des combats ont opposé les rebelles et {} dimanche.",
    }
    reading = read(frame[language].format(surface), language)
    assert (name, cls) in {(entity.name, entity.cls) for entity in reading.entities}


# (language, text, names of the places that it speaks of)
SETTLEMENTS = [
    ("en", "The army took the town of Hit on 3 March 2015.", {"Hit"}),
    ("en", "Shells hit the village of Rakove. Rakove was empty.", {"Rakove"}),
    ("en", "The Second Battle of Tikrit began. The army entered the city of Tikrit.", {"Tikrit"}),
    ("fr", "L'armée a repris la ville de Mossoul. Mossoul est détruite.", {"Mosul"}),
]


@pytest.mark.parametrize(("language", "text", "expected"), SETTLEMENTS)
def test_a_settlement_has_its_own_name(language: str, text: str, expected: set[str]) -> None:
    found = [entity.name for entity in read(text, language).entities if entity.cls in ("City", "Village")]
    assert sorted(found) == sorted(expected)


# (language, text, name of the capital, the thing that it means)
CAPITALS = [
    ("en", "Ankara accused the Kurdish fighters of shelling a border town.", "Ankara", "Turkey"),
    ("en", "Moscow said that its jets had bombed rebel positions near Aleppo.", "Moscow", "Russia"),
    ("en", "The Iraqi government denied it. Baghdad accuses the militia.", "Baghdad", "Iraqi government"),
    ("en", "A bomb exploded in Baghdad on Monday.", "Baghdad", "Baghdad"),
    ("en", "Troops entered Damascus.", "Damascus", "Damascus"),
    ("fr", "Washington a annoncé le retrait de mille soldats.", "Washington", "United States"),
    ("fr", "Le gouvernement irakien a démenti. Bagdad accuse la milice.", "Bagdad", "Iraqi government"),
    ("fr", "Une bombe a explosé à Bagdad lundi.", "Bagdad", "Baghdad"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "capital", "meant"), CAPITALS)
def test_a_capital_that_acts_is_its_state(language: str, text: str, capital: str, meant: str) -> None:
    reading = read(text, language)
    found = [entity.name for entity in reading.entities if capital in {m.text for m in entity.mentions}]
    assert found == [meant]


# (language, text, class of the event, who says so)
SPEAKERS = [
    ("en", "According to the army, rebels shelled the town of Harim.", "Shelling", "army"),
    ("en", "Rebels shelled the town of Harim, army spokesman Ali Tor said.", "Shelling", "Ali Tor"),
    ("en", "Rebels shelled the town of Harim on Monday.", "Shelling", None),
    ("fr", "Selon l'armée, les rebelles ont bombardé la ville de Harim.", "Shelling", "armée"),
    ("fr", "Le général Ali Tor a parlé lundi à la presse. « Les rebelles ont pilonné la ville de Harim », "
           "a-t-il affirmé.", "Shelling", "Ali Tor"),
    ("fr", "Les rebelles ont bombardé la ville de Harim lundi.", "Shelling", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "cls", "speaker"), SPEAKERS)
def test_who_says_so(language: str, text: str, cls: str, speaker: str | None) -> None:
    reading = read(text, language)
    source = claim_of(reading, cls).source
    names = {entity.iri: entity.name for entity in reading.entities}
    assert (names[source.entity] if source else None) == speaker


# (language, text, the relation that an office implies: whose, which, to what)
IMPLIED = [
    ("en", "Ali Tor, the commander of the Desert Brigade, was killed near Harim.",
     ("Ali Tor", "leads", "Desert Brigade")),
    ("en", "Taliban spokesman Karim Durrani denied it.", ("Karim Durrani", "memberOf", "Taliban")),
    ("fr", "Ali Tor, chef du Hezbollah, a été tué près de Harim.", ("Ali Tor", "leads", "Hezbollah")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "relation"), IMPLIED)
def test_what_an_office_implies(language: str, text: str, relation: tuple[str, str, str]) -> None:
    reading = read(text, language)
    names = {entity.iri: entity.name for entity in reading.entities}
    told = [(names[r.subject], r.predicate, names.get(r.object, r.object)) for r in reading.relations]
    assert relation in told
    assert len(told) == len(set(told))


def test_the_same_thing_gets_the_same_iri_in_both_languages() -> None:
    english = read("Islamic State attacked Mosul.", "en")
    french = read("L'État islamique a attaqué Mossoul.", "fr")
    assert {e.iri for e in english.entities} == {e.iri for e in french.entities}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rebels took Harim.\nThey lost it again."),
        ("fr", "Les rebelles se sont emparés de Harim.\nIls l'ont perdue."),
    ],
)
def test_every_claim_quotes_its_sentence(language: str, text: str) -> None:
    reading = read(text, language)
    assert reading.claims
    for claim in reading.claims:
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert text[claim.trigger_start :].startswith(claim.trigger)
        assert claim.trigger in claim.evidence.quote
    for entity in reading.entities:
        assert all(text[m.start : m.end] == m.text for m in entity.mentions)


ODD = {
    "empty": "",
    "numbers": "1 2 3 44 555 6,666 7.7 " * 50,
    "one long sentence": "the rebels and the army and " * 2000,
    "no spaces": "a" * 5000,
    "marks": "!?!?!? ... --- \u200b \u00ad *** ((( " * 30,
    "emoji": "🙂🙃 war 🇮🇶 in Mosul 🙂",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_odd_text_is_read_to_its_end(text: str, language: str) -> None:
    document = read(text, language).document
    sentences = [
        (tokens.starts[begin], tokens.ends[end - 1])
        for tokens in all_tokens(parse(document))
        for begin, end in tokens.sentences
    ]
    read_to = [0, *(end for _, end in sentences)]
    starts = [*(start for start, _ in sentences), len(text)]
    assert [text[end:start].strip() for end, start in zip(read_to, starts, strict=True)] == [""] * len(starts)


# (language, sentence, words of the aim, category)
AIMS = [
    ("en", "Jets struck wells in order to cut the revenue of the group.", "revenue", "counter-financing"),
    ("en", "Iraqi forces launched an offensive to retake Tikrit.", "to retake Tikrit", "military"),
    ("fr", "L'armée a lancé une offensive afin de reprendre Tikrit.", "afin de reprendre Tikrit", "military"),
    ("fr", "La France agit afin de contrer la propagande de Daech.", "propagande", "counter-propaganda"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "category"), AIMS)
def test_aims_and_their_categories(language: str, text: str, words: str, category: str) -> None:
    found = [(o.evidence.quote, o.category) for o in read(text, language).objectives]
    assert any(words in quote and category == told for quote, told in found), found


# (language, sentence, who lost the place): a subject may lose, whatever most subjects do
LOST = [
    ("en", "The army lost Minova on Tuesday. The rebels took the town of Sake a day later.", "army"),
    ("fr", "L'armée a perdu Minova mardi.", "armée"),
]


@pytest.mark.parametrize(("language", "text", "loser"), LOST)
def test_the_subject_has_the_role_that_the_frame_gives(language: str, text: str, loser: str) -> None:
    claim = read(text, language).claims[0]
    assert loser in [filler.mention for filler in claim.fillers("target")]
    assert loser not in [filler.mention for filler in claim.fillers("agent")]


# (language, sentence, by when its aim is to be reached; published on 2016-04-11)
DEADLINES = [
    ("en", "The army plans to retake Mosul by the end of the year.", "2016"),
    ("en", "The coalition wants to retake Raqqa before June 2017.", "2017-06"),
    ("en", "Iraqi forces launched an offensive to retake Mosul in 2014.", None),
    ("en", "Iraqi forces launched an offensive to retake Mosul.", None),
    ("fr", "Le gouvernement cherche à reprendre Mossoul d'ici à la fin de l'année.", "2016"),
    ("fr", "La coalition cherche à reprendre Raqqa avant juin 2017.", "2017-06"),
]


@pytest.mark.parametrize(("language", "text", "day"), DEADLINES)
def test_deadlines(language: str, text: str, day: str | None) -> None:
    (aim,) = read(text, language, "2016-04-11").objectives
    assert aim.deadline == day


# (language, sentence, the person's name, the office)
OFFICES = [
    ("en", "Iraqi Prime Minister Haider al-Abadi arrived in Mosul.", "Haider al-Abadi",
     "Prime Minister of Iraq"),
    ("en", "President Vladimir Putin said that troops would stay.", "Vladimir Putin", "President of Russia"),
    ("en", "Ali Rahmoun, the governor of Idlib, was killed.", "Ali Rahmoun", "Governor of Idlib"),
    ("fr", "Le président français François Hollande est arrivé à Bagdad.", "François Hollande",
     "President of France"),
    ("fr", "Le président Emmanuel Macron s'est rendu à Gao.", "Emmanuel Macron", "President of France"),
    ("en", "US President Barack Obama met the generals.", "Barack Obama", "President of the United States"),
    ("en", "Former French president Francois Hollande visited Gao.", "François Hollande",
     "former President of France"),
    ("en", "Taliban spokesman Karim Durrani denied it.", "Karim Durrani", "Taliban spokesman"),
    ("fr", "Le porte-parole des talibans Karim Durrani a nié.", "Karim Durrani", "spokesman of the Taliban"),
    ("fr", "La ministre française des Armées Anne Vallier s'est rendue à Gao.", "Anne Vallier",
     "French Minister of the Armed Forces"),
    ("fr", "Le général Paul Arnoux, chef d'état-major de l'armée française, a parlé.", "Paul Arnoux",
     "Chief of Staff of the French Army"),
    # in the language in which offices are kept, as the text says them
    ("en", "Interior Ministry spokesman Karim Durrani denied it.", "Karim Durrani",
     "Interior Ministry spokesman"),
    ("en", "German foreign minister Paul Durand left Gao.", "Paul Durand", "German Foreign Minister"),
    ("en", "The new army chief, Paul Durand, visited Gao.", "Paul Durand", "army chief"),
    ("en", "Paul Durand, the commander of the Azov Battalion, was killed.", "Paul Durand",
     "commander of the Azov Battalion"),
    ("en", "Paul Durand, the Kharkiv mayor, said that shells had hit it.", "Paul Durand", "Mayor of Kharkiv"),
    ("en", "Paul Durand, the ambassador to Russia, was expelled.", "Paul Durand", "Ambassador to Russia"),
    ("en", "The ex-president Paul Durand was arrested.", "Paul Durand", "former President"),
    # no person's: the president is not Mr Putin's
    ("en", "Paul Durand, the new president, called Vladimir Putin.", "Paul Durand", "President"),
    # what is told in full once is not told in part
    ("en", "Iraqi Prime Minister Paul Durand met the generals. Prime Minister Paul Durand left Gao.",
     "Paul Durand", "Prime Minister of Iraq"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "person", "office"), OFFICES)
def test_offices_of_persons_are_their_states(language: str, text: str, person: str, office: str) -> None:
    reading = read(text, language)
    named = {entity.iri: entity.name for entity in reading.entities}
    held = {(named[r.subject], r.object) for r in reading.relations if r.literal}
    assert held == {(person, office)}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Karim Durrani, the leader, was killed."), ("fr", "Le porte-parole Karim Durrani a nié.")],
)
def test_an_office_that_tells_nothing_without_whose_it_is_is_left_out(language: str, text: str) -> None:
    assert not any(relation.literal for relation in read(text, language).relations)
