"""Train the status and the source of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import modality

if TYPE_CHECKING:
    from kg.extract.train.training import Training


def train_modality(training: Training) -> None:
    """Status and source of events."""
    rows = [
        [modality.status_features(s, t) for t, event in zip(a.triggers, a.events, strict=True) if event]
        for s, a in zip(training.scenes, training.aligned, strict=True)
    ]
    labels = [[event.get("status") or "asserted" for event in a.events if event] for a in training.aligned]
    model, chances = training.across(rows, labels, strength=0.2)
    right = sum(
        model.labels[int(row.argmax())] == label
        for table, part in zip(chances, labels, strict=True)
        for row, label in zip(table, part, strict=True)
    )
    training.models.linear["status"] = model
    training.log(f"status: {right / sum(map(len, labels)):.3f} right across folds")
    finders = [
        modality.SourceFinder(s, a.triggers) for s, a in zip(training.scenes, training.aligned, strict=True)
    ]
    candidates = [finder.candidates() for finder in finders]
    truth = [
        [
            a.name_of[c.mention.entity] == a.events[c.event].get("source") is not None
            for cs in options
            for c in cs
        ]
        for a, options in zip(training.aligned, candidates, strict=True)
    ]
    source_rows = [
        [f.features(c) for cs in options for c in cs] for f, options in zip(finders, candidates, strict=True)
    ]
    _, scores = training.binary("sources", source_rows, truth, strength=0.1)
    training.best_limits("sources", scores, truth)
