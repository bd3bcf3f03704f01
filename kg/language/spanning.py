"""The best dependency tree for given scores of heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ROOTS = 3  # words tried as the root of a sentence


def best_tree(scores: NDArray[np.float32]) -> list[int]:
    """The heads (0 is the root, 1 the first word) that make the best tree with one root.

    ``scores`` are words x (root + words). Where the best head of each word makes no tree, networkx
    finds the best one by Edmonds' algorithm (1967), for each of the likeliest roots.
    """
    greedy = scores.argmax(axis=1).tolist()
    if greedy.count(0) == 1 and _reaches_root(greedy):
        return list(greedy)
    best: tuple[float, list[int]] = (-np.inf, [])
    for root in np.argsort(-scores[:, 0], kind="stable")[:_ROOTS].tolist():
        graph = nx.DiGraph()
        for word in range(len(scores)):
            for head in range(1, len(scores) + 1):
                if word != root and head != word + 1:
                    graph.add_edge(head, word + 1, weight=float(scores[word, head]))
        graph.add_edge(0, root + 1, weight=float(scores[root, 0]))
        tree = nx.maximum_spanning_arborescence(graph)
        weight = sum(data["weight"] for _, _, data in tree.edges(data=True))
        heads = {word: head for head, word in tree.edges}
        if weight > best[0]:
            best = (weight, [heads[word + 1] for word in range(len(scores))])
    return best[1]


def _reaches_root(heads: Sequence[int]) -> bool:
    """Whether every word comes to the root by its heads."""
    for word in range(1, len(heads) + 1):
        at, steps = word, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True
