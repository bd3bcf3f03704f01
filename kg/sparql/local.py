"""Queries on the embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.answer import Rows
from kg.graph.answer import Triples as Found
from kg.sparql.binding import Value, bind
from kg.sparql.results import Answer, Table, Triples, Truth, read_json
from kg.sparql.runner import NO_VALUES, only_table, reading_form
from kg.sparql.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import Store


class LocalRunner:
    """Asks an open store; the caller opens and closes it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.base = store.base

    def select(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Table:
        """The rows that a SELECT answers."""
        return only_table(self.answer(text, bindings))

    def answer(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Answer:
        """What any query answers; QueryError names line and column of a syntax error."""
        return read_answer(self.raw(bind(text, bindings)))

    def raw(self, text: str) -> Rows | Found | bool:
        """What a text answers as it stands, in the store's own form, which the engine can write."""
        reading_form(text)
        try:
            return self._store.query(text)
        except QueryError as error:
            raise QueryError(explain(text, str(error.__cause__ or error))) from error


def read_answer(found: Rows | Found | bool) -> Answer:
    """The store's own form of an answer as a table, triples or a truth value."""
    if isinstance(found, Rows):
        table = read_json(found.serialize("json"))
        assert isinstance(table, Table)
        return table
    if isinstance(found, Found):
        return Triples("".join(sorted(found.serialize("nt").decode().splitlines(keepends=True))))
    return Truth(found)
