"""Who may be the source of an event."""

from __future__ import annotations

import pytest
from fixture_mentions import groups_in

from kg.extract.sources import SourceFinder
from kg.extract.triggers import Trigger

NAMES = ("Rami", "Reuters", "Rebels")

# (text, word of the event, who may be its source)
SPEAKERS = [
    ("Rami warned the Rebels, Reuters reported.", "warned", {"Reuters", "Rebels"}),
    ("Rami said that Rebels attacked.", "attacked", {"Rami", "Rebels"}),
    ("Rami was warned by Reuters.", "warned", {"Rami"}),
]


@pytest.mark.parametrize(("text", "word", "speakers"), SPEAKERS)
def test_who_speaks_is_no_source_for_speaking(text: str, word: str, speakers: set[str]) -> None:
    scene = groups_in(text, NAMES)
    event = Trigger(0, scene.tokens[0].words.index(word), "Statement", 1.0, None)
    (candidates,) = SourceFinder(scene, [event], {("Statement", "agent"): frozenset()}).candidates()
    assert {NAMES[candidate.mention.entity] for candidate in candidates} == speakers
