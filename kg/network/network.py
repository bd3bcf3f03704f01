"""The graph as a neutral network: who stands in which relationship to what, and who says so.

Nothing here knows a store, a library's format or a page. Times are ISO days ("2017-03-06"), labels
are (language, text) pairs, identifiers are IRIs, and ``kind``, ``cls`` and ``status`` are local
names of the ontology, whose own labels stand in ``Network.terms``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

Labels = tuple[tuple[str, str], ...]


def label_in(labels: Labels, language: str) -> str:
    """Choose the label in ``language``, else in English, else any, else ``""``.

    >>> label_in((("en", "Mosul"), ("fr", "Mossoul")), "fr")
    'Mossoul'
    """
    found = dict(labels)
    return found.get(language) or found.get("en") or next(iter(found.values()), "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a quote, in code points: the trigger (``node`` is None) or a node's mention."""

    start: int
    end: int
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a sentence stands in; ``published`` is EDTF."""

    iri: str
    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One claim's words: what an edge rests on.

    ``date`` is EDTF text and ``earliest``/``latest`` its days; a missing ``latest`` beside a date
    means that it goes on. ``speaker`` is the IRI and label of whom the text attributes it to;
    ``numbers`` are (kind, words of the document) pairs.
    """

    claim: str
    quote: str
    document: Source
    start: int
    status: str
    marks: tuple[Mark, ...] = ()
    date: str = ""
    earliest: str | None = None
    latest: str | None = None
    speaker: str | None = None
    speaker_labels: Labels = ()
    numbers: tuple[tuple[str, str], ...] = ()

    def within(self, since: str | None, until: str | None) -> bool:
        """Tell whether its date may fall between two ISO days; without a date only if none is asked."""
        if since is None and until is None:
            return True
        if self.earliest is None and self.latest is None:
            return False
        begins, ends = self.earliest or "", self.latest or "9999"
        return (since is None or ends >= since) and (until is None or begins <= until)


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, place, operation or objective; ``claims`` counts what is said of it.

    ``point`` is (latitude, longitude) in degrees, WGS 84.
    """

    id: str
    labels: Labels
    kind: str
    cls: str
    aliases: tuple[str, ...] = ()
    claims: int = 0
    point: tuple[float, float] | None = None
    country: Labels = ()

    def label(self, language: str = "en") -> str:
        """Give its label in a language, or the end of its IRI."""
        return label_in(self.labels, language) or self.id.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship: sentences of one status that say the same of the same pair.

    ``kind`` is an event class, a relation or "Objective"; ``rule`` tells apart what the ontology
    reads from one kind ("captured", "took ground from").
    """

    source: str
    target: str
    kind: str
    labels: Labels
    status: str
    sentences: tuple[Sentence, ...]
    directed: bool = True
    rule: str = ""

    @property
    def id(self) -> str:
        """The same twelve letters wherever the same relationship of the same status is read."""
        parts = (self.source, self.target, self.kind, self.rule, self.status)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]

    @property
    def weight(self) -> int:
        """The number of claims behind it."""
        return len({sentence.claim for sentence in self.sentences})

    @property
    def earliest(self) -> str | None:
        """The first day that any sentence allows."""
        return min((s.earliest for s in self.sentences if s.earliest), default=None)

    @property
    def latest(self) -> str | None:
        """The last day that any sentence names; an open end names none."""
        return max((s.latest for s in self.sentences if s.latest), default=None)

    def label(self, language: str = "en") -> str:
        """Give its label in a language."""
        return label_in(self.labels, language) or self.kind


@dataclass(frozen=True)
class Network:
    """Nodes and edges, each in a fixed order, and the labels of the terms that they use."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    terms: Mapping[str, Labels] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by IRI."""
        return {node.id: node for node in self.nodes}

    @property
    def claims(self) -> int:
        """The number of different claims behind all edges."""
        return len({sentence.claim for edge in self.edges for sentence in edge.sentences})

    @property
    def documents(self) -> tuple[Source, ...]:
        """The documents behind all edges, in order of their IRIs."""
        found = {s.document.iri: s.document for edge in self.edges for s in edge.sentences}
        return tuple(found[iri] for iri in sorted(found))

    def term(self, name: str, language: str = "en") -> str:
        """Label a kind, class or status."""
        return label_in(self.terms.get(name, ()), language) or name

    def connected(self) -> Network:
        """Leave out the nodes that no edge touches."""
        touched = {end for edge in self.edges for end in (edge.source, edge.target)}
        return replace(self, nodes=tuple(node for node in self.nodes if node.id in touched))

    def where(self, node: Callable[[Node], bool], edge: Callable[[Edge], bool]) -> Network:
        """Keep only nodes and edges that pass, and no edge without both its ends."""
        nodes = tuple(each for each in self.nodes if node(each))
        kept = {each.id for each in nodes}
        edges = tuple(
            each for each in self.edges if each.source in kept and each.target in kept and edge(each)
        )
        return replace(self, nodes=nodes, edges=edges)

    def around(self, centres: Iterable[str], hops: int = 1) -> Network:
        """Keep what stands at most ``hops`` edges, of either direction, from any of the centres (IRIs)."""
        neighbours: defaultdict[str, set[str]] = defaultdict(set)
        for edge in self.edges:
            neighbours[edge.source].add(edge.target)
            neighbours[edge.target].add(edge.source)
        reached = {centre for centre in centres if centre in self.by_id}
        front = reached
        for _ in range(hops):
            front = {other for one in front for other in neighbours[one]} - reached
            reached = reached | front
        return self.where(lambda node: node.id in reached, lambda edge: True)

    def between(self, since: str | None = None, until: str | None = None) -> Network:
        """Keep only sentences that may fall between two ISO days, and only edges that keep one."""
        trimmed = (
            replace(edge, sentences=tuple(s for s in edge.sentences if s.within(since, until)))
            for edge in self.edges
        )
        return replace(self, edges=tuple(edge for edge in trimmed if edge.sentences))

    def only(
        self,
        *,
        kinds: Collection[str] | None = None,
        relationships: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        minimum: int = 1,
    ) -> Network:
        """Keep only nodes of these kinds or classes, and edges of these kinds, statuses and weight."""
        return self.where(
            lambda node: kinds is None or node.kind in kinds or node.cls in kinds,
            lambda edge: (
                (relationships is None or edge.kind in relationships)
                and (statuses is None or edge.status in statuses)
                and edge.weight >= minimum
            ),
        )
