"""What pyvis draws: nodes with shape, size and place, edges with width, dashes and curve."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.network import Network

_LABEL = 28  # characters of a name that the graph shows, as in graph.js
_FAN = 0.24  # how far apart two edges of one pair are bent, at most
_WIDEST = 1.1  # how far all edges of one pair are bent together


def draw_network(
    network: Network,
    styling: Mapping[str, Any],
    *,
    places: Mapping[str, tuple[int, int]],
    language: str = "en",
) -> dict[str, Any]:
    """Let pyvis prepare nodes, edges and options for vis-network, nodes and edges by their position.

    ``styling`` is the content of drawing.json; ``places`` holds pixels by IRI.
    """
    from pyvis.network import Network as Drawing

    drawing = Drawing(directed=True)
    drawing.set_options(json.dumps(styling["options"]))
    number = {node.id: at for at, node in enumerate(network.nodes)}
    for at, node in enumerate(network.nodes):
        x, y = places[node.id]
        name = node.label(language)
        drawing.add_node(
            at,
            label=name if len(name) <= _LABEL else name[: _LABEL - 1].rstrip() + "…",
            shape=styling["shapes"].get(node.kind, "dot"),
            group=node.kind,
            value=round(math.sqrt(node.claims), 2),
            x=x,
            y=y,
        )
    bends = _bends(network)
    for at, edge in enumerate(network.edges):
        dashes = styling["dashes"].get(edge.status)
        note = f" · {network.term(edge.status, language)}" if dashes else ""
        drawing.add_edge(
            number[edge.source],
            number[edge.target],
            id=at,
            label=edge.label(language) + note,
            value=round(math.log2(1 + edge.weight), 2),
            **({"dashes": dashes} if dashes else {}),
            **({} if edge.directed else {"arrows": ""}),
            **bends[at],
        )
    nodes, edges, *_, options = drawing.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _bends(network: Network) -> list[dict[str, Any]]:
    """Bend the edges of one pair apart, and turn the loops of one node, so that each can be seen."""
    pairs: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, edge in enumerate(network.edges):
        pairs[min(edge.source, edge.target), max(edge.source, edge.target)].append(at)
    bends: list[dict[str, Any]] = [{} for _ in network.edges]
    for (one, other), members in pairs.items():
        for rank, at in enumerate(members):
            if one == other:
                angle = round(math.pi / 4 + 2 * math.pi * rank / len(members), 3)
                bends[at] = {"selfReference": {"angle": angle, "size": 22}}
                continue
            bend = (rank - (len(members) - 1) / 2) * min(_FAN, _WIDEST / len(members))
            if network.edges[at].source != one:
                bend = -bend
            if bend:
                turn = "curvedCW" if bend > 0 else "curvedCCW"
                bends[at] = {"smooth": {"enabled": True, "type": turn, "roundness": round(abs(bend), 3)}}
    return bends
