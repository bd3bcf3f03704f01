"""Names of events, put together from patterns and language rules that are data.

A pattern such as ``Capture[ of {place|target}][ by {agent}]`` has parts in brackets; a part is
written if all its slots find a filled role that is not yet named, in the order of the slot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]{}]+)")
_SLOT = re.compile(r"\{([A-Za-z]+(?:\|[A-Za-z]+)*)\}")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language joins names: ``contractions`` are (regular expression, replacement) pairs.

    A contraction is matched at the start of the last word of the pattern, a space, and the name.
    """

    language: str
    separator: str
    last_separator: str
    limit: int
    ellipsis: str
    contractions: tuple[tuple[str, str], ...] = ()

    def listed(self, names: Sequence[str]) -> str:
        """Join names: "a", "a and b", "a, b and c"; beyond the limit the ellipsis stands for the rest."""
        if len(names) > self.limit:
            return self.separator.join(names[: self.limit]) + self.ellipsis
        if len(names) < 2:
            return "".join(names)
        return self.separator.join(names[:-1]) + self.last_separator + names[-1]

    def joined(self, before: str, name: str) -> str:
        """The words before a name and the name, contracted where the language does so."""
        start = before.rfind(" ", 0, len(before) - 1) + 1
        text = before[start:] + name
        for pattern, replacement in self.contractions:
            contracted, times = re.subn(rf"\A(?:{pattern})", replacement, text, count=1)
            if times:
                return before[:start] + contracted
        return before + name


def check_pattern(pattern: str, known: Collection[str], iri: str) -> None:
    """OntologyError where a label pattern is not well formed or names an unknown role."""
    rest = _PART.sub("", pattern)
    if rest:
        raise OntologyError(f"label pattern “{pattern}” has “{rest}” outside or nested in brackets", iri)
    for match in _PART.finditer(pattern):
        if re.search(r"[{}]", _SLOT.sub("", match[1] or "")):
            raise OntologyError(f"label pattern “{pattern}” has a brace that is not closed", iri)
    for slot in _SLOT.findall(pattern):
        for role in slot.split("|"):
            if role not in known:
                raise OntologyError(f"label pattern “{pattern}” names {role}, which is no role", iri)


def fill_pattern(pattern: str, fillers: Mapping[str, Sequence[str]], grammar: Grammar) -> str:
    """The pattern with names in its slots."""
    named: set[str] = set()
    written = ""
    for match in _PART.finditer(pattern):
        if match[2] is not None:
            written += match[2]
            continue
        roles = _choose(match[1], {role for role, names in fillers.items() if names} - named)
        if roles is not None:
            written += _fill_part(match[1], [grammar.listed(fillers[role]) for role in roles], grammar)
            named.update(roles)
    return written


def _choose(part: str, free: set[str]) -> list[str] | None:
    """The role for each slot of a part, None where a slot finds no role that is free."""
    chosen: list[str] = []
    for slot in _SLOT.findall(part):
        role = next((name for name in slot.split("|") if name in free and name not in chosen), None)
        if role is None:
            return None
        chosen.append(role)
    return chosen


def _fill_part(part: str, names: Sequence[str], grammar: Grammar) -> str:
    written, end = "", 0
    for match, name in zip(_SLOT.finditer(part), names, strict=True):
        written = grammar.joined(written + part[end : match.start()], name)
        end = match.end()
    return written + part[end:]
