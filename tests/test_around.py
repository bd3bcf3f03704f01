"""What other events say of the same thing: the same as with every two events compared."""

from __future__ import annotations

import numpy as np
import pytest

from kg.extract.around import group_means, group_most, in_line, near_means, near_most

RANDOM = np.random.default_rng(0)
SENTENCES = sorted(RANDOM.integers(0, 15, 40).tolist())
PASSAGES = [sentence // 4 for sentence in SENTENCES]
TABLE = (RANDOM.random((40, 7)) * (RANDOM.random((40, 7)) > 0.5)).astype(np.float32)
FAR = np.abs(np.subtract.outer(SENTENCES, SENTENCES))
TOGETHER = np.equal.outer(PASSAGES, PASSAGES)
CASES = {
    "sentence": (FAR == 0, (group_means, group_most), (SENTENCES,)),
    "passage": (TOGETHER, (group_means, group_most), (PASSAGES,)),
    "each alone": (np.eye(40, dtype=bool), (group_means, group_most), (range(40),)),
    "near": ((FAR > 0) & (FAR <= 2), (near_means, near_most), (SENTENCES,)),
    "near in the passage": (
        (FAR > 0) & (FAR <= 2) & TOGETHER,
        (near_means, near_most),
        (SENTENCES, PASSAGES),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_means_and_maxima_of_the_others(case: str) -> None:
    related, (means, most), keys = CASES[case]
    mask = (related & ~np.eye(len(TABLE), dtype=bool)).astype(np.float32)
    count = np.maximum(mask.sum(axis=1, keepdims=True), 1)
    np.testing.assert_allclose(means(TABLE, *keys), mask @ TABLE / count, atol=1e-6)
    np.testing.assert_allclose(most(TABLE, *keys), (mask[:, :, None] * TABLE).max(axis=1))


def test_what_stands_before_and_after() -> None:
    before, after, faded, _ = in_line(TABLE)
    assert (before[1:] == TABLE[:-1]).all()
    assert (after[:-1] == TABLE[1:]).all()
    assert not before[0].any()
    np.testing.assert_allclose(faded[2], TABLE[1] + 0.6 * TABLE[0], rtol=1e-6)
