"""What is known of a clause as the statement of an aim beyond its words, for the second look at it.

How the first look went for it and for its rivals, which events it and its governor tell of, who
stands around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.date_syntax import CUES, cue_kinds
from kg.extract.linear import NONE
from kg.extract.modality import quoted
from kg.extract.nets import View
from kg.extract.syntax import grammatical_places
from kg.extract.triggers import events_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.objectives import Clause
    from kg.extract.scene import Scene
    from kg.extract.triggers import Trigger


class ObjectiveContext:
    """The clauses of a document with the first look's ``chances``; ``actors`` are classes that can aim."""

    def __init__(
        self,
        scene: Scene,
        triggers: Sequence[Trigger],
        clauses: Sequence[Clause],
        chances: Sequence[float],
        actors: frozenset[str],
    ) -> None:
        self.scene = scene
        self.triggers = triggers
        self.clauses = clauses
        self.chances = chances
        self.actors = actors
        self.event_at = events_at(triggers)
        self.of_sentence: dict[int, list[int]] = {}
        for number, clause in enumerate(clauses):
            self.of_sentence.setdefault(self._sentence(clause), []).append(number)

    def view(self) -> View:
        """What the second look sees of every clause."""
        words = self.scene.words()
        numbers, names, places = [], [], []
        for number, clause in enumerate(self.clauses):
            heads = self.scene.tokens[clause.passage].heads
            numbers.append((*self._rivals(number), *self._standing(clause), *self._told(clause)))
            names.append(self._names(clause))
            places.append(
                [
                    words.place(clause.passage, token)
                    for token in (clause.cue, clause.verb, heads[clause.verb], self._object(clause))
                ]
            )
        return View(np.array(numbers, dtype=np.float32), names, words, np.array(places, dtype=np.intp))

    def _sentence(self, clause: Clause) -> int:
        return self.scene.tokens[clause.passage].sentence[clause.cue]

    def _object(self, clause: Clause) -> int:
        """The object of what is aimed at, else its last word."""
        tokens = self.scene.tokens[clause.passage]
        found = (child for child in tokens.children[clause.verb] if tokens.deps[child].startswith("obj"))
        return next(found, clause.end - 1)

    def _rivals(self, number: int) -> tuple[float, ...]:
        """The first look at the clause, at others of its sentence, at those of the sentences beside it."""
        here = self._sentence(self.clauses[number])
        same = [self.chances[other] for other in self.of_sentence[here] if other != number]
        near = [self.chances[n] for step in (-1, 1) for n in self.of_sentence.get(here + step, ())]
        own = self.chances[number]
        return (
            own,
            max(same, default=0.0),
            sum(same),
            len(same),
            max(near, default=0.0),
            sum(self.chances) - own,
            len(self.clauses),
        )

    def _standing(self, clause: Clause) -> tuple[float, ...]:
        """Where the clause stands, how long it is, how it and its governor are put."""
        tokens = self.scene.tokens[clause.passage]
        begin, end = tokens.bounds(clause.cue)
        sentence = tokens.sentence[clause.cue]
        cues = cue_kinds(tokens, tokens.heads[clause.verb]), cue_kinds(tokens, clause.verb)
        return (
            clause.end - clause.first,
            clause.verb - clause.cue,
            end - begin,
            (clause.first - begin) / (end - begin),
            end - clause.end,
            sentence,
            sentence / (self.scene.tokens[-1].first_sentence + 1),
            quoted(tokens, clause.cue),
            *(cue in kinds for kinds in cues for cue in CUES),
        )

    def _told(self, clause: Clause) -> tuple[float, ...]:
        """Which events are told inside and around, and how many actors and other things are named."""
        passage, governor = clause.passage, self.scene.tokens[clause.passage].heads[clause.verb]
        inside = [self._score(passage, i) for i in range(clause.first, clause.end)]
        begin, end = self.scene.tokens[passage].bounds(clause.cue)
        mentions = [m for m in self.scene.mentions[passage] if begin <= m.first < end]
        actors = [m for m in mentions if self.scene.cls(m) in self.actors]
        return (
            sum(score > 0 for score in inside),
            max(inside),
            self._score(passage, clause.verb),
            self._score(passage, governor),
            len(actors),
            sum(m.end <= clause.cue for m in actors),
            sum(clause.first <= m.first < clause.end for m in actors),
            sum(clause.first <= m.first < clause.end for m in mentions),
            len(self.triggers),
        )

    def _score(self, passage: int, token: int) -> float:
        event = self.event_at.get((passage, token))
        return 0.0 if event is None else self.triggers[event].score

    def _class(self, passage: int, token: int) -> str:
        event = self.event_at.get((passage, token))
        return NONE if event is None else self.triggers[event].cls

    def _names(self, clause: Clause) -> tuple[str, ...]:
        """What the clause, its verb and its governor are, and the governor's subject."""
        tokens = self.scene.tokens[clause.passage]
        verb, governor = clause.verb, tokens.heads[clause.verb]
        places = grammatical_places(tokens, governor)
        subject = next((token for token, place in places.items() if place == "subject"), None)
        who = self.scene.mention_at(clause.passage, subject) if subject is not None else None
        return (
            clause.kind,
            tokens.pos[verb],
            tokens.deps[verb].split(":")[0],
            tokens.pos[governor],
            tokens.deps[governor].split(":")[0],
            self._class(clause.passage, verb),
            self._class(clause.passage, governor),
            self.scene.cls(who) if who is not None else NONE,
            tokens.language,
        )
