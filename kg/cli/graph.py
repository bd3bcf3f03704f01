"""``kg graph``: draws the graph as one interactive page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.cli.options import Parser, add_language, add_ontology, add_store, at_least, load, store_path
from kg.cli.output import STREAM, open_output
from kg.errors import QueryError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from kg.ontology import Ontology
    from kg.sparql.runner import Runner

_PAGE = "campaign.html"

_DESCRIPTION = """\
Draws actors, places, operations and objectives, and what relates them, as one
HTML file that needs no network. Click an edge to read its sentences."""

_EPILOG = """\
Kinds, relationships and statuses are given by name in either language, several
joined by commas: Actor, Place, Operation, Objective or a class below them;
Airstrike, Support, "memberOf"; asserted, alleged, planned, denied.

examples:
  kg graph -o campaign.html
  kg graph --around Mosul --hops 2
  kg graph --kind actor,operation --status asserted --minimum 2
  kg graph --since 2016-10 --until 2017-07"""


def _parser() -> Parser:
    parser = Parser("kg graph", _DESCRIPTION, _EPILOG)
    parser.add_argument(
        "-o",
        "--output",
        default=_PAGE,
        metavar="FILE",
        help=f"the page (default: {_PAGE}; - for standard output)",
    )
    add_store(parser)
    parser.add_argument(
        "--around",
        action="append",
        default=[],
        metavar="NAME",
        help="only what is near this thing; may be repeated",
    )
    parser.add_argument("--hops", type=at_least(1), metavar="N", help="how many edges from it (default: 1)")
    parser.add_argument("--kind", metavar="KINDS", help="only nodes of these kinds or classes")
    parser.add_argument("--relationship", metavar="KINDS", help="only edges of these events or relations")
    parser.add_argument("--status", metavar="KINDS", help="only what is told in these ways")
    parser.add_argument(
        "--minimum",
        type=at_least(1),
        default=1,
        metavar="N",
        help="only edges with so many claims (default: 1)",
    )
    parser.add_argument("--since", metavar="DATE", help="only what may have happened then or later")
    parser.add_argument("--until", metavar="DATE", help="only what may have happened then or earlier")
    parser.add_argument("--isolated", action="store_true", help="nodes without an edge too")
    parser.add_argument("--title", default="", metavar="TEXT", help="what stands above the page")
    add_language(parser, "the language that the page opens in (default: en)")
    add_ontology(parser)
    return parser


def main(argv: Sequence[str]) -> int:
    """Write the page, and say what it shows."""
    arguments = _parser().parse_args(argv)
    if arguments.hops and not arguments.around:
        raise UsageError("--hops counts from a thing; name one with --around")
    from kg.graph.store import open_store
    from kg.network.build import build_network
    from kg.sparql.local import LocalRunner
    from kg.sparql.names import resolve
    from kg.view.page import render_page

    ontology = load(arguments)
    with open_store(store_path(arguments), read_only=True) as store:
        runner = LocalRunner(store)
        network = build_network(
            store,
            ontology,
            around=[
                resolve(name, "entity", runner, language=arguments.lang).value for name in arguments.around
            ],
            hops=arguments.hops or 1,
            minimum=arguments.minimum,
            isolated=arguments.isolated,
            **_filters(arguments, ontology, runner),
        )
    if not network.nodes:
        raise QueryError("nothing in the graph passes these filters, so no page was written; ask for less")
    page = render_page(network, title=arguments.title, language=arguments.lang)
    with open_output(arguments.output) as out:
        out.write(page.encode())
    if arguments.output != STREAM:
        told = f"{len(network.nodes):,} nodes and {len(network.edges):,} edges from {network.claims:,} claims"
        print(f"{arguments.output}: {told} of {len(network.documents):,} documents; open it in a browser")
    return 0


def _filters(arguments: Namespace, ontology: Ontology, runner: Runner) -> dict[str, Any]:
    """The options that choose nodes and edges, as ``build_network`` takes them."""
    from kg.network.build import KINDS, OBJECTIVE
    from kg.sparql.names import resolve

    def day(text: str | None, kind: str) -> str | None:
        return resolve(text, kind, runner, language=arguments.lang).value if text else None

    return {
        "kinds": _named(arguments.kind, (*KINDS, OBJECTIVE, *ontology.entity_classes), ontology, "--kind"),
        "relationships": _named(
            arguments.relationship,
            (*ontology.event_classes, *ontology.relations, OBJECTIVE),
            ontology,
            "--relationship",
        ),
        "statuses": _named(arguments.status, ontology.statuses, ontology, "--status"),
        "since": day(arguments.since, "from-date"),
        "until": day(arguments.until, "to-date"),
    }


def _named(given: str | None, known: Iterable[str], ontology: Ontology, option: str) -> list[str] | None:
    """Local names for names in any language; UsageError lists what there is."""
    from kg.fold import fold

    if given is None:
        return None
    known = list(dict.fromkeys(known))
    by_name = {
        fold(label): name for name in known for label in (*dict(ontology.terms[name].labels).values(), name)
    }
    found = []
    for text in given.split(","):
        if fold(text) not in by_name:
            raise UsageError(f"{option}: there is no {text.strip()!r}; there are {', '.join(known)}")
        found.append(by_name[fold(text)])
    return found
