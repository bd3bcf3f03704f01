"""Saved queries against the same text given to pyoxigraph directly and to rdflib's in-memory store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions
from rdflib import Dataset

from bench.measure import TooSlow, in_child, medians, seconds
from kg.graph.names import PREFIXES
from kg.graph.store import open_store
from kg.sparql.binding import bind
from kg.sparql.catalogue import list_queries
from kg.sparql.local import LocalRunner
from kg.sparql.saved import run_saved, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph.store import Store
    from kg.sparql.catalogue import SavedQuery

ROUNDS = 7
EACH = 2.0  # seconds for the rounds of one query
PATIENCE = 5.0  # seconds that rdflib gets for one query
LIMIT = 15  # seconds for all sides of one query
BUSIEST = """
SELECT ?x (COUNT(*) AS ?n) { ?claim a ckg:Claim ; ckg:agent ?x } GROUP BY ?x ORDER BY DESC(?n) STR(?x) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Median seconds of one query; ``rdflib`` is None where it was stopped at ``PATIENCE``."""

    name: str
    rows: int
    ours: float
    direct: float
    rdflib: float | None


def bench_queries(path: Path, nquads: Path) -> Iterator[str]:
    """A line of ratios for every saved query of a store, and one for their medians.

    ``nquads`` is the same graph as a file. Parameters that a query cannot do without are the actor with
    most claims. Each query runs in a process of its own, which is stopped at ``LIMIT``.
    """
    with open_store(path, read_only=True) as store:
        busiest = LocalRunner(store).select(BUSIEST).rows[0][0]
    assert busiest is not None
    dataset = Dataset(default_union=True)
    dataset.parse(nquads, format="nquads")
    yield f"{'query':18} {'rows':>7} {'seconds':>9} {'x pyoxigraph':>13} {'x faster than rdflib':>21}"
    ratios = []
    for query in list_queries():
        params = {p.name: busiest.value for p in query.parameters if p.required}
        found = in_child(_Comparison(query, params, path, dataset), LIMIT)
        if found is None:
            yield f"{query.name:18} stopped after {LIMIT} s"
            continue
        yield _line(found)
        ratios.append(found.ours / found.direct)
    middle = sorted(ratios)[len(ratios) // 2]
    yield f"half of the queries take at most {middle:.2f} times as long as pyoxigraph alone"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One query on all sides; rdflib runs once, it is far behind."""

    query: SavedQuery
    params: dict[str, str]
    path: Path
    dataset: Dataset

    def __call__(self) -> Compared:
        with open_store(self.path, read_only=True) as store:
            return self._compare(store)

    def _compare(self, store: Store) -> Compared:
        runner = LocalRunner(store)
        text = bind(self.query.text, values_of(self.query, self.params, runner))
        rows: list[int] = []

        def ours() -> object:
            rows.append(len(run_saved(self.query.name, self.params, runner).rows))
            return rows[-1]

        def direct() -> object:
            solutions = store.engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
            assert isinstance(solutions, QuerySolutions)
            return list(solutions)

        times = medians({"ours": ours, "direct": direct}, rounds=ROUNDS, most=EACH)
        try:
            memory = seconds(lambda: list(self.dataset.query(text, initNs=PREFIXES)), limit=PATIENCE)
        except TooSlow:
            memory = None
        return Compared(self.query.name, rows[-1], times["ours"], times["direct"], memory)


def _line(found: Compared) -> str:
    faster = f"{found.rdflib / found.ours:.1f}" if found.rdflib else f"over {PATIENCE / found.ours:.1f}"
    return f"{found.name:18} {found.rows:7,} {found.ours:9.4f} {found.ours / found.direct:13.2f} {faster:>21}"
