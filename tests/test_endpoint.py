"""The same queries on a real engine behind HTTP, and endpoints that are none."""

from __future__ import annotations

import os
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import virtuoso
from sparql_fixture import CASES, graph
from test_queries import NAMES, normal
from test_sparql_binding import VALUES

from kg.errors import EndpointError, KgError, QueryError, UnresolvedName
from kg.sparql.local import LocalRunner
from kg.sparql.remote import RemoteRunner
from kg.sparql.results import Table, Term, Triples, Truth
from kg.sparql.saved import run_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HTML = "<!DOCTYPE html><html><body><h1>Welcome</h1> to this page</body></html>"
RESULT = '{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteRunner]:
    """A Virtuoso that holds the graph of the tests."""
    if reason := virtuoso.missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with virtuoso.running(tmp_path_factory.mktemp("virtuoso"), "".join(graph().dump_nquads())) as url:
        yield RemoteRunner(url, timeout=30)


@pytest.mark.parametrize(("case", "query", "params", "language"), CASES, ids=NAMES)
def test_virtuoso_gives_the_same_rows(
    engine: RemoteRunner, case: str, query: str, params: dict[str, str], language: str
) -> None:
    here = run_saved(query, params, LocalRunner(graph()), language=language)
    there = run_saved(query, params, engine, language=language)
    assert there.columns == here.columns
    assert [list(map(normal, row)) for row in there.rows] == [list(map(normal, row)) for row in here.rows]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_virtuoso_takes_values_as_terms(engine: RemoteRunner, value: str) -> None:
    table = engine.select("SELECT ?same { VALUES ?same { ?_value } }", {"value": Term("literal", value)})
    assert [[cell.value for cell in row if cell] for row in table.rows] == [[value]]


def test_virtuoso_answers_every_form(engine: RemoteRunner) -> None:
    assert engine.answer("ASK { ?s a ckg:Claim }") == Truth(True)
    built = engine.answer("CONSTRUCT { ?s a ckg:Claim } WHERE { ?s a ckg:Claim }")
    here = LocalRunner(graph()).answer("CONSTRUCT { ?s a ckg:Claim } WHERE { ?s a ckg:Claim }")
    assert isinstance(built, Triples)
    assert built == here
    assert isinstance(engine.answer("DESCRIBE ckg:Capture"), Triples)


def test_virtuoso_errors_are_sentences(engine: RemoteRunner) -> None:
    with pytest.raises(QueryError, match="line 1, column"):
        engine.answer("SELECT * { ?s ?p }")
    with pytest.raises(UnresolvedName, match="did you mean Karvel"):
        run_saved("holders", {"place": "Karwel"}, engine)
    with pytest.raises(QueryError, match="update"):
        engine.answer("CLEAR ALL")


Reply = tuple[int, str, str]


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """A server that gives one reply to everything, after some seconds; the fixture returns its address."""
    servers: list[ThreadingHTTPServer] = []
    ended = threading.Event()

    def start(reply: Reply, *, wait: float = 0, drip: float = 0) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                ended.wait(wait)
                status, kind, body = reply
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                for letter in body if drip else (body,):
                    try:
                        self.wfile.write(letter.encode())
                    except OSError:
                        return
                    if ended.wait(drip):
                        return

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/sparql"

    yield start
    ended.set()
    for server in servers:
        server.shutdown()
        server.server_close()


# What an endpoint replies, and the words of the one sentence that a user gets.
REPLIES: dict[str, tuple[Reply, str]] = {
    "a page": ((200, "text/html; charset=utf-8", HTML), "answers with text/html instead of a SPARQL result"),
    "a page called JSON": ((200, JSON, HTML), "JSON that is no SPARQL result"),
    "other JSON": ((200, "application/json", "[1, 2]"), "JSON that is no SPARQL result"),
    "half a result": ((200, JSON, RESULT[:20]), "JSON that is no SPARQL result"),
    "nothing": ((200, JSON, ""), "JSON that is no SPARQL result"),
    "not found": ((404, "text/html", HTML), "status 404: there is no endpoint here"),
    "a password": ((401, "text/plain", "no"), "status 401: it asks for a password"),
    "forbidden": ((403, "text/plain", "no"), "status 403: it does not allow this"),
    "bad request": ((400, "text/plain", "quota exceeded"), "status 400: quota exceeded"),
    "an error page": ((500, "text/html", HTML), "status 500: Welcome to this page"),
    "no reason": ((500, "text/plain", ""), "status 500: no reason is given"),
    "busy": ((503, "text/plain", "come back\nlater"), "status 503: come back later"),
    "too long": ((414, "text/plain", "long"), "status 414: long"),
}


@pytest.mark.parametrize(("reply", "words"), REPLIES.values(), ids=REPLIES)
def test_odd_replies_are_one_sentence(serve: Callable[..., str], reply: Reply, words: str) -> None:
    url = serve(reply)
    with pytest.raises(EndpointError) as caught:
        RemoteRunner(url, timeout=5).select("SELECT ?x { ?x ?y ?z }")
    message = str(caught.value)
    assert words in message
    assert message.startswith(url)
    assert "\n" not in message
    assert caught.value.url == url


def test_a_good_reply_is_a_table(serve: Callable[..., str]) -> None:
    runner = RemoteRunner(serve((200, JSON, RESULT)), timeout=5)
    assert runner.select("SELECT ?x { ?x ?y ?z }") == Table(("x",), ())


def test_an_ask_is_no_table(serve: Callable[..., str]) -> None:
    runner = RemoteRunner(serve((200, JSON, '{"head": {}, "boolean": false}')), timeout=5)
    assert runner.answer("ASK {}") == Truth(False)
    with pytest.raises(QueryError, match="no table"):
        runner.select("ASK {}")


def test_triples_that_are_none(serve: Callable[..., str]) -> None:
    runner = RemoteRunner(serve((200, "text/turtle", "this is no Turtle")), timeout=5)
    with pytest.raises(EndpointError, match="no Turtle"):
        runner.answer("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("slow", [{"wait": 30.0}, {"drip": 0.2}], ids=["silent", "dripping"])
def test_slow_endpoints_are_given_up(serve: Callable[..., str], slow: dict[str, float]) -> None:
    runner = RemoteRunner(serve((200, JSON, RESULT), **slow), timeout=1)
    begun = time.monotonic()
    with pytest.raises(EndpointError, match="no answer within 1 seconds; allow more with --timeout"):
        runner.select("SELECT ?x { ?x ?y ?z }")
    assert time.monotonic() - begun < 5


def test_an_endpoint_that_is_down() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    with pytest.raises(EndpointError, match=r"cannot be reached .*; is it running"):
        RemoteRunner(url, timeout=5).select("SELECT ?x { ?x ?y ?z }")


def test_an_endpoint_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example ready\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        with pytest.raises(EndpointError, match="breaks off"):
            RemoteRunner(url, timeout=5).select("SELECT ?x { ?x ?y ?z }")
        greeter.join()


@pytest.mark.parametrize("url", ["", "sparql", "file:///etc/hosts", "ftp://127.0.0.1/x", "http://"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(KgError, match="no address of an endpoint"):
        RemoteRunner(url)
