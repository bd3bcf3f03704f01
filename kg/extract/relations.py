"""Lasting relations between two entities that sentences state, by a trained model over pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claim import Evidence, Relation
from kg.extract.roles import dependency_path
from kg.extract.triggers import NONE
from kg.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.linear import Floats, LinearModel
    from kg.extract.scene import Placed, Scene
    from kg.extract.tokens import Tokens

_FAR = 25  # tokens between the two mentions


def pairs(scene: Scene) -> Iterator[tuple[Placed, Placed]]:
    """Ordered pairs of different entities named in one sentence."""
    for number, tokens in enumerate(scene.tokens):
        mentions = [m for m in scene.mentions[number] if m.form != "pronoun"]
        for a in mentions:
            for b in mentions:
                if (
                    a.entity != b.entity
                    and tokens.sentence[a.first] == tokens.sentence[b.first]
                    and abs(a.first - b.first) <= _FAR
                ):
                    yield a, b
    for outer, inner in scene.nested:
        if outer.form != "pronoun":
            yield outer, inner


def features(scene: Scene, a: Placed, b: Placed) -> list[str]:
    """Feature names of an ordered pair."""
    tokens = scene.tokens[a.passage]
    one, two = scene.entities[a.entity], scene.entities[b.entity]
    kinds = f"{one.cls}|{two.cls}"
    low, high = (a.end, b.first) if a.first < b.first else (b.end, a.first)
    between = tokens.words[low:high]
    order = "ab" if a.first < b.first else "ba"
    others = sum(1 for m in scene.mentions[a.passage] if low <= m.first < high)
    for outer, inner, order in ((a, b, "holds"), (b, a, "held")):
        if outer.first <= inner.first and inner.end <= outer.end:
            return _nested_features(tokens, outer, inner, f"{order}|{kinds}")
    row = [
        f"k={kinds}",
        f"o={order}|{kinds}",
        f"n={min(len(between), 8)}|{order}|{kinds}",
        f"others={min(others, 3)}|{order}|{kinds}",
        f"btw={' '.join(between) if len(between) < 5 else 'long'}|{order}",
        f"btwk={' '.join(between) if len(between) < 5 else 'long'}|{order}|{kinds}",
        f"home={one.country == two.iri or one.within == two.iri}|{kinds}",
        f"away={one.country != two.country}|{kinds}",
        f"ad={tokens.deps[a.head]}|{kinds}",
        f"bd={tokens.deps[b.head]}|{kinds}",
        f"holds={fold(two.name) in fold(one.name)}|{kinds}",
    ]
    row += [f"bw={word}|{order}|{kinds}" for word in between[:10]]
    row += dependency_path(tokens, a.head, b.head, one.cls, two.cls)
    for mention, name in ((a, "a"), (b, "b")):
        if mention.first:
            row.append(f"{name}-1={tokens.words[mention.first - 1]}|{order}|{kinds}")
        if mention.end < len(tokens):
            row.append(f"{name}+1={tokens.words[mention.end]}|{order}|{kinds}")
        row += [f"{name}w={w}" for w in tokens.words[mention.first : mention.end] if w.islower()]
    return row


def _nested_features(tokens: Tokens, outer: Placed, inner: Placed, kinds: str) -> list[str]:
    """Feature names of a pair of which one mention stands inside the other."""
    before = tokens.words[inner.first - 1] if inner.first > outer.first else ""
    return [
        "nested",
        f"nested|{kinds}",
        f"nested|{kinds}|{tokens.pos[outer.head]}",
        f"size={outer.end - outer.first}|{kinds}",
        f"before={before}|{kinds}",
        f"open={outer.first == inner.first}|{outer.end == inner.end}|{kinds}",
        f"head={tokens.words[outer.head]}|{kinds}",
        f"same={outer.head == inner.head}|{kinds}",
        *(f"nw={word}|{kinds}" for word in tokens.words[outer.first : outer.end]),
    ]


@dataclass(slots=True)
class Tie:
    """A relation between two entities of a document, and the pair of mentions that tells it best."""

    chance: float
    best: float
    pair: tuple[Placed, Placed]


def ties(
    wanted: Sequence[tuple[Placed, Placed]], chances: Floats, labels: Sequence[str]
) -> dict[tuple[int, str, int], Tie]:
    """What the pairs of a document tell together of subject, relation and object.

    Each sentence may be the one that states the relation: it is missing only if it is missing in all.
    """
    found: dict[tuple[int, str, int], Tie] = {}
    told = [column for column, label in enumerate(labels) if label != NONE]
    for pair, row in zip(wanted, chances.tolist(), strict=True):
        for column in told:
            key = pair[0].entity, labels[column], pair[1].entity
            chance = row[column]
            tie = found.get(key)
            if tie is None:
                found[key] = Tie(chance, chance, pair)
                continue
            tie.chance = 1 - (1 - tie.chance) * (1 - chance)
            if chance > tie.best:
                tie.best, tie.pair = chance, pair
    return found


class RelationModel:
    """Relations by a trained model."""

    def __init__(self, model: LinearModel, limit: float) -> None:
        self.model = model
        self.limit = limit

    def find(self, scene: Scene) -> tuple[Relation, ...]:
        """The relations of a document, the surest sentence of each."""
        wanted = list(pairs(scene))
        if not wanted:
            return ()
        chances = self.model.probabilities([features(scene, a, b) for a, b in wanted])
        best: dict[tuple[str, str, str], tuple[float, Relation]] = {}
        for (_, label, _), tie in ties(wanted, chances, self.model.labels).items():
            if tie.chance < self.limit:
                continue
            relation = _relation(scene, *tie.pair, label, tie.chance)
            key = (relation.subject, label, relation.object)
            if relation.subject != relation.object and (key not in best or best[key][0] < tie.chance):
                best[key] = (tie.chance, relation)
        return tuple(relation for _, relation in sorted(best.values(), key=lambda r: r[1].evidence.start))


def _relation(scene: Scene, a: Placed, b: Placed, predicate: str, chance: float) -> Relation:
    tokens = scene.tokens[a.passage]
    begin, end = tokens.bounds(a.first)
    start, stop = tokens.starts[begin], tokens.ends[end - 1]
    evidence = Evidence(start, stop, scene.document.text[start:stop], f"pair {chance:.2f}")
    return Relation(scene.entities[a.entity].iri, predicate, scene.entities[b.entity].iri, evidence)
