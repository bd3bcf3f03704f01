"""The date of every event of a document: a choice among its candidates, looked at twice.

The first look is log-linear: the candidates of an event and "none" share a probability of 1. The
second is a net, which sees how the first went for the event and for those around it: news tells one
day's events in many sentences, and of most only one says the day. (Across folds neither trees nor
means of several looks do better than the net alone.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.extract.attachment import DateFinder
from kg.extract.date_numbers import date_numbers
from kg.extract.linear import among
from kg.extract.nets import View
from kg.extract.word_vectors import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.attachment import DateCandidate
    from kg.extract.linear import LinearModel
    from kg.extract.nets import NetModel
    from kg.extract.scene import Scene
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger


class Options(NamedTuple):
    """What an event may have: dates, each once, with their chances; the rest is that of none."""

    candidates: list[DateCandidate]
    chances: list[float]


class Choices:
    """The candidates of all events of a document, with the features of the first look's rows.

    An event has a row for each candidate and, after them, one for "none"; ``sizes`` counts both.
    """

    def __init__(self, finder: DateFinder) -> None:
        self.finder = finder
        self.candidates = finder.candidates()
        self.sizes = [len(options) + 1 for options in self.candidates]
        self.rows = [
            row
            for event, options in enumerate(self.candidates)
            for row in (*map(finder.features, options), finder.none_features(event))
        ]

    def first_look(self, model: LinearModel) -> list[Options]:
        """The chances of every date of every event; candidates that give one date count together."""
        chances = iter(among(model.scores(self.rows)[:, 0], self.sizes).tolist())
        result = []
        for options in self.candidates:
            best: dict[str, tuple[float, DateCandidate]] = {}
            summed: dict[str, float] = {}
            for candidate in options:
                chance = next(chances)
                summed[candidate.edtf] = summed.get(candidate.edtf, 0.0) + chance
                if candidate.edtf not in best or chance > best[candidate.edtf][0]:
                    best[candidate.edtf] = chance, candidate
            next(chances)  # that of none
            result.append(Options([c for _, c in best.values()], list(summed.values())))
        return result

    def view(self, options: Sequence[Options]) -> View:
        """What the second look sees, a row for each date of each event."""
        finder, words = self.finder, self.finder.scene.words()
        numbers = date_numbers(finder, [o.candidates for o in options], [o.chances for o in options])
        names, places = [], []
        for candidate in (c for o in options for c in o.candidates):
            trigger, time = finder.triggers[candidate.event], candidate.time
            names.append((trigger.cls, candidate.form))
            near = (NOWHERE, NOWHERE, NOWHERE)
            if time is not None:
                told = finder.scene.tokens[time.passage]
                near = (
                    words.place(time.passage, time.first),
                    words.place(time.passage, time.first - 1),
                    words.place(time.passage, told.heads[time.first]),
                )
            governor = finder.scene.tokens[trigger.passage].heads[trigger.token]
            places.append(
                (
                    words.place(trigger.passage, trigger.token),
                    *near,
                    words.place(trigger.passage, governor),
                )
            )
        return View(numbers, names, words, np.array(places, dtype=np.intp))


def second_look(options: Sequence[Options], chances: Sequence[float]) -> list[Options]:
    """The same dates with the second look's chances, which come in one sequence."""
    rest = iter(chances)
    return [Options(o.candidates, [next(rest) for _ in o.chances]) for o in options]


def decide(options: Sequence[Options], limit: float) -> list[str | None]:
    """The likeliest date of each event, none where no chance reaches the limit."""
    result: list[str | None] = []
    for candidates, chances in options:
        best = max(range(len(chances)), key=lambda i: (chances[i], -i), default=-1)
        result.append(candidates[best].edtf if best >= 0 and chances[best] >= limit else None)
    return result


class DateModel:
    """The trained choice of dates; ``limits`` are for documents with a publication date and without."""

    def __init__(self, first: LinearModel, second: NetModel, limits: Mapping[bool, float]) -> None:
        self.first = first
        self.second = second
        self.limits = limits

    def dates(
        self, scene: Scene, triggers: Sequence[Trigger], trace: Trace | None = None
    ) -> list[str | None]:
        """The date of every event as EDTF, or None."""
        choices = Choices(DateFinder(scene, triggers))
        options = choices.first_look(self.first)
        chances = self.second.probabilities(choices.view(options))[:, 0]
        options = second_look(options, chances.tolist())
        limit = self.limits[scene.document.published is not None]
        if trace is not None:
            trace.see_dates(options, limit)
        return decide(options, limit)
