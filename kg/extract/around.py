"""What the other events of a document say of the same thing.

Tables have shape (events, things), events in the order of the text. They are dense, so time and memory
grow with the square of a document: with 4,000 events to some five seconds and two gigabytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats

_NEAR = 2  # sentences
_FADE = 0.6  # how much of what was said of an event counts for the next one


def group_means(table: Floats, keys: Sequence[Hashable]) -> Floats:
    """For each event the means over the other events of its key; 0 where it is alone."""
    result = np.zeros_like(table)
    for rows in _groups(keys):
        if len(rows) > 1:
            result[rows] = (table[rows].sum(axis=0) - table[rows]) / (len(rows) - 1)
    return result


def group_most(table: Floats, keys: Sequence[Hashable]) -> Floats:
    """For each event the maxima over the other events of its key; 0 where it is alone."""
    result = np.zeros_like(table)
    for rows in _groups(keys):
        if len(rows) > 1:
            own = table[rows]
            two = np.partition(own, len(rows) - 2, axis=0)[-2:]
            result[rows] = np.where(own == two[1], two[0], two[1])
    return result


def near_means(table: Floats, sentences: Sequence[int], keys: Sequence[Hashable] | None = None) -> Floats:
    """For each event the means over those of its key in the sentences around its own."""
    result = np.zeros_like(table)
    for number, rows in _near(sentences, keys):
        result[number] = table[rows].mean(axis=0)
    return result


def near_most(table: Floats, sentences: Sequence[int], keys: Sequence[Hashable] | None = None) -> Floats:
    """For each event the maxima over those of its key in the sentences around its own."""
    result = np.zeros_like(table)
    for number, rows in _near(sentences, keys):
        result[number] = table[rows].max(axis=0)
    return result


def in_line(table: Floats) -> Floats:
    """The event before, the one after, and what all before and all after say, the nearer the more.

    Of shape (4, events, things).
    """
    blank = np.zeros((1, table.shape[1]), dtype=np.float32)
    before, after = np.concatenate([blank, table[:-1]]), np.concatenate([table[1:], blank])
    return np.stack([before, after, _faded(table), _faded(table[::-1])[::-1]])


def _groups(keys: Sequence[Hashable]) -> Iterator[NDArray[np.intp]]:
    """The events of each key."""
    found: dict[Hashable, list[int]] = {}
    for number, key in enumerate(keys):
        found.setdefault(key, []).append(number)
    yield from map(np.array, found.values())


def _near(sentences: Sequence[int], keys: Sequence[Hashable] | None) -> Iterator[tuple[int, list[int]]]:
    """Each event that has such events around it, and these."""
    for number, here in enumerate(sentences):
        low, high = bisect_left(sentences, here - _NEAR), bisect_right(sentences, here + _NEAR)
        first, end = bisect_left(sentences, here), bisect_right(sentences, here)
        rows = [*range(low, first), *range(end, high)]
        if keys is not None:
            rows = [row for row in rows if keys[row] == keys[number]]
        if rows:
            yield number, rows


def _faded(table: Floats) -> Floats:
    """For each event what those before it say, the more the nearer."""
    result = np.zeros_like(table)
    for number in range(1, len(table)):
        result[number] = result[number - 1] * _FADE + table[number - 1]
    return result
