"""Train lasting relations between pairs of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.fit import fit
from kg.extract.pair_features import PairFeatures
from kg.extract.pairs import find_pairs
from kg.extract.triggers import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.train.training import Training

_STRENGTH = 0.05
_WEIGHT = 5.0
"""How much a pair with a relation counts beside one without: one in sixty has any, and fitting ends
too early where so few decide how far it has come."""


def train_relations(training: Training) -> None:
    """Lasting relations between pairs of entities, and the limits from which on they are taken."""
    ontology = training.reader.ontology
    rows, labels, gold = [], [], []
    for scene, aligned in zip(training.scenes, training.aligned, strict=True):
        stated = {
            (a, b): relation
            for a, relation, b in aligned.gold.get("relations", ())
            if relation in ontology.relations and relation != training.reader.office
        }
        pairs = find_pairs(scene)
        features = PairFeatures(scene, training.reader.general)
        names = aligned.name_of
        rows.append([features.of_pair(pair) for pair in pairs])
        labels.append([stated.get((names[p.subject], names[p.object]), NONE) for p in pairs])
        gold.append(stated)

    def train(wanted: Sequence[int]) -> LinearModel:
        told = [label for i in wanted for label in labels[i]]
        weights = [
            weight if label == NONE else _WEIGHT * weight
            for weight, label in zip(training.weights(wanted, labels), told, strict=True)
        ]
        return fit([row for i in wanted for row in rows[i]], told, strength=_STRENGTH, weights=weights)

    training.models.linear["relations"], others = training.fitted(train)
    chances: list[list[float]] = [[] for _ in rows]
    truth: list[list[bool]] = [[] for _ in rows]
    for part, other in zip(training.parts, others, strict=True):
        told = [(column, label) for column, label in enumerate(other.labels) if label != NONE]
        for i in part:
            found = other.probabilities(rows[i])
            chances[i] = [float(row[column]) for row in found for column, _ in told]
            truth[i] = [right == label for right in labels[i] for _, label in told]
    training.best_limits("relations", chances, truth, wanted=[len(stated) for stated in gold])
