"""A SPARQL query as tokens: enough to tell variables from text, and one form of query from another.

The grammar of the terminals is that of SPARQL 1.1, section 19.8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
                |\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
                |'(?:[^'\\\n\r]|\\.)*'
                |"(?:[^"\\\n\r]|\\.)*")
    | (?P<variable>[?$][\w·‿⁀]+)
    | (?P<prefixed>(?:[^\W\d_][\w.·-]*)?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<word>@?[^\W\d_][\w-]*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_READING = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WRITING = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_OPTIONAL_LINE = "#?"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a query; ``kind`` is the name of its group in the grammar above."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Every token of a query, in order; joined, their texts are the query."""
    for found in _TOKEN.finditer(text):
        yield Token(found.lastgroup or "other", found.group(), found.start())


def variables(text: str) -> list[str]:
    """The names of a query's variables, without question mark, in order of first use."""
    return list(dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "variable"))


def form(text: str) -> str:
    r"""What a query does: "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "UPDATE", or "" if none of these.

    >>> form("PREFIX select: <urn:x#> # insert\nASK { ?s ?p 'delete' }")
    'ASK'
    """
    for word in _keywords(text):
        if word in _READING:
            return word
        if word in _WRITING:
            return "UPDATE"
    return ""


def calls_services(text: str) -> bool:
    """Whether a query asks other endpoints (``SERVICE``)."""
    return "SERVICE" in _keywords(text)


def _keywords(text: str) -> Iterator[str]:
    return (token.text.upper() for token in tokens(text) if token.kind == "word")


def optional_lines(text: str) -> dict[int, frozenset[str]]:
    """The lines that are asked only with some parameters: line number from 0 to their names.

    Such a line ends with a comment ``#? name``; with several names all of them are needed.
    """
    lines: dict[int, frozenset[str]] = {}
    for token in tokens(text):
        if token.kind == "comment" and token.text.startswith(_OPTIONAL_LINE):
            names = token.text.removeprefix(_OPTIONAL_LINE).split()
            lines[text.count("\n", 0, token.start)] = frozenset(names)
    return lines


def without_lines(text: str, given: frozenset[str]) -> str:
    """A query without the optional lines whose parameters are not all ``given``.

    They leave empty lines, so that the numbers in a syntax error remain those of the file; the marks
    of the others are gone, so that nobody reads them a second time.
    """
    marked = optional_lines(text)
    dropped = {line for line, names in marked.items() if not names <= given}
    lines = text.split("\n")
    for number in marked:
        lines[number] = "" if number in dropped else lines[number].rpartition(_OPTIONAL_LINE)[0].rstrip()
    return "\n".join(lines)


def undeclared_prefixes(text: str) -> list[str]:
    """The prefixes that a query uses and does not declare, in order of first use."""
    used: dict[str, None] = {}
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "prefixed":
            prefix = token.text.partition(":")[0]
            if before.upper() == "PREFIX":
                declared.add(prefix)
            elif before != "_":  # a blank node
                used[prefix] = None
        if token.kind not in ("space", "comment"):
            before = token.text
    return [prefix for prefix in used if prefix not in declared]


def with_prefixes(text: str, known: Mapping[str, str]) -> str:
    """A query that declares the ``known`` prefixes it uses; its lines keep their numbers."""
    missing = [prefix for prefix in undeclared_prefixes(text) if prefix in known]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}> " for prefix in missing) + text
