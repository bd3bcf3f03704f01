"""``kg export``: writes the graph in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_language, add_ontology, add_store, load, store_path
from kg.cli.output import STREAM, open_output
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMATS = {
    "nq": "N-Quads, sorted: every statement with its graph",
    "ttl": "Turtle: all graphs as one",
    "jsonld": "JSON-LD: every graph as a named graph",
    "graphml": "the network, for Gephi, yEd or Cytoscape",
    "gexf": "the network, for Gephi",
    "json": "the network as node-link JSON, with sentences",
    "csv": "tables, one file for each kind of record (a folder)",
    "annotations": "one JSON file for each document (a folder)",
}
_EPILOG = """\
formats:
{formats}

examples:
  kg export nq > graph.nq
  kg export graphml -o network.graphml
  kg export csv -o tables/"""


def _parser() -> Parser:
    formats = "\n".join(f"  {name:<13}{text}" for name, text in _FORMATS.items())
    parser = Parser("kg export", "Writes the graph in another format.", _EPILOG.format(formats=formats))
    parser.add_argument("format", choices=_FORMATS, metavar="FORMAT", help="one of the formats below")
    parser.add_argument(
        "-o",
        "--output",
        default=STREAM,
        metavar="PATH",
        help="a file, or a folder (default: standard output)",
    )
    add_store(parser)
    add_language(parser, "the language of the network's labels (default: en)")
    add_ontology(parser)
    return parser


def main(argv: Sequence[str]) -> int:
    """Write the store in one format."""
    arguments = _parser().parse_args(argv)
    from kg.graph.export import FOLDERS, STREAMS
    from kg.graph.store import open_store

    form, target = arguments.format, arguments.output
    if form in FOLDERS and target == STREAM:
        raise UsageError(f"{form} is written as files of a folder; name one: kg export {form} -o FOLDER")
    with open_store(store_path(arguments), read_only=True) as store:
        if form in FOLDERS:
            files = FOLDERS[form](store, Path(target))
            print(f"{target}: {', '.join(path.name for path in files) or 'no document to write'}")
            return 0
        if form in STREAMS:
            with open_output(target) as out:
                STREAMS[form](store, out)
            return 0
        from kg.network.build import build_network
        from kg.network.convert import EXPORTS

        text = EXPORTS[form](build_network(store, load(arguments), isolated=True), language=arguments.lang)
    with open_output(target) as out:
        out.write(text.encode())
    return 0
