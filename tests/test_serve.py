"""The web server, asked over real connections on loopback."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph
import pytest
from sparql_fixture import CASES, fill, graph
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

from kg.errors import StoreError, UsageError
from kg.graph.store import open_store
from kg.language import LANGUAGES
from kg.serve.pages import words
from kg.serve.protocol import RefusedError, negotiate
from kg.serve.routes import Request, Routes
from kg.serve.server import Server, running
from kg.serve.workers import Workers
from kg.sparql.catalogue import list_queries
from kg.sparql.local import LocalRunner
from kg.sparql.remote import RemoteRunner
from kg.sparql.saved import run_saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = "PREFIX ckg: <https://w3id.org/campaign-kg/ontology#>"
COUNT = "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?d a ckg:Document }"
EXPLODE = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RESULTS_JSON = "application/sparql-results+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"
SENT = {"Content_Type": FORM}
TRUE = "/sparql?query=ASK%7B%7D"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "kg.store"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder, timeout=20) as server:
        yield server


class Reply:
    """An answer: ``status``, ``headers``, ``text``."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()


def ask(server: Server, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
    """Send a request as it is; names of headers are written with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, None if body is None else body.encode(), named)
        return Reply(connection.getresponse())
    finally:
        connection.close()


def query(server: Server, text: str, accept: str = RESULTS_JSON) -> Reply:
    return ask(server, "GET", "/sparql?" + urlencode({"query": text}), Accept=accept)


# ---------------------------------------------------------------------------------- protocol


def sent(text: str) -> dict[str, tuple[str, str, str | None, dict[str, str]]]:
    """The three ways in which the protocol sends a query."""
    form = urlencode({"query": text})
    return {
        "get": ("GET", f"/sparql?{form}", None, {}),
        "form": ("POST", "/sparql", form, {"Content_Type": FORM}),
        "direct": ("POST", "/sparql", text, {"Content_Type": "application/sparql-query; charset=utf-8"}),
    }


@pytest.mark.parametrize("way", sent(COUNT))
def test_ways_to_ask(server: Server, way: str) -> None:
    method, path, body, headers = sent(COUNT)[way]
    reply = ask(server, method, path, body, Accept=RESULTS_JSON, **headers)
    assert reply.status == 200
    assert json.loads(reply.text)["results"]["bindings"][0]["n"]["value"] == "4"


# A query, what is accepted, and the media type of the answer.
NEGOTIATED = (
    (COUNT, "", RESULTS_JSON),
    (COUNT, "*/*", RESULTS_JSON),
    (COUNT, "application/json", "application/json"),
    (COUNT, "application/sparql-results+xml", "application/sparql-results+xml"),
    (COUNT, "text/csv, application/json;q=0.5", "text/csv"),
    (COUNT, "text/csv;q=0.1, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
    (COUNT, "text/turtle, */*;q=0.1", RESULTS_JSON),
    (COUNT, BROWSER, "text/html"),
    ("ASK { ?s ?p ?o }", "*/*", RESULTS_JSON),
    ("ASK { ?s ?p ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
    ("ASK { ?s ?p ?o }", BROWSER, "text/html"),
    ("DESCRIBE ckg:Capture", "*/*", "text/turtle"),
    ("DESCRIBE ckg:Capture", "application/n-triples", "application/n-triples"),
    ("CONSTRUCT WHERE { ?s a ckg:Document }", "application/rdf+xml", "application/rdf+xml"),
    ("CONSTRUCT WHERE { ?s a ckg:Document }", "application/ld+json", "application/ld+json"),
    ("CONSTRUCT WHERE { ?s a ckg:Document }", BROWSER, "text/html"),
)


@pytest.mark.parametrize(("text", "accept", "kind"), NEGOTIATED)
def test_content_negotiation(server: Server, text: str, accept: str, kind: str) -> None:
    reply = query(server, text, accept)
    assert (reply.status, reply.kind) == (200, kind)
    assert reply.headers["Vary"] == "Accept"


def test_what_cannot_be_written_is_refused(server: Server) -> None:
    reply = query(server, COUNT, "image/png")
    assert reply.status == 406
    assert RESULTS_JSON in reply.text
    with pytest.raises(RefusedError):
        negotiate("application/json;q=0, text/csv;q=x", "SELECT")


def test_answers_are_well_formed(server: Server) -> None:
    assert (
        ET.fromstring(query(server, COUNT, "application/sparql-results+xml").text).findtext(".//{*}literal")
        == "4"
    )
    assert json.loads(query(server, "ASK {}").text)["boolean"] is True
    assert query(server, COUNT, "text/csv").text.split() == ["n", "4"]
    turtle = query(server, "CONSTRUCT { ?d a ckg:Found } WHERE { ?d a ckg:Document }", "text/turtle").text
    assert len(list(pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE))) == 4


# Requests that are not answered: the status, and words that say why.
UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
UPDATE_TYPE = "application/sparql-update"


def asked(text: str) -> str:
    return "/sparql?" + urlencode({"query": text})


REFUSED = {
    "update as query": ("GET", asked(UPDATE), None, {}, 403, "only reads"),
    "update form": (
        "POST",
        "/sparql",
        urlencode({"update": UPDATE}),
        SENT,
        403,
        "only reads",
    ),
    "update direct": (
        "POST",
        "/sparql",
        UPDATE,
        {"Content_Type": UPDATE_TYPE},
        403,
        "only reads",
    ),
    "service": (
        "GET",
        asked("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
        None,
        {},
        403,
        "no other endpoint",
    ),
    "syntax": (
        "GET",
        asked("SELECT * {\n ?s ?p }"),
        None,
        {},
        400,
        "line 2, column",
    ),
    "prefix": (
        "GET",
        asked("ASK { ?s x:y ?o }"),
        None,
        {},
        400,
        "the prefix x:",
    ),
    "nothing": ("GET", "/sparql", None, {}, 400, "holds no query"),
    "empty": ("GET", "/sparql?query=", None, {}, 400, "is no SPARQL query"),
    "two": ("GET", TRUE + "&query=ASK%7B%7D", None, {}, 400, "more than one query"),
    "graphs": (
        "GET",
        TRUE + "&default-graph-uri=urn:g",
        None,
        {},
        400,
        "union of all graphs",
    ),
    "kind": ("POST", "/sparql", "{}", {"Content_Type": "application/json"}, 415, "application/sparql-query"),
    "put": ("PUT", "/sparql", "x", {}, 405, "GET or POST"),
    "delete": ("DELETE", "/sparql", None, {}, 405, "GET or POST"),
    "post to a page": ("POST", "/queries", "a=b", SENT, 405, "can only be read"),
    "nowhere": ("GET", "/nowhere", None, {}, 404, "nothing at /nowhere"),
    "above": ("GET", "/../../etc/passwd", None, {}, 404, "nothing at"),
    "unknown query": ("GET", "/queries/capture", None, {}, 404, "did you mean captures"),
    "query above": ("GET", "/queries/..%2F..%2Fsecret", None, {}, 404, "no saved query"),
    "unknown format": ("GET", "/queries/captures?format=doc", None, {}, 400, "no format doc"),
    "unknown parameter": (
        "GET",
        "/queries/captures?format=csv&plaice=x",
        None,
        {},
        400,
        "no parameter plaice",
    ),
    "unknown name": (
        "GET",
        "/queries/captures?format=csv&place=Karwel",
        None,
        {},
        400,
        "did you mean Karvel",
    ),
    "missing": ("GET", "/queries/actor-actions?format=csv", None, {}, 400, "needs --actor"),
    "host": (
        "GET",
        TRUE,
        None,
        {"Host": "evil.example:80"},
        421,
        "not known",
    ),
    "origin": (
        "POST",
        "/sparql",
        "query=ASK%7B%7D",
        {**SENT, "Origin": "https://evil.example"},
        403,
        "other sites",
    ),
    "malformed origin": (
        "POST",
        "/sparql",
        "query=ASK%7B%7D",
        {**SENT, "Origin": "http://["},
        400,
        "malformed",
    ),
    "length": ("POST", "/sparql", None, {**SENT, "Content_Length": "many"}, 400, "no number"),
    "long": ("POST", "/sparql", None, {**SENT, "Content_Length": "2000000"}, 413, "too long"),
    "chunked": (
        "POST",
        "/sparql",
        None,
        {**SENT, "Transfer_Encoding": "chunked"},
        411,
        "length",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals(server: Server, case: str) -> None:
    method, path, body, headers, status, message = REFUSED[case]
    reply = ask(server, method, path, body, **headers)
    assert reply.status == status
    assert message in reply.text
    assert reply.kind == "text/plain"
    assert reply.text.count("\n") == 1


def test_nothing_was_written(server: Server) -> None:
    assert json.loads(query(server, "ASK { <urn:a> <urn:b> <urn:c> }").text)["boolean"] is False


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_names_of_this_machine(server: Server, host: str) -> None:
    reply = ask(server, "GET", "/sparql?query=ASK%7B%7D", Host=f"{host}:{server.server_address[1]}")
    assert reply.status == 200


def test_no_other_origin_may_read(server: Server) -> None:
    for path in ("/queries", "/sparql?query=ASK%7B%7D", "/style.css"):
        reply = ask(server, "GET", path, Origin="https://evil.example")
        assert not [name for name in reply.headers if name.lower().startswith("access-control")]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ask(server, "OPTIONS", "/sparql", Origin="https://evil.example").status == 403


def test_head_and_several_requests_on_one_connection(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    for method, size in (("HEAD", 0), ("GET", None), ("HEAD", 0)):
        connection.request(method, "/queries")
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200
        assert len(body) == (int(response.headers["Content-Length"]) if size is None else size)
    connection.close()


def test_what_is_no_http_harms_nobody(server: Server) -> None:
    with socket.create_connection(server.server_address[:2], timeout=10) as raw:
        raw.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert b"400" in raw.recv(4096)
    with socket.create_connection(server.server_address[:2], timeout=10) as raw:
        raw.sendall(f"GET http://[ HTTP/1.1\r\nHost: 127.0.0.1:{server.server_address[1]}\r\n\r\n".encode())
        assert b"400" in raw.recv(4096)
    with socket.create_connection(server.server_address[:2], timeout=10) as raw:
        raw.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1")  # and away
    assert query(server, COUNT).status == 200


def test_a_query_that_takes_too_long_is_ended_and_others_go_on(folder: Path) -> None:
    with running(folder, timeout=1) as server:
        begun = time.monotonic()
        reply = query(server, EXPLODE)
        assert reply.status == 503
        assert "no answer within" in reply.text
        assert time.monotonic() - begun < 10
        deadline = time.monotonic() + 20
        while (reply := query(server, COUNT)).status == 503 and time.monotonic() < deadline:
            pass  # a new process is starting
        assert reply.status == 200


# ------------------------------------------------------------------------- programs that ask


@pytest.mark.parametrize("case", CASES[::6], ids=[case[0] for case in CASES[::6]])
def test_saved_queries_through_the_endpoint(
    server: Server, case: tuple[str, str, dict[str, str], str]
) -> None:
    _, name, params, language = case
    here = run_saved(name, params, LocalRunner(graph()), language=language)
    there = run_saved(name, params, RemoteRunner(f"{server.url}sparql", timeout=20), language=language)
    assert here == there


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper(server: Server, method: str, way: str) -> None:
    client = SPARQLWrapper(f"{server.url}sparql")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(f"{PREFIX}\n{COUNT}")
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "4"
    client.setReturnFormat(XML)
    assert "<literal" in client.queryAndConvert().toxml()
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().split() == [b"n", b"4"]
    client.setQuery(
        "CONSTRUCT { ?d a <urn:x> } WHERE { ?d a <https://w3id.org/campaign-kg/ontology#Document> }"
    )
    client.setReturnFormat(TURTLE)
    assert client.queryAndConvert().count(b"<urn:x>") == 4


# ----------------------------------------------------------------------------------- pages


class Reader(HTMLParser):
    """What a page holds: tags that stay open, links, fields, cells, the language."""

    VOID = ("meta", "link", "input", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.fields: dict[str, str] = {}
        self.language = ""
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "html":
            self.language = values["lang"] or ""
        if tag == "a":
            self.links.append(values["href"] or "")
        if tag == "input":
            self.fields[values["name"] or ""] = values.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(server: Server, path: str, status: int = 200, **headers: str) -> Reader:
    reply = ask(server, "GET", path, Accept=BROWSER, **headers)
    assert (reply.status, reply.kind) == (status, "text/html")
    reader = Reader(reply.text)
    assert reader.open == []
    return reader


def test_the_list_of_queries(server: Server) -> None:
    for language in LANGUAGES:
        reader = read(server, f"/queries?lang={language}")
        assert reader.language == language
        for saved in list_queries():
            assert saved.summary[language] in reader.words
            assert f"/queries/{saved.name}?lang={language}" in reader.links
    assert read(server, "/queries", Accept_Language="fr-CA, en;q=0.5").language == "fr"
    assert read(server, "/queries", Accept_Language="de").language == "en"


def test_a_query_as_form_and_table(server: Server) -> None:
    reader = read(server, "/queries/captures?lang=fr")
    assert {"place", "actor", "from", "to"} <= set(reader.fields)
    assert "table" not in reader.tags
    reader = read(server, "/queries/captures?lang=fr&run=1&place=Carvelle")
    assert reader.fields["place"] == "Carvelle"
    assert "armée orvanienne" in reader.words
    evidence = [link for link in reader.links if link.startswith("/queries/evidence?")]
    assert evidence
    assert "L'armée orvanienne s'est emparée de Carvelle" in read(server, evidence[0]).words


def test_the_rows_of_a_query_as_files(server: Server) -> None:
    links = [link for link in read(server, "/queries/captures?run=1&place=Karvel").links if "format=" in link]
    kinds = {ask(server, "GET", link).kind for link in links}
    assert kinds == {
        "text/csv",
        "text/tab-separated-values",
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/markdown",
    }


def test_every_link_leads_somewhere(server: Server) -> None:
    start = read(server, "/queries/evidence?run=1&event=Capture+of+Karvel")
    inner = {
        link
        for link in start.links
        if link.startswith("/") and "format=" not in link and not re.match(r"/\?", link)
    }
    assert len(inner) > 4
    for link in inner:
        read(server, link)


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/queries/captures?run=1&place=Karwel", 400, "did you mean Karvel"),
        ("/queries/captures?run=1&place=<script>alert(1)</script>+x", 400, "<script>alert(1)</script> x"),
        ("/queries/actor-actions?run=1", 400, "needs --actor"),
        ("/queries/nothing-such", 404, "no saved query"),
        ("/queries/captures?run=1&place=Ormin+Dam", 200, "No row answers"),
        ("/sparql?query=SELECT", 400, "breaks the syntax"),
        ("/sparql?query=DROP+ALL", 403, "only reads"),
        ("/nowhere", 404, "nothing at /nowhere"),
    ],
)
def test_what_goes_wrong_is_said_on_a_page(server: Server, path: str, status: int, message: str) -> None:
    reader = read(server, path.replace("<", "%3C").replace(">", "%3E"), status)
    assert message in reader.words
    assert "script" not in reader.tags


def test_the_form_of_the_endpoint(server: Server) -> None:
    assert "textarea" in read(server, "/sparql").tags
    reader = read(server, "/sparql?" + urlencode({"query": 'SELECT ("<b>&" AS ?x) {}'}))
    assert "table" in reader.tags
    assert "b" not in reader.tags
    assert "true" in read(server, "/sparql?query=ASK%7B%7D").words


def test_the_graph(server: Server) -> None:
    reply = ask(server, "GET", "/?lang=fr", Accept=BROWSER)
    assert (reply.status, reply.kind) == (200, "text/html")
    assert '<html lang="fr"' in reply.text
    assert "Karvel" in reply.text


class Counting(Workers):
    """Takes down which tasks it was given, and how many at a time."""

    def __init__(self, store: Path) -> None:
        self.tasks: list[tuple[object, ...]] = []
        self.running = self.most = 0
        super().__init__(store)

    def run(self, name: str, *arguments: object, timeout: float | None = None) -> object:
        self.tasks.append((name, *arguments))
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            return super().run(name, *arguments, timeout=timeout)
        finally:
            self.running -= 1


def test_each_page_is_drawn_once_and_one_at_a_time(folder: Path) -> None:
    workers = Counting(folder)
    routes = Routes(workers)
    try:
        asked = [Request("GET", "/", {"lang": [language]}) for language in ("en", "fr", "en", "fr")]
        with ThreadPoolExecutor(len(asked)) as pool:
            answers = list(pool.map(routes.respond, asked))
    finally:
        workers.close()
    assert [answer.status for answer in answers] == [200] * 4
    assert sorted(task[-1] for task in workers.tasks) == ["en", "fr"]
    assert workers.most == 1


def test_words_are_there_in_every_language() -> None:
    assert set(words()) == set(LANGUAGES)
    assert len({frozenset(found) for found in words().values()}) == 1


# ----------------------------------------------------------------------------------- start


def test_what_keeps_it_from_starting(folder: Path, tmp_path: Path, server: Server) -> None:
    with pytest.raises(StoreError), running(tmp_path / "nowhere"):
        pass
    taken = server.server_address[1]
    with (
        pytest.raises(UsageError, match=f"cannot listen at 127.0.0.1:{taken}.*--port"),
        running(folder, port=taken),
    ):
        pass
    with pytest.raises(UsageError, match="no port"), running(folder, port=70000):
        pass
