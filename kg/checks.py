"""Checks of the ontology and of stored data, as ``kg check`` runs them.

``check_ontology`` looks at what the loader cannot refuse piece by piece: words missing in one
language, classes that can have no member, event classes that no frame evokes. ``check_graph``
holds stored data against the SHACL shapes and the disjointness of the model.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import OntologyError
from kg.ontology.namespaces import CKG, SH
from kg.ontology.turtle import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from kg.ontology import Ontology

LABELLED = frozenset(
    (
        "AnnotationProperty",
        "Class",
        "Collection",
        "Concept",
        "ConceptScheme",
        "DatatypeProperty",
        "ObjectProperty",
        "Property",
        "Status",
    )
)
"""Kinds of terms that need a label and a definition in every language."""

LOGICAL = frozenset(
    (
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.disjointWith,
        OWL.equivalentClass,
        OWL.equivalentProperty,
        OWL.inverseOf,
        OWL.complementOf,
        OWL.propertyDisjointWith,
        OWL.sameAs,
        OWL.differentFrom,
    )
)
"""Properties that OWL RL reasons with; the rest of the model is words and data."""

_WITNESS = "urn:campaign-kg:witness:"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that does not hold: which check found it, in what (an IRI or ""), and why."""

    check: str
    subject: str
    message: str

    def __str__(self) -> str:
        """One line for the user."""
        return f"{self.check}: {self.message}" + (f" ({self.subject})" if self.subject else "")


def check_ontology(ontology: Ontology) -> list[Problem]:
    """Everything that is wrong with an ontology, sorted; empty where nothing is."""
    try:
        graph = ontology.model_graph()
        problems = [*_missing_words(ontology), *_undeclared(ontology, graph), *_inconsistent(graph)]
        problems.extend(_edges(ontology))
    except OntologyError as error:
        return [_refused("model", error)]
    for check in (_frames, _gazetteer, _shapes):
        try:
            problems.extend(check(ontology))
        except OntologyError as error:
            problems.append(_refused(check.__name__.strip("_"), error))
    return sorted(set(problems))


def _refused(check: str, error: OntologyError) -> Problem:
    message = str(error)
    return Problem(check, error.iri or "", message.removesuffix(f" ({error.iri})"))


def _missing_words(ontology: Ontology) -> Iterator[Problem]:
    for name, term in ontology.terms.items():
        wanted = {"label": term.labels}
        if not LABELLED.isdisjoint(term.kinds):
            wanted["definition"] = term.definitions
        if name in ontology.event_classes:
            wanted["label pattern"] = tuple(
                (language, text) for cls, language, text in ontology.model.patterns if cls == name
            )
        for kind, texts in wanted.items():
            counts = [language for language, text in texts if text.strip()]
            for language in ontology.languages:
                if counts.count(language) != 1:
                    found = f"{counts.count(language)} in the language {language}"
                    yield Problem("words", str(CKG[name]), f"{name} needs one {kind}, and has {found}")


def _undeclared(ontology: Ontology, graph: Graph) -> Iterator[Problem]:
    """Terms of ours that are used somewhere and declared nowhere: mostly a slip of the pen."""
    for name in sorted(_local_names(graph) | _local_names(ontology.gazetteer_graph())):
        if name not in ontology.terms:
            yield Problem("terms", str(CKG[name]), f"{name} is used, but not declared")


def _local_names(graph: Graph) -> set[str]:
    nodes: set[Node] = set()
    for subject, predicate, value in graph:
        nodes.update((subject, predicate, value))
    return {name for node in nodes if (name := local(node))}


def _inconsistent(graph: Graph) -> Iterator[Problem]:
    """Classes that can have no member, and properties that nothing can have, under OWL RL.

    Every class gets a member and every property a pair of things; the rules of OWL 2 RL (W3C
    recommendation, section 4.3) then show whether one of them falls into disjoint classes.
    """
    from owlrl import DeductiveClosure, OWLRL_Semantics

    closed = Graph()
    for subject, predicate, value in graph:
        if predicate in LOGICAL or (predicate == RDF.type and str(value).startswith(str(OWL))):
            closed.add((subject, predicate, value))
    for name in sorted(filter(None, map(local, graph.subjects(RDF.type, OWL.Class)))):
        closed.add((URIRef(_WITNESS + name), RDF.type, CKG[name]))
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for name in sorted(filter(None, map(local, graph.subjects(RDF.type, kind)))):
            value = URIRef(f"{_WITNESS}{name}/value") if kind == OWL.ObjectProperty else Literal(name)
            closed.add((URIRef(f"{_WITNESS}{name}/subject"), CKG[name], value))
    DeductiveClosure(OWLRL_Semantics).expand(closed)
    yield from _contradictions(closed)


def _contradictions(closed: Graph) -> Iterator[Problem]:
    members: dict[Node, set[Node]] = defaultdict(set)
    for member, cls in closed.subject_objects(RDF.type):
        if isinstance(member, URIRef):
            members[cls].add(member)
    pairs: dict[Node, set[str]] = defaultdict(set)
    for one, other in closed.subject_objects(OWL.disjointWith):
        for member in members[one] & members[other]:
            pairs[member].add(" and ".join(sorted((_short(one), _short(other)))))
    for member in members[OWL.Nothing]:
        pairs[member].add("owl:Nothing")
    for member, found in pairs.items():
        name = str(member).removeprefix(_WITNESS).partition("/")[0]
        reason = f"what belongs to {name} would be both {', both '.join(sorted(found))}"
        yield Problem("consistency", str(CKG[name]), reason)


