"""Train which date is an event's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.attachment import DateFinder
from kg.extract.dating import Choices, decide, second_look
from kg.extract.fit import fit_choices
from kg.extract.linear import NONE
from kg.models import DATED, limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.dating import Options
    from kg.extract.linear import LinearModel
    from kg.extract.train.training import Training

_PENALTY = 25.0
_AROUND = 3  # limits to each side


def train_dates(training: Training) -> None:
    """Which date is an event's, looked at twice; the second look learns from others' first looks."""
    gold = [[event.get("date") for event in aligned.events] for aligned in training.aligned]
    choices = [
        Choices(DateFinder(scene, aligned.triggers))
        for scene, aligned in zip(training.scenes, training.aligned, strict=True)
    ]
    training.models.linear["dates"], others = training.fitted(
        lambda wanted: _first(training, choices, gold, wanted)
    )
    options: list[list[Options]] = [[] for _ in choices]
    for part, first in zip(training.parts, others, strict=True):
        for i in part:
            options[i] = choices[i].first_look(first)
    views = [one.view(of_one) for one, of_one in zip(choices, options, strict=True)]
    labels = [
        ["+" if c.edtf == date else NONE for o, date in zip(of_one, dates, strict=True) for c in o.candidates]
        for of_one, dates in zip(options, gold, strict=True)
    ]
    training.models.nets["dates-again"], chances = training.net_across(views, labels, positive="+")
    again = [
        second_look(of_one, table[:, 0].tolist()) for of_one, table in zip(options, chances, strict=True)
    ]
    _log_by_language(training, again, gold)
    _date_limits(training, again, gold)


def _first(
    training: Training,
    choices: Sequence[Choices],
    gold: Sequence[Sequence[str | None]],
    wanted: Sequence[int],
) -> LinearModel:
    """Learns from the events that have no date and from those whose date is among the candidates."""
    rows: list[list[str]] = []
    sizes: list[int] = []
    right: list[bool] = []
    weights: list[float] = []
    for i in wanted:
        start = 0
        for options, size, date in zip(choices[i].candidates, choices[i].sizes, gold[i], strict=True):
            hits = [candidate.edtf == date for candidate in options]
            if not date or any(hits):
                rows += choices[i].rows[start : start + size]
                sizes.append(size)
                right += [*hits, not date]
                weights.append(training.examples[i].weight)
            start += size
    return fit_choices(rows, sizes, right, penalty=_PENALTY, weights=weights)


def _best_limit(
    training: Training,
    options: Sequence[list[Options]],
    gold: Sequence[Sequence[str | None]],
    chosen: Sequence[int],
) -> tuple[float, float]:
    """The F1 of some documents' dates at the limit about which it is best, and that limit.

    F1 hardly changes with the limit and is rough: its neighbours say more of a limit than it alone.
    """
    limits = np.arange(0.1, 0.6, 0.025)
    scores = [_f1(training, options, gold, chosen, float(limit)) for limit in limits]
    around = np.convolve(np.pad(scores, _AROUND, mode="edge"), np.ones(2 * _AROUND + 1), mode="valid")
    best = int(around.argmax())
    return scores[best], float(limits[best])


def _f1(
    training: Training,
    options: Sequence[list[Options]],
    gold: Sequence[Sequence[str | None]],
    chosen: Sequence[int],
    limit: float,
) -> float:
    right = told = 0.0  # told: by the annotation, and by the reader
    for i in chosen:
        weight = training.examples[i].weight
        for date, found, seen in zip(gold[i], decide(options[i], limit), training.seen(i), strict=True):
            told += weight * ((seen and found is not None) + bool(date))
            right += weight * (seen and found is not None and found == date)
    return 2 * right / max(told, 1)


def _log_by_language(
    training: Training, options: Sequence[list[Options]], gold: Sequence[Sequence[str | None]]
) -> None:
    for language, chosen in training.by_language():
        training.log(
            f"dates {language}: F1 {_best_limit(training, options, gold, chosen)[0]:.3f} across folds"
        )


def _date_limits(
    training: Training, options: Sequence[list[Options]], gold: Sequence[Sequence[str | None]]
) -> None:
    for dated, name in DATED.items():
        chosen = [i for i, e in enumerate(training.examples) if (e.document.published is not None) == dated]
        f1, limit = _best_limit(training, options, gold, chosen)
        training.log(f"dates {name}: F1 {f1:.3f} across folds at {limit:.3f}")
        training.limits[limit_name("dates", name)] = limit
