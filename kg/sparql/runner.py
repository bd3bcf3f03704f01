"""The one interface through which queries are asked, whatever answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.errors import QueryError
from kg.sparql.results import Answer, Table
from kg.sparql.tokens import form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.sparql.binding import Value

NO_VALUES: Mapping[str, Value] = {}


class Runner(Protocol):
    """Answers SPARQL 1.1 queries; ``base`` is where the IRIs of the graph's things begin.

    ``bindings`` are values of parameters: ``place`` replaces ``?_place`` (see ``kg.sparql.binding``).
    Both methods raise QueryError for a query that cannot be run and never change the graph.
    """

    base: str

    def select(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Table:
        """The rows that a SELECT answers."""

    def answer(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Answer:
        """What any query answers: a table, a truth value or triples."""


def reading_form(text: str) -> str:
    """The form of a query that reads; QueryError for an update and for what is no query at all."""
    found = form(text)
    if found == "UPDATE":
        raise QueryError("the text is a SPARQL update; queries only read, 'kg build' writes")
    if not found:
        raise QueryError("the text is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found


def only_table(answer: Answer) -> Table:
    """A SELECT's answer; QueryError where the query was of another form."""
    if not isinstance(answer, Table):
        raise QueryError("the query answers no table; it has to be a SELECT")
    return answer
