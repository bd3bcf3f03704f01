"""The network in other libraries' and programs' forms, one small function each."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from kg.graph.xml import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.network.network import Network


def to_networkx(network: Network, *, language: str = "en") -> Any:
    """Build a ``networkx.MultiDiGraph``: keys are the identifiers of nodes and edges.

    Every attribute is text, a number or a truth value, and none is missing on some nodes and there
    on others with another type, so every writer of NetworkX takes it.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for node in network.nodes:
        place = {"latitude": node.point[0], "longitude": node.point[1]} if node.point else {}
        graph.add_node(
            node.id,
            label=node.label(language),
            kind=node.kind,
            type=node.cls,
            aliases=" | ".join(node.aliases),
            claims=node.claims,
            **place,
        )
    for edge in network.edges:
        graph.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            label=edge.label(language),
            kind=edge.kind,
            status=edge.status,
            directed=edge.directed,
            weight=edge.weight,
            earliest=edge.earliest or "",
            latest=edge.latest or "",
            documents=len({sentence.document.iri for sentence in edge.sentences}),
        )
    return graph


def to_graphml(network: Network, *, language: str = "en") -> str:
    """Write GraphML, as Gephi, yEd and Cytoscape read it."""
    import networkx as nx

    return _written(nx.write_graphml_xml, to_networkx(network, language=language))


def to_gexf(network: Network, *, language: str = "en") -> str:
    """Write GEXF 1.2, as Gephi reads it; an edge's class is its ``relationship`` (GEXF owns ``kind``)."""
    import networkx as nx

    graph = to_networkx(network, language=language)
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data["relationship"] = data.pop("kind")
        data["id"] = number
    # NetworkX stamps the day of writing, which would make two writings of one network differ.
    return re.sub(r' lastmodifieddate="[^"]*"', "", _written(nx.write_gexf, graph), count=1)


def to_json(network: Network, *, language: str = "en") -> str:
    """Write NetworkX's node-link JSON, with the sentences of every edge."""
    import networkx as nx

    graph = to_networkx(network, language=language)
    for edge in network.edges:
        graph.edges[edge.source, edge.target, edge.id]["sentences"] = [
            {
                "claim": sentence.claim,
                "quote": sentence.quote,
                "date": sentence.date,
                "document": sentence.document.iri,
                "title": sentence.document.title,
                "publisher": sentence.document.publisher,
                "published": sentence.document.published,
                "numbers": [{"kind": kind, "words": words} for kind, words in sentence.numbers],
            }
            for sentence in edge.sentences
        ]
    return json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n"


EXPORTS: Mapping[str, Callable[..., str]] = {"graphml": to_graphml, "gexf": to_gexf, "json": to_json}


def _written(writer: Callable[[Any, Any], None], graph: Any) -> str:
    """What one of NetworkX's writers of XML makes of a graph; it leaves control characters as they are."""
    for *_, data in (*graph.nodes(data=True), *graph.edges(data=True)):
        data.update({key: xml_text(value) for key, value in data.items() if isinstance(value, str)})
    stream = io.BytesIO()
    writer(graph, stream)
    return stream.getvalue().decode("utf-8")
