"""Train the status and the source of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim import ASSERTED
from kg.extract import modality
from kg.extract.linear import NONE
from kg.extract.sources import SourceFinder, likeliest, view_of

if TYPE_CHECKING:
    from kg.extract.train.training import Training


def train_status(training: Training) -> None:
    """Status of events."""
    rows = [
        [modality.status_features(s, t) for t, event in zip(a.triggers, a.events, strict=True) if event]
        for s, a in zip(training.scenes, training.aligned, strict=True)
    ]
    labels = [[event.get("status") or ASSERTED for event in a.events if event] for a in training.aligned]
    model, chances = training.across(rows, labels, strength=0.3)
    right = sum(
        model.labels[int(row.argmax())] == label
        for table, part in zip(chances, labels, strict=True)
        for row, label in zip(table, part, strict=True)
    )
    training.models.linear["status"] = model
    training.log(f"status: {right / sum(map(len, labels)):.3f} right across folds")


def train_sources(training: Training) -> None:
    """Sources of events, looked at twice; the limit is that of the likeliest candidate of an event."""
    finders = [
        SourceFinder(s, a.triggers, training.reader.expected)
        for s, a in zip(training.scenes, training.aligned, strict=True)
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
    rows = [
        [f.features(c) for cs in options for c in cs] for f, options in zip(finders, candidates, strict=True)
    ]
    _, looked = training.binary("sources", rows, truth, strength=0.1)
    views = [view_of(*parts) for parts in zip(finders, candidates, looked, strict=True)]
    labels = [["+" if true else NONE for true in part] for part in truth]
    _, again = training.second_look("sources", views, labels, positive="+")
    scores = [table[:, 0].tolist() for table in again]
    best = [
        likeliest(*parts, training.reader.actors)
        for parts in zip(training.scenes, candidates, scores, strict=True)
    ]
    right = [
        [
            mention is not None and a.name_of[mention.entity] == event.get("source") is not None
            for (mention, _), event in zip(found, a.events, strict=True)
        ]
        for found, a in zip(best, training.aligned, strict=True)
    ]
    training.best_limits(
        "sources",
        [
            [chance * seen for (_, chance), seen in zip(found, training.seen(i), strict=True)]
            for i, found in enumerate(best)
        ],
        right,
        wanted=[sum(bool(event.get("source")) for event in a.events) for a in training.aligned],
    )
