"""The measures that analysts ask for first. Deterministic: the same network gives the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.network import Network

_EXACT = 400  # nodes up to which betweenness is computed from every node
_SAMPLE = 150  # nodes from which it is estimated beyond that


@dataclass(frozen=True, slots=True)
class Measures:
    """What can be said of one node.

    ``claims`` counts the different claims behind its edges, ``links`` its different neighbours;
    ``betweenness`` is the share (0 to 1) of shortest ways between others that pass through it;
    ``community`` numbers the group that it belongs to, 0 for the largest.
    """

    claims: int
    links: int
    betweenness: float
    community: int


def measure(network: Network) -> Mapping[str, Measures]:
    """Measure every node; by IRI."""
    between, groups = betweenness(network), communities(network)
    claims: dict[str, set[str]] = {node.id: set() for node in network.nodes}
    links: dict[str, set[str]] = {node.id: set() for node in network.nodes}
    for edge in network.edges:
        for end, other in ((edge.source, edge.target), (edge.target, edge.source)):
            claims[end].update(sentence.claim for sentence in edge.sentences)
            if end != other:
                links[end].add(other)
    return {
        node.id: Measures(len(claims[node.id]), len(links[node.id]), between[node.id], groups[node.id])
        for node in network.nodes
    }


def betweenness(network: Network) -> Mapping[str, float]:
    """Compute Brandes' betweenness without direction; beyond 400 nodes estimate it from 150."""
    import networkx as nx

    graph = _numbered(network)
    sample = _SAMPLE if len(graph) > _EXACT else None
    scores = nx.betweenness_centrality(graph, k=sample, seed=0)
    return {node.id: round(min(1.0, scores[at]), 6) for at, node in enumerate(network.nodes)}


def communities(network: Network) -> Mapping[str, int]:
    """Find groups by Louvain's method (Blondel et al. 2008) on claims, the largest numbered 0."""
    import networkx as nx

    found = nx.community.louvain_communities(_numbered(network), weight="weight", seed=0)
    ranked = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    number = {at: rank for rank, group in enumerate(ranked) for at in group}
    return {node.id: number[at] for at, node in enumerate(network.nodes)}


def _numbered(network: Network):  # type: ignore[no-untyped-def]  # networkx has no types
    """Build the simple graph over node numbers, whose order in sets never changes, unlike that of text."""
    import networkx as nx

    place = {node.id: at for at, node in enumerate(network.nodes)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(place)))
    for edge in network.edges:
        one, other = place[edge.source], place[edge.target]
        if one != other:
            weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=weight + edge.weight)
    return graph
