"""A capital at the head of a dispatch says where it was written, whatever its grammar."""

from __future__ import annotations

import numpy as np
import pytest
from fixture_documents import paragraph

from kg.extract.linear import LinearModel
from kg.extract.tokens import all_tokens
from kg.language import parse
from kg.link.metonyms import Metonyms

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
    assert ALWAYS.acts(tokens, first, first + 1, {}) is acts
