"""The SPARQL 1.1 Protocol, section 2.1: how a query is asked, and the format it is answered in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.sparql.tokens import calls_services, form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
HTML = "text/html"

# Media types and the name of the format that the store writes; the first is the default.
_RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    HTML: "html",
}
_TRIPLES = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json",
    HTML: "html",
}
_OTHER_DATASETS = ("default-graph-uri", "named-graph-uri")


class RefusedError(KgError):
    """A request that is not answered, with the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wanted:
    """The format of an answer: its media type and the store's name for it."""

    media_type: str
    form: str


def query_text(media_type: str, body: str, parameters: Mapping[str, Sequence[str]]) -> str | None:
    """The query of a request, None where it has none.

    ``parameters`` are those of the address and, for a form, of the body. Raises RefusedError for an
    update, for a choice of graphs, for several queries and for a body of another kind.
    """
    if media_type == UPDATE or "update" in parameters:
        raise RefusedError(403, "this endpoint only reads; 'kg build' and 'kg push' write")
    if any(name in parameters for name in _OTHER_DATASETS):
        raise RefusedError(400, "queries see the union of all graphs; choose graphs with GRAPH in the query")
    if media_type == QUERY:
        texts: Sequence[str] = [body, *parameters.get("query", ())]
    elif media_type in ("", FORM):
        texts = parameters.get("query", ())
    else:
        raise RefusedError(415, f"send the query as {QUERY} or {FORM}, not as {media_type}")
    if len(texts) > 1:
        raise RefusedError(400, "the request holds more than one query")
    return texts[0] if texts else None


def check(text: str) -> str:
    """The form of a query that may be run here; RefusedError for any other."""
    found = form(text)
    if found == "UPDATE":
        raise RefusedError(403, "this endpoint only reads; 'kg build' and 'kg push' write")
    if not found:
        raise RefusedError(400, "the text is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    if calls_services(text):
        raise RefusedError(403, "this endpoint asks no other endpoint (SERVICE)")
    return found


def negotiate(accept: str, query_form: str) -> Wanted:
    """The format of the answer to a query of some form (RFC 9110, section 12.5.1).

    Raises RefusedError (406) where none that is accepted can be written.
    """
    offered = _RESULTS if query_form in ("SELECT", "ASK") else _TRIPLES
    best: tuple[float, int, str] | None = None
    ranges = list(_ranges(accept or "*/*"))
    for order, media_type in enumerate(offered):
        quality = _quality(media_type, ranges)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, order, media_type)
    if best is None:
        raise RefusedError(406, f"the answer can be had as {', '.join(offered)}")
    return Wanted(best[2], offered[best[2]])


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges and their quality; what is malformed counts as not there."""
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name, quality))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of a media type: that of the most specific range that covers it."""
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
