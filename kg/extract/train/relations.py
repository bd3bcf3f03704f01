"""Train lasting relations between pairs of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.fit import fit
from kg.extract.linear import NONE
from kg.extract.pair_features import PairFeatures
from kg.extract.pairs import find_pairs
from kg.extract.relation_context import relation_view
from kg.extract.second import mean_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.train.training import Training

_STRENGTH = 0.05
_WEIGHT = 5.0
"""How much a pair with a relation counts beside one without: one in sixty has any, and fitting ends
too early where so few decide how far it has come."""


def train_relations(training: Training) -> None:
    """Both looks at pairs of entities, and the limits from which on relations are taken."""
    ontology = training.reader.ontology
    rows, labels, gold, pairs_of = [], [], [], []
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
        pairs_of.append(pairs)

    def train(wanted: Sequence[int]) -> LinearModel:
        told = [label for i in wanted for label in labels[i]]
        weights = [
            weight if label == NONE else _WEIGHT * weight
            for weight, label in zip(training.weights(wanted, labels), told, strict=True)
        ]
        return fit([row for i in wanted for row in rows[i]], told, strength=_STRENGTH, weights=weights)

    first, others = training.fitted(train)
    looked = training.said_by(first, others, rows, labels)
    views = [relation_view(*parts) for parts in zip(training.scenes, pairs_of, looked, strict=True)]
    second, again = training.net_across(views, labels)
    training.models.linear["relations"], training.models.nets["relations"] = first, second
    chances: list[list[float]] = []
    truth: list[list[bool]] = []
    for table, part in zip(map(mean_of, looked, again), labels, strict=True):
        told = [(column, label) for column, label in enumerate(second.labels) if label != NONE]
        chances.append([float(row[column]) for row in table for column, _ in told])
        truth.append([right == label for right in part for _, label in told])
    training.best_limits("relations", chances, truth, wanted=[len(stated) for stated in gold])
