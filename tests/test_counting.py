"""Numbers at the beginning of mentions: taken whole, and told from what they count."""

from __future__ import annotations

import pytest
from fixture_reader import tokens_of

from kg.extract.counting import count_end, count_start, noun_of

# (language, text, a stretch of it, the same with its number whole, that number, the noun that is counted)
STRETCHES = [
    ("fr", "Au moins 21 civils ont fui.", "moins 21 civils", "Au moins 21 civils", "Au moins 21", "civils"),
    ("en", "At least 21 civilians fled.", "least 21 civilians", "At least 21 civilians", "At least 21",
     "civilians"),
    ("fr", "Plus de 600 civils ont fui.", "600 civils", "Plus de 600 civils", "Plus de 600", "civils"),
    ("fr", "Des dizaines de civils ont fui.", "dizaines de civils", "dizaines de civils", "dizaines de",
     "civils"),
    ("en", "Dozens of armed men fled.", "Dozens of armed men", "Dozens of armed men", "Dozens of", "men"),
    ("en", "Seven villagers fled.", "Seven villagers", "Seven villagers", "Seven", "villagers"),
    ("en", "The villagers fled.", "villagers", "villagers", "", "villagers"),
    # what says vaguely how many there are
    ("fr", "Beaucoup de civils fuient.", "Beaucoup de civils", "Beaucoup de civils", "Beaucoup de", "civils"),
    ("fr", "De nombreux civils ont fui.", "nombreux civils", "De nombreux civils", "De nombreux", "civils"),
    ("fr", "Plusieurs dizaines de civils ont fui.", "Plusieurs dizaines de civils",
     "Plusieurs dizaines de civils", "Plusieurs dizaines de", "civils"),
    ("en", "Many residents fled.", "Many residents", "Many residents", "Many", "residents"),
    ("en", "Most of the residents fled.", "residents", "residents", "", "residents"),
    ("en", "The 2016 offensive failed.", "2016 offensive", "2016 offensive", "", "offensive"),
    ("fr", "La radio des Mille Collines émet.", "Mille Collines", "Mille Collines", "", "Collines"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "stretch", "whole", "number", "noun"), STRETCHES)
def test_numbers_of_mentions(
    language: str, text: str, stretch: str, whole: str, number: str, noun: str
) -> None:
    tokens = tokens_of(text, language)
    start = text.index(stretch)
    first, end = tokens.starts.index(start), tokens.ends.index(start + len(stretch)) + 1
    begin = count_start(tokens, first, end)
    assert text[tokens.starts[begin] : tokens.ends[end - 1]] == whole
    counted = count_end(tokens, begin, end)
    assert (
        text[tokens.starts[begin] : tokens.ends[counted - 1] if counted > begin else tokens.starts[begin]]
        == number
    )
    assert tokens.texts[noun_of(tokens, begin, end)] == noun
