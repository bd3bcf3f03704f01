"""What several commands share: the parser that complains in one sentence, and common options."""

from __future__ import annotations

import argparse
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UsageError
from kg.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.ontology import Ontology

    Container = argparse._ActionsContainer  # a parser or a group of its options

STORE = "kg.store"
_WIDEST = 100  # columns that help and tables use at most
_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#:]", re.IGNORECASE)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are UsageErrors, so that one place prints them."""

    def __init__(self, prog: str, description: str, epilog: str = "", *, add_help: bool = True) -> None:
        super().__init__(
            prog,
            description=description,
            epilog=epilog,
            formatter_class=_Formatter,
            allow_abbrev=False,
            add_help=add_help,
        )

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        raise UsageError(f"{message}; see '{self.prog} --help'")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the width of the terminal, texts as they are written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=terminal_width() - 2)


def terminal_width() -> int:
    """The columns of the terminal, at most so many as are easily read."""
    return min(shutil.get_terminal_size(fallback=(_WIDEST, 24)).columns, _WIDEST)


def add_timeout(parser: Container, default: int, text: str) -> None:
    """How long something may take, in seconds."""
    parser.add_argument(
        "--timeout", type=seconds, default=default, metavar="SECONDS", help=f"{text} (default: {default})"
    )


def add_endpoint(parser: Container) -> None:
    """Ask a remote endpoint instead of the store, and how long to wait for it."""
    parser.add_argument("--endpoint", metavar="URL", help="ask this SPARQL endpoint instead of the store")
    add_timeout(parser, 60, "how long to wait for an endpoint")


def add_store(parser: Container) -> None:
    """Add ``--store``; None where neither option nor environment gives one."""
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help=f"the folder of the graph (default: the environment's KG_STORE, or {STORE})",
    )


def store_path(arguments: argparse.Namespace) -> Path:
    """The folder of the store that is meant."""
    return arguments.store or Path(os.environ.get("KG_STORE") or STORE)


def store_hint(arguments: argparse.Namespace) -> str:
    """What the next command needs to mean the same store."""
    return f" --store {arguments.store}" if arguments.store else ""


def add_ontology(parser: Container) -> None:
    """Add ``--ontology``."""
    parser.add_argument(
        "--ontology", type=Path, metavar="DIR", help="another ontology than the one that ships"
    )


def load(arguments: argparse.Namespace) -> Ontology:
    """The ontology that is meant."""
    from kg.ontology import load_ontology

    return load_ontology(arguments.ontology)


def add_queries(parser: Container) -> None:
    """Add ``--queries``."""
    parser.add_argument(
        "--queries", type=Path, metavar="DIR", help="other saved queries than those that ship"
    )


def add_base(parser: Container, help_text: str) -> None:
    """Add ``--base``."""
    parser.add_argument("--base", type=base_iri, metavar="IRI", help=help_text)


def add_language(parser: Container, help_text: str) -> None:
    """Add ``--lang``."""
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help=help_text)


def base_iri(text: str) -> str:
    """An IRI that names can be added to."""
    if not _BASE.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no IRI that ends in / or #, such as https://example.org/id/"
        )
    return text


def at_least(least: int) -> Callable[[str], int]:
    """A whole number that is not below another."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least {least}")
        return int(text)

    return number


def seconds(text: str) -> float:
    """A time above zero, in seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return value
