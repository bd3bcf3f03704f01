"""What is known of a date as an event's, in numbers.

They tell how the first look at the date and at its rivals went, what the events around took, and
where the two stand.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.around import group_means, group_most, in_line, near_means
from kg.extract.date_syntax import CUES, cue_kinds
from kg.extract.modality import quoted

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from kg.extract.attachment import DateCandidate, DateFinder
    from kg.extract.linear import Floats

_FORMS = ("told", "since", "open", "span", "now", "month", "year", "next", "eve")
_POS = ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV")
_FAR = 60


def date_numbers(
    finder: DateFinder, candidates: Sequence[Sequence[DateCandidate]], chances: Sequence[Sequence[float]]
) -> Floats:
    """One row a candidate, in their order, from the first look's ``chances``.

    The candidates of an event give different dates.
    """
    flat = [c for options in candidates for c in options]
    if not flat:
        return np.zeros((0, 1), dtype=np.float32)
    values = {edtf: column for column, edtf in enumerate(dict.fromkeys(c.edtf for c in flat))}
    event = np.array([c.event for c in flat])
    value = np.array([values[c.edtf] for c in flat])
    chance = np.array([p for row in chances for p in row], dtype=np.float32)
    table = np.zeros((len(finder.triggers), len(values)), dtype=np.float32)
    table[event, value] = chance
    blocks = [
        _rivals(table, event, chance),
        _neighbours(finder, table)[:, event, value].T,
        _dated(finder, table)[event],
        np.array([_of_event(finder, number) for number in range(len(finder.triggers))])[event],
        np.array([_of_candidate(finder, candidate) for candidate in flat]),
    ]
    result: Floats = np.concatenate(blocks, axis=1).astype(np.float32)
    return result


def _rivals(table: Floats, event: NDArray[np.intp], chance: Floats) -> Floats:
    """A candidate among those of its event."""
    ordered = np.sort(table, axis=1)[:, ::-1]
    first = ordered[:, 0][event]
    second = (ordered[:, 1] if ordered.shape[1] > 1 else np.zeros(len(table), dtype=np.float32))[event]
    rank = (table[event] > chance[:, None]).sum(axis=1)
    return np.stack(
        [
            chance,
            chance - np.where(rank == 0, second, first),
            rank,
            table.sum(axis=1)[event],
            (table[event] > chance[:, None] / 2).sum(axis=1),
        ],
        axis=1,
    )


def _alike(finder: DateFinder) -> list[list[Hashable]]:
    """By what events are alike: the sentence, the passage, the class, the word, the document."""
    triggers = finder.triggers
    return [
        list(finder.sentence_of),
        [t.passage for t in triggers],
        [t.cls for t in triggers],
        [finder.kind(t)[1] for t in triggers],
        [None] * len(triggers),
    ]


def _means(finder: DateFinder, table: Floats) -> list[Floats]:
    sentence, *others = _alike(finder)
    near = near_means(table, finder.sentence_of)
    return [group_means(table, sentence), near, *(group_means(table, keys) for keys in others)]


def _neighbours(finder: DateFinder, table: Floats) -> Floats:
    """What other events gave the same dates, of shape (kinds, events, dates)."""
    sentence, _, *others = _alike(finder)
    most = [group_most(table, keys) for keys in (sentence, *others)]
    return np.concatenate([np.stack([*_means(finder, table), *most]), in_line(table)])


def _dated(finder: DateFinder, table: Floats) -> Floats:
    """How surely the events around each one have a date at all."""
    best = table.max(axis=1, keepdims=True)
    before, after, *_ = in_line(best)
    return np.concatenate([*_means(finder, best), before, after, best], axis=1)


def _of_event(finder: DateFinder, number: int) -> list[float]:
    scene, trigger = finder.scene, finder.triggers[number]
    tokens = scene.tokens[trigger.passage]
    here = finder.sentence_of[number]
    begin, end = tokens.bounds(trigger.token)
    cues = cue_kinds(tokens, trigger.token)
    pos = tokens.pos[trigger.token]
    return [
        trigger.score,
        _POS.index(pos) if pos in _POS else len(_POS),
        float(tokens.heads[trigger.token] == trigger.token),
        float(any(tokens.pos[c] == "AUX" for c in tokens.children[trigger.token])),
        *(float(cue in cues) for cue in CUES),
        float(quoted(tokens, trigger.token)),
        float(scene.document.published is not None),
        here,
        here / (scene.tokens[-1].first_sentence + 1),
        len(finder.triggers),
        len(finder.times),
        len(finder.uses),
        len(finder.of_sentence.get(here, ())),
        end - begin,
        trigger.token - begin,
        min((here - sentence for sentence in finder.told_in if sentence <= here), default=_FAR),
    ]


def _of_candidate(finder: DateFinder, candidate: DateCandidate) -> list[float]:
    trigger, time, edtf = finder.triggers[candidate.event], candidate.time, candidate.edtf
    here = finder.sentence_of[candidate.event]
    row: list[float] = [
        _FORMS.index(candidate.form),
        candidate.back,
        edtf.split("/")[0].count("-"),
        float("/" in edtf),
        float(edtf.endswith("/..")),
        _age(edtf, finder.published),
        finder.uses[edtf],
        finder.begun[edtf],
        finder.uses[edtf] / max(len(finder.times), 1),
    ]
    if time is None:
        return [*row, 0, _FAR, _FAR, -1, 0, 0, 0, -1, -1]
    near = time.sentence == here
    return [
        *row,
        float(time.time.since),
        here - time.sentence,
        trigger.passage - time.passage,
        float(finder.leads(time)),
        (trigger.token - time.first) if near else _FAR,
        float(near and time.end <= trigger.token),
        finder.closer(trigger, time) if near else -1,
        finder.between(trigger, time) if near else -1,
        finder.shared(candidate.event, time),
    ]


def _age(edtf: str, published: str) -> float:
    """Days from a date to the publication, as far as both are known."""
    if not published:
        return -_FAR
    year, month, day = (*edtf[:10].split("/")[0].split("-"), "15", "15")[:3]
    if len(edtf.split("/")[0]) == 4:
        month, day = "7", "1"
    days = (date.fromisoformat(published) - date(int(year), int(month), int(day))).days
    return float(max(-_FAR, min(days, 4000)))
