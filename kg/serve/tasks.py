"""What a worker does with the store: run a saved query or a text, draw the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.sparql.formats import write
from kg.sparql.local import LocalRunner, read_answer
from kg.sparql.results import Truth
from kg.sparql.saved import run_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.graph.store import Store
    from kg.sparql.results import Answer, Table


def saved(store: Store, name: str, params: Mapping[str, str], language: str, folder: Path | None) -> Table:
    """The rows of a saved query."""
    return run_saved(name, params, LocalRunner(store), folder=folder, language=language)


def answer(store: Store, text: str) -> Answer:
    """What a query of any form answers, for a page."""
    return read_answer(LocalRunner(store).raw(text))


def serialised(store: Store, text: str, form: str) -> bytes:
    """What a query of any form answers, as the engine writes it in ``form`` (see ``protocol``)."""
    found = LocalRunner(store).raw(text)
    if isinstance(found, bool):
        return write(Truth(found), form).encode()
    return found.serialize(form)


def page(store: Store, ontology: Path | None, language: str) -> str:
    """The interactive page of the whole graph."""
    from kg.network.build import build_network
    from kg.ontology import load_ontology
    from kg.view.page import render_page

    return render_page(build_network(store, load_ontology(ontology)), language=language)


TASKS: dict[str, Callable[..., Any]] = {
    "saved": saved,
    "answer": answer,
    "serialised": serialised,
    "page": page,
}
