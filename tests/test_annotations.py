"""Where an annotated event stands among the words of its sentence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from fixture_documents import paragraph

from kg.extract.annotations import Alignment
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
