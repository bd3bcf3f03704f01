"""``kg check``: ontology, saved queries, and the graph against its shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_language, add_ontology, add_queries, add_store, load, store_path

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

_DESCRIPTION = """\
Checks the ontology (words in both languages, consistency, frames), the saved
queries, and the graph against the SHACL shapes. One line for each problem."""


def main(argv: Sequence[str]) -> int:
    """Print every problem; 1 where there is one."""
    parser = Parser(
        "kg check", _DESCRIPTION, "exit status: 0 nothing found; 1 problems found; 2 nothing checked"
    )
    add_store(parser)
    parser.add_argument("--model", action="store_true", help="check ontology and queries alone, no graph")
    add_language(parser, "the language of messages about the graph (default: en)")
    add_ontology(parser)
    add_queries(parser)
    arguments = parser.parse_args(argv)
    checked, problems = [], []
    for name, found in _checks(arguments):
        checked.append(name)
        problems += found
    print("".join(f"{problem}\n" for problem in problems), end="")
    number = f"{len(problems):,} problem{'s' * (len(problems) != 1)}" if problems else "no problem"
    print(f"{number} in {', '.join(checked)}")
    return 1 if problems else 0


def _checks(arguments: Namespace) -> Iterator[tuple[str, list[str]]]:
    """What is checked, with what was found there."""
    from kg.checks import check_graph, check_ontology
    from kg.graph.folder import read_marker
    from kg.graph.store import open_store
    from kg.sparql.catalogue import check_queries

    ontology = load(arguments)
    yield "ontology", [str(problem) for problem in check_ontology(ontology)]
    yield "saved queries", [f"query: {problem}" for problem in check_queries(arguments.queries)]
    path = store_path(arguments)
    if arguments.model or (arguments.store is None and read_marker(path) is None):
        return
    with open_store(path, read_only=True) as store:
        found = [str(problem) for problem in check_graph(store.dataset(), ontology, arguments.lang)]
        if not store.events_current():
            found.append("events: they were computed from other documents; run kg build")
    yield f"the graph of {path}", found
