"""The interactive page: pyvis draws the network into a template of our own, as one file.

pyvis prepares nodes, edges and options and ships vis-network; its own template fetches parts from
the network, ours holds everything, and a content security policy forbids the rest.
"""

from __future__ import annotations

import html
import json
import math
import re
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.network.analysis import measure
from kg.network.layout import place_nodes
from kg.view.drawing import draw_network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.analysis import Measures
    from kg.network.network import Edge, Labels, Network, Node, Sentence, Source

HERE = Path(__file__).parent
SCRIPTS = ("text.js", "graph.js", "filters.js", "search.js", "panel.js", "page.js")  # in this order
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def render_page(network: Network, *, title: str = "", language: str = "en") -> str:
    """Build the page of ``network`` as HTML that makes no network request.

    ``title`` heads it (default: the page's own words); ``language`` is the one that it opens in,
    one of ``languages()``. The same network gives the same bytes.
    """
    words = _words()
    styling = json.loads((HERE / "drawing.json").read_text("utf-8"))
    measures = measure(network)
    places = place_nodes(
        network, {node.id: _box(node, measures[node.id].links, language) for node in network.nodes}
    )
    drawing = draw_network(network, styling, places=places, language=language)
    data = {
        "title": title,
        "language": language,
        "words": words,
        "shapes": styling["shapes"],
        "dashes": styling["dashes"],
        "large": styling["large"],
        "drawing": drawing,
        **_content(network, measures),
    }
    slots = {
        "language": language,
        "title": html.escape(title or words[language]["title"]),
        "data": embed(data),
        "style": (HERE / "style.css").read_text("utf-8"),
        "script": "\n".join((HERE / name).read_text("utf-8") for name in SCRIPTS),
        **_vis_network(),
    }
    template = (HERE / "template.html").read_text("utf-8")
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def languages() -> tuple[str, ...]:
    """List the languages that the page speaks."""
    return tuple(_words())


def embed(data: Any) -> str:
    r"""Write JSON that stands safely inside a script element, whatever its texts hold.

    >>> embed(["</script>"])
    '["\\u003c/script>"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def _vis_network() -> dict[str, str]:
    """Read vis-network's style and script, of the newest version that pyvis ships."""
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise KgError("pyvis is not installed; install campaign-kg again")
    versions = (Path(spec.origin).parent / "templates" / "lib").glob("vis-*")
    newest = max(versions, key=lambda folder: [int(n) for n in re.findall(r"\d+", folder.name)])
    script = (newest / "vis-network.min.js").read_text("utf-8")
    return {
        "vis_css": (newest / "vis-network.css").read_text("utf-8"),
        "vis_js": _SOURCE_MAP.sub("", script).replace("</script", "<\\/script"),
    }


def _box(node: Node, links: int, language: str) -> tuple[float, float]:
    """Guess the pixels that a node, its label and the ends of its edges take."""
    letters, air = min(28, len(node.label(language))), min(90.0, 14 * math.sqrt(links))
    return 8.0 * letters + 30 + air, 60 + air


def _content(network: Network, measures: Mapping[str, Measures]) -> dict[str, Any]:
    """Gather what the panel tells; nodes, edges, sentences and documents are named by position."""
    number = {node.id: at for at, node in enumerate(network.nodes)}
    documents = {source.iri: at for at, source in enumerate(network.documents)}
    base = _base(list(number))
    touching: list[list[int]] = [[] for _ in network.nodes]
    for at, edge in enumerate(network.edges):
        for end in {edge.source, edge.target}:
            touching[number[end]].append(at)
    sentences: dict[str, tuple[int, dict[str, Any]]] = {}
    edges = []
    for edge in network.edges:
        for sentence in edge.sentences:
            if sentence.claim not in sentences:
                sentences[sentence.claim] = (len(sentences), _sentence(sentence, documents, number))
        edges.append(_edge(edge, number, [sentences[sentence.claim][0] for sentence in edge.sentences]))
    things = [_thing(node, base, measures[node.id], touching[at]) for at, node in enumerate(network.nodes)]
    return {
        "kinds": list(dict.fromkeys(sorted(node.kind for node in network.nodes))),
        "terms": {name: dict(labels) for name, labels in sorted(network.terms.items())},
        "things": things,
        "edges": edges,
        "sentences": [content for _, content in sentences.values()],
        "documents": [_document(source) for source in network.documents],
        "claims": network.claims,
    }


def _base(iris: list[str]) -> str:
    """Find what all IRIs begin with, up to a slash, so that addresses stay short."""
    if not iris:
        return ""
    first, last = min(iris), max(iris)
    shared = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return first[: first.rfind("/", 0, shared) + 1]


def _thing(node: Node, base: str, measures: Measures, edges: list[int]) -> dict[str, Any]:
    return _filled(
        id=node.id.removeprefix(base),
        iri=node.id,
        labels=dict(node.labels) or {"en": node.label()},
        kind=node.kind,
        cls=node.cls,
        claims=node.claims,
        links=measures.links,
        betweenness=measures.betweenness,
        point=node.point,
        country=dict(node.country) or None,
    ) | {"aliases": list(node.aliases), "edges": edges}


def _edge(edge: Edge, number: Mapping[str, int], sentences: list[int]) -> dict[str, Any]:
    return {
        "id": edge.id,
        "from": number[edge.source],
        "to": number[edge.target],
        "kind": edge.kind,
        "labels": dict(edge.labels),
        "status": edge.status,
        "directed": edge.directed,
        "sentences": sentences,
    }


def _sentence(sentence: Sentence, documents: Mapping[str, int], number: Mapping[str, int]) -> dict[str, Any]:
    speaker: Labels = sentence.speaker_labels
    return _filled(
        claim=sentence.claim,
        parts=_parts(sentence, number),
        document=documents[sentence.document.iri],
        status=sentence.status,
        date=sentence.date,
        earliest=sentence.earliest,
        latest=sentence.latest,
        speaker=dict(speaker) or None,
        numbers=list(sentence.numbers) or None,
    )


def _parts(sentence: Sentence, number: Mapping[str, int]) -> list[list[str | int]]:
    """Cut a quote at its marks: plain text, then [text, -1] for the trigger, [text, node] for a mention.

    Marks that overlap an earlier or longer one are left out; the trigger goes before mentions.
    """
    quote, at = sentence.quote, 0
    free = [True] * len(quote)
    chosen = []
    for mark in sorted(sentence.marks, key=lambda m: (m.node is not None, m.start - m.end, m.start)):
        known = mark.node is None or mark.node in number
        if known and mark.start < mark.end <= len(quote) and all(free[mark.start : mark.end]):
            free[mark.start : mark.end] = [False] * (mark.end - mark.start)
            chosen.append(mark)
    parts: list[list[str | int]] = []
    for mark in sorted(chosen, key=lambda m: m.start):
        if at < mark.start:
            parts.append([quote[at : mark.start]])
        parts.append([quote[mark.start : mark.end], -1 if mark.node is None else number[mark.node]])
        at = mark.end
    return [*parts, [quote[at:]]] if at < len(quote) else parts


def _document(source: Source) -> dict[str, Any]:
    safe = source.url if source.url.startswith(("https://", "http://")) else ""
    return _filled(
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        url=safe,
        language=source.language,
    )


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value != ""}
