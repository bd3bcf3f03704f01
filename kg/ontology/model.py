"""The model itself: classes, roles, relations, statuses, categories, labels and edge rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from kg.errors import OntologyError
from kg.ontology.labels import Grammar, check_pattern
from kg.ontology.namespaces import CKG
from kg.ontology.records import EdgeRule, QuantityKind, Term
from kg.ontology.turtle import boolean, local, locals_of, number, required, single, strings, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

ENTITY, EVENT = "Entity", "Event"


@dataclass(frozen=True, slots=True)
class Model:
    """The model as plain records, so that it can be cached.

    ``expected`` has (event class, role, entity classes), ``patterns`` (event class, language,
    label pattern), ``dated`` (language, pattern), ``groups`` (collection, event classes) and
    ``categories`` (concept, notation), all by local name.
    """

    terms: tuple[Term, ...]
    expected: tuple[tuple[str, str, tuple[str, ...]], ...]
    patterns: tuple[tuple[str, str, str], ...]
    dated: tuple[tuple[str, str], ...]
    grammars: tuple[Grammar, ...]
    edge_rules: tuple[EdgeRule, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    categories: tuple[tuple[str, str], ...]
    quantities: tuple[QuantityKind, ...] = ()


def read_model(graph: Graph) -> Model:
    """The model of a graph; OntologyError names the term that does not hold together."""
    terms = tuple(sorted(_terms(graph), key=lambda term: (term.rank, term.name)))
    above = {term.name: term.parents for term in terms}
    for root in (ENTITY, EVENT):
        if root not in above:
            raise OntologyError(f"the ontology lacks the class {root}", str(CKG[root]))
    roles = [term.name for term in terms if "Role" in term.kinds]
    events = [name for name, parents in above.items() if EVENT in parents]
    entities = [name for name, parents in above.items() if ENTITY in parents]
    return Model(
        terms=terms,
        expected=tuple(_expected(graph, events, entities, roles, above)),
        patterns=tuple(_patterns(graph, events, roles)),
        dated=texts(graph, CKG[EVENT], CKG.datedPattern),
        grammars=tuple(_grammar(graph, subject) for subject in _typed(graph, "Grammar")),
        edge_rules=tuple(_edge_rule(graph, subject, events, roles) for subject in _typed(graph, "EdgeRule")),
        groups=tuple(_groups(graph, events)),
        categories=tuple(_categories(graph, terms)),
        quantities=tuple(_quantities(graph, terms, above, roles)),
    )


def _typed(graph: Graph, kind: str) -> list[Node]:
    return sorted(graph.subjects(RDF.type, CKG[kind]), key=str)


def _terms(graph: Graph) -> Iterator[Term]:
    for subject in {node for node, _ in graph.subject_objects(RDF.type)}:
        name = local(subject)
        if name is None:
            continue
        kinds = sorted(re.split(r"[#/]", str(kind))[-1] for kind in graph.objects(subject, RDF.type))
        parents = {local(node) for node in graph.transitive_objects(subject, RDFS.subClassOf) if node}
        yield Term(
            name=name,
            kinds=tuple(kinds),
            labels=texts(graph, subject, RDFS.label),
            definitions=texts(graph, subject, SKOS.definition),
            parents=tuple(sorted(parent for parent in parents if parent)),
            rank=int(number(graph, subject, CKG.rank) or 0),
            abstract=boolean(graph, subject, CKG.abstract),
        )


def _expected(
    graph: Graph,
    events: Iterable[str],
    entities: Collection[str],
    roles: Iterable[str],
    above: dict[str, tuple[str, ...]],
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """For each event class and role, every entity class that may fill it."""
    properties = {local(role): node for node, role in graph.subject_objects(CKG.ofRole)}
    for event in sorted(events):
        for role in roles:
            if role not in properties:
                raise OntologyError(
                    "no property says which classes the role expects (ckg:ofRole)", str(CKG[role])
                )
            expectation = URIRef(str(properties[role]))
            named = locals_of(graph, CKG[event], expectation) or locals_of(graph, CKG[EVENT], expectation)
            for name in named:
                if name not in entities:
                    raise OntologyError(f"{name}, expected as {role}, is no entity class", str(CKG[event]))
            below = sorted(name for name in entities if not set(named).isdisjoint(above[name]))
            yield event, role, tuple(below)


def _patterns(graph: Graph, events: Iterable[str], roles: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for event in sorted(events):
        for language, pattern in texts(graph, CKG[event], CKG.labelPattern):
            check_pattern(pattern, roles, str(CKG[event]))
            yield event, language, pattern
    for _, pattern in texts(graph, CKG[EVENT], CKG.datedPattern):
        check_pattern(pattern, ("label", "date"), str(CKG[EVENT]))


def _grammar(graph: Graph, subject: Node) -> Grammar:
    contractions = []
    for rule in strings(graph, subject, CKG.contraction):
        pattern, arrow, replacement = rule.partition("=>")
        try:
            re.compile(pattern)
        except re.error as error:
            raise OntologyError(
                f"contraction “{rule}” is no regular expression: {error}", str(subject)
            ) from error
        if not arrow:
            raise OntologyError(f"contraction “{rule}” is not written pattern=>replacement", str(subject))
        contractions.append((pattern, replacement))
    return Grammar(
        language=required(graph, subject, DCTERMS.language),
        separator=required(graph, subject, CKG.listSeparator),
        last_separator=required(graph, subject, CKG.lastSeparator),
        limit=int(number(graph, subject, CKG.listLimit) or 1),
        ellipsis=required(graph, subject, CKG.ellipsis),
        contractions=tuple(contractions),
    )


def _edge_rule(graph: Graph, subject: Node, events: Collection[str], roles: Collection[str]) -> EdgeRule:
    iri = str(subject)
    (event,) = _known(graph, subject, "eventClass", events, "event class", single=True)
    (start,) = _known(graph, subject, "from", roles, "role", single=True)
    (end,) = _known(graph, subject, "to", roles, "role", single=True)
    symmetric = boolean(graph, subject, CKG.symmetric)
    if (start == end) != symmetric:
        raise OntologyError("an edge rule is symmetric if, and only if, it joins a role to itself", iri)
    return EdgeRule(
        name=local(subject) or iri,
        event_class=event,
        start=start,
        end=end,
        labels=texts(graph, subject, RDFS.label),
        needs=_known(graph, subject, "needs", roles, "role"),
        without=_known(graph, subject, "without", roles, "role"),
        symmetric=symmetric,
    )


def _known(
    graph: Graph, subject: Node, predicate: str, known: Collection[str], kind: str, *, single: bool = False
) -> tuple[str, ...]:
    names = locals_of(graph, subject, CKG[predicate])
    for name in names:
        if name not in known:
            raise OntologyError(f"ckg:{predicate} names {name}, which is no {kind}", str(subject))
    if single and len(names) != 1:
        raise OntologyError(f"ckg:{predicate} needs one {kind}, found {len(names)}", str(subject))
    return names


def _groups(graph: Graph, events: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for subject in sorted(graph.subjects(RDF.type, SKOS.Collection), key=str):
        members = locals_of(graph, subject, SKOS.member)
        for member in members:
            if member not in events:
                raise OntologyError(f"the group has {member}, which is no event class", str(subject))
        yield local(subject) or str(subject), members


def _categories(graph: Graph, terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    for term in terms:
        if (CKG[term.name], SKOS.inScheme, CKG.categories) in graph:
            yield term.name, required(graph, CKG[term.name], SKOS.notation)


def _quantities(
    graph: Graph, terms: Iterable[Term], above: dict[str, tuple[str, ...]], roles: Collection[str]
) -> Iterator[QuantityKind]:
    """The kinds of quantities in the order in which they are tried."""
    events = [name for name, parents in above.items() if EVENT in parents]
    for term in terms:
        subject = CKG[term.name]
        if (subject, SKOS.inScheme, CKG.quantities) not in graph:
            continue
        classes, told = (
            {below for name in names for below in events if name in above[below]}
            for names in (
                _known(graph, subject, predicate, events, "event class")
                for predicate in ("countedIn", "toldIn")
            )
        )
        broader = single(graph, subject, SKOS.broader)
        yield QuantityKind(
            name=term.name,
            notation=required(graph, subject, SKOS.notation),
            classes=tuple(sorted(classes)),
            told=tuple(sorted(told - classes)),
            roles=_known(graph, subject, "countedRole", roles, "role"),
            counts=strings(graph, subject, CKG.counts),
            broader=required(graph, URIRef(broader), SKOS.notation) if broader else None,
        )
