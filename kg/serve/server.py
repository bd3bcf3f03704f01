"""The web server: it listens on this machine and answers what it itself serves, and nobody else.

A page of another site could have a browser send requests here, under a name of its own that leads
to this machine. So the Host header has to be one of this server's names and a POST has to come from
its own pages or from no page; no answer allows other origins to read it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from kg import __version__
from kg.errors import UsageError
from kg.serve.protocol import FORM
from kg.serve.routes import Request, Response, Routes
from kg.serve.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LARGEST = 1_000_000  # bytes of a body
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_ANYWHERE = ("", "0.0.0.0", "::")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_TEXT = "text/plain; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Listens at ``host`` and ``port`` (0: any that is free) and answers from ``routes``."""

    daemon_threads = True

    def __init__(self, host: str, port: int, routes: Routes) -> None:
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            reason = error.strerror or error
            raise UsageError(f"cannot listen at {host}:{port} ({reason}); choose another --port") from error
        except OverflowError as error:
            raise UsageError(f"{port} is no port; choose one from 0 to 65535") from error
        self.routes = routes
        self.anywhere = host in _ANYWHERE
        names = {host, *(_LOOPBACK if host in _LOOPBACK or self.anywhere else ())}
        number = self.server_address[1]
        self.names = {f"{name}:{number}" for name in names} | (names if number == 80 else set())
        self.url = f"http://{'127.0.0.1' if self.anywhere else host}:{number}/"

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        return self.anywhere or host.lower() in self.names


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = f"campaign-kg/{__version__}"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def do_OPTIONS(self) -> None:
        self._handle()

    def _handle(self) -> None:
        try:
            found = self._refused() or self._request()
        except ValueError:  # urlsplit, of what is no address, such as http://[
            found = Response(b"the address is malformed\n", _TEXT, 400)
        if isinstance(found, Response):
            self.close_connection = True
            self._send(found)
        else:
            self._send(self.server.routes.respond(found))

    def _refused(self) -> Response | None:
        """Why the request is not even looked at."""
        if not self.server.knows(self.headers.get("Host", "")):
            return Response(b"this server is not known under that name\n", _TEXT, 421)
        origin = self.headers.get("Origin")
        if origin and self.command != "GET" and not self.server.knows(urlsplit(origin).netloc):
            return Response(b"pages of other sites may not ask here\n", _TEXT, 403)
        if "Transfer-Encoding" in self.headers:
            return Response(b"send the length of the body\n", _TEXT, 411)
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal():
            return Response(b"the length of the body is no number\n", _TEXT, 400)
        if int(length) > _LARGEST:
            return Response(b"the query is too long\n", _TEXT, 413)
        return None

    def _request(self) -> Request:
        address = urlsplit(self.path)
        media_type = self.headers.get_content_type() if "Content-Type" in self.headers else ""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode(errors="replace")
        parameters = parse_qs(address.query, keep_blank_values=True)
        if media_type == FORM:
            for name, values in parse_qs(body, keep_blank_values=True).items():
                parameters.setdefault(name, []).extend(values)
        return Request(
            self.command,
            address.path,
            parameters,
            self.headers.get("Accept", ""),
            self.headers.get("Accept-Language", ""),
            media_type if self.command == "POST" else "",
            body,
        )

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        headers = {"Content-Type": response.media_type, **_HEADERS, **response.headers}
        headers["Content-Length"] = str(len(response.body))
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def handle(self) -> None:
        """Answer one request after the other until the other side has enough."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: what a reader asks is nobody's business."""


@contextmanager
def running(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    queries: Path | None = None,
    ontology: Path | None = None,
    timeout: float = 30,
) -> Iterator[Server]:
    """A server that answers in the background until the block ends.

    ``timeout`` is that of one query, in seconds. Raises StoreError where the store cannot be opened
    and UsageError where the address cannot be had.
    """
    workers = Workers(store, timeout=timeout)
    try:
        with Server(host, port, Routes(workers, queries=queries, ontology=ontology)) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
            thread.start()
            try:
                yield server
            finally:
                server.shutdown()
                thread.join()
    finally:
        workers.close()


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    queries: Path | None = None,
    ontology: Path | None = None,
    timeout: float = 30,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the graph in a folder until the user interrupts; ``ready`` is told the address.

    Raises what ``running`` raises.
    """
    with running(store, host=host, port=port, queries=queries, ontology=ontology, timeout=timeout) as server:
        if ready:
            ready(server.url)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
