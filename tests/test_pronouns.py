"""What pronouns stand for in made-up sentences."""

from __future__ import annotations

from functools import cache

import pytest
from fixture_documents import paragraph
from fixture_mentions import groups_in, spoken_in

from kg.claim import Entity
from kg.extract.annotations import Alignment
from kg.extract.pronouns import PronounModel, place_pronouns
from kg.extract.scene import Placed, place_times
from kg.extract.stored import load_models
from kg.extract.train.pronouns import PronounTeacher, Unresolved, meant_by_events, meant_by_names
from kg.link.gazetteer import Gazetteer
from kg.ontology import load_ontology
from kg.reading import MODELS

# (language, text, the things that it names and their classes, the pronoun, the thing that it stands for)
PRONOUNS = [
    ("en", "Ali Tor left. He said that the army had come.", [("Ali Tor", "Person"), ("army", "ArmedForce")],
     "He", "Ali Tor"),
    ("en", "The rebels left. They burned the camp.", [("rebels", "ArmedGroup")], "They", "rebels"),
    ("en", "The army met rebels. It captured their camp.", [("army", "ArmedForce"), ("rebels", "ArmedGroup")],
     "It", "army"),
    ("fr", "Ali Tor est parti. « Les rebelles ont fui », a-t-il dit.",
     [("Ali Tor", "Person"), ("rebelles", "ArmedGroup")], "-il", "Ali Tor"),
    ("fr", "L'armée a parlé. « Les rebelles ont fui », affirme-t-elle.",
     [("armée", "ArmedForce"), ("rebelles", "ArmedGroup")], "-elle", "armée"),
    ("fr", "Les rebelles ont vu l'armée. Ils ont fui.", [("rebelles", "ArmedGroup"), ("armée", "ArmedForce")],
     "Ils", "rebelles"),
    ("fr", "Les rebelles ont vu l'armée. Elle est partie.",
     [("rebelles", "ArmedGroup"), ("armée", "ArmedForce")], "Elle", "armée"),
    ("fr", "L'armée a vu les rebelles. Ils ont fui.", [("armée", "ArmedForce"), ("rebelles", "ArmedGroup")],
     "Ils", "rebelles"),
    ("en", "The rebels left the town. The army pursued them.",
     [("rebels", "ArmedGroup"), ("town", "City"), ("army", "ArmedForce")], "them", "rebels"),
    ("en", "The army reached the town and captured it.", [("army", "ArmedForce"), ("town", "City")],
     "it", "town"),
    ("fr", "Les rebelles ont fui. Les soldats les ont poursuivis.",
     [("rebelles", "ArmedGroup"), ("soldats", "ArmedForce")], "les", "rebelles"),
    ("fr", "L'armée a encerclé le village puis l'a bombardé.",
     [("armée", "ArmedForce"), ("village", "Village")], "l'", "village"),
    ("fr", "Ali Tor est parti. Il y a eu des combats.", [("Ali Tor", "Person")], "Il", None),
    ("fr", "Ali Tor est parti il y a trois jours.", [("Ali Tor", "Person")], "il", None),
    ("fr", "La brigade est partie. Il leur faudra des jours.", [("brigade", "ArmedForce")], "Il", None),
    ("fr", "La brigade est partie. Il semblerait que tout dure.", [("brigade", "ArmedForce")], "Il", None),
    ("en", "The brigade left. It seems that the war goes on.", [("brigade", "ArmedForce")], "It", None),
    # an object is not the subject of its verb, unless it says so
    ("en", "The rebels left the town. The soldiers pursued them.",
     [("rebels", "ArmedGroup"), ("town", "City"), ("soldiers", "ArmedForce")], "them", "rebels"),
    ("en", "The soldiers shot them.", [("soldiers", "ArmedForce")], "them", None),
    ("en", "The soldiers shot themselves.", [("soldiers", "ArmedForce")], "themselves", "soldiers"),
    ("fr", "Les rebelles sont restés. La brigade les a exécutés.",
     [("rebelles", "ArmedGroup"), ("brigade", "ArmedForce")], "les", "rebelles"),
    # number and gender
    ("fr", "Les rebelles ont quitté le camp. La brigade l'a pris.",
     [("rebelles", "ArmedGroup"), ("camp", "Facility"), ("brigade", "ArmedForce")], "l'", "camp"),
    ("fr", "Les États-Unis ont promis une aide, mais elle tarde.", [("États-Unis", "State")], "elle", None),
    ("fr", "Le bataillon a rejoint la brigade. Elle tient le pont.",
     [("bataillon", "ArmedForce"), ("brigade", "ArmedForce"), ("pont", "Facility")], "Elle", "brigade"),
    ("fr", "La brigade a rejoint le bataillon. Elle tient le pont.",
     [("brigade", "ArmedForce"), ("bataillon", "ArmedForce"), ("pont", "Facility")], "Elle", "brigade"),
    ("fr", "Le bataillon a rejoint la brigade. Ses hommes tiennent le pont.",
     [("bataillon", "ArmedForce"), ("brigade", "ArmedForce"), ("pont", "Facility")], "Ses", "bataillon"),
]  # fmt: skip


