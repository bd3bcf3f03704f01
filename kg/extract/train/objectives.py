"""Train which clauses state an aim, of which category, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.extract import objectives
from kg.extract.annotations import spans_of
from kg.extract.fit import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.annotations import Alignment
    from kg.extract.scene import Scene
    from kg.extract.train.training import Training


def train_objectives(training: Training) -> None:
    """Which clauses state an aim, of which category, and whose it is."""
    options = [[c for n in range(len(s.tokens)) for c in objectives.clauses(s, n)] for s in training.scenes]
    stated = [_stated(scene, a) for scene, a in zip(training.scenes, training.aligned, strict=True)]
    truth = [
        [_states(scene, clause, goals) is not None for clause in clauses]
        for scene, clauses, goals in zip(training.scenes, options, stated, strict=True)
    ]
    rows = [[objectives.features(s, c) for c in cs] for s, cs in zip(training.scenes, options, strict=True)]
    _, chances = training.binary("objectives", rows, truth, strength=0.1)
    kept = [objectives.apart(*parts) for parts in zip(options, chances, strict=True)]
    training.best_limits(
        "objectives",
        [[part[k] for k in numbers] for part, numbers in zip(chances, kept, strict=True)],
        [[part[k] for k in numbers] for part, numbers in zip(truth, kept, strict=True)],
        wanted=[len(example.gold.get("objectives", ())) for example in training.examples],
    )
    kinds: list[tuple[list[str], str, float]] = []
    holder_rows: list[list[list[str]]] = []
    holder_truth: list[list[bool]] = []
    for example, scene, aligned, clauses, goals in zip(
        training.examples, training.scenes, training.aligned, options, stated, strict=True
    ):
        part_rows, part_truth = [], []
        for clause in clauses:
            goal = _states(scene, clause, goals)
            if goal is None:
                continue
            kinds.append((objectives.category_features(scene, clause), goal["category"], example.weight))
            for mention in scene.mentions[clause.passage]:
                part_rows.append(objectives.holder_features(scene, clause, mention))
                part_truth.append(aligned.name_of[mention.entity] in (goal.get("holder") or ()))
        holder_rows.append(part_rows)
        holder_truth.append(part_truth)
    training.models.linear["categories"] = fit(
        [row for row, _, _ in kinds],
        [kind for _, kind, _ in kinds],
        strength=0.2,
        weights=[weight for _, _, weight in kinds],
    )
    training.binary("holders", holder_rows, holder_truth, strength=0.1)


def _stated(scene: Scene, aligned: Alignment) -> list[tuple[int, int, dict[str, Any]]]:
    return [
        (*span, goal)
        for goal in aligned.gold.get("objectives", ())
        for span in spans_of(goal["quote"], scene.document.text)[:1]
    ]


def _states(
    scene: Scene, clause: objectives.Clause, goals: Sequence[tuple[int, int, dict[str, Any]]]
) -> dict[str, Any] | None:
    """The annotated aim that a clause shares at least half of the shorter of the two with."""
    tokens = scene.tokens[clause.passage]
    start, end = tokens.starts[clause.first], tokens.ends[clause.end - 1]
    for low, high, goal in goals:
        if min(end, high) - max(start, low) >= 0.5 * min(end - start, high - low):
            return goal
    return None
