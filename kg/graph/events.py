"""Events as quads, computed from the claims of a store.

An event's IRI is a hash of what makes it that event: class, kind of status, places, agents,
targets and time. Its roles are the union of those of its claims.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kg.claim import DENIED, ROLES
from kg.fold import fold
from kg.graph import dispute, names
from kg.graph.answer import Rows
from kg.graph.edtf import bounds
from kg.graph.merge import Told, World, merge
from kg.graph.names import local_name, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store

_CLAIMS = """
SELECT ?claim ?class ?status ?document ?publisher ?published ?date ?quote ?start ?end WHERE {
  ?claim a ckg:Claim ; ckg:eventClass ?class ; ckg:status ?status ; prov:wasDerivedFrom ?document ;
    ckg:evidence/oa:hasSelector ?sentence .
  ?sentence oa:exact ?quote ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?claim ckg:date ?date }
  OPTIONAL { ?document dcterms:publisher ?publisher }
  OPTIONAL { ?document ckg:publishedLatest ?published }
}"""
_FILLERS = """
SELECT ?claim ?role ?entity WHERE {
  VALUES ?role { ckg:agent ckg:target ckg:place ckg:supporter }
  ?claim a ckg:Claim ; ?role ?entity
}"""
_OPERATIONS = """
SELECT ?document ?start ?operation WHERE {
  { SELECT DISTINCT ?operation WHERE { ?operation a ckg:Operation } }
  ?mention ckg:entity ?operation ; ckg:evidence ?at .
  ?at oa:hasSource ?document ; oa:hasSelector/oa:start ?start .
}"""
_ABOVE = (
    "SELECT DISTINCT ?part ?whole WHERE { ?part ckg:within|ckg:partOf|ckg:memberOf|ckg:locatedIn ?whole }"
)
_THINGS = "SELECT DISTINCT ?thing WHERE { ?thing ckg:known ?known }"
_COPIES = "SELECT ?copy ?original WHERE { ?copy ckg:copyOf ?original }"
_BROAD = """
SELECT ?thing WHERE {
  { SELECT DISTINCT ?thing WHERE { ?claim ckg:place ?thing } }
  ?thing a ?class . ?class ckg:wide true
}"""
_MUTUAL = "SELECT ?class WHERE { ckg:mutual skos:member ?class }"


class Labeller(Protocol):
    """What names events; ``kg.ontology.Ontology`` does."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that labels are made in."""

    @property
    def statuses(self) -> tuple[str, ...]:
        """From the strongest to the weakest: an event has the strongest of its claims."""

    def event_label(
        self, cls: str, language: str, fillers: Mapping[str, Sequence[str]], date: str | None = None
    ) -> str:
        """Name an event of a class by the names that fill its roles."""


def event_quads(store: Store, ontology: Labeller) -> Iterator[Quad]:
    """All events of a store's claims as quads of the events graph."""
    graph = NamedNode(names.graph_iri("events", store.base))
    world = _world(store)
    merged = dispute.accounts(merge(_told(store, world), world), world)
    writer = _Writer(store, ontology)
    for key, found in sorted(_by_key(merged).items()):
        for fact in writer.event(key, found):
            yield Quad(*fact, graph)
    for (thing,) in sorted(_table(store, _THINGS)):
        for fact in writer.names(thing):
            yield Quad(*fact, graph)
    pairs = [pair for account in merged for pair in account.disputes]
    happened = (account for account in merged if account.claims[0].family == "happened")
    denied = (account for account in merged if account.claims[0].family == DENIED)
    pairs += dispute.denials(happened, denied, world)
    for one, other in pairs:
        yield Quad(NamedNode(one), term("ckg:contradicts"), NamedNode(other), graph)
        yield Quad(NamedNode(other), term("ckg:contradicts"), NamedNode(one), graph)


def _by_key(merged: Iterable[dispute.Account]) -> dict[str, list[Told]]:
    """Claims of each event by its hash, sorted; groups that nothing tells apart are one event."""
    events: dict[str, list[Told]] = defaultdict(list)
    for account in merged:
        events[_key(account.claims)] += account.claims
    return {key: sorted(claims, key=lambda claim: claim.iri) for key, claims in events.items()}


def _key(claims: Sequence[Told]) -> str:
    first = claims[0]
    if first.vague:
        return names.content_hash(first.cls, first.family, first.iri)
    when = _date(claims) or [day.isoformat() for day in _common(claim.window for claim in claims)]
    roles = [sorted(frozenset().union(*sets)) for sets in zip(*(c.facets[:3] for c in claims), strict=True)]
    return names.content_hash(first.cls, first.family, roles, when)


def _common(windows: Iterable[tuple[date, date]]) -> tuple[date, date]:
    begins, ends = zip(*windows, strict=True)
    return max(begins), min(ends)


def _date(claims: Sequence[Told]) -> str | None:
    """The narrowest date of claims that agree, else the interval of all that they say."""
    dated = sorted({(claim.days, claim.date) for claim in claims if claim.date})
    if not dated:
        return None
    spans = [bounds(text) for _, text in dated]
    begin = max(first or date.min for first, _ in spans)
    end = min(last or date.max for _, last in spans)
    if begin <= end:
        return dated[0][1]
    first = min(first or date.min for first, _ in spans)
    last = max(last or date.max for _, last in spans)
    return f"{'..' if first == date.min else first}/{'..' if last == date.max else last}"


