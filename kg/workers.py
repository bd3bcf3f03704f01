"""Reading documents in this process or in several; what makes a reading old.

Each worker process builds its own reader once. What is read from a document depends on nothing but
the document, so the order in which workers finish does not matter.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg import __version__
from kg.errors import DocumentError, KgError
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.claim import Document, Reading
    from kg.ontology import Ontology

PAYS = 5_000
"""Tokens for which it pays to start another process: reading them takes as long as loading what reads."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # numpy reads one of them
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PACKAGE = Path(__file__).parent
_DECIDING = (
    "reading.py",
    "models.py",
    "fold.py",
    "ontology/*.py",
    "documents/*.py",
    "documents/*.toml",
    "language/*.py",
    "language/*/*.py",
    "language/*/*.toml",
    "language/*/pipeline/**/*",
    "extract/*.py",
    "extract/models.npz",
    "link/*.py",
)
"""Files of the package that decide what is read."""


class Reads(Protocol):
    """What reads one document; ``kg.reading.Reader`` does."""

    def read(self, document: Document) -> Reading:
        """Everything that a document says, with its sentences."""


if TYPE_CHECKING:
    ReaderFactory = Callable[[Ontology, str], Reads]
    Outcome = tuple[Document, Reading | DocumentError]


def make_reader(ontology: Ontology, base: str) -> Reads:
    """The reader that ships; ``base`` is where the IRIs of things begin."""
    from kg.reading import Reader

    return Reader(ontology, base=base)


@lru_cache(maxsize=8)
def tool_version(ontology: Ontology) -> str:
    """The version of everything that decides what is read: code, ontology, words and trained models.

    Two parts as in a local version of PEP 440: ``0.1.0+3f2a9c41``.
    """
    vocabulary = (*ontology.model_files, *ontology.frame_files, *ontology.gazetteer_files)
    digest = hashlib.sha256((_package_digest() + _digest(ontology.folder, vocabulary)).encode())
    return f"{__version__}+{digest.hexdigest()[:8]}"


@cache
def _package_digest() -> str:
    """Of the code and models that this process runs; what is written over them later does not count."""
    paths = (path for pattern in _DECIDING for path in sorted(_PACKAGE.glob(pattern)))
    return _digest(_PACKAGE, [path for path in paths if path.is_file()])


def _digest(folder: Path, paths: Iterable[Path]) -> str:
    """SHA-256 of the names and bytes of files of a folder."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"\x1f{path.relative_to(folder).as_posix()}\x1f{len(content)}\x1f".encode())
        digest.update(content)
    return digest.hexdigest()


def count_tokens(document: Document) -> int:
    """Words and marks of punctuation in what is read of a document."""
    return sum(len(_TOKEN.findall(document.text, block.start, block.end)) for block in document.blocks)


def read_all(
    documents: Sequence[Document],
    ontology: Ontology,
    *,
    base: str,
    workers: int | None = None,
    factory: ReaderFactory = make_reader,
) -> Iterator[Outcome]:
    """Each document with its reading, or with why it has none, as they come.

    ``workers`` None starts as many processes as there are cores, but no more than pay. Raises KgError
    where the reader itself cannot be made, or a process dies.
    """
    if workers is None:
        tokens = sum(count_tokens(document) for document in documents)
        workers = max(1, min(_cores(), tokens // PAYS))
    workers = min(workers, len(documents))
    if workers < 2:
        return _read_here(documents, ontology, base, factory)
    return _read_in_processes(documents, ontology, base, workers, factory)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read_here(
    documents: Iterable[Document], ontology: Ontology, base: str, factory: ReaderFactory
) -> Iterator[Outcome]:
    reader: Reads | None = None
    for document in documents:
        reader = reader or factory(ontology, base)
        yield document, _read_one(reader, document)


def _read_one(reader: Reads, document: Document) -> Reading | DocumentError:
    """A reading; a fault in one document does not keep the others from being read."""
    try:
        return reader.read(document)
    except DocumentError as error:
        return error
    except FileNotFoundError as error:  # a trained model, without which nothing can be read
        missing = (
            f"the trained model {error.filename} is missing: run make models" if error.filename else error
        )
        raise KgError(str(missing)) from error
    except Exception as error:  # the reader meets whatever people write
        where = _place(error)
        reason = f"reading it failed ({type(error).__name__}: {error}{where}); please report this fault"
        return DocumentError(document.name, reason)


def _place(error: Exception) -> str:
    """The line of the project's own code from which an error came."""
    place, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            place = f", kg/{path.relative_to(_PACKAGE).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _read_in_processes(
    documents: Iterable[Document], ontology: Ontology, base: str, workers: int, factory: ReaderFactory
) -> Iterator[Outcome]:
    longest_first = sorted(documents, key=lambda document: -len(document.text))
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),  # a forked process would share the store's locks
        initializer=_start,
        initargs=(ontology.folder, base, factory),
    )
    try:
        with _one_thread_each():
            waiting = {pool.submit(_read_there, document): document for document in longest_first}
        for future in as_completed(list(waiting)):
            document = waiting.pop(future)
            yield document, future.result()
    except BrokenProcessPool as error:
        reason = "a process that reads documents ended at once; if memory ran out, build with --workers 1"
        raise KgError(reason) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile multiply in one thread each: theirs would get in each other's way."""
    former = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_reader: Reads | None = None  # of a worker process


def _start(folder: Path, base: str, factory: ReaderFactory) -> None:
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interruption ends the worker without a word
    _reader = factory(load_ontology(folder), base)


def _read_there(document: Document) -> Reading | DocumentError:
    assert _reader is not None
    return _read_one(_reader, document)
