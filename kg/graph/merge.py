"""Claims that speak of the same thing become one group, whatever their order.

Claims are taken from the most to the least specific. A claim joins a group where no member stands
against it (complete linkage, so that a vague claim never glues two precise ones that differ) and
where enough speaks for it; where several groups fit equally well it joins none. What counts stands
in ``agreement``.

Claims that happened (asserted or alleged), planned ones and denied ones form groups of their own:
what is planned or denied is no witness of what happened.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date as day
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from kg.claim import DENIED, PLANNED
from kg.graph.edtf import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENOUGH = 3
"""What must speak for two claims being of one event."""

MONTH = timedelta(days=31)
AHEAD = timedelta(days=366)

Names = frozenset[str]
ABOVE_NONE: Mapping[str, Names] = {}


@dataclass(frozen=True)
class Told:
    """What merging needs of a claim; ``published`` is the last day its document may be of.

    ``family`` is "happened", "planned" or "denied". ``quote`` is the sentence, folded.
    ``document`` names the original where the document is a copy.
    """

    iri: str
    cls: str
    status: str
    document: str
    publisher: str | None
    published: day | None
    date: str | None
    agents: Names = frozenset()
    targets: Names = frozenset()
    places: Names = frozenset()
    supporters: Names = frozenset()
    operations: Names = frozenset()
    quote: str = ""

    @property
    def family(self) -> str:
        """Which claims this one may share an event with."""
        return self.status if self.status in (PLANNED, DENIED) else "happened"

    @cached_property
    def window(self) -> tuple[day, day]:
        """The days between which it happened.

        What is not dated is taken to have happened in the month before the document, or to be
        planned for the year after it. No event is later than a document that says it happened.
        """
        earliest, latest = bounds(self.date) if self.date else (None, None)
        if self.published and self.family == "planned":
            begin, end = self.published - MONTH, self.published + AHEAD
        elif self.published:
            begin, end = self.published - MONTH, self.published
        else:
            begin, end = day.min, day.max
        if self.date:
            return earliest or day.min, latest or max(end, earliest or end)
        return begin, end

    @cached_property
    def days(self) -> int:
        """How many days the window spans."""
        return (self.window[1] - self.window[0]).days

    @property
    def vague(self) -> bool:
        """Whether neither a place nor an actor is told, so that nothing can tell it from others."""
        return not (self.places or self.agents or self.targets)

    @property
    def facets(self) -> tuple[Names, Names, Names, str | None]:
        """What two claims agree or disagree on, the days apart."""
        return self.agents, self.targets, self.places, self.date


@dataclass
class Group:
    """Claims of one event, as it grows: ``window`` is what all their windows have in common."""

    window: tuple[day, day]
    claims: list[Told] = field(default_factory=list)
    facets: dict[tuple[Names, Names, Names, str | None], Told] = field(default_factory=dict)

    def add(self, claim: Told) -> None:
        """Take a claim whose window overlaps that of every member."""
        self.claims.append(claim)
        self.facets.setdefault(claim.facets, claim)
        self.window = (max(self.window[0], claim.window[0]), min(self.window[1], claim.window[1]))


class World:
    """What is known of things: ``above`` maps a thing to all that contain it, ``broad`` are wide places.

    ``mutual`` are the classes of events whose agents may also be told as targets.
    """

    def __init__(
        self,
        above: Mapping[str, Names] = ABOVE_NONE,
        broad: Names = frozenset(),
        mutual: Names = frozenset(),
    ) -> None:
        self.above = above
        self.broad = broad
        self.mutual = mutual
        self._shared: dict[tuple[Names, Names], bool] = {}

    def share(self, one: Names, other: Names) -> bool | None:
        """Whether two sets have a thing in common, or one thing contains the other; None if one is empty."""
        if not one or not other:
            return None
        known = self._shared.get((one, other))
        if known is None:
            known = not one.isdisjoint(other) or any(
                b in self.above.get(a, ()) or a in self.above.get(b, ()) for a in one for b in other
            )
            self._shared[one, other] = known
        return known

    def apart(self, one: Names, other: Names) -> bool:
        """Whether two sets are both filled and share nothing."""
        return self.share(one, other) is False

    def with_above(self, things: Names) -> Iterator[str]:
        """Things and all that contain them."""
        for thing in things:
            yield thing
            yield from self.above.get(thing, ())

    def agreement(self, one: Told, other: Told) -> int:
        """What speaks for two claims being of one event; -1 where a role speaks against it.

        Nobody does to others what is done to them, save what is mutual. Two points for the same
        narrow place, one for a wide one or one within the other; two for the same stated day, one
        for stated dates of at most a month that overlap; one each for agent and target, and one more
        for both where neither claim has a place.
        """
        place = self.share(one.places, other.places)
        agent = self.share(one.agents, other.agents)
        target = self.share(one.targets, other.targets)
        if place is False or agent is False or target is False or self._turned(one, other):
            return -1
        actors = int(agent is not None) + int(target is not None)
        narrow = place is not None and not (one.places & other.places) <= self.broad
        if not narrow and not actors:
            return 0
        where = 2 if narrow else int(place is not None)
        alone = actors == 2 and not one.places and not other.places
        return where + _when(one, other) + actors + alone

    def _turned(self, one: Told, other: Told) -> bool:
        """Whether someone acts in one claim and is acted upon in the other."""
        if one.cls in self.mutual:
            return False
        return not (one.agents.isdisjoint(other.targets) and other.agents.isdisjoint(one.targets))


def _when(one: Told, other: Told) -> int:
    if not (one.date and other.date):
        return 0
    if one.days == 0 and other.days == 0:
        return 2
    return int(one.days <= MONTH.days and other.days <= MONTH.days)


def merge(claims: Iterable[Told], world: World) -> list[list[Told]]:
    """Groups of claims that speak of the same thing without disagreement; every claim in one.

    Deterministic and independent of the order of ``claims``.
    """
    kinds: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for claim in claims:
        kinds[claim.cls, claim.family].append(claim)
    return [group.claims for kind in sorted(kinds) for group in _merge_kind(kinds[kind], world)]


def _merge_kind(claims: Sequence[Told], world: World) -> list[Group]:
    groups: list[Group] = []
    index = _Index(world)
    for claim in sorted(claims, key=_specificity):
        best = None if claim.vague else _best(claim, index.candidates(claim), world)
        if best is None:
            best = Group(claim.window)
            groups.append(best)
        best.add(claim)
        if not claim.vague:
            index.add(claim, best)
    return groups


def _specificity(claim: Told) -> tuple[int, int, int, str]:
    filled = sum(map(bool, (claim.agents, claim.targets, claim.places)))
    return int(claim.date is None), claim.days, -filled, claim.iri


def _best(claim: Told, candidates: Iterable[Group], world: World) -> Group | None:
    """The one group that fits a claim best; None where none or several do."""
    found: list[tuple[int, Group]] = []
    first, last = claim.window
    for group in candidates:
        if group.window[0] > last or group.window[1] < first:
            continue
        points = _fit(claim, group, world)
        if points >= ENOUGH:
            found.append((points, group))
    if not found:
        return None
    most = max(points for points, _ in found)
    best = [group for points, group in found if points == most]
    return best[0] if len(best) == 1 else None


def _fit(claim: Told, group: Group, world: World) -> int:
    most = 0
    for member in group.facets.values():
        points = world.agreement(claim, member)
        if points < 0:
            return -1
        most = max(most, points)
    return most


class _Index:
    """Which groups a claim could belong to: those that name one of its things, or what contains it.

    Groups stand under each thing and each month of a short window, so that a much-told thing does
    not make every claim look at all others.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.entries: dict[str, dict[int | None, dict[int, Group]]] = defaultdict(lambda: defaultdict(dict))

    def _keys(self, claim: Told) -> set[str]:
        return set(self.world.with_above(claim.places | claim.agents | claim.targets))

    def add(self, claim: Told, group: Group) -> None:
        """Make a group known by the things and months of a claim of it."""
        for thing in self._keys(claim):
            for month in _months(claim.window) or (None,):
                self.entries[thing][month][id(group)] = group

    def candidates(self, claim: Told) -> Iterable[Group]:
        """Each possible group once, in no order."""
        months = _months(claim.window)
        found: dict[int, Group] = {}
        for thing in self._keys(claim) & self.entries.keys():
            told = self.entries[thing]
            for month in (*months, None) if months else tuple(told):
                found |= told.get(month, {})
        return found.values()


def _months(window: tuple[day, day]) -> tuple[int, ...]:
    """The months a window touches, counted from year 0; none for windows of more than four."""
    first, last = (end.year * 12 + end.month for end in window)
    return tuple(range(first, last + 1)) if last - first < 4 else ()