class _Writer:
    """Writes events as facts, named by the labels of a store's things."""

    def __init__(self, store: Store, ontology: Labeller) -> None:
        self.store = store
        self.ontology = ontology
        self.labels: dict[str, dict[str, str]] = {}

    def event(
        self, key: str, claims: Sequence[Told]
    ) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        """The facts of one event."""
        node = NamedNode(f"{self.store.base}event/{key}")
        cls = claims[0].cls
        roles = {
            role: sorted(frozenset().union(*(getattr(claim, role + "s") for claim in claims)))
            for role in ROLES
        }
        when = _date(claims)
        yield node, term("rdf:type"), term(f"ckg:{cls}")
        for language in self.ontology.languages:
            fillers = {role: [self._name(iri, language) for iri in iris] for role, iris in roles.items()}
            label = self.ontology.event_label(cls, language, fillers, when)
            yield node, term("rdfs:label"), Literal(label, language=language)
        for role, iris in roles.items():
            for iri in iris:
                yield node, term(f"ckg:{role}"), NamedNode(iri)
        if when:
            yield node, term("ckg:date"), Literal(when)
            for name, day in zip(("ckg:earliest", "ckg:latest"), bounds(when), strict=True):
                if day:
                    yield node, term(name), Literal(day.isoformat(), datatype=term("xsd:date"))
        status = min((claim.status for claim in claims), key=self.ontology.statuses.index)
        yield node, term("ckg:status"), term(f"ckg:{status}")
        for iri in sorted(frozenset().union(*(claim.operations for claim in claims))):
            yield node, term("ckg:partOf"), NamedNode(iri)
        for claim in claims:
            yield node, term("ckg:claim"), NamedNode(claim.iri)
        behind = dispute.publishers(claims)
        yield node, term("ckg:claimCount"), Literal(len(claims))
        yield node, term("ckg:publisherCount"), Literal(behind)
        yield node, term("ckg:corroborated"), Literal(behind > 1)

    def names(self, iri: str) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
        """One name of a thing in each language, said once however many documents speak of it.

        Queries that ask for this name do not multiply their rows by the documents.
        """
        for language, label in self._labels(iri).items():
            yield NamedNode(iri), term("schema:name"), Literal(label, language=language or None)

    def _name(self, iri: str, language: str) -> str:
        """The label of a thing in a language or in English."""
        known = self._labels(iri)
        return known.get(language) or known.get("en") or local_name(iri)

    def _labels(self, iri: str) -> dict[str, str]:
        """The label of a thing in each language; the first in order where several are."""
        if iri not in self.labels:
            found: dict[str, str] = {}
            for tag, label in sorted(self.store.labels(iri)):
                found.setdefault(tag, label)
            self.labels[iri] = found
        return self.labels[iri]


def _told(store: Store, world: World) -> list[Told]:
    roles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim, role, entity in _table(store, _FILLERS):
        roles[claim][local_name(role) + "s"].add(entity)
    original = {row[0]: row[1] for row in _table(store, _COPIES)}
    spoken: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for document, start, operation in _table(store, _OPERATIONS):
        spoken[document].append((int(start), operation))
    told = []
    for claim, cls, status, document, publisher, published, when, quote, start, end in _table(store, _CLAIMS):
        sentence = range(int(start), int(end))
        operations = {operation for offset, operation in spoken[document] if offset in sentence}
        told.append(
            Told(
                claim,
                local_name(cls),
                local_name(status),
                original.get(document, document),
                fold(publisher) or None,
                date.fromisoformat(published) if published else None,
                when or None,
                operations=_narrowest(operations, world),
                quote=fold(quote),
                **{name: frozenset(iris) for name, iris in roles[claim].items()},
            )
        )
    return told


def _narrowest(operations: set[str], world: World) -> frozenset[str]:
    """The one operation that a sentence speaks of, leaving out those that contain it; none of several."""
    inner = {one for one in operations if not any(one in world.above.get(other, ()) for other in operations)}
    return frozenset(inner) if len(inner) == 1 else frozenset()


def _world(store: Store) -> World:
    parents: dict[str, set[str]] = defaultdict(set)
    for part, whole in _table(store, _ABOVE):
        parents[part].add(whole)
    above = {}
    for thing in list(parents):
        reached: set[str] = set()
        open_ = [thing]
        while open_:
            new = parents.get(open_.pop(), set()) - reached
            reached |= new
            open_ += new
        above[thing] = frozenset(reached - {thing})
    broad = frozenset(thing for (thing,) in _table(store, _BROAD))
    mutual = frozenset(local_name(cls) for (cls,) in _table(store, _MUTUAL))
    return World(above, broad, mutual)


def _table(store: Store, query: str) -> list[tuple[str, ...]]:
    """All rows of a query as text, "" where a variable has no value."""
    answer = store.query(query)
    assert isinstance(answer, Rows)
    return [tuple("" if value is None else value.value for value in row) for row in answer]
