"""A table as text for a terminal: columns where they fit, one block for each row where not."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kg.graph.names import DEFAULT_BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sparql.results import Table, Term

_GAP = "  "
_NARROWEST = 8
_WHOLE = 24  # the longest word that is not broken if there is room
_TALLEST = 8  # lines of a cell beyond which a table is not read any more


def short(term: Term) -> str:
    """A term as a reader wants it: an IRI of the graph without what all of them begin with."""
    if term.kind == "bnode":
        return "_:" + term.value
    if term.kind != "uri":
        return term.value
    if term.value.startswith(PREFIXES["ckg"]):
        return "ckg:" + term.value.removeprefix(PREFIXES["ckg"])
    return term.value.removeprefix(DEFAULT_BASE) or term.value


def write_text(table: Table, width: int = 80) -> str:
    """``table`` in at most ``width`` columns of a terminal; long cells go on over lines.

    Where columns are too many, or so narrow that a cell becomes a tower, each row is a block of its own.

    >>> from kg.sparql.results import Table, Term
    >>> print(write_text(Table(("city",), ((Term("literal", "Mosul"),),))), end="")
    city
    -----
    Mosul
    """
    cells = [[" ".join(visible(short(cell)).split()) if cell else "" for cell in row] for row in table.rows]
    widths = _widths(table.columns, cells, width)
    if widths is None or any(
        len(wrap(cell, size)) > _TALLEST
        for row in cells
        for cell, size in zip(row, widths, strict=True)
        if len(cell) > size * (_TALLEST // 2)
    ):
        return "\n".join("".join(_block(table.columns, row, width)) for row in cells)
    lines = list(_lines(list(table.columns), widths))
    lines.append(_GAP.join("-" * size for size in widths))
    for row in cells:
        lines.extend(_lines(row, widths))
    return "".join(line.rstrip() + "\n" for line in lines)


def visible(text: str) -> str:
    """Text without the characters that would steer a terminal."""
    if text.isprintable():
        return text
    kept = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(letter if letter.isprintable() else " " for letter in kept)


def cell_width(text: str) -> int:
    """The columns of a terminal that ``text`` takes (Unicode Annex 11: wide letters take two)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _widths(columns: tuple[str, ...], cells: list[list[str]], width: int) -> list[int] | None:
    """The width of each column, None where there are too many columns for a readable table.

    Words stay whole if that leaves room for all columns, or at least those of the last one: there
    stands what a reader copies, the IRI that leads on.
    """
    wanted = [
        max([cell_width(name), *(cell_width(row[at]) for row in cells)]) for at, name in enumerate(columns)
    ]
    room = width - len(_GAP) * (len(columns) - 1)
    words = [
        max([cell_width(word) for row in cells for word in row[at].split()], default=0)
        for at, _ in enumerate(columns)
    ]
    heads = [cell_width(name) for name in columns]
    for first in (0, len(columns) - 1, len(columns)):  # the first column whose words stay whole
        least = [
            min(wanted[at], max(heads[at], min(words[at], _WHOLE) if at >= first else 0, _NARROWEST))
            for at, _ in enumerate(columns)
        ]
        if sum(least) <= room:
            return _shrunk(wanted, least, room)
    return None


def _shrunk(wanted: list[int], least: list[int], room: int) -> list[int]:
    """Widths that fit: the widest column that may is made narrower, until all do."""
    sizes = list(wanted)
    while sum(sizes) > room:
        widest = max(range(len(sizes)), key=lambda at: sizes[at] if sizes[at] > least[at] else -1)
        others = [size for at, size in enumerate(sizes) if at != widest and size < sizes[widest]]
        target = max([least[widest], *others, sizes[widest] - (sum(sizes) - room)])
        sizes[widest] = min(target, sizes[widest] - 1)
    return sizes


def _lines(row: list[str], widths: list[int]) -> Iterator[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
    for number in range(max((len(cell) for cell in wrapped), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in wrapped]
        yield _GAP.join(
            part + " " * (size - cell_width(part)) for part, size in zip(parts, widths, strict=True)
        )


def _block(columns: tuple[str, ...], row: list[str], width: int) -> Iterator[str]:
    """One row as lines ``name  value``."""
    size = max(cell_width(name) for name in columns)
    for name, cell in zip(columns, row, strict=True):
        for line in _lines([name, cell], [size, max(_NARROWEST, width - size - len(_GAP))]):
            if cell:
                yield line.rstrip() + "\n"


def wrap(text: str, size: int) -> list[str]:
    """``text`` in lines of at most ``size`` columns, broken at spaces, and in words too long for one."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while word:
            joined = f"{line} {word}" if line else word
            if cell_width(joined) <= size:
                line, word = joined, ""
            elif line:
                lines.append(line)
                line = ""
            else:
                cut = _fitting(word, size)
                lines.append(word[:cut])
                word = word[cut:]
    return [*lines, line] if line or not lines else lines


def _fitting(word: str, size: int) -> int:
    """How many of the first letters of ``word`` fit, at least one."""
    cut = 1
    while cut < len(word) and cell_width(word[: cut + 1]) <= size:
        cut += 1
    return cut
