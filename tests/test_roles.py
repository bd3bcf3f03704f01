"""What the second look at roles sees: sides across events, and relations within an event."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from fixture_documents import paragraph
from fixture_mentions import groups_in

from kg.claim import Entity
from kg.extract.frames import FrameIndex
from kg.extract.linear import NONE
from kg.extract.role_choice import choose_roles
from kg.extract.role_grammar import grammar_numbers
from kg.extract.role_relations import relation_numbers
from kg.extract.role_sides import side_numbers
from kg.extract.roles import Candidate, Filled, RoleFinder
from kg.extract.scene import Placed, Scene
from kg.extract.tokens import all_tokens
from kg.extract.triggers import Trigger, trigger
from kg.language import parse
from kg.ontology import load_ontology

ENTITIES = tuple(
    Entity(name, name, cls, country=country)
    for name, cls, country in (
        ("Troops", "ArmedGroup", None),
        ("Mosul", "City", "Iraq"),
        ("Sirte", "City", "Libya"),
        ("Tikrit", "City", "Iraq"),
        ("Iraq", "State", None),
    )
)
CHANCES = {"Troops": 0.1, "Mosul": 0.8, "Sirte": 0.4, "Tikrit": 0.2, "Iraq": 0.5}


def read(text: str) -> tuple[RoleFinder, list[Candidate]]:
    """The one event of a sentence, "held", and every entity as its candidate."""
    document = paragraph(text)
    (tokens,) = passages = all_tokens(parse(document))
    mentions = {
        name: Placed(0, i, i + 1, i, number, "name", name, tokens.starts[i])
        for number, name in enumerate(CHANCES)
        for i in range(len(tokens))
        if tokens.texts[i] == name
    }
    scene = Scene(
        document, passages, ENTITIES, [sorted(mentions.values(), key=lambda m: m.first)], [[]], [{}]
    )
    trigger = Trigger(0, tokens.words.index("held"), "Control", 1.0, None)
    expected = {
        ("Control", "agent"): frozenset({"ArmedGroup"}),
        ("Control", "place"): frozenset({"City", "State"}),
    }
    finder = RoleFinder(scene, [trigger], expected)
    return finder, [Candidate(0, number, mentions.get(name)) for number, name in enumerate(CHANCES)]


# who is against whom is taken from the other events, never from the event itself
@pytest.mark.parametrize(
    ("events", "entity", "spoken"),
    [
        ([[(0, 1.0, 0.0), (1, 0.0, 1.0)], [(0, 1.0, 0.0), (1, 0.0, 0.0)]], 1, 1.0),
        ([[(0, 1.0, 0.0), (1, 0.0, 1.0)], [(0, 1.0, 0.0), (1, 0.0, 0.0)]], 0, 0.0),
        ([[(0, 1.0, 0.0), (2, 0.0, 1.0)], [(0, 1.0, 0.0), (1, 0.0, 1.0)]], 1, 0.0),
    ],
)
def test_an_agent_speaks_for_its_targets(
    events: list[list[tuple[int, float, float]]], entity: int, spoken: float
) -> None:
    rows = [(number, *row) for number, event in enumerate(events) for row in event]
    event, entities = (np.array(column) for column in list(zip(*rows, strict=True))[:2])
    filled = np.array([row[2:] for row in rows], dtype=np.float32)
    numbers = side_numbers(event, entities, filled)
    last = next(i for i, row in enumerate(rows) if row[:2] == (1, entity))
    assert numbers[last, 2] == pytest.approx(spoken)  # given the agent, wanted the target


# "The Troops held Mosul, Sirte and Tikrit in Iraq."
@pytest.mark.parametrize(
    ("name", "column", "number"),
    [
        ("Mosul", 0, 0.4),  # the best of its conjuncts
        ("Tikrit", 0, 0.8),
        ("Troops", 0, -1),
        ("Iraq", 1, 0.8),  # of those within it
        ("Mosul", 2, 0.5),  # of those that contain it
        ("Sirte", 2, -1),
        ("Tikrit", 5, 0.8),  # of those of its country
        ("Tikrit", 9, 0.8),  # the first conjunct
        ("Tikrit", 10, 3),
        ("Tikrit", 11, 2),
        ("Troops", 10, 1),
    ],
)
def test_candidates_see_their_relations(name: str, column: int, number: float) -> None:
    finder, candidates = read("The Troops held Mosul, Sirte and Tikrit in Iraq.")
    filled = np.array([[chance] for chance in CHANCES.values()], dtype=np.float32)
    numbers = relation_numbers(finder, candidates, filled, {0: slice(0, len(candidates))})
    assert numbers[list(CHANCES).index(name), column] == pytest.approx(number)


# whether another candidate has the place of the subject, of the object
@pytest.mark.parametrize(
    ("name", "subject", "thing"), [("Troops", False, True), ("Mosul", True, False), ("Iraq", True, True)]
)
def test_candidates_see_which_places_are_taken(name: str, subject: bool, thing: bool) -> None:
    finder, candidates = read("The Troops held Mosul.")
    numbers = grammar_numbers(finder, candidates, {0: slice(0, len(candidates))})
    assert numbers[list(CHANCES).index(name), 1:3].tolist() == [subject, thing]


KINDS = ("Airstrike", "Capture", "Destruction", "Withdrawal")
EXPECTED = {(cls, role): frozenset({"ArmedGroup"}) for cls, role in product(KINDS, ("agent", "target"))}
LABELS = ["agent", "target", NONE]


def told(text: str, events: list[tuple[str, str]], names: tuple[str, ...]) -> RoleFinder:
    """Events by word and class, with the frames that ship; every word of ``names`` is an entity."""
    scene = groups_in(text, names, FrameIndex(load_ontology().frames, "en"))
    words = scene.tokens[0].words
    return RoleFinder(
        scene, [trigger(scene, 0, words.index(word), cls, 1.0) for word, cls in events], EXPECTED
    )


# (text, what comes of how likely two entities, likely to have struck by 0.7 and 0.2, are to have destroyed)
DONE = [
    ("A strike destroyed the depot.", [0.7, 0.2]),  # whoever struck destroyed
    ("The strike came and they destroyed the depot.", [0.1, 0.6]),
]


@pytest.mark.parametrize(("text", "expected"), DONE)
def test_who_does_what_an_event_does(text: str, expected: list[float]) -> None:
    finder = told(text, [("strike", "Airstrike"), ("destroyed", "Destruction")], ("Rebels", "Marines"))
    candidates = [Candidate(event, entity, None) for event in range(2) for entity in range(2)]
    said = [[0.7, 0, 0], [0.2, 0, 0], [0.1, 0, 0], [0.6, 0, 0]]
    followed = finder.follow_subjects(candidates, np.array(said, dtype=np.float32), LABELS)
    assert followed[2:, 0].tolist() == pytest.approx(expected)


# (text, the word, its class, what comes of who is the doer by (Rebels, Marines) before and after)
CONVERSE = [
    ("Rebels lost the town to Marines.", "lost", [0.8, 0.2], [0.0, 0.6]),
    ("Rebels lost the town.", "lost", [0.8, 0.0], [0.8, 0.0]),  # far likelier: read otherwise
    ("Rebels lost the town.", "lost", [0.3, 0.0], [0.0, 0.0]),
    ("Rebels positions fell.", "fell", [0.8, 0.0], [0.0, 0.0]),  # whose positions fall does not take them
]


@pytest.mark.parametrize(("text", "word", "before", "after"), CONVERSE)
def test_who_loses_to_others_does_not_take(
    text: str, word: str, before: list[float], after: list[float]
) -> None:
    finder = told(text, [(word, "Capture")], ("Rebels", "Marines"))
    candidates = finder.candidates()
    said = [[before[c.entity], 0.15 if c.entity == 0 else 0.4, 0] for c in candidates]
    followed = finder.follow_frames(candidates, np.array(said, dtype=np.float32), LABELS)
    assert followed[:, 0].tolist() == pytest.approx(after[: len(candidates)])


def test_a_subject_is_nearer_than_what_stands_in_an_object() -> None:
    finder = told("Rebels lost all Rebels positions.", [("lost", "Withdrawal")], ("Rebels",))
    (mention,) = (candidate.mention for candidate in finder.candidates())
    assert mention is not None
    assert mention.first == 0
    assert finder.places[(0, 1)][mention.head] == "subject"


# (events as class and fillers, (role, entity, probability); who is left as the doer of the last one)
BOMBED = ("Airstrike", [("agent", 0, 0.9), ("target", 1, 0.8)])
ALLIED = ("Deployment", [("agent", 0, 0.9), ("agent", 1, 0.9)])
OPPOSED = [
    ([BOMBED, ("Capture", [("agent", 0, 0.5), ("agent", 1, 0.4)])], [0]),
    ([BOMBED, ("Capture", [("agent", 0, 0.4), ("agent", 1, 0.5)])], [1]),  # the likelier, whoever struck
    ([BOMBED, ("Capture", [("agent", 0, 0.5), ("agent", 2, 0.4)])], [0, 2]),
    ([BOMBED, ("Capture", [("agent", 0, 0.5), ("target", 1, 0.4)])], [0]),
    ([BOMBED, ("Offensive", [("agent", 0, 0.5), ("agent", 1, 0.4)])], [0]),
    ([BOMBED, ("Agreement", [("agent", 0, 0.5), ("agent", 1, 0.4)])], [0, 1]),
    ([BOMBED, ALLIED, ("Capture", [("agent", 0, 0.5), ("agent", 1, 0.4)])], [0, 1]),  # allies, rather
    ([("Support", BOMBED[1]), ("Capture", [("agent", 0, 0.5), ("agent", 1, 0.4)])], [0, 1]),
    ([("Airstrike", [("agent", 0, 0.4), ("target", 1, 0.4)]), ("Control", ALLIED[1])], [0, 1]),  # unsure
    ([("Clash", [("agent", 0, 1.0), ("agent", 1, 1.0)]), BOMBED, ("Control", ALLIED[1])], [0]),
]
# nor does anybody have two roles: an opponent has the next likely one
TWO = [("agent", 0, 0.6), ("agent", 1, 0.5), ("target", 1, 0.4), ("target", 0, 0.3)]


@pytest.mark.parametrize(("events", "doers"), OPPOSED)
def test_opponents_do_not_attack_or_hold_together(
    events: list[tuple[str, list[tuple[str, int, float]]]], doers: list[int]
) -> None:
    filled = [[Filled(role, entity, None, score) for role, entity, score in found] for _, found in events]
    kept = choose_roles(load_ontology(), [cls for cls, _ in events], filled)
    assert kept[:-1] == filled[:-1]
    assert [item.entity for item in kept[-1] if item.role == "agent"] == doers
    assert [item for item in kept[-1] if item.role != "agent"] == [
        item for item in filled[-1] if item.role != "agent"
    ]


@pytest.mark.parametrize(
    ("before", "roles"), [([BOMBED], [("agent", 0), ("target", 1)]), ([ALLIED], [("agent", 0), ("agent", 1)])]
)
def test_everybody_has_one_role(
    before: list[tuple[str, list[tuple[str, int, float]]]], roles: list[tuple[str, int]]
) -> None:
    events = [*before, ("Capture", TWO)]
    likely = [[Filled(role, entity, None, score) for role, entity, score in found] for _, found in events]
    kept = choose_roles(load_ontology(), [cls for cls, _ in events], likely)
    assert [(item.role, item.entity) for item in kept[-1]] == roles