@cache
def trained() -> PronounModel:
    return PronounModel(load_models(MODELS).linear["pronouns"])


@pytest.mark.parametrize(("language", "text", "things", "pronoun", "meant"), PRONOUNS)
def test_what_a_pronoun_stands_for(
    language: str, text: str, things: list[tuple[str, str]], pronoun: str, meant: str | None
) -> None:
    tokens, spoken = spoken_in(language, text, things)
    mentions = [
        Placed(0, s.first, s.end, s.first + s.head, number, "name" if s.text[:1].isupper() else "description",
               s.text, s.start)
        for number, s in enumerate(spoken)
    ]  # fmt: skip
    entities = [Entity(f"urn:{number}", name, cls) for number, (name, cls) in enumerate(things)]
    placed = [mentions]
    times = place_times(paragraph(text, language, published="2016-04-11"), [tokens])
    place_pronouns([tokens], times, placed, entities, load_ontology(), trained())
    stands = {m.text: entities[m.entity].name for m in placed[0] if m.form == "pronoun"}
    assert stands.get(pronoun) == meant


NAMES = ("Kora", "Selm", "Dove")

# (text, the event's word, its roles as annotated, a pronoun, what that stands for)
TOLD = [
    ("Kora left. They burned Selm.", "burned", {"agent": ["Kora"], "target": ["Selm"]}, "They", "Kora"),
    ("Kora left. Selm attacked them.", "attacked", {"agent": ["Selm"], "target": ["Kora"]}, "them", "Kora"),
    ("Kora left. Selm attacked them.", "attacked", {"agent": ["Selm"]}, "them", None),
    ("Kora left. They met Selm.", "left", {"agent": ["Kora"]}, "They", None),
]


@pytest.mark.parametrize(("text", "word", "roles", "pronoun", "meant"), TOLD)
def test_what_an_annotated_event_tells_of_pronouns(
    text: str, word: str, roles: dict[str, list[str]], pronoun: str, meant: str | None
) -> None:
    scene = groups_in(text, NAMES)
    gold = {
        "entities": [{"name": name, "class": "ArmedGroup"} for name in NAMES],
        "events": [{"class": "Offensive", "trigger": word, "quote": text, **roles}],
    }
    found = meant_by_events(Alignment(gold, scene), ("agent", "target", "place"))
    place = 0, scene.tokens[0].texts.index(pronoun)
    assert found.get(place) == ({NAMES.index(meant)} if meant else None)


# (text, annotated names with what the text calls them, relations, whose "its" is)
OWNED: list[tuple[str, dict[str, list[str]], list[list[str]], str | None]] = [
    ("Kora left. Its men burned the camp.", {"Kora": ["Kora"], "Kora rebels": ["Its men"]}, [], "Kora"),
    ("Kora left. Its envoy spoke.", {"Kora": ["Kora"], "Selm": ["Its envoy"]}, [["Selm", "memberOf", "Kora"]],
     "Kora"),
    ("Kora left. Its troops burned the camp.", {"Kora": ["Kora", "Its troops"]}, [], "Kora"),
    ("Kora left. Its bridge fell.", {"Kora": ["Kora"], "bridge": ["Its bridge"]}, [], None),
    ("Kora left. Its bridge fell.", {"Kora": ["Kora"], "Kora bridge": ["The bridge"]}, [], None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "things", "relations", "owner"), OWNED)
def test_what_annotated_names_tell_of_possessives(
    text: str, things: dict[str, list[str]], relations: list[list[str]], owner: str | None
) -> None:
    scene = groups_in(text, NAMES)
    entities = [{"name": name, "class": "ArmedGroup", "aliases": called} for name, called in things.items()]
    gold = {"entities": entities, "events": [], "relations": relations}
    found = meant_by_names(Alignment(gold, scene), gold, Gazetteer([]))
    assert found == ({(0, scene.tokens[0].texts.index("Its")): {NAMES.index(owner)}} if owner else {})


def test_a_teacher_answers_as_annotated_and_keeps_what_it_was_asked() -> None:
    scene = groups_in("Kora saw Selm. They burned the camp.", NAMES)
    place = 0, scene.tokens[0].texts.index("They")
    for entity in (0, 1):
        teacher = PronounTeacher({place: {entity}}, Unresolved())
        placed = [list(scene.mentions[0])]
        place_pronouns(scene.tokens, scene.times, placed, scene.entities, load_ontology(), teacher)
        assert [m.entity for m in placed[0] if m.form == "pronoun"] == [entity]
        assert (teacher.sizes, teacher.right) == ([2], [entity == 1, entity == 0])  # the latest is first


def test_what_cannot_be_learned_from_is_left_to_the_model() -> None:
    scene = groups_in("Kora saw Selm. They burned the camp.", NAMES)
    teacher = PronounTeacher({}, Unresolved())
    placed = [list(scene.mentions[0])]
    place_pronouns(scene.tokens, scene.times, placed, scene.entities, load_ontology(), teacher)
    assert placed == scene.mentions
    assert not teacher.sizes
