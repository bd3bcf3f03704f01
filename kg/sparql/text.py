"""A table as text for a terminal: columns where they fit, one block for each row where not."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.names import DEFAULT_BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.sparql.results import Table, Term

_GAPS = (2, 1)  # columns between cells, fewer where they do not fit
_NARROWEST = 8
_WHOLE = 28  # the longest word that is not broken, as long as an identifier
_TALLEST = 8  # lines of a cell beyond which a table is not read any more


class _Layout(NamedTuple):
    widths: list[int]
    gap: str


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
    layout = _layout(table.columns, cells, width)
    if layout is None or any(
        len(wrap(cell, size)) > _TALLEST
        for row in cells
        for cell, size in zip(row, layout.widths, strict=True)
        if len(cell) > size * (_TALLEST // 2)
    ):
        return "\n".join("".join(_block(table.columns, row, width)) for row in cells)
    lines = list(_lines(list(table.columns), layout))
    lines.append(layout.gap.join("-" * size for size in layout.widths))
    for row in cells:
        lines.extend(_lines(row, layout))
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


def _layout(columns: tuple[str, ...], cells: list[list[str]], width: int) -> _Layout | None:
    """The width of each column and the gap, None where there are too many columns for a readable table.

    Words stay whole if that leaves room for all columns, or else those with a digit and those of the
    last column: half a date misleads, and in the last column stands what a reader copies, the IRI
    that leads on.
    """
    wanted = [
        max([cell_width(name), *(cell_width(row[at]) for row in cells)]) for at, name in enumerate(columns)
    ]
    words = [_longest(row[at] for row in cells) for at, _ in enumerate(columns)]
    dates = [_longest((row[at] for row in cells), digits=True) for at, _ in enumerate(columns)]
    heads = [cell_width(name) for name in columns]
    for whole in (words, [*dates[:-1], *words[-1:]]):
        least = [
            min(want, max(head, min(word, _WHOLE), _NARROWEST))
            for want, head, word in zip(wanted, heads, whole, strict=True)
        ]
        for gap in _GAPS:
            room = width - gap * (len(columns) - 1)
            if sum(least) <= room:
                return _Layout(_shrunk(wanted, least, room), " " * gap)
    return None


def _longest(cells: Iterable[str], *, digits: bool = False) -> int:
    """The width of the longest word, or of the longest with a digit; a hyphen parts only words without."""
    parts: set[str] = set()
    for word in {word for cell in cells for word in cell.split()}:
        if any(map(str.isdigit, word)):
            parts.add(word)
        elif not digits:
            parts.update(word.replace("-", "- ").split())
    return max(map(cell_width, parts), default=0)


def _shrunk(wanted: list[int], least: list[int], room: int) -> list[int]:
    """Widths that fit: the widest columns that may are made narrower together, until all do."""
    sizes = list(wanted)
    while (excess := sum(sizes) - room) > 0:
        widest = max(size for size, low in zip(sizes, least, strict=True) if size > low)
        at = [n for n, (size, low) in enumerate(zip(sizes, least, strict=True)) if size == widest > low]
        narrower = [size for size in sizes if size < widest]
        share = max(1, excess // len(at))
        for n in at[:excess]:
            sizes[n] = max([least[n], widest - share, *narrower])
    return sizes


def _lines(row: list[str], layout: _Layout) -> Iterator[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(row, layout.widths, strict=True)]
    for number in range(max((len(cell) for cell in wrapped), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in wrapped]
        yield layout.gap.join(
            part + " " * (size - cell_width(part)) for part, size in zip(parts, layout.widths, strict=True)
        )


def _block(columns: tuple[str, ...], row: list[str], width: int) -> Iterator[str]:
    """One row as lines ``name  value``."""
    size = max(cell_width(name) for name in columns)
    gap = _GAPS[0]
    layout = _Layout([size, max(_NARROWEST, width - size - gap)], " " * gap)
    for name, cell in zip(columns, row, strict=True):
        for line in _lines([name, cell], layout):
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
    """How many of the first letters of ``word`` fit, up to a hyphen if there is one, at least one."""
    cut = 1
    while cut < len(word) and cell_width(word[: cut + 1]) <= size:
        cut += 1
    return word.rfind("-", 1, cut) + 1 or cut
