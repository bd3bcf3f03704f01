"""What the models weighed while a document was read, kept for whoever asks why; it decides nothing.

``kg.reading.Reader.read_parsed`` fills a trace that it is handed, and reads the same without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.linear import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.claim import Reading
    from kg.extract.attachment import DateCandidate
    from kg.extract.dating import Options
    from kg.extract.linear import Floats
    from kg.extract.roles import Candidate, Filled
    from kg.extract.scene import Placed, Scene
    from kg.extract.trigger_context import Place
    from kg.extract.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Word:
    """A token that was looked at as a trigger.

    ``chance`` is the probability that it tells of an event of ``cls``, its likeliest class, beside the other
    words of its sentence, ``alone`` that without them; it is a trigger from ``limit`` on.
    """

    passage: int
    token: int
    cls: str
    chance: float
    limit: float
    alone: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entity as the filler of a role: it counts from ``limit`` on, if the ontology expects it there."""

    candidate: Candidate
    role: str
    chance: float
    limit: float
    expected: bool


@dataclass(frozen=True, slots=True)
class WeighedDate:
    """A date as that of an event: the likeliest one counts from ``limit`` on."""

    candidate: DateCandidate
    chance: float
    limit: float


@dataclass(slots=True)
class Trace:
    """Everything that was weighed for one document; lists run over its events where not said otherwise."""

    scene: Scene | None = None
    reading: Reading | None = None
    triggers: list[Trigger] = field(default_factory=list)
    filled: list[list[Filled]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)  # of the document, in its order
    fillers: dict[int, list[Weighed]] = field(default_factory=dict)  # by event
    dates: list[list[WeighedDate]] = field(default_factory=list)
    sources: list[tuple[Placed, float, float] | None] = field(
        default_factory=list
    )  # likeliest, chance, limit
    statuses: list[list[tuple[str, float]]] = field(default_factory=list)  # with chances, likeliest first
    status_rules: list[str] = field(default_factory=list)  # that stand above the model, "" for none
    left_out: list[tuple[Placed, float, float]] = field(default_factory=list)  # mention, chance, limit

    def see_words(
        self,
        places: Sequence[Place],
        classes: Sequence[str],
        chances: Sequence[float],
        limit: float,
        alone: Sequence[float],
    ) -> None:
        """Take in every word that was looked at, with its chances beside the others and alone."""
        self.words = [
            Word(passage, token, cls, chance, limit, single)
            for (passage, token), cls, chance, single in zip(places, classes, chances, alone, strict=True)
        ]

    def see_fillers(
        self,
        candidates: Sequence[Candidate],
        before: Floats,
        after: Floats,
        labels: Sequence[str],
        limits: Mapping[str, tuple[float, float]],
    ) -> None:
        """Take in the probabilities of every pair, before and after what is not expected was set to 0."""
        best: dict[tuple[int, str], float] = {}
        for candidate, row in zip(candidates, after.tolist(), strict=True):
            for role, chance in zip(labels, row, strict=True):
                best[candidate.event, role] = max(best.get((candidate.event, role), 0.0), chance)
        for candidate, raw, row in zip(candidates, before.tolist(), after.tolist(), strict=True):
            for role, chance, kept in zip(labels, raw, row, strict=True):
                if role != NONE:
                    first, more = limits[role]
                    limit = first if chance >= best[candidate.event, role] else more
                    weighed = Weighed(candidate, role, chance, limit, kept > 0)
                    self.fillers.setdefault(candidate.event, []).append(weighed)

    def see_dates(self, options: Sequence[Options], limit: float) -> None:
        """Take in the probability of every date of every event."""
        self.dates = [
            [WeighedDate(candidate, chance, limit) for candidate, chance in zip(*of_event, strict=True)]
            for of_event in options
        ]

    def see_statuses(self, chances: Floats, labels: Sequence[str], rules: Sequence[str]) -> None:
        """Take in the probability of every status of every event, and by which rule it was denied."""
        self.status_rules = list(rules)
        self.statuses = [
            sorted(zip(labels, row, strict=True), key=lambda pair: -pair[1]) for row in chances.tolist()
        ]

    def see_sources(self, found: Sequence[tuple[Placed | None, float]], limit: float) -> None:
        """Take in the likeliest source of every event."""
        self.sources = [(mention, chance, limit) if mention else None for mention, chance in found]
