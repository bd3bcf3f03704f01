"""Everything that can go wrong, as one tree.

    KgError
    ├── DocumentError      one document cannot be read: it is skipped, counted and named
    ├── OntologyError      the model is wrong: everything stops
    ├── StoreError         the store cannot be opened, read or written: everything stops
    ├── QueryError         a query is unknown, malformed or lacks a parameter
    │   └── UnresolvedName     a name that a query was given is unknown or ambiguous
    ├── EndpointError      a remote SPARQL endpoint is down, slow or answers with something else
    └── UsageError         the command line asks for something that does not fit

Each message is one sentence that names the thing and the way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class KgError(Exception):
    """Root of the tree; ``str(error)`` is one sentence for the user."""


class DocumentError(KgError):
    """A document that cannot be read."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class OntologyError(KgError):
    """A term, frame or gazetteer entry that does not hold together."""

    def __init__(self, message: str, iri: str | None = None) -> None:
        super().__init__(f"{message} ({iri})" if iri else message)
        self.iri = iri


class StoreError(KgError):
    """A store that cannot be used."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class QueryError(KgError):
    """A query that cannot be run."""


class UnresolvedName(QueryError):
    """A name that means nothing in the graph, or several things.

    ``candidates`` holds what the user may have meant, best first; ``ambiguous`` says that the name
    fits all of them, and is not merely like theirs.
    """

    def __init__(self, message: str, candidates: Sequence[str] = (), *, ambiguous: bool = False) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)
        self.ambiguous = ambiguous


class EndpointError(KgError):
    """A remote endpoint that does not answer as a SPARQL endpoint does."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class UsageError(KgError):
    """An option or argument that does not fit."""
