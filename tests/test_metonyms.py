"""What the name of a capital is: where a dispatch was written, the town, or those who govern there."""

from __future__ import annotations

import numpy as np
import pytest
from fixture_documents import paragraph

from kg.extract.linear import LinearModel
from kg.extract.tokens import all_tokens
from kg.language import parse
from kg.link.lookup import Known, is_part
from kg.link.metonyms import ACTS, DESK, LIMIT, Capital, Metonyms, together

ALWAYS = Metonyms(LinearModel(["+"], [], np.array([[10.0]], dtype=np.float32)))

# (text, the capital, whether a judge for whom all capitals act is heard)
OPENINGS = [
    ("(Nairobi) – Fighters shelled a market on Monday.", "Nairobi", False),
    ("KYIV, Ukraine (AP) — Russian forces struck a power plant.", "KYIV", False),
    ("BAMAKO — The army fired back on Thursday.", "BAMAKO", False),
    ("Kyiv-backed forces attacked the bridge.", "Kyiv", True),
    ("Moscow denied it.", "Moscow", True),
    ("Moscow said that the ceasefire – the third – had failed.", "Moscow", True),
    ("Troops left Moscow – and it fell.", "Moscow", True),
]


@pytest.mark.parametrize(("text", "capital", "acts"), OPENINGS)
def test_where_a_dispatch_was_written(text: str, capital: str, *, acts: bool) -> None:
    (tokens,) = all_tokens(parse(paragraph(text)))
    first = tokens.texts.index(capital)
    (sense,) = ALWAYS.senses([Capital(capital.lower(), 0, first, first + 1)], [tokens], [{}])
    assert sense == (ACTS if acts else DESK)


# (chance alone of each mention, by its name, and which are taken for those who govern)
SENSES = [
    ([("ankara", 0.9)], [True]),
    ([("ankara", 0.4)], [False]),
    # of one name, what the others are counts more
    ([("ankara", 0.9), ("ankara", 0.8), ("ankara", 0.4)], [True, True, True]),
    ([("ankara", 0.1), ("ankara", 0.2), ("ankara", 0.6)], [False, False, False]),
    ([("ankara", 0.1), ("ankara", 0.9), ("damas", 0.1)], [False, True, False]),
    ([], []),
]


@pytest.mark.parametrize(("mentions", "acts"), SENSES)
def test_a_name_mostly_means_one_thing(mentions: list[tuple[str, float]], acts: list[bool]) -> None:
    found = together([name for name, _ in mentions], [chance for _, chance in mentions])
    assert [chance >= LIMIT for chance in found] == acts


# (tokens of a name, whether they are a part of a longer one)
PARTS = [((0, 2), False), ((1, 2), True), ((0, 1), True), ((2, 3), False), ((1, 3), False)]


@pytest.mark.parametrize(("tokens", "part"), PARTS)
def test_a_part_of_a_listed_name(tokens: tuple[int, int], *, part: bool) -> None:
    listed = [Known(0, 2, "NewsOrganisation", "entry"), Known(2, 4, "City", "place")]
    assert is_part(listed, *tokens) is part
