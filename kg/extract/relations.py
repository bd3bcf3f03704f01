"""Lasting relations between two entities of a document, by a trained model over pairs.

All sentences that name both tell together what is between them, so a pair is judged once, by what
stands anywhere. The sentence that tells the most by itself is the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim import Evidence, Relation
from kg.extract.pair_features import PairFeatures
from kg.extract.pairs import find_pairs
from kg.extract.triggers import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.pairs import Pair
    from kg.extract.scene import Placed, Scene


class RelationModel:
    """Relations by a trained model; ``general`` are groups of classes that are much alike."""

    def __init__(self, model: LinearModel, limit: float, general: Sequence[frozenset[str]]) -> None:
        self.model = model
        self.limit = limit
        self.general = general

    def find(self, scene: Scene) -> tuple[Relation, ...]:
        """The relations of a document in the order of their sentences."""
        pairs = find_pairs(scene)
        features = PairFeatures(scene, self.general)
        chances = self.model.probabilities([features.of_pair(pair) for pair in pairs])
        best: dict[tuple[str, str, str], tuple[float, Relation]] = {}
        for pair, row in zip(pairs, chances.tolist(), strict=True):
            for column, (label, chance) in enumerate(zip(self.model.labels, row, strict=True)):
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
        chances = self.model.probabilities([features.of_place(a, b) for a, b in pair.places])
        return pair.places[int(chances[:, column].argmax())]


def _relation(scene: Scene, a: Placed, b: Placed, predicate: str, chance: float) -> Relation:
    """A relation, its evidence the sentence that mentions the subject."""
    tokens = scene.tokens[a.passage]
    begin, end = tokens.bounds(a.first)
    start, stop = tokens.starts[begin], tokens.ends[end - 1]
    evidence = Evidence(start, stop, scene.document.text[start:stop], f"pair {chance:.2f}")
    return Relation(scene.entities[a.entity].iri, predicate, scene.entities[b.entity].iri, evidence)
