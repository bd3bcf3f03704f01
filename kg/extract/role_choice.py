"""Of all roles for which an entity is likely enough in an event, the one that it has.

That is the likeliest, but that opponents do not attack, or take or hold a place, together: of two who
would, the likelier does. Who stands against whom is what the document's other roles say: the doer of
something hostile and whom it is done to, unless the two are told more often side by side.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.claim import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.extract.roles import Filled
    from kg.ontology import Ontology

    Pairs = Mapping[frozenset[int], float]

_AGENT, _TARGET = ROLES[:2]
_SURE = 0.3
"""How often two must be told to be opponents: a sum of products of probabilities."""


def choose_roles(
    ontology: Ontology, classes: Sequence[str], likely: Sequence[Sequence[Filled]]
) -> list[list[Filled]]:
    """The fillers of a document's events, each entity in one role of an event alone; sorted by role.

    ``classes`` are those of the events, ``likely`` has every role of each for which an entity is likely
    enough. Who stands against the doer of an event of a ``ckg:exclusive`` class has the next role.
    """
    filled = [_one_role_each(options) for options in likely]
    hostile, mutual, exclusive = (
        [cls in ontology.group(name) for cls in classes] for name in ("hostile", "mutual", "exclusive")
    )
    against, together = _against(filled, hostile), _together(filled, mutual)
    for event, (options, found) in enumerate(zip(likely, filled, strict=True)):
        if exclusive[event]:
            out = _opponents([item for item in found if item.role == _AGENT], against, together)
            if out:
                left = [item for item in options if item.role != _AGENT or item.entity not in out]
                filled[event] = _one_role_each(left)
    return filled


def _one_role_each(likely: Sequence[Filled]) -> list[Filled]:
    """What fills an event's roles, each entity in its likeliest role alone; sorted by role."""
    best: dict[int, Filled] = {}
    for item in sorted(likely, key=lambda f: -f.score):
        best.setdefault(item.entity, item)
    return sorted(best.values(), key=lambda f: (f.role, -f.score, f.entity))


def _opponents(doers: Sequence[Filled], against: Pairs, together: Pairs) -> Collection[int]:
    """The entities of some doers, the likeliest first, that stand against a likelier one who stays."""
    stay: list[Filled] = []
    out: set[int] = set()
    for item in doers:
        if any(_opposed(item, other, against, together) for other in stay):
            out.add(item.entity)
        else:
            stay.append(item)
    return out


def _opposed(one: Filled, other: Filled, against: Pairs, together: Pairs) -> bool:
    """Whether two doers of an event are told to be opponents, and seldom together elsewhere."""
    pair = frozenset((one.entity, other.entity))
    return against.get(pair, 0) >= max(_SURE, together.get(pair, 0) - one.score * other.score)


def _against(filled: Sequence[Sequence[Filled]], hostile: Sequence[bool]) -> Pairs:
    """How often one of two does something hostile to the other."""
    pairs: dict[frozenset[int], float] = defaultdict(float)
    for found, counts in zip(filled, hostile, strict=True):
        if counts:
            for doer, other in _in_roles(found, _AGENT, _TARGET):
                pairs[frozenset((doer.entity, other.entity))] += doer.score * other.score
    return pairs


def _together(filled: Sequence[Sequence[Filled]], mutual: Sequence[bool]) -> Pairs:
    """How often two do something together, or it is done to both; what sides do together tells nothing."""
    pairs: dict[frozenset[int], float] = defaultdict(float)
    for found in (found for found, sides in zip(filled, mutual, strict=True) if not sides):
        for role in (_AGENT, _TARGET):
            for one, other in _in_roles(found, role, role):
                if one.entity < other.entity:
                    pairs[frozenset((one.entity, other.entity))] += one.score * other.score
    return pairs


def _in_roles(found: Sequence[Filled], one: str, other: str) -> Iterator[tuple[Filled, Filled]]:
    """Every two fillers of an event in two roles."""
    for first in (item for item in found if item.role == one):
        for second in (item for item in found if item.role == other):
            yield first, second