def _short(node: Node) -> str:
    return local(node) or str(node)


def _edges(ontology: Ontology) -> Iterator[Problem]:
    covered = {rule.event_class for rule in ontology.edge_rules}
    for cls in ontology.event_classes:
        if cls not in covered:
            yield Problem(
                "edges", str(CKG[cls]), f"no edge rule shows events of the class {cls} in the network"
            )


def _frames(ontology: Ontology) -> Iterator[Problem]:
    evoked = {(frame.evokes, frame.language) for frame in ontology.frames}
    for cls in ontology.event_classes:
        for language in ontology.languages:
            if (cls, language) not in evoked:
                message = f"{cls} has no frame in the language {language}"
                yield Problem("frames", str(CKG[cls]), message)
    for frame in ontology.frames:
        if frame.language not in ontology.languages:
            yield Problem("frames", frame.iri, f"the ontology does not speak the language {frame.language}")
        for slot in frame.slots:
            fitting = frozenset().union(*(ontology.expected(frame.evokes, role) for role in slot.roles))
            for cls in slot.classes:
                if cls not in fitting:
                    roles = "/".join(slot.roles)
                    yield Problem("frames", frame.iri, f"{cls} cannot be the {roles} of {frame.evokes}")


def _gazetteer(ontology: Ontology) -> Iterator[Problem]:
    known = {entry.iri: entry.cls for entry in ontology.gazetteer}
    for entry in ontology.gazetteer:
        if entry.state is not None and known.get(entry.state) != "State":
            yield Problem("gazetteer", entry.iri, f"ckg:country is {entry.state}, which is no state")
        for language, _ in (*entry.labels, *entry.aliases, *entry.adjectives):
            if language and language not in ontology.languages:
                yield Problem("gazetteer", entry.iri, f"the ontology does not speak the language {language}")


def _shapes(ontology: Ontology) -> Iterator[Problem]:
    graph = ontology.shapes_graph()
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        languages = {str(getattr(text, "language", "")) for text in graph.objects(shape, SH.message)}
        for language in set(ontology.languages) - languages:
            yield Problem("shapes", str(shape), f"the shape has no message in the language {language}")


def check_graph(data: Graph, ontology: Ontology, language: str = "en") -> list[Problem]:
    """Everything in stored data that breaks a SHACL shape or the model's disjointness, sorted.

    A dataset counts as the union of its graphs. Messages are in ``language``.
    """
    from pyshacl import validate

    union = Graph()
    for subject, predicate, value, *_ in data.quads() if isinstance(data, Dataset) else data:
        union.add((subject, predicate, value))
    model = ontology.model_graph()
    union += model
    _close_subclasses(union, ontology)
    _, report, text = validate(union, shacl_graph=ontology.shapes_graph(), inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise OntologyError(f"the SHACL shapes cannot be used: {text}")
    problems = [
        _violation(report, result, language) for result in report.subjects(RDF.type, SH.ValidationResult)
    ]
    return sorted({*problems, *_disjoint_types(union, model)})


def _close_subclasses(graph: Graph, ontology: Ontology) -> None:
    """Say of each class all classes above it, so that shapes need no path to ask."""
    for name, term in ontology.terms.items():
        for parent in term.parents:
            if parent != name:
                graph.add((CKG[name], RDFS.subClassOf, CKG[parent]))


def _violation(report: Graph, result: Node, language: str) -> Problem:
    texts = {
        str(getattr(text, "language", None) or ""): str(text)
        for text in report.objects(result, SH.resultMessage)
    }
    message = texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
    value = report.value(result, SH.value)
    found = "" if value is None else f" [{value}]"
    return Problem("shacl", str(report.value(result, SH.focusNode)), message + found)


def _disjoint_types(data: Graph, model: Graph) -> Iterator[Problem]:
    """Things with two types that the model holds to be disjoint."""
    apart = {frozenset(pair) for pair in model.subject_objects(OWL.disjointWith)}
    above: dict[Node, set[Node]] = {}
    types: dict[Node, set[Node]] = defaultdict(set)
    for subject, cls in data.subject_objects(RDF.type):
        if local(cls):
            if cls not in above:
                above[cls] = {node for node in model.transitive_objects(cls, RDFS.subClassOf) if node}
            types[subject].add(cls)
    for subject, classes in types.items():
        if len(classes) > 1:
            yield from _clashes(subject, classes, above, apart)


def _clashes(
    subject: Node, classes: Iterable[Node], above: dict[Node, set[Node]], apart: set[frozenset[Node]]
) -> Iterator[Problem]:
    ordered = sorted(classes, key=str)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if any(frozenset((high, low)) in apart for high in above[one] for low in above[other]):
                message = f"nothing can be both {_short(one)} and {_short(other)}"
                yield Problem("consistency", str(subject), message)
