"""``kg evaluate``: how well documents are read, against annotations of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.options import Parser, add_ontology, at_least, load, terminal_width
from kg.cli.output import STREAM, open_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evaluate import Evaluation

_DESCRIPTION = """\
Reads documents as kg build does, stores nothing, and compares what was read
with annotations: entities, events, their roles, dates and sources, relations
and objectives, for each language and for all; then by class. GOLD holds one
JSON file for each document, named after it, in the form in which
kg export annotations writes them."""

_EPILOG = """\
P is the share of what was read that is right, R the share of what is annotated
that was read, F1 their harmonic mean. Class, status, category and holder are
shares of what was found; roles, dates and sources count for events that were
found. The headline is the mean F1 of entities, events, arguments, dates and
objectives. An annotation without a document is left out; a document of which
there is no reading counts as one from which nothing was read.

examples:
  kg evaluate gold/ reports/
  kg evaluate gold/ reports/ -o figures.json
  kg evaluate gold/ reports/ --system annotations/

exit status: 0 done; 1 done, but some annotations have no document or no
reading; 2 nothing compared"""

_SHOWN = 5  # names of documents that have no annotation


def _parser() -> Parser:
    parser = Parser("kg evaluate", _DESCRIPTION, _EPILOG)
    parser.add_argument("gold", type=Path, metavar="GOLD", help="the folder of annotations")
    parser.add_argument(
        "documents", nargs="+", metavar="DOCUMENTS", help="a folder, files or patterns, as for kg build"
    )
    parser.add_argument(
        "--system", type=Path, metavar="DIR", help="compare these annotation files; read nothing"
    )
    parser.add_argument(
        "-o",
        "--output",
        "--json",
        metavar="FILE",
        help="write all figures, those of each document too, as JSON (- for standard output)",
    )
    parser.add_argument(
        "--workers", type=at_least(1), metavar="N", help="processes that read (default: as many as pay)"
    )
    add_ontology(parser)
    return parser


def main(argv: Sequence[str]) -> int:
    """Print the figures, and name what could not be compared."""
    arguments = _parser().parse_args(argv)
    ontology = load(arguments)
    from kg.evaluate import evaluate
    from kg.show.figures import figures_json, write_figures

    bar = _Bar()
    try:
        evaluation = evaluate(
            arguments.gold,
            arguments.documents,
            ontology=ontology,
            system=arguments.system,
            workers=arguments.workers,
            progress=bar.tell,
        )
    finally:
        bar.close()
    if arguments.output is not None:
        with open_output(arguments.output) as out:
            out.write(figures_json(evaluation).encode())
    if arguments.output != STREAM:
        print(write_figures(evaluation, width=terminal_width()), end="")
    _name_left_out(evaluation)
    return 1 if evaluation.alone or evaluation.unread else 0


class _Bar:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self) -> None:
        self.bar: Any = None

    def tell(self, done: int, of: int) -> None:
        """Show how many documents are read."""
        from tqdm import tqdm

        if self.bar is None:
            self.bar = tqdm(total=of, desc="reading", leave=False, disable=None, file=sys.stderr, ncols=78)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()


def _name_left_out(evaluation: Evaluation) -> None:
    """Tell on standard error what was not compared, and why."""
    told = [f"{name}.json does not count: {reason}" for name, reason in sorted(evaluation.alone.items())]
    told += [f"{name}: nothing was read ({reason})" for name, reason in sorted(evaluation.unread.items())]
    if names := evaluation.unannotated:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        told.append(f"without an annotation, not read: {', '.join(names[:_SHOWN])}{more}")
    for line in told:
        print(f"kg: {line}", file=sys.stderr)
