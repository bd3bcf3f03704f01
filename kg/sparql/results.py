"""Tables of RDF terms, and what else a query answers.

``read_json`` reads the SPARQL 1.1 Query Results JSON Format; writing it and the other formats is
the work of ``kg.sparql.formats``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Term(NamedTuple):
    """An RDF term: ``kind`` is "uri", "literal" or "bnode"; a plain string has no datatype."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT answers: every row has one cell for each column, None where it is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> list[dict[str, str]]:
        """The rows as dictionaries of text, without the cells that are unbound."""
        return [
            {name: cell.value for name, cell in zip(self.columns, row, strict=True) if cell is not None}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Truth:
    """What an ASK answers."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE answers, as N-Triples in code point order."""

    text: str


Answer = Table | Truth | Triples


def uri(value: str) -> Term:
    """An IRI as a term."""
    return Term("uri", value)


def read_json(data: bytes | str) -> Table | Truth:
    """A result in SPARQL JSON; ValueError where it is something else.

    >>> read_json('{"head": {"vars": ["x"]}, "results": {"bindings": [{}]}}').rows
    ((None,),)
    """
    document = json.loads(data)
    try:
        if "boolean" in document:
            return Truth(bool(document["boolean"]))
        columns = tuple(document["head"]["vars"])
        bindings = document["results"]["bindings"]
        rows = tuple(tuple(_term(row[name]) if name in row else None for name in columns) for row in bindings)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no SPARQL result in JSON: {error}") from error
    return Table(columns, rows)


def _term(cell: dict[str, Any]) -> Term:
    kind = cell["type"]
    if kind == "typed-literal":  # of the draft that some engines still follow
        kind = "literal"
    datatype = cell.get("datatype", "")
    return Term(
        str(kind),
        str(cell["value"]),
        cell.get("xml:lang", ""),
        "" if datatype == _STRING else datatype,
    )
