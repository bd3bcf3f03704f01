"""Train lasting relations between pairs of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import relations
from kg.extract.roles import NONE

if TYPE_CHECKING:
    from kg.extract.train.training import Training


def train_relations(training: Training) -> None:
    """Lasting relations between pairs of entities; the limit is that of what a document tells in all."""
    pairs, rows, labels, gold = [], [], [], []
    for scene, aligned in zip(training.scenes, training.aligned, strict=True):
        stated = {
            (a, b): r
            for a, r, b in aligned.gold.get("relations", ())
            if r in training.reader.ontology.relations and r != training.reader.office
        }
        wanted = list(relations.pairs(scene))
        rows.append([relations.features(scene, a, b) for a, b in wanted])
        labels.append(
            [stated.get((aligned.name_of[a.entity], aligned.name_of[b.entity]), NONE) for a, b in wanted]
        )
        pairs.append(wanted)
        gold.append(stated)
    model, chances = training.across(rows, labels, strength=1.0)
    training.models.linear["relations"] = model
    found = [relations.ties(*parts, model.labels) for parts in zip(pairs, chances, strict=True)]
    training.best_limits(
        "relations",
        [[tie.chance for tie in ties.values()] for ties in found],
        [
            [stated.get((a.name_of[one], a.name_of[two])) == label for one, label, two in ties]
            for ties, a, stated in zip(found, training.aligned, gold, strict=True)
        ],
        wanted=[len(stated) for stated in gold],
    )
