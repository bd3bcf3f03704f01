"""Where an annotated event stands among the words of its sentence, and which words may stand for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from fixture_documents import paragraph

from kg.extract.annotations import Alignment
from kg.extract.linear import NONE
from kg.extract.tokens import all_tokens
from kg.language import parse

if TYPE_CHECKING:
    from kg.extract.scene import Scene

# (language, sentence, the trigger as annotated, the word at which the event stands)
TRIGGERS = [
    ("en", "The army attacked the town.", "attacked", "attacked"),
    ("en", "The army launched a counter-attack near the town.", "counter-attack", "attack"),
    ("en", "Troops entered rebel-held areas.", "rebel-held", "held"),
    ("en", "The rebels took control of the town.", "took control", "took"),
    ("en", "Warplanes carried out two air strikes.", "air strike", "strikes"),
    ("fr", "Un cessez-le-feu est entré en vigueur.", "cessez-le-feu", "cessez-le-feu"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "trigger", "word"), TRIGGERS)
def test_an_event_stands_at_the_head_of_its_trigger(
    language: str, text: str, trigger: str, word: str
) -> None:
    document = paragraph(text, language)
    (tokens,) = all_tokens(parse(document))
    scene = SimpleNamespace(document=document, tokens=[tokens], matches=[{}], entities=[])
    gold = {"entities": [], "events": [{"class": "Offensive", "trigger": trigger, "quote": text}]}
    (found,) = Alignment(gold, cast("Scene", scene)).triggers
    assert tokens.words[found.token] == word


# (what the model takes for events, the words that stand for the annotated one and for none)
SEEN = [
    ({"regained": "Capture"}, ["regained"], []),
    ({"control": "Capture"}, ["control"], []),  # another word of the same sentence for the same act
    ({"regained": "Capture", "control": "Capture"}, ["regained"], ["control"]),
    ({"control": "Control"}, ["regained"], ["control"]),
    ({"took": "Capture"}, ["regained"], ["took"]),  # in another sentence
    ({}, ["regained"], []),
]


@pytest.mark.parametrize(("judged", "right", "wrong"), SEEN)
def test_a_word_seen_may_stand_for_the_annotated_one(
    judged: dict[str, str], right: list[str], wrong: list[str]
) -> None:
    text = "The army regained control of the town. Rebels took a camp."
    made = paragraph(text)
    (tokens,) = all_tokens(parse(made))
    scene = SimpleNamespace(document=made, tokens=[tokens], matches=[{}], entities=[])
    quote = "The army regained control of the town."
    gold = {"entities": [], "events": [{"class": "Capture", "trigger": "regained", "quote": quote}]}
    aligned = Alignment(gold, cast("Scene", scene))
    places = {word: (0, tokens.words.index(word)) for word in ("regained", "control", "took")}
    aligned.add_mistakes({place: (judged.get(word, NONE), 0.5) for word, place in places.items()})
    events = [(tokens.words[t.token], bool(e)) for t, e in zip(aligned.triggers, aligned.events, strict=True)]
    assert [word for word, true in events if true] == right
    assert [word for word, true in events if not true] == wrong
    assert [aligned.told_in(sentence, "Capture") for sentence in (0, 1)] == [1, 0]
