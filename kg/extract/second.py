"""The second look: trees and a net see the same things, and the mean of the two counts.

Across folds each of the two is better for some questions, and their mean for nearly all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from kg.extract.linear import Floats
    from kg.extract.nets import NetModel, View
    from kg.extract.trees import TreeModel


class SecondLook(NamedTuple):
    """Both models; their labels are the same."""

    trees: TreeModel
    net: NetModel

    @property
    def labels(self) -> tuple[str, ...]:
        """What things may be."""
        return self.trees.labels

    def probabilities(self, view: View) -> Floats:
        """Probabilities of shape (things, labels); with one label, of that label against none."""
        return mean_of(self.trees.probabilities(view.numbers), self.net.probabilities(view))


def mean_of(one: Floats, two: Floats) -> Floats:
    """The mean of two tables of probabilities."""
    result: Floats = ((one + two) / 2).astype(np.float32)
    return result
