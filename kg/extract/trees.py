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


_TOGETHER = 512  # examples evaluated at a time: all trees' places in them fit a processor's cache


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
    depth: int


class TreeModel:
    """One tree a round and label; with one label, for it against none."""

    def __init__(self, labels: Sequence[str], baseline: Floats, nodes: Nodes) -> None:
        self.labels = tuple(labels)
        self.baseline = np.asarray(baseline, dtype=np.float32)
        self.nodes = nodes
        self._next = np.stack([nodes.left, nodes.right], axis=1).ravel().astype(np.intp)
        depths = _depths(nodes)
        self._deepest_first = np.argsort(-depths, kind="stable")
        self._as_given = np.argsort(self._deepest_first, kind="stable")
        self._deeper = [int((depths > level).sum()) for level in range(nodes.depth)]  # how many trees

    def scores(self, numbers: Floats) -> Floats:
        """Scores of shape (examples, labels) from numbers of shape (examples, columns)."""
        starts = range(0, max(len(numbers), 1), _TOGETHER)
        return np.concatenate([self._scores(numbers[start : start + _TOGETHER]) for start in starts])

    def _scores(self, numbers: Floats) -> Floats:
        nodes = self.nodes
        size, width = numbers.shape
        flat = np.ascontiguousarray(numbers).ravel()
        starts = np.arange(0, size * width, max(width, 1))
        roots = nodes.roots.ravel()[self._deepest_first].astype(np.intp)
        at = np.repeat(roots[:, None], size, axis=1)  # of each tree and example the node that it has come to
        for count in self._deeper:
            here = at[:count]
            goes_right = flat.take(starts + nodes.column.take(here)) > nodes.threshold.take(here)
            at[:count] = self._next.take(2 * here + goes_right)
        values = nodes.value[at[self._as_given]].reshape(*nodes.roots.shape, size)
        result: Floats = (values.sum(axis=0).T + self.baseline).astype(np.float32)
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
            f"{name}.depth": np.array(nodes.depth),
        }

    @classmethod
    def unpack(cls, arrays: Any, name: str) -> TreeModel:
        """The inverse of :meth:`pack`."""
        parts = ("column", "threshold", "left", "right", "value", "roots")
        column, threshold, left, right, value, roots = (arrays[f"{name}.{part}"] for part in parts)
        nodes = Nodes(column, threshold, left, right, value, roots, int(arrays[f"{name}.depth"]))
        return cls([str(label) for label in arrays[f"{name}.labels"]], arrays[f"{name}.baseline"], nodes)


def _depths(nodes: Nodes) -> NDArray[np.intp]:
    """How many steps the farthest leaf of each tree is from its root."""
    tree = np.arange(nodes.roots.size)
    at = nodes.roots.ravel()
    depths = np.zeros(nodes.roots.size, dtype=np.intp)
    for step in range(1, nodes.depth + 1):
        inner = nodes.left[at] != at
        tree, at = np.tile(tree[inner], 2), np.concatenate([nodes.left[at[inner]], nodes.right[at[inner]]])
        depths[tree] = step
    return depths
