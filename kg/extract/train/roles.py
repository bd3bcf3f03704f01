"""Train who fills which role of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.roles import NONE, Candidate, RoleFinder, second_look
from kg.models import limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.annotations import Alignment
    from kg.extract.linear import Floats
    from kg.extract.train.training import Training

_STRENGTH = 0.03


def train_roles(training: Training) -> None:
    """Who fills which role: two looks, the second seeing what the first said across folds."""
    finders = [
        RoleFinder(scene, aligned.triggers, training.reader.expected)
        for scene, aligned in zip(training.scenes, training.aligned, strict=True)
    ]
    candidates = [finder.candidates() for finder in finders]
    labels = [
        _role_labels(training, aligned, options)
        for aligned, options in zip(training.aligned, candidates, strict=True)
    ]
    missed = sum(
        len(event.get(role) or ())
        for e in training.examples
        for event in e.gold["events"]
        for role in training.reader.ontology.roles
    )
    rows = [[f.features(c) for c in cs] for f, cs in zip(finders, candidates, strict=True)]
    first, chances = training.across(rows, labels, strength=_STRENGTH)
    training.models.linear["roles"] = first
    tables = [
        second_look(finder, options, table, first.labels) if options else table
        for finder, options, table in zip(finders, candidates, chances, strict=True)
    ]
    second, chances = training.trees_across(tables, labels)
    chances = [f.mask(c, t, second.labels) for f, c, t in zip(finders, candidates, chances, strict=True)]
    training.models.trees["roles"] = second
    for role in training.reader.ontology.roles:
        column = second.labels.index(role) if role in second.labels else -1
        _role_limits(training, role, column, candidates, labels, chances)
    reachable = sum(label != NONE for part in labels for label in part)
    training.log(f"roles: {reachable} of {missed} fillers among {sum(map(len, labels))} candidates")


def _role_limits(
    training: Training,
    role: str,
    column: int,
    candidates: Sequence[Sequence[Candidate]],
    labels: Sequence[Sequence[str]],
    chances: Sequence[Floats],
) -> None:
    """The limits for the likeliest filler of a role and for others that maximise F1."""
    for language, chosen in training.by_language():
        events: dict[tuple[int, int], list[tuple[float, bool]]] = {}
        for number in chosen:
            for candidate, label, row in zip(
                candidates[number], labels[number], chances[number], strict=True
            ):
                chance = float(row[column]) if column >= 0 else 0.0
                events.setdefault((number, candidate.event), []).append((chance, label == role))
        ranked = [sorted(found, key=lambda o: -o[0]) for found in events.values()]
        wanted = sum(
            len(event.get(role) or ()) for i in chosen for event in training.examples[i].gold["events"]
        )
        best = max(
            (_ranked_f1(ranked, wanted, float(first), float(more)), float(first), float(more))
            for first in np.arange(0.1, 0.6, 0.05)
            for more in np.arange(first, 0.9, 0.05)
        )
        training.log(f"role {role} {language}: F1 {best[0]:.3f} across folds at {best[1]:.2f}, {best[2]:.2f}")
        training.limits[limit_name(f"role-{role}", language)] = best[1]
        training.limits[limit_name(f"role-{role}-more", language)] = best[2]


def _role_labels(training: Training, aligned: Alignment, options: Sequence[Candidate]) -> list[str]:
    roles = [aligned.entity_roles(event, training.reader.ontology.roles) for event in aligned.events]
    return [roles[c.event].get(c.entity, NONE) for c in options]


def _ranked_f1(
    ranked: Sequence[Sequence[tuple[float, bool]]], wanted: int, first: float, more: float
) -> float:
    """F1 of a role whose likeliest filler counts from ``first`` on, others from ``more`` on."""
    said = right = 0
    for found in ranked:
        for place, (chance, true) in enumerate(found):
            if chance < (more if place else first):
                break
            said, right = said + 1, right + true
    return 2 * right / max(said + wanted, 1)
