"""Processes that hold the store open and do what takes time, so that it can be stopped.

An engine cannot be told to give up a query; a process can be ended. A worker lives for many tasks
and is replaced when a task took too long or the process died.
"""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError
from kg.graph.store import open_store
from kg.resources import PACKAGE
from kg.serve.worker import DONE, WRONG_QUERY

if TYPE_CHECKING:
    from pathlib import Path

_START = 60.0  # seconds that a process may take to start
_ENDED = "the process that runs queries has ended; try again"


class SlowError(KgError):
    """A task that was given up, or for which no worker was free in time."""


class Workers:
    """A few processes that answer tasks about the store in a folder.

    ``timeout`` is that of a task, in seconds. The first process starts at once. Raises StoreError
    where the store cannot be opened.
    """

    def __init__(self, store: Path, *, count: int = 2, timeout: float = 30) -> None:
        open_store(store, read_only=True).close()
        self.timeout = timeout
        self._store = store
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        for _ in range(count - 1):
            self._idle.put(None)
        self._idle.put(self._start())

    def run(self, name: str, *arguments: Any, timeout: float | None = None) -> Any:
        """What a task of ``kg.serve.tasks`` gives.

        Raises what it raised, as QueryError or KgError, and SlowError after ``timeout`` seconds.
        """
        limit = time.monotonic() + (timeout or self.timeout)
        try:
            worker = self._idle.get(timeout=timeout or self.timeout)
        except queue.Empty:
            raise SlowError("all workers are busy; try again in a moment") from None
        try:
            if worker is None:
                worker = self._start()
            return worker.run(name, arguments, limit - time.monotonic())
        except SlowError:
            self._end(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in list(self._all):
            self._end(worker)

    def _start(self) -> _Worker:
        worker = _Worker(self._store)
        with self._lock:
            self._all.add(worker)
        try:
            worker.receive(_START)
        except BaseException:
            self._end(worker)
            raise
        return worker

    def _end(self, worker: _Worker | None) -> None:
        if worker is not None:
            with self._lock:
                self._all.discard(worker)
            worker.end()


class _Worker:
    """One process and the connection to it."""

    def __init__(self, store: Path) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-P", "-m", "kg.serve.worker", str(store.absolute()), str(number)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=[number], env=_environment()
            )
        self._pipe = Connection(ours.detach())

    def run(self, name: str, arguments: tuple[Any, ...], seconds: float) -> Any:
        """What the task gives within some seconds."""
        try:
            self._pipe.send((name, arguments))
        except OSError as error:
            raise SlowError(_ENDED) from error
        return self.receive(seconds)

    def receive(self, seconds: float) -> Any:
        """What comes next within some seconds."""
        try:
            if not self._pipe.poll(max(0.0, seconds)):
                raise SlowError(f"no answer within {seconds:.3g} seconds, so it was given up; ask for less")
            kind, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise SlowError(_ENDED) from error
        if kind == DONE:
            return value
        raise (QueryError if kind == WRONG_QUERY else KgError)(value)

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()


def _environment() -> dict[str, str]:
    """The environment in which a new Python finds this very package."""
    paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
