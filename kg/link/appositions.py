"""Mentions beside a name that say what it is: "the commander, General X", "Goma, the capital"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.language.words import descriptions
from kg.link.things import person_start, town_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.link.things import Spoken

_COMMA_AND_ARTICLE = 2  # tokens between what one is and a name: "the commander, the general …"


def named_offices(persons: Sequence[Spoken]) -> dict[int, Spoken]:
    """The names beside those mentions (by identity) of persons that tell an office alone.

    They stand right after it, or one explains the other. In "Tor, the premier, Sim" the office may be of
    either: it is left to the resolver.
    """
    named = [person_start(person) is not None for person in persons]
    found = _explained(
        [person for person, name in zip(persons, named, strict=True) if not name],
        [person for person, name in zip(persons, named, strict=True) if name],
    )
    close = [False, *(_close(one, other) for one, other in pairwise(persons)), False]
    for i, person in enumerate(persons):
        if named[i] or not close[i + 1]:
            continue
        if close[i] and named[i - 1]:
            found.pop(id(person), None)
        elif named[i + 1]:
            found[id(person)] = persons[i + 1]
    return found


def _explained(offices: Sequence[Spoken], names: Sequence[Spoken]) -> dict[int, Spoken]:
    """The names to which offices (by identity) stand in apposition, or which stand so to them."""
    by_head: dict[tuple[int, int | None], Spoken] = {
        (name.passage, name.first + name.head): name for name in names
    }
    by_office = {(name.passage, name.explains): name for name in names}
    found = {}
    for office in offices:
        own = by_office.get((office.passage, office.first + office.head))
        if name := own or by_head.get((office.passage, office.explains)):
            found[id(office)] = name
    return found


def named_settlements(towns: Sequence[Spoken], is_named: Callable[[Spoken], bool]) -> dict[int, Spoken]:
    """The towns named right beside mentions (by identity) of what they are."""

    def names_town(mention: Spoken) -> bool:
        return is_named(mention) and not mention.acts and not _says_kind(mention)

    beside = [(a, b) for a, b in pairwise(towns) if b.lead == "," and _close(a, b)]
    before = {id(kind): name for kind, name in beside if names_town(name) and _says_kind(kind)}
    after = {id(kind): name for name, kind in beside if names_town(name) and _says_kind(kind)}
    return {**before, **after}


def _says_kind(mention: Spoken) -> bool:
    """Whether the head of a mention is what settlements are called, and it gives no name."""
    words = descriptions(mention.language)
    return mention.words[mention.head] in words.settlements | words.capitals and not town_name(mention)


def _close(one: Spoken, other: Spoken) -> bool:
    """Whether nothing, or a comma and an article, stands between two mentions."""
    gap = other.first - one.end
    touching = gap == 0 or (other.lead == "," and 0 < gap <= _COMMA_AND_ARTICLE)
    return touching and one.passage == other.passage
