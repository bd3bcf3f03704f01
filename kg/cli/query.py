"""``kg query``: lists the saved queries, runs one, or runs a query of the user's own.

The options of a saved query are made from its parameters, so its name has to be known before the
rest of the command line is read.
"""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentError
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.options import (
    Parser,
    add_base,
    add_endpoint,
    add_language,
    add_queries,
    add_store,
    store_path,
    terminal_width,
)
from kg.cli.output import STREAM
from kg.errors import QueryError, UsageError
from kg.sparql.catalogue import SavedQuery, find_query, in_language, list_queries, read_query
from kg.sparql.formats import FORMATS, write
from kg.sparql.results import Table, Term
from kg.sparql.saved import open_runner, read_text, values_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from kg.cli.options import Container
    from kg.sparql.results import Answer
    from kg.sparql.runner import Runner

_DESCRIPTION = """\
Asks the graph. Without NAME it lists the saved queries; 'kg query NAME --help'
shows what one of them answers and its parameters."""

_EPILOG = """\
Places, actors and events are given by name in either language (Mossoul), by a
part of the name that is unambiguous, or by IRI; dates as 2016, 2016-10 or
2016-10-17.

examples:
  kg query                                    list the saved queries
  kg query captures                           run one
  kg query events-at-place --place Mosul      run one with a parameter
  kg query captures --format csv > it.csv     rows for a spreadsheet
  kg query my.rq                              run a query of your own
  echo 'ASK { ?event a ckg:Capture }' | kg query -
  kg query captures --endpoint http://127.0.0.1:8890/sparql"""

_PLACEHOLDERS = {"from-date": "DATE", "to-date": "DATE", "integer": "N"}
_PREFIX = "parameter "  # tells a query's parameters from options of the same name


def main(argv: Sequence[str]) -> int:
    """List, run or explain a query."""
    name = _name_in(argv)
    if name is None:
        return _list(_parser().parse_args(argv))
    query = _query(name, _parser(add_help=False).parse_known_args(argv)[0].queries)
    if query is None:
        arguments = _parser().parse_args(argv)
        text = read_text(name) if name == STREAM else name
        with _runner(arguments) as runner:
            return _print(runner.answer(text), arguments)
    parser = _parser_of(query, _language_in(argv))
    arguments, unknown = parser.parse_known_args(argv)
    for option in unknown:
        if option.startswith("--"):
            query.parameter(option.removeprefix("--").partition("=")[0])
        raise UsageError(f"the query {query.name} takes no {option!r}; see '{parser.prog} --help'")
    given = {
        key.removeprefix(_PREFIX): value for key, value in vars(arguments).items() if key.startswith(_PREFIX)
    }
    params = {key: value for key, value in given.items() if value is not None}
    with _runner(arguments) as runner:
        values = values_of(query, params, runner, language=arguments.lang)
        return _print(runner.answer(query.text, values), arguments)


def _parser(*, add_help: bool = True) -> Parser:
    """The parser for everything but saved queries."""
    parser = Parser("kg query", _DESCRIPTION, _EPILOG, add_help=add_help)
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="a saved query, a file with a query, or - for standard input"
    )
    _add_options(parser)
    return parser


def _add_options(parser: Container) -> None:
    add_store(parser)
    parser.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how rows are written (default: table)"
    )
    add_language(parser, "the language of labels and summaries (default: en)")
    add_endpoint(parser)
    add_queries(parser)
    add_base(parser, "where the IRIs of an endpoint's things begin")


