"""What pronouns stand for in made-up sentences."""

from __future__ import annotations

from functools import cache

import pytest
from fixture_mentions import spoken_in

from kg.claim import Entity
from kg.extract.pronouns import PronounModel, place_pronouns
from kg.extract.scene import Placed
from kg.extract.stored import load_models
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
    place_pronouns([tokens], placed, entities, load_ontology(), trained())
    stands = {m.text: entities[m.entity].name for m in placed[0] if m.form == "pronoun"}
    assert stands.get(pronoun) == meant
