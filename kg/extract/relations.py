"""Lasting relations between two entities of a document, by trained models over pairs.

All sentences that name both tell together what is between them, so a pair is judged once, by what
stands anywhere; a second look sees how the first went for other pairs, and the mean of the two counts.
The sentence that tells the most by itself is the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim import Evidence, Relation
from kg.extract.linear import NONE
from kg.extract.pair_features import PairFeatures
from kg.extract.pairs import find_pairs
from kg.extract.relation_context import relation_view
from kg.extract.second import mean_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.nets import NetModel
    from kg.extract.pairs import Pair
    from kg.extract.scene import Placed, Scene


class RelationModel:
    """Relations by two looks; ``general`` are groups of classes that are much alike."""

    def __init__(
        self, first: LinearModel, second: NetModel, limit: float, general: Sequence[frozenset[str]]
    ) -> None:
        self.first = first
        self.second = second
        self.limit = limit
        self.general = general

    def find(self, scene: Scene) -> tuple[Relation, ...]:
        """The relations of a document in the order of their sentences."""
        pairs = find_pairs(scene)
        features = PairFeatures(scene, self.general)
        looked = self.first.probabilities([features.of_pair(pair) for pair in pairs])
        chances = mean_of(looked, self.second.probabilities(relation_view(scene, pairs, looked)))
        best: dict[tuple[str, str, str], tuple[float, Relation]] = {}
        for pair, row in zip(pairs, chances.tolist(), strict=True):
            for column, (label, chance) in enumerate(zip(self.first.labels, row, strict=True)):
                if label == NONE or chance < self.limit:
                    continue
                a, b = self._surest(features, pair, column)
                relation = _relation(scene, a, b, label, chance)
                key = (relation.subject, label, relation.object)
                if relation.subject != relation.object and (key not in best or best[key][0] < chance):
                    best[key] = (chance, relation)
        return tuple(relation for _, relation in sorted(best.values(), key=lambda r: r[1].evidence.start))

    def _surest(self, features: PairFeatures, pair: Pair, column: int) -> tuple[Placed, Placed]:
        """The mentions of a pair that by themselves make a relation likeliest."""
        if len(pair.places) == 1:
            return pair.places[0]
        chances = self.first.probabilities([features.of_place(a, b) for a, b in pair.places])
        return pair.places[int(chances[:, column].argmax())]


def _relation(scene: Scene, a: Placed, b: Placed, predicate: str, chance: float) -> Relation:
    """A relation, its evidence the sentence that mentions the subject."""
    tokens = scene.tokens[a.passage]
    begin, end = tokens.bounds(a.first)
    start, stop = tokens.starts[begin], tokens.ends[end - 1]
    evidence = Evidence(start, stop, scene.document.text[start:stop], f"pair {chance:.2f}")
    return Relation(scene.entities[a.entity].iri, predicate, scene.entities[b.entity].iri, evidence)