def _parser_of(query: SavedQuery, language: str) -> Parser:
    """A parser with the parameters of a query as options."""
    texts = [in_language(query.summary, language), in_language(query.description, language)]
    parser = Parser(
        f"kg query {query.name}", "\n".join(_wrapped(text) for text in texts if text), add_help=False
    )
    parser.add_argument("name", help=SUPPRESS)
    parameters = parser.add_argument_group("parameters")
    options = parser.add_argument_group("options")
    options.add_argument("-h", "--help", action="help", help="show this help message and exit")
    _add_options(options)
    usage = [parser.prog]
    for each in query.parameters:
        note = " (required)" if each.required else f" (default: {each.default})" if each.default else ""
        value = _PLACEHOLDERS.get(each.type, each.type.upper())
        try:
            parameters.add_argument(
                f"--{each.name}",
                dest=_PREFIX + each.name,
                metavar=value,
                help=(in_language(each.help, language) + note).replace("%", "%%"),
            )
        except ArgumentError as error:
            reason = f"the parameter {each.name} of {query.path} has the name of an option; give it another"
            raise QueryError(reason) from error
        usage.append(f"--{each.name} {value}" if each.required else f"[--{each.name} {value}]")
    parser.usage = _lined([*usage, "[OPTION ...]"], len(f"usage: {parser.prog} "))
    return parser


def _lined(parts: Sequence[str], indent: int) -> str:
    """Parts of a usage in lines, none of them broken."""
    lines, width = [parts[0]], terminal_width() - 2
    for part in parts[1:]:
        taken = len(lines[-1]) + (len("usage: ") if len(lines) == 1 else 0)
        if taken + 1 + len(part) > width:
            lines.append(" " * (indent - 1))
        lines[-1] += f" {part}"
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    from kg.sparql.text import wrap

    return "\n".join(wrap(text, terminal_width() - 2))


def _name_in(argv: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of one; every option but -h takes one."""
    words = iter(argv)
    for word in words:
        if word in ("-h", "--help"):
            continue
        if word == STREAM or not word.startswith("-"):
            return word
        if "=" not in word:
            next(words, None)
    return None


def _language_in(argv: Sequence[str]) -> str:
    """The language that help is wanted in, before the whole line can be read."""
    known = Parser("kg query", "", add_help=False)
    add_language(known, "")
    language: str = known.parse_known_args([word for word in argv if word not in ("-h", "--help")])[0].lang
    return language


def _query(name: str, folder: Path | None) -> SavedQuery | None:
    """The saved query or the file of this name; None where it is itself the text, or ``-``."""
    if name == STREAM or any(letter in name for letter in "{\n"):
        return None
    path = Path(name)
    if path.suffix or len(path.parts) > 1:
        read_text(name)  # tells a file that cannot be read from a query that is wrong
        return read_query(path)
    return find_query(name, folder)


def _runner(arguments: Namespace) -> AbstractContextManager[Runner]:
    return open_runner(
        store_path(arguments), endpoint=arguments.endpoint, timeout=arguments.timeout, base=arguments.base
    )


def _print(answer: Answer, arguments: Namespace) -> int:
    if arguments.format == FORMATS[0] and isinstance(answer, Table) and not answer.rows:
        print("kg: the query finds nothing in this graph", file=sys.stderr)
        return 0
    print(write(answer, arguments.format, terminal_width()), end="")
    return 0


def _list(arguments: Namespace) -> int:
    """Print the saved queries, in any format that rows have."""
    queries = list_queries(arguments.queries)
    if arguments.format != FORMATS[0]:
        return _print(_catalogue(queries, arguments.lang), arguments)
    size = max((len(query.name) for query in queries), default=0)
    for query in queries:
        print(f"{query.name:<{size}}  {in_language(query.summary, arguments.lang)}")
    print("\nkg: 'kg query NAME' runs one, 'kg query NAME --help' shows its parameters", file=sys.stderr)
    return 0


def _catalogue(queries: Sequence[SavedQuery], language: str) -> Table:
    rows = [
        (
            query.name,
            in_language(query.summary, language),
            " ".join(f"--{each.name}" if each.required else f"[--{each.name}]" for each in query.parameters),
        )
        for query in queries
    ]
    columns = ("query", "summary", "parameters")
    return Table(columns, tuple(tuple(Term("literal", text) for text in row) for row in rows))
