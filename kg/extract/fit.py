"""Fit linear models (needs scikit-learn, which reading does not)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Sequence


def fit(
    examples: Sequence[Sequence[str]],
    targets: Sequence[str],
    *,
    strength: float = 1.0,
    at_least: int = 2,
    positive: str | None = None,
    weights: Sequence[float] | None = None,
) -> LinearModel:
    """Multinomial logistic regression over feature names.

    ``strength`` is the inverse of the L2 penalty; a feature counts from ``at_least`` occurrences
    on. With ``positive`` the model has that one label and scores it against all others.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for features in examples for feature in set(features))
    vocabulary = sorted(feature for feature, count in counts.items() if count >= at_least)
    index = {feature: column for column, feature in enumerate(vocabulary)}
    columns: list[int] = []
    bounds = [0]
    for features in examples:
        columns.extend(sorted({index[f] for f in features if f in index}))
        bounds.append(len(columns))
    matrix = csr_matrix(
        (np.ones(len(columns), dtype=np.float64), columns, bounds), shape=(len(examples), len(vocabulary))
    )
    model = LogisticRegression(C=strength, max_iter=120, tol=2e-3)
    if positive is not None:
        model.fit(matrix, [target == positive for target in targets], sample_weight=weights)
        stacked = np.vstack([model.intercept_[None, :], model.coef_.T])
        return LinearModel([positive], vocabulary, stacked.astype(np.float32))
    model.fit(matrix, list(targets), sample_weight=weights)
    stacked = np.vstack([model.intercept_[None, :], model.coef_.T])
    return LinearModel([str(label) for label in model.classes_], vocabulary, stacked.astype(np.float32))
