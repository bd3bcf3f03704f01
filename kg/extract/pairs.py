"""Pairs of entities of a document between which a lasting relation may hold.

Two entities make a pair where a sentence names both. Two that no sentence names together make one
if lists or their names say that the first lies in or belongs to the second: a text seldom says so
in one breath. Others are left out: that two names stand in neighbouring sentences tells nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.fold import fold

if TYPE_CHECKING:
    from collections.abc import Container

    from kg.claim import Entity
    from kg.extract.scene import Placed, Scene

_FAR = 25  # tokens between two mentions


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities in order, by number, and the mentions of both that tell what is between them.

    ``places`` holds each time that one sentence names both; for those that are ``apart`` it holds
    the two mentions that stand nearest to each other.
    """

    subject: int
    object: int
    places: list[tuple[Placed, Placed]] = field(default_factory=list)
    apart: bool = False


def find_pairs(scene: Scene) -> list[Pair]:
    """The pairs of a document, those that sentences name together first."""
    pairs: dict[tuple[int, int], Pair] = {}
    for a, b in _together(scene):
        pairs.setdefault((a.entity, b.entity), Pair(a.entity, b.entity)).places.append((a, b))
    return [*pairs.values(), *_apart(scene, pairs.keys())]


def _together(scene: Scene) -> list[tuple[Placed, Placed]]:
    """Ordered pairs of mentions of different entities in one sentence, or one inside the other."""
    found = []
    for tokens, placed in zip(scene.tokens, scene.mentions, strict=True):
        mentions = [m for m in placed if m.form != "pronoun"]
        firsts = [m.first for m in mentions]
        found += [
            (a, b)
            for a in mentions
            for b in mentions[bisect_left(firsts, a.first - _FAR) : bisect_right(firsts, a.first + _FAR)]
            if a.entity != b.entity and tokens.sentence[a.first] == tokens.sentence[b.first]
        ]
    return found + [(outer, inner) for outer, inner in scene.nested if outer.form != "pronoun"]


def _apart(scene: Scene, together: Container[tuple[int, int]]) -> list[Pair]:
    """Pairs that no sentence names together, of which the second is known to hold the first."""
    mentions = mentions_of(scene)
    words = {number: frozenset(fold(scene.entities[number].name).split()) for number in mentions}
    place = {number: place for place, number in enumerate(mentions)}
    by_iri, by_word = defaultdict(list), defaultdict(list)  # one word of each will do
    for number in mentions:
        by_iri[scene.entities[number].iri].append(number)
        by_word[min(words[number], default="")].append(number)
    pairs = []
    for a in mentions:
        part = scene.entities[a]
        wholes = {b for word in words[a] for b in by_word.get(word, ()) if words[b] <= words[a]}
        if part.point:
            wholes.update(b for iri in (part.country, part.within) if iri for b in by_iri.get(iri, ()))
        pairs += [
            Pair(a, b, [_nearest(mentions[a], mentions[b])], apart=True)
            for b in sorted(wholes - {a}, key=place.__getitem__)
            if (a, b) not in together
        ]
    return pairs


def mentions_of(scene: Scene) -> dict[int, list[Placed]]:
    """The mentions of every entity, pronouns left out."""
    mentions: dict[int, list[Placed]] = {}
    for mention in (m for placed in scene.mentions for m in placed if m.form != "pronoun"):
        mentions.setdefault(mention.entity, []).append(mention)
    return mentions


def contains(whole: Entity, part: Entity) -> bool:
    """Whether lists say that one entity lies in another or is of it."""
    return whole.iri in (part.country, part.within)


def _nearest(ones: list[Placed], others: list[Placed]) -> tuple[Placed, Placed]:
    starts = [b.start for b in others]
    beside = ((a, bisect_left(starts, a.start)) for a in ones)
    near = ((a, b) for a, at in beside for b in others[max(at - 1, 0) : at + 1])
    return min(near, key=lambda pair: abs(pair[0].start - pair[1].start))
