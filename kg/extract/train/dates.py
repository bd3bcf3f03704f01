"""Train which date is an event's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.attachment import DateFinder, decide
from kg.models import DATED, limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.attachment import DateCandidate
    from kg.extract.train.training import Training

_STRENGTH = 0.02


def train_dates(training: Training) -> None:
    """Which date is an event's."""
    finders = [DateFinder(s, a.triggers) for s, a in zip(training.scenes, training.aligned, strict=True)]
    candidates = [finder.candidates() for finder in finders]
    truth = [
        [c.edtf == a.events[c.event].get("date", "") for options in cs for c in options]
        for cs, a in zip(candidates, training.aligned, strict=True)
    ]
    rows = [
        [f.features(c) for options in cs for c in options] for f, cs in zip(finders, candidates, strict=True)
    ]
    _, chances = training.binary("dates", rows, truth, strength=_STRENGTH)
    nested = [_nest(scores, options) for scores, options in zip(chances, candidates, strict=True)]
    _date_limits(training, candidates, nested)


def _nest(scores: Sequence[float], options: Sequence[Sequence[DateCandidate]]) -> list[list[float]]:
    flat = iter(scores)
    return [[next(flat) for _ in group] for group in options]


def _date_limits(
    training: Training,
    candidates: Sequence[list[list[DateCandidate]]],
    chances: Sequence[list[list[float]]],
) -> None:
    for dated, name in DATED.items():
        chosen = [i for i, e in enumerate(training.examples) if (e.document.published is not None) == dated]
        wanted = sum(bool(event.get("date")) for i in chosen for event in training.aligned[i].events)
        best = (0.0, 0.35)
        for limit in np.arange(0.1, 0.6, 0.025):
            right = said = 0
            for i in chosen:
                found = decide(candidates[i], chances[i], float(limit))
                for event, date in zip(training.aligned[i].events, found, strict=True):
                    said += date is not None
                    right += date is not None and date == event.get("date")
            best = max(best, (2 * right / max(said + wanted, 1), float(limit)))
        training.log(f"dates {name}: F1 {best[0]:.3f} across folds at {best[1]:.3f}")
        training.limits[limit_name("dates", name)] = best[1]
