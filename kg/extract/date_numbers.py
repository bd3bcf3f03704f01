"""What is known of a date as an event's, in numbers.

They tell how the first look at the date and at its rivals went, what the events around took, and
where the two stand.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.date_syntax import cue_kinds
from kg.extract.modality import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.attachment import DateCandidate, DateFinder
    from kg.extract.linear import Floats
    from kg.extract.scene import PlacedTime

_FORMS = ("told", "since", "open", "span", "now", "month", "year", "next", "eve")
_CUES = ("alleged", "planned", "negation", "speech", "purpose")
_POS = ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV")
_FADE = 0.6  # how much of what an event took counts for the next one
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
    masks = _masks(finder)
    blocks = [
        _rivals(table, event, chance),
        _neighbours(masks, table)[:, event, value].T,
        _dated(masks, table)[event],
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


def _faded(table: Floats) -> Floats:
    """For each event what those before it took, the more the nearer."""
    result = np.zeros_like(table)
    for number in range(1, len(table)):
        result[number] = result[number - 1] * _FADE + table[number - 1]
    return result


def _masks(finder: DateFinder) -> Floats:
    """Which events are near or like which: in the sentence, the passage, of the class, of the word, all."""
    triggers = finder.triggers
    sentence = np.array(finder.sentence_of)
    passage = np.array([t.passage for t in triggers])
    classes = np.array([t.cls for t in triggers])
    stems = np.array([finder.kind(t)[1] for t in triggers])
    gap = np.abs(sentence[:, None] - sentence[None, :])
    masks = np.stack(
        [
            gap == 0,
            (gap > 0) & (gap <= 2),
            passage[:, None] == passage[None, :],
            classes[:, None] == classes[None, :],
            stems[:, None] == stems[None, :],
            np.ones_like(gap),
        ]
    ).astype(np.float32)
    masks[:, np.arange(len(triggers)), np.arange(len(triggers))] = 0
    return masks


def _neighbours(masks: Floats, table: Floats) -> Floats:
    """What other events gave the same dates, of shape (kinds, events, dates)."""
    counts = np.maximum(masks.sum(axis=2), 1)
    means = (masks @ table) / counts[:, :, None]
    blank = np.zeros((1, table.shape[1]), dtype=np.float32)
    before = np.concatenate([blank, table[:-1]])
    after = np.concatenate([table[1:], blank])
    most = np.stack([(masks[k][:, :, None] * table[None]).max(axis=1) for k in (0, 3, 4, 5)])
    return np.concatenate([means, most, np.stack([before, after, _faded(table), _faded(table[::-1])[::-1]])])


def _dated(masks: Floats, table: Floats) -> Floats:
    """How surely the events around each one have a date at all."""
    best = table.max(axis=1)
    counts = np.maximum(masks.sum(axis=2), 1)
    around = (masks @ best) / counts
    before = np.concatenate([[0], best[:-1]])
    after = np.concatenate([best[1:], [0]])
    return np.concatenate([around, [before, after, best]]).T


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
        *(float(cue in cues) for cue in _CUES),
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
        sum(count for other, count in finder.uses.items() if other.startswith(edtf)),
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
        _closer(finder, time, trigger.token) if near else -1,
        _between(finder, candidate.event, time) if near else -1,
        finder.shared(candidate.event, time),
    ]


def _closer(finder: DateFinder, time: PlacedTime, token: int) -> int:
    """How many expressions of the sentence stand nearer to a token."""
    far = abs(time.first - token)
    return sum(abs(other.first - token) < far for other in finder.of_sentence[time.sentence])


def _between(finder: DateFinder, number: int, time: PlacedTime) -> int:
    """How many events stand between an event and an expression of its sentence."""
    token = finder.triggers[number].token
    low, high = min(token, time.first), max(token, time.first)
    return sum(
        low < t.token < high
        for t, sentence in zip(finder.triggers, finder.sentence_of, strict=True)
        if sentence == time.sentence
    )


def _age(edtf: str, published: str) -> float:
    """Days from a date to the publication, as far as both are known."""
    if not published:
        return -_FAR
    year, month, day = (*edtf[:10].split("/")[0].split("-"), "15", "15")[:3]
    if len(edtf.split("/")[0]) == 4:
        month, day = "7", "1"
    days = (date.fromisoformat(published) - date(int(year), int(month), int(day))).days
    return float(max(-_FAR, min(days, 4000)))
