"""Fit models (needs scikit-learn, which reading does not)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from kg.extract.linear import LinearModel, among, group_starts
from kg.extract.trees import LEAVES, Nodes, TreeModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats


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
    matrix, vocabulary = _matrix(examples, at_least)
    model = LogisticRegression(C=strength, max_iter=400, tol=5e-4)
    truth = list(targets) if positive is None else [target == positive for target in targets]
    with threadpool_limits(limits=1):  # sums that threads share come out in another order each time
        model.fit(matrix, truth, sample_weight=weights)
    stacked = np.vstack([model.intercept_[None, :], model.coef_.T])
    if positive is not None:
        return LinearModel([positive], vocabulary, stacked.astype(np.float32))
    return LinearModel([str(label) for label in model.classes_], vocabulary, stacked.astype(np.float32))


def fit_choices(
    examples: Sequence[Sequence[str]],
    sizes: Sequence[int],
    right: Sequence[bool],
    *,
    penalty: float,
    weights: Sequence[float] | None = None,
) -> LinearModel:
    """A conditional logit over feature names: of each group of ``sizes`` examples one is chosen.

    The probability of a group's right examples together is maximised, under an L2 ``penalty``;
    ``weights`` say how much each group counts. Features that occur once do not count. McFadden,
    Conditional logit analysis of qualitative choice behavior (1974).
    """
    matrix, vocabulary = _matrix(examples, at_least=2)
    starts = group_starts(sizes)
    wanted = np.array(right, dtype=np.float64)
    counts = np.ones(len(sizes)) if weights is None else np.array(weights, dtype=np.float64)
    spread = np.repeat(counts, sizes)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = among(matrix @ values, sizes)
        of_right = chances * wanted
        sums = np.maximum(np.add.reduceat(of_right, starts), 1e-12)
        gradient = matrix.T @ (spread * (chances - of_right / np.repeat(sums, sizes))) + penalty * values
        return float(penalty / 2 * values @ values - counts @ np.log(sums)), gradient

    options = {"maxiter": 120, "ftol": 1e-5}
    with threadpool_limits(limits=1):
        found = minimize(loss, np.zeros(len(vocabulary)), jac=True, method="L-BFGS-B", options=options)
    stacked = np.concatenate([[0.0], found.x])[:, None]
    return LinearModel(["+"], vocabulary, stacked.astype(np.float32))


def _matrix(examples: Sequence[Sequence[str]], at_least: int) -> tuple[Any, list[str]]:
    """Examples by features as a sparse matrix of ones, and the features that occur often enough."""
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
    return matrix, vocabulary


def fit_trees(
    numbers: Floats,
    targets: Sequence[str],
    *,
    positive: str | None = None,
    weights: Sequence[float] | None = None,
    rounds: int = 150,
) -> TreeModel:
    """Gradient-boosted trees over numbers of shape (examples, columns).

    With ``positive`` the model has that one label and scores it against all others.
    """
    model = HistGradientBoostingClassifier(
        learning_rate=0.1,
        max_iter=rounds,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=30,
        l2_regularization=5,
        early_stopping=False,
        random_state=1,
    )
    truth = list(targets) if positive is None else [target == positive for target in targets]
    with threadpool_limits(limits=1):
        model.fit(numbers, truth, sample_weight=weights)
    labels = [str(label) for label in model.classes_] if positive is None else [positive]
    if len(labels) == 2:
        message = "two labels make one question: name the positive one"
        raise ValueError(message)
    # scikit-learn has no public way to its trees; a test holds the copy against its predictions
    return TreeModel(labels, model._baseline_prediction.ravel(), _copied(model._predictors))


def _copied(rounds: Sequence[Sequence[Any]]) -> Nodes:
    """The nodes of scikit-learn's trees, numbered through."""
    parts: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("column", "threshold", "left", "right", "value")
    }
    roots: list[int] = []
    start = 0
    for tree in (tree for trees in rounds for tree in trees):
        nodes = tree.nodes
        own = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        parts["column"].append(np.where(leaf, 0, nodes["feature_idx"]))
        parts["threshold"].append(np.where(leaf, 0, nodes["num_threshold"]))
        parts["left"].append(start + np.where(leaf, own, nodes["left"]))
        parts["right"].append(start + np.where(leaf, own, nodes["right"]))
        parts["value"].append(nodes["value"])
        roots.append(start)
        start += len(nodes)
    return Nodes(
        np.concatenate(parts["column"]).astype(np.int16),
        np.concatenate(parts["threshold"]).astype(np.float64),
        np.concatenate(parts["left"]).astype(np.int32),
        np.concatenate(parts["right"]).astype(np.int32),
        np.concatenate(parts["value"]).astype(np.float32),
        np.array(roots, dtype=np.int32).reshape(len(rounds), -1),
    )
