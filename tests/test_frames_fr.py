"""French frames: what they cover, and that their words inflect."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from fixture_mentions import spoken_in

from kg.extract.frames import FrameIndex
from kg.language.fr.inflect import adjective_forms, noun_forms, verb_forms, verb_paradigm
from kg.ontology import Frame, Ontology, load_ontology
from kg.resources import resource_folder

FORMS = {"verb": verb_forms, "noun": noun_forms, "adjective": adjective_forms}
HERE = Path(__file__).parent
TRAINING = HERE.parent.parent / "shared" / "evaluation" / "train" / "gold"

# An expression with its trigger marked, the class it evokes, and some of its slots.
EXPRESSIONS = [
    ("emparer", "Capture", {"subject": "agent", "de": "place"}),
    ("prendre *contrôle", "Capture", {"subject": "agent", "de": "place"}),
    ("tomber main", "Capture", {"subject": "place", "de": "agent"}),
    ("reprise", "Capture", {"de": "place", "par": "agent"}),
    ("fief", "Control", {"de": "agent", "head": "place"}),
    ("bastion", "Control", {"possessor": "agent"}),
    ("tenu", "Control", {"head": "place", "par": "agent"}),
    ("aux *main", "Control", {"de": "agent"}),
    ("sous *contrôle", "Control", {"de": "agent"}),
    ("chasser", "Withdrawal", {"subject": "agent", "object": "target", "de": "place"}),
    ("replier", "Withdrawal", {"subject": "agent", "vers": "place"}),
    ("battre en *retraite", "Withdrawal", {"subject": "agent"}),
    ("mener *raid", "Airstrike", {"subject": "agent", "contre": "target"}),
    ("frappe", "Airstrike", {"de": "agent", "contre": "target"}),
    ("bombarder", "Airstrike", {"object": "place"}),
    ("pilonner", "Shelling", {"subject": "agent", "object": "place"}),
    ("tir mortier", "Shelling", {"sur": "place"}),
    ("attentat", "Bombing", {"contre": "target"}),
    ("faire *exploser", "Bombing", {"subject": "agent"}),
    ("attaque chimique", "ChemicalAttack", {"contre": "target"}),
    ("ouvrir *feu", "Clash", {"subject": "agent", "sur": "target"}),
    ("combat", "Clash", {"entre": "agent"}),
    ("progresser", "Offensive", {"subject": "agent", "vers": "place"}),
    ("gagner *terrain", "Offensive", {"subject": "agent"}),
    ("putsch", "Offensive", {"contre": "target"}),
    ("encercler", "Encirclement", {"subject": "agent", "object": "place"}),
    ("assiéger", "Encirclement", {"object": "place"}),
    ("tuer", "Killing", {"subject": "agent", "object": "target"}),
    ("faire *mort", "Killing", {"subject": "agent"}),
    ("trouver *mort", "Killing", {"subject": "target"}),
    ("abattre", "Killing", {"object": "target"}),
    ("bilan", "Killing", {}),
    ("prise otage", "Detention", {"de": "target"}),
    ("libérer", "Detention", {"object": "target"}),
    ("libérer", "Capture", {"object": "place"}),
    ("libérer ville", "Capture", {"subject": "agent", "object": "place"}),
    ("perdre ville", "Capture", {"subject": "target", "object": "place", "face": "agent"}),
    ("bombardé", "Airstrike", {"subject": "agent", "head": "place"}),  # "l'aviation a bombardé le port"
    ("évacuer", "Displacement", {"subject": "agent", "depuis": "place"}),
    ("exaction", "Abuse", {"contre": "target"}),
    ("torturer", "Abuse", {"object": "target"}),
    ("détruire", "Destruction", {"object": "target"}),
    ("déminage", "Clearance", {"de": "place"}),
    ("déployer", "Deployment", {"subject": "agent", "object": "agent"}),
    ("renfort", "Deployment", {}),
    ("soutenir", "Support", {"subject": "agent", "object": "target"}),
    ("fuir", "Displacement", {"subject": "agent"}),
    ("déplacé", "Displacement", {}),
    ("rapatriement", "Return", {"de": "agent"}),
    ("aide humanitaire", "Aid", {"à": "target"}),
    ("saluer", "Statement", {"subject": "agent", "object": "target"}),
    ("revendiquer", "Statement", {"subject": "agent"}),
    ("accuser", "Accusation", {"subject": "agent", "object": "target"}),
    ("visite", "Visit", {"de": "agent"}),
    ("recevoir", "Visit", {"subject": "target", "object": "agent"}),
    ("cessez-le-feu", "Agreement", {"entre": "agent"}),
    ("prêter *allégeance", "Agreement", {"subject": "agent", "à": "target"}),
    ("sanctionner", "Sanction", {"object": "target"}),
    ("embargo", "Sanction", {"contre": "target"}),
    ("enrôler", "Recruitment", {"object": "target"}),
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(resource_folder("ontology"))


@pytest.fixture(scope="module")
def frames(ontology: Ontology) -> list[Frame]:
    return [frame for frame in ontology.frames if frame.language == "fr"]


def written(words: tuple[str, ...], trigger: int) -> str:
    """The words of a pattern as they stand in Turtle."""
    return " ".join(f"*{word}" if trigger and i == trigger else word for i, word in enumerate(words))


def test_vocabulary_is_that_of_the_genre(frames):
    assert len(frames) >= 350
    assert len({pattern.words for frame in frames for pattern in frame.words}) >= 1000


def test_every_event_class_has_frames(ontology, frames):
    per_class = Counter(frame.evokes for frame in frames)
    assert {name for name in ontology.event_classes if per_class[name] < 10} == set()
    assert {
        name for name in ontology.event_classes if "verb" not in {f.pos for f in frames if f.evokes == name}
    } == set()


def test_no_word_stands_twice_with_the_same_class_and_slots(frames):
    seen = Counter(
        (pattern, frame.evokes, frame.pos, frame.reflexive, frame.slots)
        for frame in frames
        for pattern in frame.words
    )
    assert [key for key, count in seen.items() if count > 1] == []


def test_every_trigger_inflects(frames):
    for frame in frames:
        for pattern in frame.words:
            lemma = pattern.words[pattern.trigger]
            assert lemma.lower() in FORMS[frame.pos](lemma), (lemma, frame.iri)
            if frame.pos == "verb":
                assert len(verb_paradigm(lemma)["participle"]) >= 1, (lemma, frame.iri)


def test_every_frame_says_how_sure_it_is_and_what_it_fills(frames):
    for frame in frames:
        assert 0 < frame.weight <= 1, frame.iri
        assert frame.slots, frame.iri


@pytest.mark.parametrize(
    ("expression", "cls", "slots"), EXPRESSIONS, ids=[f"{e}-{c}" for e, c, _ in EXPRESSIONS]
)
def test_expression_evokes_class_and_fills_roles(frames, expression, cls, slots):
    found = [
        {slot.place: slot.roles for slot in frame.slots}
        for frame in frames
        if frame.evokes == cls and expression in {written(p.words, p.trigger) for p in frame.words}
    ]
    assert any(all(role in places.get(place, ()) for place, role in slots.items()) for places in found)


@pytest.mark.skipif(not TRAINING.is_dir(), reason="the training annotations are not beside the checkout")
def test_most_annotated_triggers_are_known(frames):
    classes: dict[str, set[str]] = {}
    for frame in frames:
        for pattern in frame.words:
            for form in FORMS[frame.pos](pattern.words[pattern.trigger]):
                classes.setdefault(form, set()).add(frame.evokes)
    held_out = set((HERE / "held_out.txt").read_text(encoding="utf-8").split())
    known, fitting, total = 0, 0, 0
    for path in sorted(TRAINING.glob("fr_*.json")):
        if path.stem in held_out:
            continue
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
            found = classes.get(event["trigger"].lower(), set())
            total += 1
            known += bool(found)
            fitting += bool(found & {event["class"], *event.get("alt", ())})
    assert known / total >= 0.95
    assert fitting / total >= 0.92


@pytest.mark.parametrize(
    ("text", "word", "fits"),
    [
        ("Les rebelles se sont repliés vers Alep.", "repliés", True),
        ("Les rebelles s'étaient emparés de la ville.", "emparés", True),
        ("Les unités repliées à Alep attendent.", "repliées", True),
        ("Les soldats replient les tentes.", "replient", False),
        ("Paris accuse Moscou.", "accuse", False),
        ("Moscou s'accuse.", "accuse", True),
    ],
)
def test_a_reflexive_verb_has_its_pronoun(text: str, word: str, *, fits: bool) -> None:
    tokens, _ = spoken_in("fr", text, [])
    matches = FrameIndex(load_ontology().frames, "fr").match(tokens)[tokens.texts.index(word)]
    assert {match.fits for match in matches if match.frame.reflexive} == {fits}
