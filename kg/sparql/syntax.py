"""What is wrong with the text of a query, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.names import PREFIXES
from kg.sparql.binding import bind
from kg.sparql.catalogue import LANGUAGE_PARAMETER, Parameter, SavedQuery
from kg.sparql.results import Term, uri
from kg.sparql.tokens import tokens, undeclared_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

_POSITION = re.compile(r"error at (\d+):(\d+)")
_DAY = Term("literal", "2000-01-01", datatype="http://www.w3.org/2001/XMLSchema#date")
_NUMBER = Term("literal", "1", datatype="http://www.w3.org/2001/XMLSchema#integer")
_SAMPLES = {"from-date": _DAY, "to-date": _DAY, "integer": _NUMBER, "text": Term("literal", "x")}


def explain(text: str, message: str) -> str:
    r"""An engine's complaint as one sentence with line, column and the words that stand there.

    >>> explain("SELECT * {\n ?s ?p }", "error at 2:8: expected one of LATERAL")
    "the query breaks the syntax of SPARQL at line 2, column 8, near '}'"
    """
    unknown = [prefix for prefix in undeclared_prefixes(text) if prefix not in PREFIXES]
    if unknown:
        return f"the query uses the prefix {unknown[0]}: and does not declare it"
    found = _POSITION.search(message)
    if not found:
        return f"the query cannot be run: {message}"
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    near = next((token.text for token in tokens(rest.strip())), "")
    place = f"near {near[:40]!r}" if near else f"after {lines[line - 1].strip()[-40:]!r}"
    return f"the query breaks the syntax of SPARQL at line {line}, column {column}, {place}"


def dry_run(query: SavedQuery, given: Iterable[Parameter]) -> str:
    """The text of a saved query with sample values for the parameters ``given``."""
    values = {each.name: _SAMPLES.get(each.type, uri("https://example.org/thing")) for each in given}
    return bind(query.text, values | {LANGUAGE_PARAMETER: Term("literal", "en")})


def syntax_problem(text: str) -> str | None:
    """Why the embedded engine cannot parse a query, or None."""
    from kg.graph.store import open_store
    from kg.sparql.local import LocalRunner

    with open_store(None) as store:
        try:
            LocalRunner(store).answer(text)
        except QueryError as error:
            return str(error)
    return None
