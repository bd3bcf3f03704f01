"""Train lasting relations between pairs of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import relations
from kg.extract.roles import NONE

if TYPE_CHECKING:
    from kg.extract.train.training import Training


def train_relations(training: Training) -> None:
    """Lasting relations between pairs of entities."""
    rows, labels = [], []
    for scene, aligned in zip(training.scenes, training.aligned, strict=True):
        stated = {
            (a, b): r
            for a, r, b in aligned.gold.get("relations", ())
            if r in training.reader.ontology.relations
        }
        wanted = list(relations.pairs(scene))
        rows.append([relations.features(scene, a, b) for a, b in wanted])
        labels.append(
            [stated.get((aligned.name_of[a.entity], aligned.name_of[b.entity]), NONE) for a, b in wanted]
        )
    model, chances = training.across(rows, labels, strength=0.1)
    training.models.linear["relations"] = model
    some = [i for i, label in enumerate(model.labels) if label != NONE]
    training.best_limits(
        "relations",
        [table[:, some].ravel() for table in chances],
        [[label == model.labels[i] for label in part for i in some] for part in labels],
    )
