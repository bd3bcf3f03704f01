"""Train the reader's models from annotated documents.

What later models see of earlier ones is predicted across folds of the documents, so that they
learn from mistakes of the kind that they will meet. Limits maximise F1 on the same folds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.annotations import Alignment
from kg.extract.train.dates import train_dates
from kg.extract.train.mentions import find_mentions
from kg.extract.train.modality import train_sources, train_status
from kg.extract.train.objectives import train_objectives
from kg.extract.train.relations import train_relations
from kg.extract.train.roles import train_roles
from kg.extract.train.training import Training
from kg.extract.train.triggers import train_triggers
from kg.models import LIMITS, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.annotations import Annotated
    from kg.extract.train.training import Log
    from kg.reading import Reader


_LEAST = 0.02
"""The smallest weight that is kept: many features weigh less, and together change nothing."""


def train(reader: Reader, examples: Sequence[Annotated], log: Log) -> Training:
    """Train all models, the limits among them; each sees what those before it predict."""
    training = Training(reader, examples, log)
    training.scenes = find_mentions(training)
    training.aligned = [Alignment(e.gold, s) for e, s in zip(examples, training.scenes, strict=True)]
    found = sum(len(aligned.events) for aligned in training.aligned)
    log(f"{found} of {sum(len(e.gold['events']) for e in examples)} events found in the text")
    train_triggers(training)
    train_roles(training)
    train_dates(training)
    train_status(training)
    train_sources(training)
    train_relations(training)
    train_objectives(training)
    for name, model in training.models.linear.items():
        if name != STEPS:
            training.models.linear[name] = model.trimmed(_LEAST)
    training.models.linear[LIMITS] = training.packed_limits()
    return training
