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


# (text, verb of speech, word of another event, what the verb governs)
SAID = [
    ("Rebels said that Rami attacked.", "said", "attacked", "clause"),
    ("Rami attacked, Rebels said.", "said", "attacked", "clause"),
    ("Rebels announced the withdrawal.", "announced", "withdrawal", "event"),
    ("Rebels noted the date after the withdrawal.", "noted", "withdrawal", "thing"),
    ("Rebels warned after the withdrawal.", "warned", "withdrawal", "nothing"),
]


@pytest.mark.parametrize(("text", "verb", "word", "governed"), SAID)
def test_what_a_verb_of_speech_governs(text: str, verb: str, word: str, governed: str) -> None:
    scene = groups_in(text, NAMES)
    words = scene.tokens[0].words
    event = Trigger(0, words.index(word), "Withdrawal", 1.0, None)
    finder = SourceFinder(scene, [event], {("Withdrawal", "agent"): frozenset()})
    speaker = next(m for m in scene.mentions[0] if m.text == "Rebels")
    voice = finder.voice(speaker)
    assert (voice.verb, voice.what) == (words.index(verb), governed)
