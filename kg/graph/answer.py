"""What a query gives: rows, triples or a truth value, without a library's own errors.

``Rows`` and ``Triples`` hand the engine's answers through as they are computed. A row is indexed
by position or variable name; a term has ``value``, a literal also ``language`` and ``datatype``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.graph.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Answer", "Bindings", "Literal", "NamedNode", "QuerySolution", "Rows", "Triple", "Triples"]

Bindings = Mapping[str, NamedNode | Literal]
"""Values of variables, by name without question mark."""

_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_TRIPLES = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
    "json": RdfFormat.JSON_LD,
}


class Rows:
    """The answer to SELECT; iterate once."""

    def __init__(self, solutions: QuerySolutions) -> None:
        self._solutions = solutions
        self.variables = tuple(variable.value for variable in solutions.variables)

    def __iter__(self) -> Iterator[QuerySolution]:
        try:
            yield from self._solutions
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def serialize(self, form: str) -> bytes:
        """All rows in a W3C result format: "json", "xml", "csv" or "tsv"."""
        try:
            return self._solutions.serialize(format=_RESULTS[form]) or b""
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error


class Triples:
    """The answer to CONSTRUCT or DESCRIBE; iterate once."""

    def __init__(self, triples: QueryTriples) -> None:
        self._triples = triples

    def __iter__(self) -> Iterator[Triple]:
        try:
            yield from self._triples
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def serialize(self, form: str) -> bytes:
        """All triples as "nt", "ttl", "xml" (RDF/XML) or "json" (JSON-LD)."""
        return serialize(iter(self), format=_TRIPLES[form], prefixes=PREFIXES) or b""


Answer = Rows | Triples | bool
