"""The best dependency tree for given scores of heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ROOTS = 3  # words tried as the root of a sentence


def best_tree(scores: NDArray[np.float32]) -> list[int]:
    """The heads (0 is the root, 1 the first word) that make the best tree with one root.

    ``scores`` are words x (root + words). Where the best head of each word makes no tree, the best tree
    under each of the likeliest roots is found by the algorithm of Chu and Liu (1965) and Edmonds (1967).
    """
    greedy: list[int] = scores.argmax(axis=1).tolist()
    if greedy.count(0) == 1 and not _cycle(greedy):
        return greedy
    best: tuple[float, list[int]] = (-np.inf, [])
    words = np.arange(len(scores))
    for root in np.argsort(-scores[:, 0], kind="stable")[:_ROOTS].tolist():
        rooted = scores.astype(np.float64)
        rooted[words, words + 1] = -np.inf
        rooted[words != root, 0] = -np.inf
        rooted[root, 1:] = -np.inf
        heads = _arborescence(rooted)
        weight = float(rooted[words, heads].sum())
        if weight > best[0]:
            best = (weight, heads)
    return best[1]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words (1 is the first) of a circle of heads; none in a tree."""
    seen = [0] * (len(heads) + 1)
    for word in range(1, len(heads) + 1):
        at = word
        while at and not seen[at]:
            seen[at] = word
            at = heads[at - 1]
        if at and seen[at] == word:
            cycle = [at]
            while heads[cycle[-1] - 1] != at:
                cycle.append(heads[cycle[-1] - 1])
            return cycle
    return []


def _arborescence(scores: NDArray[np.float64]) -> list[int]:
    """The heads of the tree of the largest sum of ``scores`` (as in ``best_tree``; impossible ones -inf)."""
    heads: list[int] = scores.argmax(axis=1).tolist()
    cycle = _cycle(heads)
    if not cycle:
        return heads
    circling = set(cycle)
    rest = [word for word in range(1, len(heads) + 1) if word not in circling]
    inside = np.array(cycle) - 1
    columns = np.array([0, *rest])
    kept = scores[inside, [heads[word - 1] for word in cycle]]
    entering = scores[np.ix_(inside, columns)] - kept[:, None]  # what a way into the circle costs it
    outside = np.array(rest, dtype=int) - 1
    leaving = scores[np.ix_(outside, inside + 1)]
    merged = np.full((len(rest) + 1, len(rest) + 2), -np.inf)
    merged[:-1, :-1] = scores[np.ix_(outside, columns)]
    merged[-1, :-1] = entering.max(axis=0)
    if rest:
        merged[:-1, -1] = leaving.max(axis=1)
    found = _arborescence(merged)
    for index, word in enumerate(rest):
        head = found[index]
        heads[word - 1] = int(columns[head]) if head < len(columns) else cycle[leaving[index].argmax()]
    broken = int(entering[:, found[-1]].argmax())
    heads[cycle[broken] - 1] = int(columns[found[-1]])
    return heads
