"""``kg serve``: the page, the saved queries and a SPARQL endpoint on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_ontology, add_queries, add_store, add_timeout, at_least, store_path

if TYPE_CHECKING:
    from collections.abc import Sequence

_DESCRIPTION = """\
Serves the interactive page, the saved queries and a SPARQL 1.1 endpoint at
/sparql until Ctrl-C. Only this machine can reach it, unless --host says more."""

_EPILOG = """\
examples:
  kg serve
  kg serve --port 8001 &
  kg query captures --endpoint http://127.0.0.1:8001/sparql"""


def main(argv: Sequence[str]) -> int:
    """Serve until the user interrupts."""
    parser = Parser("kg serve", _DESCRIPTION, _EPILOG)
    add_store(parser)
    parser.add_argument(
        "--port", type=at_least(0), default=8000, metavar="N", help="where to listen (default: 8000; 0: any)"
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="NAME", help="for whom (default: 127.0.0.1)")
    add_timeout(parser, 30, "how long one query may take")
    add_ontology(parser)
    add_queries(parser)
    arguments = parser.parse_args(argv)
    from kg.serve.server import serve

    serve(
        store_path(arguments),
        host=arguments.host,
        port=arguments.port,
        queries=arguments.queries,
        ontology=arguments.ontology,
        timeout=arguments.timeout,
        ready=_ready,
    )
    return 0


def _ready(url: str) -> None:
    print(f"{url} (the endpoint: {url}sparql); Ctrl-C ends it", flush=True)
