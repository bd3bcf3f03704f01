"""The reader that ships, made once for all tests that read with it."""

from __future__ import annotations

from functools import cache

from fixture_documents import paragraph

from kg.extract.tokens import Tokens, all_tokens
from kg.language import parse
from kg.ontology import THINGS, load_ontology
from kg.reading import Reader


@cache
def reader() -> Reader:
    """Reads with the shipped ontology and models."""
    return Reader(load_ontology(), base=str(THINGS))


def tokens_of(text: str, language: str) -> Tokens:
    """The tokens of a text of one paragraph."""
    (tokens,) = all_tokens(parse(paragraph(text, language)))
    return tokens
