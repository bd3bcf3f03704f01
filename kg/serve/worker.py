"""One process that holds the store open and answers tasks about it; ``workers`` starts it.

It is run as ``python -m kg.serve.worker STORE NUMBER``, where NUMBER is the file descriptor of a
socket. A task is ``(name, arguments)``, an answer ``(kind, value)`` with a kind below.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError
from kg.graph.store import open_store

if TYPE_CHECKING:
    from kg.graph.store import Store

DONE = "done"
WRONG_QUERY = "query"  # the value is the message of a QueryError
FAILED = "failed"  # the value is the message of another KgError


def work(path: Path, pipe: Connection) -> None:
    """Open the store, then answer one task after the other until the other side has gone."""
    try:
        with open_store(path, read_only=True) as store:
            pipe.send((DONE, None))
            while True:
                name, arguments = pipe.recv()
                pipe.send(_attempt(store, name, arguments))
    except KgError as error:
        pipe.send((FAILED, str(error)))
    except (EOFError, OSError):
        return


def _attempt(store: Store, name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    from kg.serve.tasks import TASKS

    try:
        return DONE, TASKS[name](store, *arguments)
    except KgError as error:
        return (WRONG_QUERY if isinstance(error, QueryError) else FAILED), str(error)
    except MemoryError:
        return WRONG_QUERY, "the answer does not fit into memory; ask for less"


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    work(Path(sys.argv[1]), Connection(int(sys.argv[2])))
