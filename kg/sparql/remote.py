"""Queries on a SPARQL 1.1 endpoint, through SPARQLWrapper, which is imported here alone."""

from __future__ import annotations

import ast
import math
import re
import time
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg import __version__
from kg.errors import EndpointError, QueryError
from kg.graph.names import DEFAULT_BASE, PREFIXES
from kg.sparql.binding import Value, bind
from kg.sparql.results import Answer, Table, Triples, Truth, read_json
from kg.sparql.runner import NO_VALUES, only_table, reading_form
from kg.sparql.syntax import syntax_problem
from kg.sparql.tokens import with_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK = 65536
_RESULTS = {"SELECT": JSON, "ASK": JSON, "CONSTRUCT": TURTLE, "DESCRIBE": TURTLE}
_MEDIA_TYPES = {
    JSON: ("application/sparql-results+json", "application/json"),
    TURTLE: ("text/turtle", "application/turtle", "application/x-turtle", "text/n3", "application/n-triples"),
}
_MARKUP = re.compile(r"<[^>]*>")
_STATUSES = {401: "it asks for a password", 403: "it does not allow this", 404: "there is no endpoint here"}


class RemoteRunner:
    """Asks the endpoint at ``url``; an answer that takes longer than ``timeout`` seconds is given up."""

    def __init__(self, url: str, *, timeout: float = 60, base: str = DEFAULT_BASE) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(url, "is no address of an endpoint such as http://127.0.0.1:8890/sparql")
        self.url = url
        self.timeout = timeout
        self.base = base

    def select(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Table:
        """The rows that a SELECT answers."""
        return only_table(self.answer(text, bindings))

    def answer(self, text: str, bindings: Mapping[str, Value] = NO_VALUES) -> Answer:
        """What any query answers.

        Raises EndpointError where the endpoint is down, slow, or answers with something else.
        """
        form = reading_form(text)
        wanted = _RESULTS[form]
        bound = with_prefixes(bind(text, bindings), PREFIXES)
        data, media_type = self._ask(bound, wanted)
        if media_type not in _MEDIA_TYPES[wanted]:
            self._refuse(f"answers with {media_type} instead of a SPARQL result; is it the whole address?")
        if wanted == TURTLE:
            return self._triples(data)
        try:
            found = read_json(data)
        except ValueError as error:
            raise EndpointError(self.url, "answers with JSON that is no SPARQL result") from error
        return _truth(found) if form == "ASK" and isinstance(found, Table) else found

    def _ask(self, text: str, wanted: str) -> tuple[bytes, str]:
        """The body of the answer and its media type."""
        wrapper = SPARQLWrapper(self.url, returnFormat=wanted, agent=f"campaign-kg/{__version__}")
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(math.ceil(self.timeout))
        wrapper.queryString = text  # its setter guesses the form from words in strings too
        wrapper.queryType = reading_form(text)
        try:
            response = wrapper.query().response
            with response:
                return self._read(response), response.headers.get_content_type()
        except HTTPError as error:
            with error:
                self._refuse_status(text, error.code, error.read(_CHUNK))
        except SPARQLWrapperException as error:
            cause = error.__context__
            code = 0
            if isinstance(cause, HTTPError):
                code = cause.code
                cause.close()
            self._refuse_status(text, code, _body(error))
        except TimeoutError as error:
            raise EndpointError(self.url, self._slow()) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise EndpointError(self.url, self._slow()) from error
            reason = getattr(error.reason, "strerror", None) or error.reason
            raise EndpointError(self.url, f"cannot be reached ({reason}); is it running?") from error
        except (HTTPException, OSError) as error:
            name = type(error).__name__
            raise EndpointError(self.url, f"breaks off in the middle of its answer ({name})") from error

    def _read(self, response: Any) -> bytes:
        """The whole body; the time limit holds for all of it, not for each piece."""
        limit = time.monotonic() + self.timeout
        parts: list[bytes] = []
        while part := response.read1(_CHUNK):
            parts.append(part)
            if time.monotonic() > limit:
                raise TimeoutError
        return b"".join(parts)

    def _slow(self) -> str:
        return f"gave no answer within {self.timeout:g} seconds; allow more with --timeout"

    def _refuse_status(self, text: str, code: int, body: bytes) -> NoReturn:
        if code == 400 and (problem := syntax_problem(text)):
            raise QueryError(problem)
        words = " ".join(_MARKUP.sub(" ", body.decode(errors="replace")).split())
        reason = _STATUSES.get(code) or words[:200] or "no reason is given"
        status = f"answers with HTTP status {code}" if code else "refuses the query"
        self._refuse(f"{status}: {reason}")

    def _refuse(self, reason: str) -> NoReturn:
        raise EndpointError(self.url, reason)

    def _triples(self, data: bytes) -> Triples:
        from rdflib import Graph

        try:
            graph = Graph().parse(data=data, format="turtle")
        except Exception as error:  # rdflib's parsers raise whatever their tokens met
            raise EndpointError(self.url, "answers with text that is no Turtle") from error
        lines = graph.serialize(format="nt", encoding="utf-8").decode().splitlines(keepends=True)
        return Triples("".join(sorted(line for line in lines if line.strip())))


def _truth(table: Table) -> Truth:
    """The table with which Virtuoso 7 answers an ASK: one cell with 1, or no row."""
    return Truth(any(cell is not None and cell.value != "0" for row in table.rows for cell in row))


def _body(error: SPARQLWrapperException) -> bytes:
    """The body of the answer, which the wrapper has read and put into its message."""
    written = str(error).partition("Response:\n")[2]
    body = ast.literal_eval(written) if written else b""
    return body if isinstance(body, bytes) else b""
