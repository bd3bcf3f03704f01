"""What words of one sentence and class tell of together, and from which chance on it counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.extract.train.training import Training
from kg.extract.triggers import counted_together
from kg.models import limit_name

if TYPE_CHECKING:
    from kg.extract.scene import Scene

# (sentence, class and chance alone of each word, their chances together)
TOGETHER = [
    ([], []),
    ([(0, "Capture", 0.3)], [0.3]),
    # of two half sure words one event is likely, two are not
    ([(0, "Capture", 0.5), (0, "Capture", 0.5)], [0.75, 0.25]),
    ([(0, "Capture", 0.2), (0, "Capture", 0.6)], [0.12, 0.68]),
    ([(0, "Capture", 1.0), (0, "Capture", 1.0), (0, "Capture", 0.5)], [1.0, 1.0, 0.5]),
    # other classes and sentences count apart
    ([(0, "Capture", 0.5), (0, "Control", 0.5), (1, "Capture", 0.5)], [0.5, 0.5, 0.5]),
]


@pytest.mark.parametrize(("words", "expected"), TOGETHER)
def test_words_for_one_act_share_its_chance(
    words: list[tuple[int, str, float]], expected: list[float]
) -> None:
    sentences = [sentence for sentence, _, _ in words]
    scene = cast("Scene", SimpleNamespace(tokens=[SimpleNamespace(sentence=sentences)]))
    places = [(0, number) for number in range(len(words))]
    found = counted_together(scene, places, [cls for _, cls, _ in words], [chance for *_, chance in words])
    assert found == pytest.approx(expected)
    assert sum(found) == pytest.approx(sum(chance for *_, chance in words))  # as many as one expects


@pytest.mark.parametrize(("power", "low"), [(1, True), (2, False)])
def test_a_limit_may_heed_the_heavier_documents_more(power: int, *, low: bool) -> None:
    english = SimpleNamespace(language="en")
    heavy, light = (
        SimpleNamespace(document=english, weight=4.0),
        SimpleNamespace(document=english, weight=1.0),
    )
    training = Training(cast("Any", None), cast("Any", [heavy, *[light] * 5]), lambda _: None)
    chances, truth = [[0.6, 0.3], *[[0.3]] * 5], [[True, False], *[[True]] * 5]
    training.best_limits("words", chances, truth, power=power)
    assert (training.limits[limit_name("words", "en")] <= 0.3) is low
