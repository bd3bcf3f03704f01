"""What a document's other events say of who fills a role, as numbers.

The first look judges each pair of event and entity alone. The second sees its probabilities for
the rivals within the event, for the same entity in other events, and what went before: who acts
where a sentence leaves it out is mostly who acted last, or who acts throughout.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.role_grammar import grammar_numbers
from kg.extract.role_relations import relation_numbers
from kg.extract.role_sides import side_numbers
from kg.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats
    from kg.extract.roles import Candidate, RoleFinder

_DECAY = 0.6  # how much of what was said of an event counts for the next
_NEVER = 99


class RoleContext:
    """Pairs of event and entity with their probabilities after the first look.

    ``chances`` has shape (candidates, labels); ``roles`` are the columns of the roles among them.
    Candidates of an event stand together.
    """

    def __init__(
        self, finder: RoleFinder, candidates: Sequence[Candidate], chances: Floats, roles: Sequence[int]
    ) -> None:
        self.finder = finder
        self.candidates = candidates
        self.chances = chances
        self.filled = chances[:, list(roles)]
        self.event = np.array([c.event for c in candidates])
        entities = sorted({c.entity for c in candidates})
        number = {entity: n for n, entity in enumerate(entities)}
        self.entity = np.array([number[c.entity] for c in candidates])
        self.entities = len(entities)
        self.rows: dict[int, slice] = {}  # of an event
        for start in np.flatnonzero(np.diff(self.event, prepend=-1)).tolist():
            stop = start + int(np.searchsorted(self.event[start:], self.event[start], side="right"))
            self.rows[int(self.event[start])] = slice(start, stop)
        self.row_of = {
            pair: row for row, pair in enumerate(zip(self.event.tolist(), self.entity.tolist(), strict=True))
        }
        self.classes = [trigger.cls for trigger in finder.triggers]

    def numbers(self) -> Floats:
        """One row of numbers for each candidate."""
        parts = [
            self.chances,
            self._rivals(),
            self._elsewhere(),
            self._running(forward=True),
            self._running(forward=False),
            *(self._neighbour(others) for others in self._neighbours()),
            self._standing(),
            side_numbers(self.event, self.entity, self.filled),
            relation_numbers(self.finder, self.candidates, self.filled, self.rows),
            grammar_numbers(self.finder, self.candidates, self.rows),
        ]
        result: Floats = np.concatenate(parts, axis=1, dtype=np.float32)
        return result

    def _rivals(self) -> Floats:
        """For each role the lead over the likeliest other entity, the rank, and that one's probability."""
        size, roles = self.filled.shape
        result = np.zeros((size, roles, 3), dtype=np.float32)
        for rows in self.rows.values():
            here = self.filled[rows]
            order = np.argsort(-here, axis=0, kind="stable")
            rank = np.argsort(order, axis=0, kind="stable")
            ranked = np.vstack([np.take_along_axis(here, order, axis=0)[:2], np.zeros((1, roles))])
            other = np.where(rank == 0, ranked[1], ranked[0])
            result[rows] = np.stack([here - other, rank, other], axis=2)
        return result.reshape(size, -1)

    def _elsewhere(self) -> Floats:
        """The entity's probabilities in all other events, at most in any, and in those of the class."""
        shape = (self.entities, self.filled.shape[1])
        total, most = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        np.add.at(total, self.entity, self.filled)
        np.maximum.at(most, self.entity, self.filled)
        kind = {cls: n for n, cls in enumerate(sorted(set(self.classes)))}
        kinds = np.array([kind[cls] for cls in self.classes])[self.event]
        alike = np.zeros((len(kind), *shape), dtype=np.float32)
        np.add.at(alike, (kinds, self.entity), self.filled)
        return np.concatenate(
            [
                total[self.entity] - self.filled,
                most[self.entity],
                alike[kinds, self.entity] - self.filled,
            ],
            axis=1,
        )

    def _running(self, *, forward: bool) -> Floats:
        """What the events before (or after) say of the entity, the nearer the more."""
        result = np.zeros_like(self.filled)
        state = np.zeros((self.entities, self.filled.shape[1]), dtype=np.float32)
        count = len(self.classes)
        for event in range(count) if forward else range(count - 1, -1, -1):
            rows = self.rows.get(event)
            if rows is not None:
                result[rows] = state[self.entity[rows]]
            state *= _DECAY
            if rows is not None:
                state[self.entity[rows]] += self.filled[rows]
        return result

    def _neighbours(self) -> list[NDArray[np.int64]]:
        """For each event the last, the one before that, the next, and the last of its class, or -1."""
        count = len(self.classes)
        own = np.arange(count)
        alike = np.full(count, -1)
        last: dict[str, int] = {}
        for event, cls in enumerate(self.classes):
            alike[event] = last.get(cls, -1)
            last[cls] = event
        following = np.where(own + 1 < count, own + 1, -1)
        return [own - 1, np.maximum(own - 2, -1), following, alike]

    def _neighbour(self, others: NDArray[np.int64]) -> Floats:
        """The entity's probabilities in another event, how far that is, and whether of the same class."""
        sentences = self.finder.sentence_of
        roles = self.filled.shape[1]
        result = np.full((len(self.event), roles + 2), -1, dtype=np.float32)
        for (event, entity), row in self.row_of.items():
            other = int(others[event])
            if other < 0:
                result[row, roles] = _NEVER
                continue
            found = self.row_of.get((other, entity))
            result[row, :roles] = 0 if found is None else self.filled[found]
            result[row, roles] = abs(sentences[other] - sentences[event])
            result[row, roles + 1] = self.classes[other] == self.classes[event]
        return result

    def _standing(self) -> Floats:
        """How much the document speaks of the entity, how near its mention is, what is expected."""
        finder = self.finder
        languages = sorted(LANGUAGES)
        rows = []
        for candidate in self.candidates:
            trigger, mention = finder.triggers[candidate.event], candidate.mention
            what = finder.scene.entities[candidate.entity].cls
            here = finder.sentence_of[candidate.event]
            told = finder.told.get(candidate.entity, [])
            before = bisect_right(told, here)
            near = (_NEVER, 0, 0, -1, -1)
            if mention is not None:
                start, end = mention.first - trigger.token, mention.end - 1 - trigger.token
                near = (
                    min(abs(start), abs(end)),
                    start,
                    1,
                    mention.form == "name",
                    mention.form == "pronoun",
                )
            rows.append(
                (
                    trigger.score,
                    here - told[before - 1] if before else _NEVER,
                    finder.counts[candidate.entity],
                    finder.rank.get(candidate.entity, _NEVER),
                    len(told),
                    finder.present[here][what] if here in finder.present else 0,
                    *near,
                    *(what in finder.expected.get((trigger.cls, role), ()) for role in finder.roles),
                    candidate.event,
                    len(finder.triggers),
                    len(finder.scene.tokens),
                    languages.index(finder.scene.tokens[trigger.passage].language),
                    here,
                )
            )
        return np.array(rows, dtype=np.float32)
