"""A Virtuoso of a test's own: on loopback, in a folder of its own, stopped when done."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BINARY = "virtuoso-t"
CLIENTS = ("isql-vt", "isql")  # the second is also the name of unixODBC's client
_SECONDS = 60
_CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


def missing() -> str:
    """Why there can be no Virtuoso here, or nothing."""
    if not shutil.which(BINARY):
        return f"there is no {BINARY} (Debian's virtuoso-opensource-7)"
    return ""


@contextmanager
def running(folder: Path, nquads: str) -> Iterator[str]:
    """Start a server that holds the quads; gives the address of its SPARQL endpoint."""
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_CONFIGURATION.format(folder=folder, sql=sql, http=http))
    (folder / "graph.nq").write_text(nquads, encoding="utf-8")
    command = [BINARY, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            url = f"http://127.0.0.1:{http}/sparql"
            _wait(url, server)
            _run(sql, f"DB.DBA.TTLP(file_to_string_output('{folder}/graph.nq'), '', 'urn:unnamed', 512)")
            yield url
        finally:
            server.kill()  # nothing in the folder is worth writing back


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(port: int, statement: str) -> None:
    client = next(filter(None, map(shutil.which, CLIENTS)))
    done = subprocess.run(
        [client, f"127.0.0.1:{port}", "dba", "dba", f"exec={statement};"],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the endpoint answers."""
    limit = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(url + "?query=ASK%20%7B%7D", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > limit or server.poll() is not None:
                raise
            time.sleep(0.1)
