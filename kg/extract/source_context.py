"""What a document's other events say of who said so, as numbers for the second look.

Speech runs over several sentences, of which mostly one alone names who speaks: what the first look
said of the same speaker for the events around counts for an event.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.around import group_means, group_most, in_line, near_means, near_most
from kg.extract.modality import SAID, quoted
from kg.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats
    from kg.extract.sources import SourceCandidate, SourceFinder

_FAR = 30
_OTHER = -1


def source_numbers(
    finder: SourceFinder, candidates: Sequence[Sequence[SourceCandidate]], chances: Sequence[float]
) -> Floats:
    """One row for each candidate of all events, in their order, from the first look's ``chances``."""
    flat = [candidate for options in candidates for candidate in options]
    if not flat:
        return np.zeros((0, 1), dtype=np.float32)
    columns = {entity: n for n, entity in enumerate(sorted({c.mention.entity for c in flat}))}
    event = np.array([c.event for c in flat])
    entity = np.array([columns[c.mention.entity] for c in flat])
    chance = np.array(chances, dtype=np.float32)
    table = np.zeros((len(finder.triggers), len(columns)), dtype=np.float32)
    np.maximum.at(table, (event, entity), chance)
    result: Floats = np.concatenate(
        [
            _rivals(table, event, entity, chance),
            _around(finder, table)[:, event, entity].T,
            _of_events(finder, table)[event],
            _of_candidates(finder, flat),
        ],
        axis=1,
        dtype=np.float32,
    )
    return result


def _rivals(table: Floats, event: NDArray[np.intp], entity: NDArray[np.intp], chance: Floats) -> Floats:
    """A candidate among those of its event: its chance and its entity's, the rank, the lead, the sum."""
    own = table[event, entity]
    others = table[event]
    rank = (others > own[:, None]).sum(axis=1)
    others[np.arange(len(event)), entity] = 0
    rival = others.max(axis=1)
    return np.stack([chance, own, rank, own - rival, rival, table.sum(axis=1)[event]], axis=1)


def _around(finder: SourceFinder, table: Floats) -> Floats:
    """What was said of the same entity for other events, of shape (kinds, events, entities).

    They stand in the sentence, near by in the passage, in the passage, or in the same quotation.
    """
    sentences = finder.sentence_of
    passages = [trigger.passage for trigger in finder.triggers]
    speech = [
        (passage, run or number)  # what stands in no quotation stands alone
        for number, (passage, run) in enumerate(zip(passages, finder.runs, strict=True))
    ]
    parts = [
        group_means(table, sentences),
        near_means(table, sentences, passages),
        group_means(table, passages),
        group_means(table, speech),
        group_most(table, sentences),
        near_most(table, sentences, passages),
        group_most(table, passages),
        group_most(table, speech),
    ]
    return np.concatenate([np.stack(parts), in_line(table)])


def _of_events(finder: SourceFinder, table: Floats) -> Floats:
    """What an event is, and how surely those around it are somebody's words."""
    top = np.pad(table.max(axis=1, initial=0), 1)
    languages = sorted(LANGUAGES)
    rows = []
    for number, (trigger, here) in enumerate(zip(finder.triggers, finder.sentence_of, strict=True)):
        tokens = finder.scene.tokens[trigger.passage]
        rows.append(
            (
                top[number],
                top[number + 2],
                here,
                here in finder.telling,
                here + 1 in finder.telling,
                here - 1 in finder.telling,
                (trigger.passage, trigger.token) in finder.speech,
                quoted(tokens, trigger.token),
                finder.runs[number] is not None,
                finder.kinds.get(trigger.cls, _OTHER),
                languages.index(tokens.language),
            )
        )
    return np.array(rows, dtype=np.float32)


def _of_candidates(finder: SourceFinder, candidates: Sequence[SourceCandidate]) -> Floats:
    """Where a mention stands to the event, how it stands to speech, and how often its entity speaks."""
    counts = Counter(mention.entity for mention in finder.mentions)
    speaking = Counter(mention.entity for mention in finder.mentions if finder.voice(mention).speaks)
    rows = []
    for candidate in candidates:
        trigger, mention = finder.triggers[candidate.event], candidate.mention
        tokens, voice = finder.scene.tokens[mention.passage], finder.voice(mention)
        gap = tokens.sentence[mention.first] - finder.sentence_of[candidate.event]
        together = mention.passage == trigger.passage
        rows.append(
            (
                gap,
                together,
                mention.first - trigger.token if together else _FAR,
                together and tokens.heads[mention.head] == trigger.token,
                together and tokens.heads[mention.head] in tokens.path_up(trigger.token),
                voice.speaks,
                voice.marked,
                voice.away if voice.verb is not None else _FAR,
                SAID.index(voice.what),
                finder.quotes[mention.passage][mention.first],
                mention.form == "pronoun",
                mention.form == "name",
                counts[mention.entity],
                speaking[mention.entity],
                finder.things.get(finder.scene.cls(mention), _OTHER),
            )
        )
    return np.array(rows, dtype=np.float32)
