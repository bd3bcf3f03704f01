"""Linear classifiers over named features: small, fast, and able to say why.

A model holds one weight per feature and label; the score of a label is the sum over the features
that are present, its probability the softmax (or, for one label, the logistic function) of it.
Training is multinomial logistic regression with an L2 penalty (kg.extract.fit).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Floats = NDArray[np.float32]


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
            rows.extend(filter(None, map(get, features)))
        if not bounds:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        return np.add.reduceat(self.weights[rows], bounds, axis=0)

    def probabilities(self, examples: Sequence[Sequence[str]]) -> Floats:
        """Probabilities of shape (examples, labels); with one label, of that label against none."""
        scores = self.scores(examples)
        if len(self.labels) == 1:
            result: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
            return result
        return softmax(scores)

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


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores of shape (examples, labels)."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    result: Floats = (exponents / exponents.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def save_models(models: dict[str, LinearModel], path: Path) -> None:
    """Write models into one compressed file."""
    arrays: dict[str, Any] = {}
    for name in sorted(models):
        arrays.update(models[name].pack(name))
    np.savez_compressed(path, **arrays)


def load_models(path: Path) -> dict[str, LinearModel]:
    """Read what :func:`save_models` wrote."""
    with np.load(path) as arrays:
        names = sorted({key.rsplit(".", 1)[0] for key in arrays.files})
        return {name: LinearModel.unpack(arrays, name) for name in names}
