"""``kg push``: loads the graph into a remote SPARQL 1.1 store."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_store, add_timeout, store_path

if TYPE_CHECKING:
    from collections.abc import Sequence

_DESCRIPTION = """\
Loads the graph into a remote SPARQL 1.1 store: each named graph takes the place
of the one of its name there; all others stay, unless --only is given."""

_EPILOG = """\
The password is read from the environment's KG_PASSWORD, or asked for.

example:
  kg push http://127.0.0.1:8890/sparql-auth --user dba"""


def main(argv: Sequence[str]) -> int:
    """Send every graph, and say how much was sent."""
    parser = Parser("kg push", _DESCRIPTION, _EPILOG)
    parser.add_argument("url", metavar="URL", help="the address of the store's SPARQL Update endpoint")
    add_store(parser)
    parser.add_argument(
        "--only", action="store_true", help="remove documents of the same base that the graph does not hold"
    )
    parser.add_argument("--user", metavar="NAME", help="who may write there")
    add_timeout(parser, 60, "how long to wait for each answer")
    arguments = parser.parse_args(argv)
    from kg.graph.push import push
    from kg.graph.store import open_store

    with open_store(store_path(arguments), read_only=True) as store:
        graphs = len(store.graphs())
        sent = push(
            store,
            arguments.url,
            user=arguments.user,
            password=_password(arguments.user) if arguments.user else None,
            timeout=arguments.timeout,
            only=arguments.only,
        )
    print(f"{arguments.url}: {sent:,} statements in {graphs:,} graphs")
    return 0


def _password(user: str) -> str:
    if (given := os.environ.get("KG_PASSWORD")) is not None:
        return given
    from getpass import getpass

    return getpass(f"password of {user}: ", stream=sys.stderr)
