"""Gradient-boosted decision trees over numbers, evaluated with numpy alone.

They take the second look: what linear models over names of features said of a thing and of its
neighbours are the numbers. Training is scikit-learn's histogram gradient boosting (kg.extract.fit).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extract.linear import as_probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats


LEAVES = 16
"""What a tree has at most: one bit each of the numbers that tell which leaves an example may reach."""
_ALL = np.uint16(2**LEAVES - 1)
_TOGETHER = 256  # examples evaluated at a time: what is known of them fits a processor's cache


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of all trees, one after the other; a leaf is its own left and right.

    A row goes left where its number ``column`` is at most ``threshold``. ``roots`` has shape
    (rounds, labels): the first node of each tree.
    """

    column: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]


class TreeModel:
    """One tree a round and label; with one label, for it against none.

    Trees are not walked: each of their questions that is answered with "right" rules out the leaves
    on its left, and an example comes to the first leaf that is left over (QuickScorer, Lucchese et
    al., 2015).
    """

    def __init__(self, labels: Sequence[str], baseline: Floats, nodes: Nodes) -> None:
        self.labels = tuple(labels)
        self.baseline = np.asarray(baseline, dtype=np.float32)
        self.nodes = nodes
        self._questions, self._values = _questions(nodes)

    def scores(self, numbers: Floats) -> Floats:
        """Scores of shape (examples, labels) from numbers of shape (examples, columns)."""
        starts = range(0, max(len(numbers), 1), _TOGETHER)
        return np.concatenate([self._scores(numbers[start : start + _TOGETHER]) for start in starts])

    def _scores(self, numbers: Floats) -> Floats:
        columns = np.ascontiguousarray(numbers.T)
        reached = np.full((len(self._values), len(numbers)), _ALL)
        for column, threshold, kept in self._questions:
            right = (columns.take(column, axis=0) > threshold).astype(np.uint16)
            right -= 1  # all bits where the answer is "left"
            right |= kept
            reached &= right
        first = np.bitwise_count((reached & -reached) - np.uint16(1))  # the zeros below the lowest bit
        values = np.take_along_axis(self._values, first.astype(np.intp), axis=1)
        by_round = values.reshape(*self.nodes.roots.shape, len(numbers))
        result: Floats = (by_round.sum(axis=0).T + self.baseline).astype(np.float32)
        return result

    def probabilities(self, numbers: Floats) -> Floats:
        """Probabilities of shape (examples, labels); with one label, of that label against none."""
        return as_probabilities(self.scores(numbers))

    def pack(self, name: str) -> dict[str, Any]:
        """The model as arrays under names that start with ``name``."""
        nodes = self.nodes
        return {
            f"{name}.labels": np.array(list(self.labels), dtype=np.str_),
            f"{name}.baseline": self.baseline,
            f"{name}.column": nodes.column,
            f"{name}.threshold": nodes.threshold,
            f"{name}.left": nodes.left,
            f"{name}.right": nodes.right,
            f"{name}.value": nodes.value,
            f"{name}.roots": nodes.roots,
        }

    @classmethod
    def unpack(cls, arrays: Any, name: str) -> TreeModel:
        """The inverse of :meth:`pack`."""
        parts = ("column", "threshold", "left", "right", "value", "roots")
        nodes = Nodes(*(arrays[f"{name}.{part}"] for part in parts))
        return cls([str(label) for label in arrays[f"{name}.labels"]], arrays[f"{name}.baseline"], nodes)


def _questions(nodes: Nodes) -> tuple[list[tuple[Any, Any, Any]], Floats]:
    """The questions of all trees, and the values of their leaves, of shape (trees, leaves).

    Each of the list has one question of every tree, in three arrays over the trees: the column asked for,
    its threshold, and the bits of the leaves that "right" does not rule out. A tree that has fewer
    questions than others asks some to which the answer is "left".
    """
    trees = [_in_order(nodes, root) for root in nodes.roots.ravel().tolist()]
    count = max((len(asked) for asked, _ in trees), default=0)
    shape = (count, len(trees))
    column, threshold = np.zeros(shape, dtype=np.intp), np.full(shape, np.inf, dtype=np.float64)
    kept = np.full(shape, _ALL)
    values = np.zeros((len(trees), LEAVES), dtype=np.float32)
    for tree, (asked, leaves) in enumerate(trees):
        values[tree, : len(leaves)] = nodes.value[leaves]
        for number, (node, left) in enumerate(asked):
            column[number, tree] = nodes.column[node]
            threshold[number, tree] = nodes.threshold[node]
            kept[number, tree] = _ALL & ~np.uint16(left)
    return list(zip(column, _as_single(threshold)[:, :, None], kept[:, :, None], strict=True)), values


def _in_order(nodes: Nodes, root: int) -> tuple[list[tuple[int, int]], list[int]]:
    """The inner nodes of a tree, each with the bits of the leaves on its left, and all leaves in order."""
    leaves: list[int] = []
    asked: list[tuple[int, int]] = []

    def below(node: int) -> int:
        left = int(nodes.left[node])
        if left == node:
            leaves.append(node)
            return 1 << len(leaves) - 1
        bits = below(left)
        asked.append((node, bits))
        return bits | below(int(nodes.right[node]))

    below(root)
    return asked, leaves


def _as_single(thresholds: NDArray[np.float64]) -> Floats:
    """The largest single-precision numbers that are not above: of those, the same are at most as large."""
    single = thresholds.astype(np.float32)
    result: Floats = np.where(single > thresholds, np.nextafter(single, np.float32(-np.inf)), single)
    return result
