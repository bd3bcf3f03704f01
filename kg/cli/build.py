"""``kg build``: reads documents into the store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kg.cli import INTERRUPTED
from kg.cli.options import Parser, add_base, add_ontology, add_store, at_least, load, store_hint, store_path

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from kg.build import Summary

_STRAYS = 8  # entries of documents.toml without a file that are named: one toml may serve many folders

_DESCRIPTION = """\
Reads documents into the graph: text, Markdown, HTML, PDF and Word files in
English and French. Only what is new or changed is read again."""

_EPILOG = """\
A folder is mirrored: documents whose file is gone from it leave the graph. A
file is added. Documents of other folders stay, unless --only is given. What a
file does not say of itself may stand in its front matter or in a
documents.toml beside it:

  ["report.txt"]
  title = "Offensive in the east"
  publisher = "Ministry of Defence"
  published = "2016-10-31"

examples:
  kg build                      the sample that ships
  kg build reports/ note.pdf    a folder with all below it, and a file
  kg build 'reports/2016-*'     a pattern
  kg build --only reports/      nothing but this folder"""


def _parser() -> Parser:
    parser = Parser("kg build", _DESCRIPTION, _EPILOG)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder or a pattern (default: the sample)"
    )
    add_store(parser)
    parser.add_argument("--only", action="store_true", help="remove every document that PATHs do not name")
    parser.add_argument(
        "--workers", type=at_least(1), metavar="N", help="processes that read (default: as many as pay)"
    )
    add_ontology(parser)
    add_base(parser, "where the IRIs of things begin, for a new store")
    return parser


def main(argv: Sequence[str]) -> int:
    """Build, and print what was found, skipped and why."""
    arguments = _parser().parse_args(argv)
    from kg.build import build
    from kg.link.places import index_note

    bar = _Bar()
    try:
        summary = build(
            arguments.paths,
            store_path(arguments),
            ontology=load(arguments),
            base=arguments.base,
            workers=arguments.workers,
            only=arguments.only,
            progress=bar.tell,
        )
    except KeyboardInterrupt:
        bar.close()
        print("kg: stopped; the same command goes on with what is not read yet", file=sys.stderr)
        return INTERRUPTED
    finally:
        bar.close()
    print("\n".join(_told(summary, arguments)))
    if summary.read and (note := index_note()):
        print(f"kg: {note}", file=sys.stderr)
    return 1 if summary.skipped else 0


class _Bar:
    """A progress bar on standard error, where that is a terminal; one for each stage."""

    def __init__(self) -> None:
        self.stage = ""
        self.bar: Any = None

    def tell(self, stage: str, done: int, of: int) -> None:
        """Show how far a stage is."""
        from tqdm import tqdm

        if stage != self.stage:
            self.close()
            self.stage = stage
            self.bar = tqdm(
                total=of, desc=stage, leave=False, disable=None, file=sys.stderr, ncols=78, nrows=20
            )
        if self.bar is not None:
            self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def _told(summary: Summary, arguments: Namespace) -> Iterator[str]:
    """The summary, line by line."""
    from kg.documents.languages import language_name

    done = {"read": summary.read, "unchanged": summary.unchanged, "removed": summary.removed}
    parts = [
        f"{len(names):,} {what}" for what, names in (done | {"skipped": summary.skipped}).items() if names
    ]
    yield f"documents   {', '.join(parts) or 'none'}"
    if summary.others:
        yield f"            {len(summary.others):,} of former builds stay (--only would remove them)"
    spoken = sorted(summary.languages.items(), key=lambda item: (-item[1], item[0]))
    yield f"languages   {', '.join(f'{number:,} {language_name(code)}' for code, number in spoken)}"
    missing = [f"{what} of {number:,}" for what, number in summary.unknown.items() if number]
    if missing:
        of = sum(summary.languages.values())
        yield f"unknown     {', '.join(missing)} of {of:,} documents; kg build --help says how to give them"
    for name in ("claims", "events", "entities", "relations", "objectives"):
        more = summary.counts["corroborated"] if name == "events" else 0
        told = f", {more:,} of them told by several publishers" if more else ""
        yield f"{name:<12}{summary.counts[name]:,}{told}"
    if summary.read:
        speed = summary.tokens / max(summary.seconds, 1e-3)
        yield f"time        {summary.seconds:,.1f} s for {summary.tokens:,} tokens ({speed:,.0f} a second)"
    yield from _listed("skipped", [str(error) for error in summary.skipped])
    yield from _listed("removed", summary.removed)
    more = len(summary.strays) - _STRAYS
    strays = [*summary.strays[:_STRAYS], *([f"and {more:,} more"] if more > 0 else [])]
    yield from _listed("no file", strays)
    yield from _listed("copies", [f"{copy} repeats {of}" for copy, of in sorted(summary.copies.items())])
    yield f"next        kg query{store_hint(arguments)}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{title if not number else '':<12}{line}"
