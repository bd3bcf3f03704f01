"""Reading Turtle files, and reading values out of a graph with errors that name the term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import OntologyError
from kg.ontology.namespaces import CKG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from kg.ontology.records import Texts


def read_turtle(paths: Iterable[Path]) -> Graph:
    """All files in one graph; OntologyError names the file and line that is no Turtle."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except BadSyntax as error:
            reason = " ".join(str(error._why).split())
            raise OntologyError(f"{path}, line {error.lines + 1}: not Turtle: {reason}") from error
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise OntologyError(f"{path} cannot be read: {error}") from error
    return graph


def local(node: Node) -> str | None:
    """The local name of a term of the ontology, None for anything else."""
    text = str(node)
    return text[len(CKG) :] if isinstance(node, URIRef) and text.startswith(CKG) else None


def locals_of(graph: Graph, subject: Node, predicate: URIRef) -> tuple[str, ...]:
    """The local names that are values of a property, sorted; OntologyError where one is none of ours."""
    names = []
    for value in graph.objects(subject, predicate):
        name = local(value)
        if name is None:
            raise OntologyError(f"{predicate} should name a term of the ontology, not {value}", str(subject))
        names.append(name)
    return tuple(sorted(names))


def texts(graph: Graph, subject: Node, *predicates: URIRef) -> Texts:
    """(language, text) pairs of literals, sorted, language "" where the literal has none."""
    pairs = {
        (value.language or "", str(value))
        for predicate in predicates
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal)
    }
    return tuple(sorted(pairs))


def strings(graph: Graph, subject: Node, *predicates: URIRef) -> tuple[str, ...]:
    """All values as text, sorted and without repetition."""
    return tuple(
        sorted({str(value) for predicate in predicates for value in graph.objects(subject, predicate)})
    )


def single(graph: Graph, subject: Node, predicate: URIRef) -> str | None:
    """The one value of a property as text, or None; OntologyError where there are several."""
    values = strings(graph, subject, predicate)
    if len(values) > 1:
        raise OntologyError(f"one value of {predicate} expected, found {', '.join(values)}", str(subject))
    return values[0] if values else None


def required(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """The one value of a property as text; OntologyError where there is none."""
    value = single(graph, subject, predicate)
    if value is None:
        raise OntologyError(f"{predicate} is missing", str(subject))
    return value


def boolean(graph: Graph, subject: Node, predicate: URIRef) -> bool:
    """A true or false value, false where it is absent."""
    value = single(graph, subject, predicate) or "false"
    if value not in ("true", "false"):
        raise OntologyError(f"{predicate} should be true or false, not {value}", str(subject))
    return value == "true"


def number(graph: Graph, subject: Node, predicate: URIRef) -> float | None:
    """A number, None where it is absent."""
    value = single(graph, subject, predicate)
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        raise OntologyError(f"{predicate} should be a number, not {value}", str(subject)) from None
