"""The network of a store: nodes from what statements speak of, edges by the ontology's rules.

Which roles of which event class make an edge, and what it is called, stands in the ontology
(``ckg:EdgeRule``); what is asked of the store, in ``queries/`` beside this file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.network.facts import Facts, Statement, read_facts
from kg.network.network import Edge, Labels, Network, Node, Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.graph.store import Store
    from kg.ontology import Ontology

KINDS = ("Actor", "Place", "Operation")  # a thing of several kinds, such as a state, is the first
OBJECTIVE = "Objective"
HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class _Link:
    """What one statement says of one pair."""

    source: str
    target: str
    kind: str
    rule: str
    labels: Labels
    directed: bool = True


def build_network(
    store: Store,
    ontology: Ontology,
    *,
    around: Collection[str] = (),
    hops: int = 1,
    kinds: Collection[str] | None = None,
    relationships: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
    minimum: int = 1,
    since: str | None = None,
    until: str | None = None,
    isolated: bool = False,
) -> Network:
    """Read the network of a store.

    ``around`` keeps what stands within ``hops`` edges of these IRIs. ``kinds`` are kinds or classes
    of nodes, ``relationships`` event classes, relations or "Objective", ``statuses`` statuses, all by
    local name; None keeps all. ``minimum`` is the number of claims behind an edge. ``since`` and
    ``until`` are ISO days; with either, what has no date is left out. Nodes without any edge are
    left out unless ``isolated``. The same graph gives the same network, in the same order.
    """
    network = _whole(read_facts(store), ontology)
    network = network.between(since, until).only(
        kinds=kinds, relationships=relationships, statuses=statuses, minimum=minimum
    )
    if around:
        network = network.around(around, hops)
    return network if isolated else network.connected()


def _whole(facts: Facts, ontology: Ontology) -> Network:
    edges = _edges(facts, ontology)
    nodes = tuple(_nodes(facts, ontology))
    known = {node.id for node in nodes}
    kept = tuple(edge for edge in edges if edge.source in known and edge.target in known)
    names = {name for node in nodes for name in (node.kind, node.cls)}
    names |= {name for edge in kept for name in (edge.kind, edge.status)}
    names |= {kind for edge in kept for sentence in edge.sentences for kind, _ in sentence.numbers}
    terms = {name: ontology.terms[name].labels for name in sorted(names) if name in ontology.terms}
    return Network(nodes, kept, terms)


def _links(statement: Statement, ontology: Ontology) -> Iterator[_Link]:
    """Name every pair that a statement relates."""
    what = statement.what
    if statement.objective:
        labels = ontology.terms[OBJECTIVE].labels
        for holder in statement.roles.get(HOLDER, ()):
            yield _Link(holder, statement.iri, OBJECTIVE, OBJECTIVE, labels)
        return
    if statement.ends is not None:
        labels = ontology.terms[what].labels if what in ontology.terms else ()
        yield _Link(*statement.ends, what, what, labels)
        return
    for rule in ontology.edge_rules_for(what):
        if not rule.holds(statement.roles.keys()):
            continue
        starts, ends = statement.roles[rule.start], statement.roles[rule.end]
        if rule.symmetric:
            for one, other in combinations(sorted({*starts, *ends}), 2):
                yield _Link(one, other, what, rule.name, rule.labels, directed=False)
        else:
            for pair in ((start, end) for start in starts for end in ends):
                yield _Link(*pair, what, rule.name, rule.labels)


def _edges(facts: Facts, ontology: Ontology) -> list[Edge]:
    plain = ontology.statuses[0]  # what a relation or an objective is: stated
    kinds = {kind.notation: kind.name for kind in ontology.quantities}
    grouped: defaultdict[tuple[_Link, str], dict[str, Sentence]] = defaultdict(dict)
    for statement in facts.statements:
        sentence = facts.sentence(statement, plain, kinds)
        for link in _links(statement, ontology):
            grouped[link, sentence.status].setdefault(sentence.claim, sentence)
    edges = (
        Edge(
            link.source,
            link.target,
            link.kind,
            link.labels,
            status,
            tuple(sorted(said.values(), key=_order)),
            link.directed,
            link.rule,
        )
        for (link, status), said in grouped.items()
    )
    return sorted(edges, key=lambda edge: (edge.source, edge.target, edge.kind, edge.rule, edge.status))


def _order(sentence: Sentence) -> tuple[str, str, str, int, str]:
    """Sort sentences by date of what they tell, then by document."""
    return (
        sentence.earliest or "~",
        sentence.document.published,
        sentence.document.iri,
        sentence.start,
        sentence.claim,
    )


def _nodes(facts: Facts, ontology: Ontology) -> Iterator[Node]:
    claims = Counter(
        thing
        for statement in facts.statements
        for thing in {*(statement.ends or ()), *(one for role in statement.roles.values() for one in role)}
    )
    found = [
        Node(
            thing.iri,
            thing.labels,
            kind,
            cls,
            thing.aliases,
            claims[thing.iri],
            thing.point,
            facts.countries.get(thing.country or "", ()),
        )
        for thing in facts.things.values()
        for kind, cls in [_kind(thing.classes, ontology)]
        if kind
    ]
    found += [
        Node(statement.iri, statement.labels, OBJECTIVE, statement.what, claims=1)
        for statement in facts.statements
        if statement.objective
    ]
    return iter(sorted(found, key=lambda node: node.id))


def _kind(classes: Collection[str], ontology: Ontology) -> tuple[str, str]:
    """Choose the kind and the most specific class of a thing; ("", "") where it is no node."""
    deepest = sorted(
        classes, key=lambda cls: (-len(ontology.terms[cls].parents) if cls in ontology.terms else 0, cls)
    )
    for cls in deepest:
        for kind in KINDS:
            if ontology.is_a(cls, kind):
                return kind, cls
    return "", ""
