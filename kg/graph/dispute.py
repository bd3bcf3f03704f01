"""Accounts of one event that disagree, and how many independent publishers stand behind it.

Two groups of claims are accounts of one event where different publishers tell them, each tells
only one such event of that class at that narrow place within two days, and they differ in one
thing alone: who did it, whom it hit, or the day. Claims that differ so contradict each other; so
do a denial and the claims that assert what it denies.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from kg.graph.merge import ENOUGH, Told, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NEAR = timedelta(days=2)
"""How far two accounts may differ in the day."""

LONG_QUOTE = 40
"""From how many characters on the same sentence in two documents is taken to be copied."""


@dataclass(frozen=True)
class Account:
    """Claims of one event, and the pairs of them that contradict each other."""

    claims: tuple[Told, ...]
    disputes: tuple[tuple[str, str], ...] = ()


def accounts(groups: Sequence[Sequence[Told]], world: World) -> list[Account]:
    """Join groups that are accounts of one event; all others stay as they are."""
    sites: dict[tuple[str, str], list[Sequence[Told]]] = defaultdict(list)
    rest: list[Sequence[Told]] = []
    for group in groups:
        site = _site(group, world)
        if site is None:
            rest.append(group)
        else:
            sites[site].append(group)
    found = [Account(tuple(group)) for group in rest]
    for site in sorted(sites):
        for run in _runs(sites[site]):
            if len(run) > 1 and _one_event(run, world):
                claims = tuple(claim for group in run for claim in group)
                found.append(Account(claims, tuple(_disputes(run, world))))
            else:
                found += [Account(tuple(group)) for group in run]
    return found


def denials(
    happened: Iterable[Account], denied: Iterable[Account], world: World
) -> Iterator[tuple[str, str]]:
    """Pairs of a claim that denies something and a claim that asserts or alleges it."""
    told: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for account in happened:
        for claim in account.claims:
            for thing in set(world.with_above(claim.places | claim.agents | claim.targets)):
                told[claim.cls, thing].append(claim)
    for account in denied:
        for denial in account.claims:
            things = world.with_above(denial.places | denial.agents | denial.targets)
            against = {claim.iri: claim for thing in things for claim in told.get((denial.cls, thing), ())}
            for claim in against.values():
                if _overlap(denial, claim) and world.agreement(denial, claim) >= ENOUGH:
                    yield denial.iri, claim.iri


def publishers(claims: Iterable[Told]) -> int:
    """How many independent publishers stand behind claims.

    Claims of one publisher, of copies of one document, or with the same long sentence are one
    witness; what has no publisher is none.
    """
    witness: dict[str, str] = {}

    def root(key: str) -> str:
        while witness.setdefault(key, key) != key:
            key = witness[key]
        return key

    named = set()
    for claim in claims:
        keys = [f"document {claim.document}"]
        if claim.publisher:
            keys.append(f"publisher {claim.publisher}")
            named.add(keys[0])
        if len(claim.quote) >= LONG_QUOTE:
            keys.append(f"quote {claim.quote}")
        for key in keys[1:]:
            witness[root(key)] = root(keys[0])
    return len({root(key) for key in named})


def _site(group: Sequence[Told], world: World) -> tuple[str, str] | None:
    """The class and the one narrow place of a group that happened on one stated day."""
    if group[0].family != "happened" or _day(group) is None:
        return None
    places = frozenset().union(*(claim.places for claim in group))
    narrow = [
        place for place in places - world.broad if not any(place in world.above.get(p, ()) for p in places)
    ]
    return (group[0].cls, narrow[0]) if len(narrow) == 1 else None


def _day(group: Sequence[Told]) -> int | None:
    """The stated day of a group, as an ordinal."""
    return min((c.window[0].toordinal() for c in group if c.date and c.days == 0), default=None)


def _runs(groups: Sequence[Sequence[Told]]) -> Iterator[list[Sequence[Told]]]:
    """Groups in the order of days, parted where more than NEAR lies between two."""
    run: list[Sequence[Told]] = []
    former = 0
    for day, _, group in sorted((_day(group) or 0, min(c.iri for c in group), group) for group in groups):
        if run and day - former > NEAR.days:
            yield run
            run = []
        run.append(group)
        former = day
    if run:
        yield run


def _one_event(run: Sequence[Sequence[Told]], world: World) -> bool:
    days = [_day(group) or 0 for group in run]
    if days[-1] - days[0] > NEAR.days:
        return False
    for one, other in combinations(run, 2):
        if {c.document for c in one} & {c.document for c in other}:
            return False
        if {c.publisher for c in one} & {c.publisher for c in other} or None in {
            c.publisher for c in (*one, *other)
        }:
            return False
        if len(_differences(one, other, world)) != 1:
            return False
    return days[0] == days[-1] or all(
        claim.published is not None and claim.published.toordinal() >= days[-1]
        for group in run
        for claim in group
    )


def _differences(one: Sequence[Told], other: Sequence[Told], world: World) -> set[str]:
    return {kind for a in one for b in other for kind in _differ(a, b, world)}


def _differ(one: Told, other: Told, world: World) -> Iterator[str]:
    if world.apart(one.agents, other.agents):
        yield "agent"
    if world.apart(one.targets, other.targets):
        yield "target"
    if one.date and other.date and not _overlap(one, other):
        yield "date"


def _disputes(run: Sequence[Sequence[Told]], world: World) -> Iterator[tuple[str, str]]:
    for one, other in combinations(run, 2):
        for a in one:
            for b in other:
                if any(_differ(a, b, world)):
                    yield a.iri, b.iri


def _overlap(one: Told, other: Told) -> bool:
    return one.window[0] <= other.window[1] and other.window[0] <= one.window[1]
