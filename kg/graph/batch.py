"""Readings on their way into a store, many at a time: a transaction for each would take longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.quads import reading_quads

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.claim import Reading
    from kg.graph.store import Store

SIZE = 100_000
"""Quads that are written at once: some dozen megabytes, what some seconds of reading give."""


class Batch:
    """Documents that a store does not hold yet, collected until they are worth writing."""

    def __init__(self, store: Store, *, tool: str) -> None:
        self.store = store
        self.tool = tool
        self.quads: list[Quad] = []

    def add(self, reading: Reading) -> None:
        """Take a reading; one that replaces another is stored at once.

        Raises ValueError where a date is no EDTF or an IRI is none, and takes nothing.
        """
        if self.store.former_graphs(reading.document):
            self.store.replace_document(reading, tool=self.tool)
            return
        self.quads += list(reading_quads(reading, base=self.store.base, tool=self.tool))
        if len(self.quads) >= SIZE:
            self.write()

    def write(self) -> None:
        """Store what was collected."""
        self.store.add(self.quads)
        self.quads = []
