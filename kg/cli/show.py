"""``kg show``: one thing or event with every sentence about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_base, add_endpoint, add_language, add_store, store_path, terminal_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_DESCRIPTION = """\
Tells all that the graph says of one thing or event: names, place, relations,
objectives, and every claim with its sentence, document, publisher and date."""

_EPILOG = """\
examples:
  kg show Mosul
  kg show Mossoul --lang fr
  kg show "Capture of Mosul"
  kg show event/2f9a0c61d7b4e853"""


def main(argv: Sequence[str]) -> int:
    """Print the profile of what is meant."""
    parser = Parser("kg show", _DESCRIPTION, _EPILOG)
    parser.add_argument(
        "name",
        nargs="+",
        metavar="NAME",
        help="a name in either language, part of one, or an IRI as tables show it",
    )
    add_store(parser)
    add_language(parser, "the language of labels (default: en)")
    add_endpoint(parser)
    add_base(parser, "where the IRIs of an endpoint's things begin")
    arguments = parser.parse_args(argv)
    from kg.show import find_thing, profile, write_profile
    from kg.sparql.saved import open_runner

    language = arguments.lang
    with open_runner(
        store_path(arguments), endpoint=arguments.endpoint, timeout=arguments.timeout, base=arguments.base
    ) as runner:
        iri = find_thing(" ".join(arguments.name), runner, language=language)
        told = profile(iri, runner, language=language)
    print(write_profile(told, width=terminal_width(), language=language), end="")
    return 0
