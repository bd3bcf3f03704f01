"""Which entities of a document may stand in a lasting relation, and which sentence says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixture_documents import paragraph

from kg.claim import Entity, Mention
from kg.extract.linear import NONE, LinearModel
from kg.extract.nets import NetModel, Scale
from kg.extract.pair_features import PairFeatures
from kg.extract.pairs import find_pairs
from kg.extract.relations import RelationModel
from kg.extract.scene import Placed, Scene, nested_names
from kg.extract.tokens import all_tokens
from kg.language import parse
from kg.link.lookup import Known

if TYPE_CHECKING:
    from collections.abc import Sequence

LAND = Entity("land", "Karvel", "State", known=True)
TOWN = Entity("town", "Dresh", "City", country="land", point=(1.0, 2.0), known=True)
ROAD = Entity("road", "Dresh - Karvel road", "Facility")
LEADER = Entity("leader", "Ilan Tor", "Person")
GENERAL = (frozenset({"State", "Person"}), frozenset({"State", "City"}))


def scene_of(text: str, entities: Sequence[Entity]) -> Scene:
    """A scene in which an entity's name mentions it wherever it stands, save in a longer name."""
    document = paragraph(text)
    tokens = all_tokens(parse(document))[0]
    mentions: dict[int, Placed] = {}  # by token
    for number, entity in sorted(enumerate(entities), key=lambda numbered: -len(numbered[1].name)):
        words = entity.name.split()
        for i in range(len(tokens)):
            end = i + len(words)
            if tokens.texts[i:end] == words and i not in mentions:
                start = tokens.starts[i]
                mention = Placed(0, i, end, end - 1, number, "name", entity.name, start)
                mentions |= dict.fromkeys(range(i, end), mention)
    placed = sorted(set(mentions.values()), key=lambda m: m.first)
    return Scene(document, [tokens], tuple(entities), [placed], [[]], [{}])


APART = "Fighting went on in Dresh. It was calm on Monday. Later, Karvel closed its border."
PAIRS = [
    # a sentence names both: they make a pair both ways
    ("Ilan Tor came to Dresh.", [LEADER, TOWN], [(0, 1, False), (1, 0, False)]),
    # no sentence names both, but the one is known to lie in the other
    (APART, [TOWN, LAND], [(0, 1, True)]),
    # nothing is known of the two
    ("Ilan Tor left. Then they took Dresh.", [LEADER, TOWN], []),
    # the one's name stands in the other's
    (
        "The border of Karvel is closed. It is known where the Dresh - Karvel road ends.",
        [LAND, ROAD],
        [(1, 0, True)],
    ),
]


@pytest.mark.parametrize(("text", "entities", "wanted"), PAIRS)
def test_pairs(text: str, entities: list[Entity], wanted: list[tuple[int, int, bool]]) -> None:
    pairs = find_pairs(scene_of(text, entities))
    assert [(p.subject, p.object, p.apart) for p in pairs] == wanted


def test_a_pair_gathers_its_sentences_and_is_told_once() -> None:
    scene = scene_of("Ilan Tor came to Dresh. Ilan Tor left Dresh.", [LEADER, TOWN])
    pair = find_pairs(scene)[0]
    features = PairFeatures(scene, GENERAL)
    told = features.of_pair(pair)
    assert len(pair.places) == 2
    assert len(told) == len(set(told))
    assert {f for a, b in pair.places for f in features.of_place(a, b)} < set(told)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("The Dresh - Karvel road and Dresh are closed.", [(1, 0)]), ("The Dresh - Karvel road is closed.", [])],
)
def test_a_name_inside_another_is_of_a_thing_that_was_kept(text: str, wanted: list[tuple[int, int]]) -> None:
    town = replace(TOWN, mentions=(Mention(0, 5, "Dresh", "name"),))
    scene = scene_of(text, [town, ROAD])
    known = [[Known(1, 2, "City", "place", text="Dresh")]]
    nested = nested_names(scene.mentions, scene.entities, known)
    assert [(outer.entity, inner.entity) for outer, inner in nested] == wanted


def model(feature: str) -> RelationModel:
    """A model that takes a relation to hold where one feature is present; the second look agrees."""
    labels, columns, width = [NONE, "locatedIn"], 21, 1
    weights = np.array([[3, 0], [0, 6]], dtype=np.float32)
    agrees = np.zeros((columns + 7 * width, 2), dtype=np.float32)
    agrees[[0, 1], [0, 1]] = 9  # the first look's probabilities, which come first
    numbers = Scale(np.zeros(columns, dtype=np.float32), np.ones(columns, dtype=np.float32), ())
    blind = {"en": (np.zeros((200, width), dtype=np.float32), np.zeros(width, dtype=np.float32))}
    second = NetModel(labels, numbers, blind, [(agrees, np.zeros(2, dtype=np.float32))])
    return RelationModel(LinearModel(labels, [feature], weights), second, 0.5, GENERAL)


# what tells the relation, and the sentence that is cited for it
CITED = [
    (
        "word=left|ab|Person|City",
        "Ilan Tor came to Dresh. Ilan Tor left Dresh.",
        [LEADER, TOWN],
        "Ilan Tor left Dresh.",
    ),
    ("apart|City|State", APART, [TOWN, LAND], "Fighting went on in Dresh."),
]


@pytest.mark.parametrize(("feature", "text", "entities", "quote"), CITED)
def test_the_sentence_that_tells_most_is_cited(
    feature: str, text: str, entities: list[Entity], quote: str
) -> None:
    (relation,) = model(feature).find(scene_of(text, entities))
    assert (relation.subject, relation.predicate, relation.object) == (
        entities[0].iri,
        "locatedIn",
        entities[1].iri,
    )
    assert relation.evidence.quote == quote


def test_a_document_without_pairs_has_no_relations() -> None:
    assert model("apart").find(scene_of("Ilan Tor left.", [LEADER])) == ()
