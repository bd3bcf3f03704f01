"""Runs a saved query by its name, or a query of the user's own."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError, UnresolvedName
from kg.sparql.catalogue import DEFAULT_LANGUAGE, LANGUAGE_PARAMETER, SavedQuery, find_query, in_language
from kg.sparql.names import resolve
from kg.sparql.results import Table, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.sparql.runner import Runner


@contextmanager
def open_runner(
    store: Path | None,
    *,
    endpoint: str | None = None,
    timeout: float = 60,
    base: str | None = None,
) -> Iterator[Runner]:
    """What answers queries: the remote ``endpoint`` if there is one, else the store in a folder.

    ``timeout`` is in seconds and holds for the endpoint. Raises StoreError or EndpointError.
    """
    if endpoint:
        from kg.graph.names import DEFAULT_BASE
        from kg.sparql.remote import RemoteRunner

        yield RemoteRunner(endpoint, timeout=timeout, base=base or DEFAULT_BASE)
        return
    from kg.graph.store import open_store
    from kg.sparql.local import LocalRunner

    with open_store(store, read_only=store is not None) as opened:
        yield LocalRunner(opened)


def run_saved(
    name: str,
    params: Mapping[str, str],
    runner: Runner,
    *,
    folder: Path | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Table:
    """The rows of the saved query ``name``, with labels in ``language`` where there are any.

    ``params`` are the user's words for its parameters. Raises QueryError for an unknown query or
    parameter and for one that is missing, UnresolvedName for a name that the graph does not know.
    """
    return run_query(find_query(name, folder), params, runner, language=language)


def run_query(
    query: SavedQuery, params: Mapping[str, str], runner: Runner, *, language: str = DEFAULT_LANGUAGE
) -> Table:
    """The rows of a query from a file (``catalogue.read_query``); raises what ``run_saved`` raises."""
    return runner.select(query.text, values_of(query, params, runner, language=language))


def values_of(
    query: SavedQuery,
    params: Mapping[str, str],
    runner: Runner,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> dict[str, Term]:
    """The terms for the parameters of a query; empty words are as good as none."""
    for name in params:
        query.parameter(name)
    values = {LANGUAGE_PARAMETER: Term("literal", language)}
    for parameter in query.parameters:
        words = params.get(parameter.name) or parameter.default
        if words:
            try:
                values[parameter.name] = resolve(words, parameter.type, runner, language=language)
            except UnresolvedName as error:
                raise UnresolvedName(f"{parameter.name}: {error}", error.candidates) from error
        elif parameter.required:
            about = in_language(parameter.help, language)
            raise QueryError(f"the query {query.name} needs --{parameter.name}: {about}")
    return values


def read_text(source: str) -> str:
    """The text of a query from a file, or from standard input for ``-``; QueryError where there is none."""
    try:
        if source == "-":
            return sys.stdin.read()
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise QueryError(f"{source} cannot be read as a query: {reason}") from error
