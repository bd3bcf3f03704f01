"""Sending the graph to a SPARQL Update endpoint on loopback."""

from __future__ import annotations

import base64
import threading
import time
import urllib.parse
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from fixture_readings import READINGS

from kg.errors import EndpointError
from kg.graph import push as pushing
from kg.graph.push import push
from kg.graph.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator


class Endpoint(ThreadingHTTPServer):
    """An Oxigraph store behind the SPARQL Protocol, with pages that go wrong in known ways."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.held = pyoxigraph.Store()
        self.updates = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hung up."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Endpoint)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        update = urllib.parse.parse_qs(body)["update"][0]
        secret = "Basic " + base64.b64encode("ada:sésame".encode()).decode()
        if self.path == "/page":
            self._answer(200, "text/html", b"<p>Hello</p>")
        elif self.path == "/slow":
            time.sleep(0.5)
            self._answer(204, "text/plain", b"")
        elif self.path == "/broken":
            self._answer(500, "text/plain", b"out of\nspace")
        elif self.path == "/closed" and self.headers.get("Authorization") != secret:
            self._answer(401, "text/plain", b"who are you?")
        else:
            self.server.held.update(update)
            self.server.updates += 1
            self._answer(204, "text/plain", b"")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="graph", charset="UTF-8"')
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def store() -> Store:
    built = open_store(None)
    for each in READINGS:
        built.replace_document(each)
    return built


def test_every_graph_arrives(store: Store, endpoint: Endpoint) -> None:
    done: list[str] = []
    assert push(store, endpoint.url("/update"), progress=done.append) == len(store)
    assert set(endpoint.held) == set(store.quads())
    assert done == store.graphs()
    assert endpoint.updates > 2 * len(done)  # in pieces


def test_a_second_push_replaces_graphs_of_the_same_name(store: Store, endpoint: Endpoint) -> None:
    with open_store(None) as other:
        iri = other.replace_document(READINGS[0])
        extra = pyoxigraph.Quad(*[pyoxigraph.NamedNode("http://old.example/")] * 3, pyoxigraph.NamedNode(iri))
        endpoint.held.add(extra)
        push(store, endpoint.url("/update"))
    assert extra not in endpoint.held


@pytest.mark.parametrize("named", [1, 2, 300])
def test_documents_that_are_gone_leave_and_other_graphs_stay(
    store: Store, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    monkeypatch.setattr(pushing, "NAMED", named)
    push(store, endpoint.url("/update"))
    others = {
        pyoxigraph.Quad(*[pyoxigraph.NamedNode("http://other.example/")] * 3, pyoxigraph.NamedNode(name))
        for name in ("http://other.example/document/x", f"{store.base}graph/notes", f"{store.base}documents")
    }
    endpoint.held.extend(others)
    for kept in (READINGS[1:], READINGS[:0]):
        with open_store(None) as fewer:
            for each in kept:
                fewer.replace_document(each)
            stay = {quad for quad in endpoint.held if quad.graph_name.value not in fewer.graphs()}
            push(fewer, endpoint.url("/update"))
            assert stay <= set(endpoint.held)
            push(fewer, endpoint.url("/update"), only=True)
            assert set(endpoint.held) == set(fewer.quads()) | others


def test_user_and_password(store: Store, endpoint: Endpoint) -> None:
    assert push(store, endpoint.url("/closed"), user="ada", password="sésame") == len(store)


@pytest.mark.parametrize(
    ("path", "user", "expected"),
    [
        ("/page", None, "web page"),
        ("/slow", None, "did not answer within 0.1 seconds"),
        ("/broken", None, "HTTP 500 .out of space"),
        ("/closed", None, "HTTP 401"),
        ("/closed", "eve", "HTTP 401"),
    ],
)
def test_endpoints_that_fail(
    store: Store, endpoint: Endpoint, path: str, user: str | None, expected: str
) -> None:
    with pytest.raises(EndpointError, match=expected) as caught:
        push(store, endpoint.url(path), user=user, password="wrong", timeout=0.1 if path == "/slow" else 10)
    assert caught.value.url in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:9/x", "cannot be reached"),
        ("ftp://a/x", "begin with http"),
        ("http://[x", "cannot be reached"),
    ],
)
def test_addresses_that_lead_nowhere(store: Store, url: str, expected: str) -> None:
    with pytest.raises(EndpointError, match=expected):
        push(store, url)


def test_a_piece_is_never_empty_and_nothing_is_lost() -> None:
    lines = [f"{'x' * 30_000}{n}\n" for n in range(5)]
    pieces = list(pushing._pieces(lines))
    assert "".join(pieces) == "".join(lines)
    assert all(pieces)
    assert list(pushing._pieces([])) == []
