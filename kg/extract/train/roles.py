"""Train who fills which role of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.linear import NONE
from kg.extract.role_choice import choose_roles
from kg.extract.roles import Candidate, RoleFinder, view_of
from kg.models import limit_name, role_limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.annotations import Alignment
    from kg.extract.linear import Floats
    from kg.extract.train.training import Training

_STRENGTH = 0.1
_LIMITS = tuple(round(0.1 + 0.05 * step, 2) for step in range(16))
_CAREFUL = (_LIMITS[-1], _LIMITS[-1])

_Ranked = list[tuple[float, str | None]]
_Weighed = tuple[float, _Ranked]


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
    views = [
        view_of(finder, options, table, first.labels)
        for finder, options, table in zip(finders, candidates, chances, strict=True)
    ]
    roles, chances = training.second_look("roles", views, labels)
    chances = [
        f.mask(c, f.settle(c, t, roles), roles) for f, c, t in zip(finders, candidates, chances, strict=True)
    ]
    seen = list(map(training.seen, range(len(candidates))))
    for language, chosen in training.by_language():
        ranked = {
            role: [
                (training.examples[i].weight, found)
                for i in chosen
                for event, found in _ranked(
                    training.aligned[i], candidates[i], labels[i], chances[i], column, role
                ).items()
                if seen[i][event]
            ]
            for column, role in enumerate(roles)
            if role != NONE
        }
        _role_limits(training, language, chosen, ranked)
    training.filled = [
        choose_roles(
            training.reader.ontology,
            [trigger.cls for trigger in finder.triggers],
            finder.likely(
                options,
                table,
                roles,
                role_limits(training.limits, example.document.language, training.reader.ontology.roles),
            ),
        )
        for finder, options, table, example in zip(
            finders, candidates, chances, training.examples, strict=True
        )
    ]
    reachable = sum(label != NONE for part in labels for label in part)
    training.log(f"roles: {reachable} of {missed} fillers among {sum(map(len, labels))} candidates")


def _ranked(
    aligned: Alignment,
    options: Sequence[Candidate],
    labels: Sequence[str],
    chances: Floats,
    column: int,
    role: str,
) -> dict[int, _Ranked]:
    """For every event the candidates for a role, the likeliest first, each with its true name, if any."""
    events: dict[int, _Ranked] = {}
    for candidate, label, row in zip(options, labels, chances[:, column].tolist(), strict=True):
        name = aligned.name_of[candidate.entity] if label == role else None
        events.setdefault(candidate.event, []).append((row, name))
    return {event: sorted(found, key=lambda o: -o[0]) for event, found in events.items()}


def _role_limits(
    training: Training, language: str, chosen: Sequence[int], ranked: Mapping[str, Sequence[_Weighed]]
) -> None:
    """The limits for the likeliest filler of each role and for others that maximise F1 over all roles.

    One role's limits are moved at a time, until no move helps: a role that is hard to fill must not
    cost the others' precision.
    """
    total = sum(
        training.examples[i].weight * len(event.get(role) or ())
        for i in chosen
        for event in training.examples[i].gold["events"]
        for role in training.reader.ontology.roles
    )
    counts = {role: _counts(found) for role, found in ranked.items()}

    def f1(limits: Mapping[str, tuple[float, float]]) -> float:
        said, right = map(sum, zip(*(counts[role][pair] for role, pair in limits.items()), strict=True))
        return 2 * right / max(said + total, 1)

    limits = dict.fromkeys(counts, _CAREFUL)
    before = -1.0
    while f1(limits) > before:
        before = f1(limits)
        for role in counts:
            limits[role] = max(counts[role], key=lambda pair: (f1({**limits, role: pair}), pair))
    for role, (first, more) in limits.items():
        said, right = counts[role][first, more]
        training.log(
            f"role {role} {language}: {right:.0f} of {said:.0f} right across folds at {first}, {more}"
        )
        training.limits[limit_name(f"role-{role}", language)] = first
        training.limits[limit_name(f"role-{role}-more", language)] = more
    training.log(f"roles {language}: F1 {before:.3f} across folds")


def _counts(ranked: Sequence[_Weighed]) -> dict[tuple[float, float], tuple[float, float]]:
    """How many fillers, and how many right ones, at each limit for the likeliest and each for others."""
    result: dict[tuple[float, float], tuple[float, float]] = {}
    for first in _LIMITS:
        for more in (limit for limit in _LIMITS if limit >= first):
            said = right = 0.0
            for weight, found in ranked:
                names = set()
                for place, (chance, name) in enumerate(found):
                    if chance < (more if place else first):
                        break
                    said += weight
                    names.add(name)
                right += weight * len(names - {None})
            result[first, more] = said, right
    return result


def _role_labels(training: Training, aligned: Alignment, options: Sequence[Candidate]) -> list[str]:
    roles = [aligned.entity_roles(event, training.reader.ontology.roles) for event in aligned.events]
    return [roles[c.event].get(c.entity, NONE) for c in options]
