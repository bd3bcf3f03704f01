"""Where the words of a frame's expression may stand."""

from __future__ import annotations

import pytest
from fixture_mentions import spoken_in

from kg.extract.frames import FrameIndex
from kg.ontology import load_ontology
from kg.ontology.rows import read_pattern

# (language, text, the word that tells of the event, an expression that it belongs to, if any)
EXPRESSIONS = [
    ("en", "The army launched missiles.", "launched", "launch missile"),
    ("en", "Missiles were launched at the port.", "launched", "launch missile"),
    ("en", "They shot down missiles launched from the sea.", "launched", "launch missile"),
    ("en", "They saw the missiles and launched boats.", "launched", None),
    ("fr", "Les rebelles ont tiré des missiles.", "tiré", "tirer missile"),
    ("fr", "Des missiles ont été tirés sur le port.", "tirés", "tirer missile"),
    ("fr", "Les missiles que l'armée a tirés ont touché le port.", "tirés", "tirer missile"),
    ("fr", "Les raids menés par l'armée ont cessé.", "raids", "mener *raid"),
    ("fr", "Des raids ont été menés par l'armée.", "raids", "mener *raid"),
    ("fr", "Les raids ont cessé et ils ont mené la danse.", "raids", None),
]


@pytest.mark.parametrize(("language", "text", "word", "expression"), EXPRESSIONS)
def test_where_the_words_of_an_expression_stand(
    language: str, text: str, word: str, expression: str | None
) -> None:
    tokens, _ = spoken_in(language, text, [])
    matches = FrameIndex(load_ontology().frames, language).match(tokens)[tokens.texts.index(word)]
    found = {pattern for match in matches if match.words > 1 for pattern in match.frame.words}
    assert (read_pattern(expression) in found) if expression else not found
