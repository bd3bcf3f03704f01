"""Train which clauses state an aim, of which category, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.extract import objectives
from kg.extract.annotations import spans_of
from kg.extract.linear import NONE
from kg.extract.objective_context import ObjectiveContext

if TYPE_CHECKING:
    from kg.extract.annotations import Alignment
    from kg.extract.scene import Scene
    from kg.extract.train.training import Training


_ROWS = 32  # clauses a step: a document has few
_Goals = Sequence[tuple[int, int, dict[str, Any]]]
_Clauses = Sequence[Sequence[objectives.Clause]]


def train_objectives(training: Training) -> None:
    """Which clauses state an aim, of which category, and whose it is."""
    options = [[c for n in range(len(s.tokens)) for c in objectives.clauses(s, n)] for s in training.scenes]
    stated = [_stated(scene, a) for scene, a in zip(training.scenes, training.aligned, strict=True)]
    truth = [
        [_states(scene, clause, goals) is not None for clause in clauses]
        for scene, clauses, goals in zip(training.scenes, options, stated, strict=True)
    ]
    rows = [[objectives.features(s, c) for c in cs] for s, cs in zip(training.scenes, options, strict=True)]
    _, looked = training.binary("objectives", rows, truth, strength=0.1)
    views = [
        ObjectiveContext(s, a.triggers, cs, chances, training.reader.actors).view()
        for s, a, cs, chances in zip(training.scenes, training.aligned, options, looked, strict=True)
    ]
    labels = [["+" if true else NONE for true in part] for part in truth]
    training.models.nets["objectives"], again = training.net_across(views, labels, positive="+", rows=_ROWS)
    chances = [
        [(one + two) / 2 for one, two in zip(first, second[:, 0].tolist(), strict=True)]
        for first, second in zip(looked, again, strict=True)
    ]
    kept = [objectives.apart(*parts) for parts in zip(options, chances, strict=True)]
    training.best_limits(
        "objectives",
        [[part[k] for k in numbers] for part, numbers in zip(chances, kept, strict=True)],
        [[part[k] for k in numbers] for part, numbers in zip(truth, kept, strict=True)],
        wanted=[len(example.gold.get("objectives", ())) for example in training.examples],
    )
    _train_categories(training, options, stated)
    _train_holders(training, options, stated)


def _train_categories(training: Training, options: _Clauses, stated: Sequence[_Goals]) -> None:
    rows: list[list[list[str]]] = []
    kinds: list[list[str]] = []
    for scene, clauses, goals in zip(training.scenes, options, stated, strict=True):
        meant = [(clause, goal) for clause in clauses if (goal := _states(scene, clause, goals))]
        rows.append([objectives.category_features(scene, clause) for clause, _ in meant])
        kinds.append([goal["category"] for _, goal in meant])
    model, chances = training.across(rows, kinds, strength=0.2)
    training.models.linear["categories"] = model
    said = [model.labels[best] for part in chances for best in part.argmax(axis=1).tolist()]
    right = sum(a == b for a, b in zip(said, (kind for part in kinds for kind in part), strict=True))
    training.log(f"categories: {right} of {len(said)} right across folds")


def _train_holders(training: Training, options: _Clauses, stated: Sequence[_Goals]) -> None:
    """Of those who may have an aim the likeliest counts."""
    rows: list[list[list[str]]] = []
    truth: list[list[bool]] = []
    groups: list[list[slice]] = []
    wanted = []
    for scene, aligned, filled, clauses, goals in zip(
        training.scenes, training.aligned, training.filled, options, stated, strict=True
    ):
        doings = objectives.Doings(scene, aligned.triggers, filled)
        part_rows: list[list[str]] = []
        part_truth: list[bool] = []
        part_groups = []
        meant = [(clause, goal) for clause in clauses if (goal := _states(scene, clause, goals))]
        for clause, goal in meant:
            start = len(part_rows)
            for holder in doings.holders(clause, training.reader.actors):
                part_rows.append(objectives.holder_features(scene, clause, holder))
                part_truth.append(aligned.name_of[holder.entity] in (goal.get("holder") or ()))
            if len(part_rows) > start:
                part_groups.append(slice(start, len(part_rows)))
        rows.append(part_rows)
        truth.append(part_truth)
        groups.append(part_groups)
        wanted.append(sum(bool(goal.get("holder")) for _, goal in meant))
    _, chances = training.binary("holders", rows, truth, strength=0.1)
    best = [
        [max(range(group.start, group.stop), key=part.__getitem__) for group in part_groups]
        for part, part_groups in zip(chances, groups, strict=True)
    ]
    training.best_limits(
        "holders",
        [[part[k] for k in numbers] for part, numbers in zip(chances, best, strict=True)],
        [[part[k] for k in numbers] for part, numbers in zip(truth, best, strict=True)],
        wanted=wanted,
    )


def _stated(scene: Scene, aligned: Alignment) -> _Goals:
    return [
        (*span, goal)
        for goal in aligned.gold.get("objectives", ())
        for span in spans_of(goal["quote"], scene.document.text)[:1]
    ]


def _states(scene: Scene, clause: objectives.Clause, goals: _Goals) -> dict[str, Any] | None:
    """The annotated aim that a clause shares at least half of the shorter of the two with."""
    tokens = scene.tokens[clause.passage]
    start, end = tokens.starts[clause.first], tokens.ends[clause.end - 1]
    for low, high, goal in goals:
        if min(end, high) - max(start, low) >= 0.5 * min(end - start, high - low):
            return goal
    return None
