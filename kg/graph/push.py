"""Sending the graph to a remote store by SPARQL 1.1 Update over HTTP.

Each named graph replaces the one of that name there; if asked, graphs of documents that the store
does not hold are emptied. Source: W3C SPARQL 1.1 Protocol, section 2.2, update by form-encoded POST, which
every engine understands; a query might need another address. There are no blank nodes, so a graph can
be sent in pieces.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from itertools import pairwise
from typing import IO, TYPE_CHECKING

from kg.errors import EndpointError
from kg.graph.names import documents_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph.store import Store

PIECE = 40_000
"""About how many characters are sent at once: some engines refuse long updates."""
NAMED = 300
"""How many graphs one update names at most, for the same reason."""


def push(
    store: Store,
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    timeout: float = 60.0,
    only: bool = False,
    progress: Callable[[str], None] | None = None,
) -> int:
    """Load every named graph into the store whose SPARQL Update endpoint is ``url``.

    With ``only`` documents of the same base that ``store`` does not hold leave that one; all other
    graphs there stay. Returns the number of quads sent. ``user`` and ``password`` serve Basic and Digest
    authentication; ``timeout`` is seconds per request; ``progress`` is told each graph's IRI when it is
    done. Raises EndpointError where the endpoint is down, slow, refuses, or is none.
    """
    if not url.startswith(("http://", "https://")):
        raise EndpointError(url, "is no address of an endpoint; it should begin with http:// or https://")
    opener = _opener(url, user, password)
    sent = 0
    for graph in store.graphs():
        _send(opener, url, f"CLEAR SILENT GRAPH <{graph}>", timeout)
        lines = sorted(f"{quad.triple} .\n" for quad in store.quads(graph))
        for piece in _pieces(lines):
            _send(opener, url, f"INSERT DATA {{ GRAPH <{graph}> {{\n{piece}}} }}", timeout)
        sent += len(lines)
        if progress:
            progress(graph)
    for update in _removals(store) if only else ():
        _send(opener, url, update, timeout)
    return sent


def _pieces(lines: list[str]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for line in lines:
        if piece and size + len(line) > PIECE:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield "".join(piece)


def _removals(store: Store) -> Iterator[str]:
    """Updates that empty the graphs of documents that a store does not hold.

    Each is about a range of IRIs: one with all that are held might be too long.
    """
    start = documents_iri(store.base)
    held = [start, *(graph for graph in store.graphs() if graph.startswith(start))]
    parts = [held[n : n + NAMED] for n in range(0, len(held), NAMED)]
    end = start.removesuffix("/") + "0"  # "0" follows "/": the first text after all that begin with start
    for part, (first, last) in zip(parts, pairwise([*(p[0] for p in parts), end]), strict=True):
        yield (
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STR(?g) >= "{first}" && STR(?g) < "{last}"'
            f" && ?g NOT IN ({', '.join(f'<{graph}>' for graph in part)})) }}"
        )


def _opener(url: str, user: str | None, password: str | None) -> urllib.request.OpenerDirector:
    if user is None:
        return urllib.request.build_opener()
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, url, user, password or "")
    return urllib.request.build_opener(
        _Drain(), urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)
    )


class _Drain(urllib.request.BaseHandler):
    """Reads refusals to their end before a password is tried: urllib leaves their sockets open."""

    handler_order = 100

    def http_error_401(self, request: object, response: IO[bytes], *_: object) -> None:
        response.read()


def _send(opener: urllib.request.OpenerDirector, url: str, update: str, timeout: float) -> None:
    data = urllib.parse.urlencode({"update": update}).encode()
    accept = {"Accept": "application/sparql-results+json, text/plain;q=0.5, */*;q=0.1"}
    try:
        request = urllib.request.Request(url, data=data, headers=accept)
        with opener.open(request, timeout=timeout) as response:
            kind = response.headers.get_content_type()
            response.read()
    except urllib.error.HTTPError as error:
        with error:
            raise EndpointError(url, _refusal(error)) from error
    except TimeoutError as error:
        raise EndpointError(url, f"did not answer within {timeout:g} seconds; try again later") from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise EndpointError(url, f"cannot be reached ({reason}); check the address") from error
    if kind == "text/html":
        raise EndpointError(url, "answered with a web page; give the address of its SPARQL Update endpoint")


def _refusal(error: urllib.error.HTTPError) -> str:
    if error.code in (401, 403):
        return f"refuses the update (HTTP {error.code}); give a user and password that may write"
    said = " ".join(error.read(300).decode("utf-8", "replace").split())
    if error.headers.get_content_type() == "text/html":
        said = "a web page"
    return (
        f"answered HTTP {error.code} ({said or error.reason}); give an address and a user for SPARQL Update"
    )
