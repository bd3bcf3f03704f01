"""Who may be the source of an event."""

from __future__ import annotations

import pytest
from fixture_documents import paragraph

from kg.claim import Entity
from kg.extract.scene import Placed, Scene
from kg.extract.sources import SourceFinder
from kg.extract.tokens import all_tokens
from kg.extract.triggers import Trigger
from kg.language import parse

NAMES = ("Rami", "Reuters", "Rebels")

# (text, word of the event, who may be its source)
SPEAKERS = [
    ("Rami warned the Rebels, Reuters reported.", "warned", {"Reuters", "Rebels"}),
    ("Rami said that Rebels attacked.", "attacked", {"Rami", "Rebels"}),
    ("Rami was warned by Reuters.", "warned", {"Rami"}),
]


@pytest.mark.parametrize(("text", "word", "speakers"), SPEAKERS)
def test_who_speaks_is_no_source_for_speaking(text: str, word: str, speakers: set[str]) -> None:
    document = paragraph(text)
    (tokens,) = passages = all_tokens(parse(document))
    mentions = [
        Placed(0, i, i + 1, i, NAMES.index(name), "name", name, tokens.starts[i])
        for i, name in enumerate(tokens.texts)
        if name in NAMES
    ]
    entities = tuple(Entity(name, name, "ArmedGroup") for name in NAMES)
    scene = Scene(document, passages, entities, [mentions], [[]], [{}])
    event = Trigger(0, tokens.words.index(word), "Statement", 1.0, None)
    (candidates,) = SourceFinder(scene, [event], {("Statement", "agent"): frozenset()}).candidates()
    assert {NAMES[candidate.mention.entity] for candidate in candidates} == speakers
