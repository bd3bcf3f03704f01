"""How an event's candidates hang together, as numbers for the second look at roles.

What fills a role is named with its conjuncts, a place with those that contain it, a state with its
government and its forces. Each such relation gives a candidate the best probabilities of those that
stand in it to the candidate: of conjuncts all count, of places the most specific.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.claim import Entity
    from kg.extract.linear import Floats
    from kg.extract.roles import Candidate, RoleFinder
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens

    Which = NDArray[np.bool_]

_NONE = -1


def relation_numbers(
    finder: RoleFinder, candidates: Sequence[Candidate], filled: Floats, rows: Mapping[int, slice]
) -> Floats:
    """One row of numbers for each candidate; ``filled`` has shape (candidates, roles).

    ``rows`` gives the candidates of each event that has any.
    """
    inside = _inside(finder.scene)
    country = _countries(finder.scene.entities)
    parts = []
    for event, own in rows.items():
        some, chances = candidates[own], filled[own]
        entities = np.array([c.entity for c in some])
        near = np.array([c.mention is not None for c in some])
        within = inside[np.ix_(entities, entities)]
        alike = country[entities][:, None] == country[entities]
        other = ~np.eye(len(some), dtype=bool)
        tokens = finder.scene.tokens[finder.triggers[event].passage]
        first, size, place, joined = _conjuncts(tokens, some)
        related = (
            joined,
            within.T,
            within,
            within.T & near,
            within & near,
            alike & other,
            alike & other & near,
            other & near,
            other & ~near,
        )
        parts.append(
            np.concatenate(
                [
                    *(_best(chances, which) for which in related),
                    np.where(size[:, None] > 1, chances[first], _NONE),
                    size[:, None],
                    place[:, None],
                ],
                axis=1,
            )
        )
    result: Floats = np.concatenate(parts, dtype=np.float32)
    return result


def _best(chances: Floats, which: Which) -> Floats:
    """The best probability for each role among those that ``which`` gives each candidate."""
    result: Floats = np.where(which[:, :, None], chances, _NONE).max(axis=1)
    return result


def _conjuncts(
    tokens: Tokens, candidates: Sequence[Candidate]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Which]:
    """Each one's first conjunct, how many there are, which of them it is, and all others."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.mention is not None:
            head = candidate.mention.head
            groups.setdefault(_leader(tokens, head), []).append((head, number))
    count = len(candidates)
    first, size, place = np.arange(count), np.ones(count, dtype=int), np.zeros(count, dtype=int)
    joined = np.zeros((count, count), dtype=bool)
    for group in groups.values():
        members = [number for _, number in sorted(group)]
        first[members], size[members] = members[0], len(members)
        place[members] = range(len(members))
        joined[np.ix_(members, members)] = True
    np.fill_diagonal(joined, val=False)
    return first, size, place, joined


def _leader(tokens: Tokens, head: int) -> int:
    """The token at which a coordination or a list of appositions begins."""
    for node in tokens.path_up(head):
        if tokens.deps[node].split(":")[0] not in ("conj", "appos"):
            return node
    return head


def _inside(scene: Scene) -> Which:
    """Whether one entity lies within another, or its name holds the other's: shape (entities, entities)."""
    entities = scene.entities
    number = {entity.iri: n for n, entity in enumerate(entities)}
    result = np.zeros((len(entities), len(entities)), dtype=bool)
    for row, entity in enumerate(entities):
        for iri in _holders(entity, entities, number):
            if iri in number:
                result[row, number[iri]] = True
    for outer, inner in scene.nested:
        result[outer.entity, inner.entity] = True
    np.fill_diagonal(result, val=False)
    return result


def _holders(entity: Entity, entities: Sequence[Entity], number: Mapping[str, int]) -> set[str]:
    """The IRIs of what contains an entity, as far up as the document speaks of it."""
    found = {entity.country} if entity.country else set()
    while entity.within and entity.within not in found:
        found.add(entity.within)
        if entity.within not in number:
            break
        entity = entities[number[entity.within]]
    return found


def _countries(entities: Sequence[Entity]) -> NDArray[np.int64]:
    """A number for the country of each entity; one without a country stands for itself."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(e.country or e.iri, len(number)) for e in entities])
