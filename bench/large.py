"""A large graph with the shapes of a small one: what documents say, told again of other things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.store import Store

VOCABULARY = ("ontology", "gazetteer")


def repeated(store: Store, wanted: int) -> Iterator[ox.Quad]:
    """At least ``wanted`` quads: those of the store, then copies of its documents and events.

    In a copy every document, claim, event and thing has a new IRI, but for the things of the gazetteer;
    all events stand in one graph, as those of a store do.
    """
    kept = {ox.NamedNode(names.graph_iri(name, store.base)) for name in VOCABULARY}
    told, count = [], 0
    shared: set[Any] = {ox.NamedNode(names.graph_iri("events", store.base))}
    for quad in store.quads():
        yield quad
        count += 1
        if quad.graph_name in kept:
            shared.add(quad.subject)
        else:
            told.append(quad)
    copy = 0
    while count < wanted and told:
        copy += 1
        rename = _Renamer(store.base, f"{store.base}copy-{copy}/", shared)
        for quad in told:
            yield ox.Quad(rename(quad.subject), quad.predicate, rename(quad.object), rename(quad.graph_name))
        count += len(told)


class _Renamer:
    """New IRIs for old ones, the same for the same."""

    def __init__(self, base: str, new: str, kept: set[Any]) -> None:
        self.base = base
        self.new = new
        self.known: dict[Any, Any] = {term: term for term in kept}

    def __call__(self, term: Any) -> Any:
        if term not in self.known:
            ours = isinstance(term, ox.NamedNode) and term.value.startswith(self.base)
            self.known[term] = ox.NamedNode(self.new + term.value[len(self.base) :]) if ours else term
        return self.known[term]
