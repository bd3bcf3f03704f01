"""Turtle files of the ontology become quads of one graph, without blank nodes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.graph.names import rebased

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Vocabulary(Protocol):
    """Where an ontology keeps its files; ``kg.ontology.Ontology`` does."""

    @property
    def model_files(self) -> Sequence[Path]:
        """The Turtle files of the model."""

    @property
    def gazetteer_files(self) -> Sequence[Path]:
        """The Turtle files of the gazetteer."""


def vocabulary_quads(paths: Sequence[Path], *, graph: str, base: str) -> Iterator[Quad]:
    """Every statement of Turtle files as quads of a graph.

    Things known by the default base get ``base`` instead. Blank nodes become IRIs under the graph's,
    by their canonical labels (RDF Dataset Canonicalization, RDFC-1.0). Raises SyntaxError or OSError.
    """
    name = NamedNode(graph)
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, name)
        for path in paths
        for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    blank = Dataset(quad for quad in quads if _has_blank(quad))  # no other quad decides the labels
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in chain((quad for quad in quads if not _has_blank(quad)), blank):
        subject, value = _named(quad.subject, graph, base), _named(quad.object, graph, base)
        yield Quad(subject, quad.predicate, value, name)


def _has_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _named(part: Any, graph: str, base: str) -> Any:
    """A term without blank nodes and under the base of the store."""
    if isinstance(part, BlankNode):
        return NamedNode(f"{graph}#{part.value}")
    return rebased(part, base)
