"""Linear classifiers over named features: small, fast, and able to say why.

A model holds one weight per feature and label; the score of a label is the sum over the features
that are present, its probability the softmax (or, for one label, the logistic function) of it.
Training is multinomial logistic regression with an L2 penalty (kg.extract.fit).
"""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float32]
NONE = "-"
"""The label of what is none of the things asked for; in names of features, that there is nothing."""


class Column(NamedTuple):
    """The features ``name=value`` of examples: a value for each, None where an example has none.

    Without a ``name`` the value is the whole feature.
    """

    name: str
    values: Sequence[str | None]


def feature_rows(columns: Sequence[Column]) -> list[list[str]]:
    """The feature names of every example of some columns."""
    named = [
        [None if v is None else f"{column.name}={v}" if column.name else v for v in column.values]
        for column in columns
    ]
    return [[feature for feature in row if feature is not None] for row in zip(*named, strict=True)]


class LinearModel:
    """Labels, features, and weights of shape (features + 1, labels), the first row the bias."""

    def __init__(self, labels: Sequence[str], features: Sequence[str], weights: Floats) -> None:
        self.labels = tuple(labels)
        self.index = {feature: row for row, feature in enumerate(features, 1)}
        self.weights = np.asarray(weights, dtype=np.float32)

    def scores(self, examples: Sequence[Sequence[str]]) -> Floats:
        """Scores of shape (examples, labels); features that the model does not know weigh nothing."""
        get = self.index.get
        rows: list[int] = []
        bounds: list[int] = []
        for features in examples:
            bounds.append(len(rows))
            rows.append(0)
            rows += filter(None, map(get, features))
        if not bounds:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        return np.add.reduceat(self.weights[rows], bounds, axis=0)

    def scores_of_columns(self, columns: Sequence[Column]) -> Floats:
        """The same for examples in columns: names of features need not be put together to be looked up."""
        size = len(columns[0].values)
        rows = np.zeros((size, len(columns) + 1), dtype=np.intp)
        for number, column in enumerate(columns, 1):
            get = self._tables.get(column.name, {}).get
            rows[:, number] = np.fromiter(map(get, column.values, repeat(-1)), dtype=np.intp, count=size)
        known = rows >= 0
        counts = np.count_nonzero(known, axis=1)
        return np.add.reduceat(self.weights.take(rows[known], axis=0), np.cumsum(counts) - counts, axis=0)

    @cached_property
    def _tables(self) -> dict[str, dict[str | None, int]]:
        """The row of every feature by the name of its column and its value."""
        tables: dict[str, dict[str | None, int]] = {}
        for feature, row in self.index.items():
            name, named, value = feature.partition("=")
            tables.setdefault(name if named else "", {})[value if named else feature] = row
        return tables

    def probabilities(self, examples: Sequence[Sequence[str]]) -> Floats:
        """Probabilities of shape (examples, labels); with one label, of that label against none."""
        return as_probabilities(self.scores(examples))

    def trimmed(self, least: float) -> LinearModel:
        """The same without the features that weigh less than that for every label."""
        kept = np.abs(self.weights[1:]).max(axis=1, initial=0) >= least
        names = [name for name, keep in zip(self.index, kept.tolist(), strict=True) if keep]
        return LinearModel(self.labels, names, np.vstack([self.weights[:1], self.weights[1:][kept]]))

    def pack(self, name: str) -> dict[str, Any]:
        """The model as arrays under names that start with ``name``."""
        return {
            f"{name}.labels": np.array(list(self.labels), dtype=np.str_),
            f"{name}.features": np.frombuffer("\n".join(self.index).encode(), dtype=np.uint8),
            f"{name}.weights": self.weights.astype(np.float16),
        }

    @classmethod
    def unpack(cls, arrays: Any, name: str) -> LinearModel:
        """The inverse of :meth:`pack`."""
        features = arrays[f"{name}.features"].tobytes().decode()
        return cls(
            [str(label) for label in arrays[f"{name}.labels"]],
            features.split("\n") if features else [],
            arrays[f"{name}.weights"],
        )


def among(scores: NDArray[Any], sizes: Sequence[int]) -> NDArray[Any]:
    """Probabilities of things of which each group has one that is right; ``sizes`` are the groups'."""
    if not len(scores):
        return scores
    starts = group_starts(sizes)
    exponents = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    result: NDArray[Any] = exponents / np.repeat(np.add.reduceat(exponents, starts), sizes)
    return result


def group_starts(sizes: Sequence[int]) -> NDArray[np.intp]:
    """Where each of some groups begins that stand one after the other."""
    counts = np.array(sizes, dtype=np.intp)
    return np.cumsum(counts) - counts


def as_probabilities(scores: Floats) -> Floats:
    """Probabilities from scores of shape (examples, labels); one label stands against none."""
    if scores.shape[1] == 1:
        result: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
        return result
    return softmax(scores)


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores of shape (examples, labels)."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    result: Floats = (exponents / exponents.sum(axis=1, keepdims=True)).astype(np.float32)
    return result
