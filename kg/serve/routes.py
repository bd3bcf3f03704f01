"""What stands behind each address.

/                     the interactive page of the whole graph
/queries              the saved queries
/queries/NAME         one of them: a form; with run=1 its rows, with format=csv and so on as a file
/sparql               SPARQL 1.1 Protocol; in a browser a form
/style.css            the style of these pages
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from kg.errors import KgError, QueryError
from kg.serve import pages
from kg.serve.protocol import HTML, RefusedError, check, negotiate, query_text
from kg.serve.workers import SlowError
from kg.sparql.catalogue import DEFAULT_LANGUAGE, find_query, list_queries
from kg.sparql.formats import FORMATS, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.serve.workers import Workers
    from kg.sparql.results import Table

_OWN = ("lang", "run", "format")
_FILES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "md": "text/markdown; charset=utf-8",
    "table": "text/plain; charset=utf-8",
}
_PAGE = "text/html; charset=utf-8"
_PAGE_SECONDS = 300.0  # to draw the whole graph
_EXAMPLE = "SELECT ?event ?label WHERE {\n  ?event ckg:claimCount ?claims ; rdfs:label ?label .\n}\nLIMIT 20"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: ``parameters`` are those of the address and of a form that was sent."""

    method: str
    path: str
    parameters: Mapping[str, Sequence[str]]
    accept: str = ""
    accept_language: str = ""
    media_type: str = ""
    body: str = ""

    def first(self, name: str) -> str:
        """The first value of a parameter, empty if there is none."""
        return next(iter(self.parameters.get(name, ())), "")

    @property
    def language(self) -> str:
        """The language asked for in the address, or else by the browser, of those there are."""
        known = pages.words()
        wanted = [self.first("lang"), *(part.strip()[:2].lower() for part in self.accept_language.split(","))]
        return next((language for language in wanted if language in known), DEFAULT_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered."""

    body: bytes
    media_type: str = _PAGE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Routes:
    """Answers requests from a store; ``queries`` and ``ontology`` replace the folders that ship."""

    def __init__(
        self, workers: Workers, *, queries: Path | None = None, ontology: Path | None = None
    ) -> None:
        self._workers = workers
        self._queries = queries
        self._ontology = ontology
        self._drawn: dict[str, bytes] = {}
        self._drawing = threading.Lock()

    def respond(self, request: Request) -> Response:
        """The answer to a request; nothing that goes wrong in it comes out as an exception."""
        try:
            return self._respond(request)
        except RefusedError as refused:
            return self._failed(request, refused.status, str(refused))
        except SlowError as error:
            return self._failed(request, 503, str(error))
        except QueryError as error:
            return self._failed(request, 400, str(error))
        except KgError as error:
            return self._failed(request, 500, str(error))

    def _failed(self, request: Request, status: int, message: str) -> Response:
        """The message as a page for a browser, else as text."""
        if HTML in request.accept:
            return Response(pages.error_page(message, request.language).encode(), status=status)
        return Response(f"{message}\n".encode(), "text/plain; charset=utf-8", status)

    def _respond(self, request: Request) -> Response:
        path = unquote(request.path)
        if path == "/sparql":
            return self._sparql(request)
        if request.method not in ("GET", "HEAD"):
            raise RefusedError(405, f"{path} can only be read")
        if path == "/":
            return self._page(request)
        if path == "/style.css":
            return Response((pages.HERE / "style.css").read_bytes(), "text/css; charset=utf-8")
        if path in ("/queries", "/queries/"):
            return Response(pages.query_list(list_queries(self._queries), request.language).encode())
        if path.startswith("/queries/"):
            return self._query(request, path.removeprefix("/queries/"))
        raise RefusedError(404, f"there is nothing at {path}; see /, /queries and /sparql")

    def _page(self, request: Request) -> Response:
        language = request.language
        if language not in self._drawn:
            with self._drawing:  # one page at a time: the other workers are for queries
                if language not in self._drawn:
                    drawn = self._workers.run("page", self._ontology, language, timeout=_PAGE_SECONDS)
                    self._drawn[language] = drawn.encode()
        return Response(self._drawn[language], headers={"Content-Security-Policy": ""})

    def _query(self, request: Request, name: str) -> Response:
        try:
            query = find_query(name, self._queries)
        except QueryError as error:
            raise RefusedError(404, str(error)) from error
        params = {key: values[0] for key, values in request.parameters.items() if key not in _OWN}
        params = {key: value for key, value in params.items() if value.strip()}
        form = request.first("format")
        if form and form not in FORMATS:
            raise RefusedError(400, f"no format {form}; there are {', '.join(FORMATS)}")
        if form:
            return _file(self._rows(name, params, request.language), name, form)
        result, status = pages.Html(""), 200
        if request.first("run"):
            again = urlencode({"lang": request.language, **params})
            try:
                rows = self._rows(name, params, request.language)
                result = pages.answer(rows, request.language, f"/queries/{quote(name)}?{again}")
            except QueryError as error:
                result, status = pages.error(str(error)), 400
        body = pages.query_page(query, params, request.language, result)
        return Response(body.encode(), status=status)

    def _rows(self, name: str, params: Mapping[str, str], language: str) -> Table:
        table: Table = self._workers.run("saved", name, params, language, self._queries)
        return table

    def _sparql(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, "ask with GET or POST; this endpoint only reads")
        text = query_text(request.media_type, request.body, request.parameters)
        if text is None:
            if HTML not in request.accept:
                raise RefusedError(400, "the request holds no query; send it as the parameter query")
            return Response(pages.sparql_page(_EXAMPLE, request.language, pages.Html("")).encode())
        wanted = negotiate(request.accept, check(text))
        if wanted.form != "html":
            body = self._workers.run("serialised", text, wanted.form)
            return Response(body, wanted.media_type, headers={"Vary": "Accept"})
        result, status = pages.Html(""), 200
        try:
            result = pages.answer(self._workers.run("answer", text), request.language)
        except QueryError as error:
            result, status = pages.error(str(error)), 400
        return Response(
            pages.sparql_page(text, request.language, result).encode(),
            status=status,
            headers={"Vary": "Accept"},
        )


def _file(table: Table, name: str, form: str) -> Response:
    return Response(
        write(table, form).encode(),
        _FILES[form],
        headers={"Content-Disposition": f'inline; filename="{quote(name)}.{form}"'},
    )
