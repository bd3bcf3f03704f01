"""The command ``kg``: one thin file per command, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "build": "read documents into the graph",
    "query": "ask the graph: list and run saved queries, or your own",
    "show": "tell all about one thing or event, with every sentence",
    "explain": "tell what is read from each sentence of a document, and why",
    "graph": "draw the graph as one interactive page",
    "serve": "serve page, queries and a SPARQL endpoint on this machine",
    "export": "write the graph in another format",
    "check": "check graph, ontology and saved queries",
    "evaluate": "say how well documents are read, against annotations",
    "push": "load the graph into a remote SPARQL store",
}
"""Each command with what it does; ``kg.cli.NAME`` has its ``main(argv) -> int``."""

INTERRUPTED = 130  # as shells give for a program that Ctrl-C ended

_HELP = """\
usage: kg COMMAND [OPTION...]

Reads reports about military campaigns, in English and French, into a knowledge
graph in which every statement leads back to its sentence.

commands:
{commands}

options:
  -h, --help     show this help; 'kg COMMAND --help' shows that of a command
  --version      show the version

The graph is kept in the folder kg.store, or where --store or the environment's
KG_STORE says.

examples:
  kg build                                  read the sample that ships
  kg build reports/                         read a folder of your own
  kg query                                  list the saved queries
  kg query events-at-place --place Mosul    run one
  kg show Mosul                             one place, with every sentence
  kg graph -o campaign.html                 a page to explore

exit status: 0 done; 1 done, but some documents were skipped or a check found
something; 2 nothing done, and a sentence says why
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``kg`` with these arguments (default: the process's own) and give the exit status."""
    try:
        _use_utf8()
        status = _dispatch(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the results has enough of them
        _drop_output()
        return 0
    except OSError as error:  # such as a full disk behind standard output
        _drop_output()
        print(f"kg: {error.filename or 'the output'} cannot be used ({error.strerror})", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return INTERRUPTED
    return status


def _drop_output() -> None:
    """Keep Python from writing at its end what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    """Write results as UTF-8 wherever they go, and messages however the terminal can."""
    if sys.stdout.encoding.lower().replace("-", "") != "utf8" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")


def _dispatch(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        names = "\n".join(f"  {name:<10}{summary}" for name, summary in COMMANDS.items())
        print(_HELP.format(commands=names), end="")
        return 0
    name, *rest = argv
    if name == "--version":
        print(f"kg {__version__}")
        return 0
    if name.startswith("-"):
        raise UsageError(f"options stand after the command: kg COMMAND {name}; see 'kg --help'")
    if name not in COMMANDS:
        raise UsageError(f"there is no command {name}; the commands are {', '.join(COMMANDS)}")
    try:
        status: int = import_module(f"kg.cli.{name}").main(rest)
    except SystemExit as end:  # argparse has shown its help
        return int(end.code or 0)
    return status
