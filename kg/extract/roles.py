"""Who fills which role of an event: candidates from syntax and discourse, ranked by a trained model.

Every entity that the text around a trigger speaks of is a candidate. A linear model gives each
pair of event and entity a probability for each role; a second look sees what it said of the pair's
rivals and of the other events, so that what one sentence leaves out is taken from another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.claim import ROLES
from kg.extract.counting import count_end
from kg.extract.linear import NONE
from kg.extract.nets import View
from kg.extract.role_context import RoleContext
from kg.extract.syntax import CORE, cases, determiner, grammatical_places, place_in, with_parts
from kg.extract.triggers import events_at

if TYPE_CHECKING:
    from kg.extract.linear import Floats, LinearModel
    from kg.extract.scene import Placed, Scene
    from kg.extract.second import SecondLook
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger

Limits = Mapping[str, tuple[float, float]]
"""For each role the probability from which the likeliest filler counts, and any other."""
_BACK = 3  # sentences looked back
_CORE = ("subject", "object")
_AGENT, _TARGET = ROLES[:2]
_FRAME_COUNTS = 4  # how much likelier than the frame's role for a subject another one must be


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may fill a role of an event, through its nearest mention."""

    event: int
    entity: int
    mention: Placed | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A role filled: ``mention`` is None where the entity is taken from another sentence."""

    role: str
    entity: int
    mention: Placed | None
    score: float


def _sentence_of(scene: Scene, mention: Placed) -> int:
    return scene.tokens[mention.passage].sentence[mention.first]


class RoleFinder:
    """Ranks candidates for all events of a document."""

    def __init__(
        self, scene: Scene, triggers: Sequence[Trigger], expected: dict[tuple[str, str], frozenset[str]]
    ) -> None:
        self.scene = scene
        self.triggers = triggers
        self.expected = expected
        self.roles = tuple(dict.fromkeys(role for _, role in expected))
        self.mentions = sorted((m for ms in scene.mentions for m in ms), key=lambda m: m.start)
        self.sentences = [_sentence_of(scene, m) for m in self.mentions]
        self.counts = Counter(m.entity for m in self.mentions)
        self.sentence_of = [scene.tokens[t.passage].sentence[t.token] for t in triggers]
        self.rank = self._ranks()
        self.told: dict[int, list[int]] = {}  # sentences that speak of an entity, in order
        self.mentions_of: dict[int, list[Placed]] = {}
        self.present: dict[int, Counter[str]] = {}  # classes spoken of in a sentence
        for mention, sentence in zip(self.mentions, self.sentences, strict=True):
            self.told.setdefault(mention.entity, []).append(sentence)
            self.mentions_of.setdefault(mention.entity, []).append(mention)
            self.present.setdefault(sentence, Counter())[scene.entities[mention.entity].cls] += 1
        self.by_passage: dict[int, list[int]] = {}
        for trigger in triggers:
            self.by_passage.setdefault(trigger.passage, []).append(trigger.token)
        self.places = {
            (t.passage, t.token): with_parts(tokens, grammatical_places(tokens, t.token))
            for t in triggers
            for tokens in (scene.tokens[t.passage],)
        }

    def _ranks(self) -> dict[int, int]:
        """How often an entity is spoken of among those of its class: 0 for the most frequent."""
        ranks: dict[int, int] = {}
        seen: Counter[str] = Counter()
        for entity, _ in sorted(self.counts.items(), key=lambda c: (-c[1], c[0])):
            cls = self.scene.entities[entity].cls
            ranks[entity] = seen[cls]
            seen[cls] += 1
        return ranks

    def candidates(self) -> list[Candidate]:
        """The pairs of event and entity worth a look, in a fixed order."""
        result: list[Candidate] = []
        prominent = [e for e, r in sorted(self.rank.items()) if r == 0]
        for number, trigger in enumerate(self.triggers):
            here = self.sentence_of[number]
            nearest: dict[int, Placed | None] = {}
            window = slice(bisect_left(self.sentences, here - _BACK), bisect_right(self.sentences, here))
            for mention, sentence in zip(self.mentions[window], self.sentences[window], strict=True):
                if sentence == here and mention.passage == trigger.passage:
                    best = nearest.get(mention.entity)
                    if best is None or self._distance(mention, trigger) < self._distance(best, trigger):
                        nearest[mention.entity] = mention
                else:
                    nearest.setdefault(mention.entity, None)
            for entity in prominent:
                nearest.setdefault(entity, None)
            result.extend(Candidate(number, entity, mention) for entity, mention in sorted(nearest.items()))
        return result

    def last_told(self, candidate: Candidate) -> Placed:
        """The last mention of a candidate before its event, else its first."""
        trigger, mentions = self.triggers[candidate.event], self.mentions_of[candidate.entity]
        start = self.scene.tokens[trigger.passage].starts[trigger.token]
        return mentions[max(bisect_left(mentions, start, key=lambda mention: mention.start) - 1, 0)]

    def _distance(self, mention: Placed, trigger: Trigger) -> tuple[int, int]:
        """How far a mention is from a trigger: its subject and object are nearest, then what else it has.

        What stands within those comes after, then everything else.
        """
        far = min(abs(mention.first - trigger.token), abs(mention.end - 1 - trigger.token))
        place = self.places[(trigger.passage, trigger.token)].get(mention.head)
        if place is None:
            return 3, far
        return 0 if place in _CORE else 2 if ":" in place else 1, far

    def features(self, candidate: Candidate) -> list[str]:
        """Feature names of a pair of event and entity."""
        scene, trigger = self.scene, self.triggers[candidate.event]
        cls, what = trigger.cls, scene.entities[candidate.entity].cls
        fits = "".join(role[0] for role in self.roles if what in self.expected.get((cls, role), ()))
        sure = int(trigger.score * 5)
        row = [
            f"c={cls}|{what}",
            f"e={what}",
            f"fit={fits}",
            f"cf={cls}|{fits}",
            f"t={sure}",
            f"t={sure}|{fits}",
        ]
        row += self._standing(candidate, cls, what)
        if candidate.mention is not None:
            row += self._syntax(candidate.mention, trigger, cls, what)
        else:
            tokens = scene.tokens[trigger.passage]
            article = determiner(tokens, trigger.token)
            row += [f"away|{what}", f"away|{cls}|{what}", f"away={article}|{tokens.language}|{what}"]
        return row

    def _standing(self, candidate: Candidate, cls: str, what: str) -> list[str]:
        """How much the document speaks of the entity, and when it last did."""
        here = self.sentence_of[candidate.event]
        told = self.told.get(candidate.entity, [])
        before = bisect_right(told, here)
        gap = str(min(here - told[before - 1], 4)) if before else "none"
        rank = min(self.rank.get(candidate.entity, 9), 3)
        own = before - bisect_left(told, here)
        rivals = self.present.get(here, Counter())[what] - own
        return [
            f"gap={gap}|{what}",
            f"gap={gap}|{cls}",
            f"rank={rank}|{what}",
            f"rank={rank}|{what}|{gap}",
            f"riv={min(rivals, 3)}|{what}|{gap}",
            f"first={told[:1] == [0]}|{what}|{gap}",
            f"known={self.scene.entities[candidate.entity].known}|{what}",
        ]

    def _syntax(self, mention: Placed, trigger: Trigger, cls: str, what: str) -> list[str]:
        tokens = self.scene.tokens[trigger.passage]
        places = self.places[(trigger.passage, trigger.token)]
        place = place_in(places, mention.first, mention.end)
        row = [
            f"g={place}|{what}",
            f"g={place}|{cls}",
            f"g={place}|{cls}|{what}",
            f"gp={place}|{tokens.pos[trigger.token]}|{what}",
        ]
        match = trigger.match
        if match is not None:
            roles = match.roles_at(place)
            fitting = sorted(r for r in roles if what in self.expected.get((cls, r), ()))
            row += [f"slot={'/'.join(sorted(roles)) or NONE}|{what}", f"slotfit={'/'.join(fitting)}"]
            wanted = {role for slot in match.frame.slots for role in slot.roles}
            row.append(f"wanted={'/'.join(sorted(wanted))}|{what}|{place}")
        row += dependency_path(tokens, trigger.token, mention.head, cls, what)
        side = (
            "before"
            if mention.end <= trigger.token
            else "after"
            if mention.first > trigger.token
            else "inside"
        )
        far = min(abs(mention.first - trigger.token), abs(mention.end - 1 - trigger.token))
        bucket = far if far < 4 else 4 + min((far - 4) // 4, 5)
        row += [f"far={side}|{bucket}", f"far={side}|{bucket}|{what}", f"side={side}|{cls}|{what}"]
        between = [
            m
            for m in self.scene.mentions[trigger.passage]
            if m.entity != mention.entity
            and self.scene.entities[m.entity].cls == what
            and min(mention.first, trigger.token) < m.first < max(mention.first, trigger.token)
        ]
        row.append(f"btw={min(len(between), 2)}|{what}|{side}")
        low, high = sorted((mention.first, trigger.token))
        other = sum(low < token < high for token in self.by_passage[trigger.passage])
        row.append(f"btwt={min(other, 3)}|{side}|{what}")
        counted = count_end(tokens, mention.first, mention.end) > mention.first
        row += [
            f"count={counted}|{cls}|{what}",
            f"count={counted}|{place}|{what}",
            f"det={determiner(tokens, mention.head)}|{what}|{place or side}",
        ]
        case = cases(tokens, mention.head)
        previous = tokens.words[mention.first - 1] if mention.first else ""
        row += [
            f"case={' '.join(case)}|{what}",
            f"case={' '.join(case)}|{cls}|{what}",
            f"pw={previous}|{what}",
            f"pw={previous}|{side}|{cls}",
        ]
        row += [f"hd={tokens.deps[mention.head]}|{what}|{side}", f"form={mention.form}|{what}"]
        row.append(f"tw={tokens.words[trigger.token][:6]}|{place or side}|{what}")
        if mention.first <= trigger.token < mention.end:
            row.append(f"within|{cls}|{what}")
        return row

    def mask(self, candidates: Sequence[Candidate], probabilities: Floats, labels: Sequence[str]) -> Floats:
        """The same probabilities, 0 where the ontology does not expect such a thing in a role."""
        masked = probabilities.copy()
        for row, candidate in enumerate(candidates):
            cls = self.triggers[candidate.event].cls
            what = self.scene.entities[candidate.entity].cls
            for column, label in enumerate(labels):
                if label != NONE and what not in self.expected[(cls, label)]:
                    masked[row, column] = 0.0
        return masked

    def settle(self, candidates: Sequence[Candidate], probabilities: Floats, labels: Sequence[str]) -> Floats:
        """The second look's probabilities after what grammar leaves no choice about."""
        followed = self.follow_frames(candidates, probabilities, labels)
        return self.follow_subjects(candidates, followed, labels)

    def follow_frames(
        self, candidates: Sequence[Candidate], probabilities: Floats, labels: Sequence[str]
    ) -> Floats:
        """The same probabilities after what the frames say of subjects, and of doers behind a preposition.

        The army that "lost the town" did not take it, nor did the one whose stronghold "fell". Where another
        role is far likelier for a subject, the sentence is read otherwise than the frame has it, unless it
        also has whom the frame makes the doer: who "lost it to the rebels" did not take it, and they did.
        """
        result = probabilities.copy()
        doers = self._framed_doers(candidates)
        done = {candidates[row].event for row in doers}
        agent, target = labels.index(_AGENT), labels.index(_TARGET)
        for row, candidate in enumerate(candidates):
            role = _AGENT if row in doers else self._subject_role(candidate)
            if role is not None:
                own = labels.index(role)
                others = [column for column, label in enumerate(labels) if label not in (NONE, role)]
                sure = row in doers or (role == _TARGET and candidate.event in done)
                if sure or result[row, others].max() <= _FRAME_COUNTS * result[row, own]:
                    result[row, own] += result[row, others].sum()
                    result[row, others] = 0.0
            elif self._place(candidate).startswith("subject:") and _undergone(self.triggers[candidate.event]):
                result[row, target] += result[row, agent]
                result[row, agent] = 0.0
        return result

    def _framed_doers(self, candidates: Sequence[Candidate]) -> set[int]:
        """The rows of those whom a frame makes the doers behind a preposition, its subject being done to."""
        found: set[int] = set()
        for row, candidate in enumerate(candidates):
            trigger, place = self.triggers[candidate.event], self._place(candidate)
            if place and place not in CORE and trigger.match and _undergone(trigger):
                what = self.scene.entities[candidate.entity].cls
                expected = what in self.expected.get((trigger.cls, _AGENT), ())
                if expected and trigger.match.roles_at(place) == (_AGENT,):
                    found.add(row)
        return found

    def _place(self, candidate: Candidate) -> str:
        """The grammatical place of a candidate's mention to its event, "" for none."""
        trigger, mention = self.triggers[candidate.event], candidate.mention
        return self.places[(trigger.passage, trigger.token)].get(mention.head, "") if mention else ""

    def follow_subjects(
        self, candidates: Sequence[Candidate], probabilities: Floats, labels: Sequence[str]
    ) -> Floats:
        """The same probabilities, but that who does what an event does is who does that event.

        In "a strike destroyed the depot" whoever struck destroyed. The role is what the frame gives to
        the subject, here that of the event which is the subject.
        """
        result = probabilities.copy()
        row_of = {(c.event, c.entity): row for row, c in enumerate(candidates)}
        doer = self._doers()
        for row, candidate in enumerate(candidates):
            if candidate.event in doer:
                other, role = doer[candidate.event]
                column = labels.index(role)
                same = row_of.get((other, candidate.entity))
                result[row, column] = probabilities[same, column] if same is not None else 0.0
        return result

    def _doers(self) -> dict[int, tuple[int, str]]:
        """For each event whose subject tells of another one that event, and the subject's role."""
        event_at = events_at(self.triggers)
        doers: dict[int, tuple[int, str]] = {}
        for number, trigger in enumerate(self.triggers):
            role = _only_role_of_subject(trigger)
            places = self.places[(trigger.passage, trigger.token)]
            subjects = [(trigger.passage, token) for token, place in places.items() if place == "subject"]
            if role is not None and len(subjects) == 1 and event_at.get(subjects[0], number) != number:
                doers[number] = event_at[subjects[0]], role
        return doers

    def _subject_role(self, candidate: Candidate) -> str | None:
        """The only role that the trigger's frame gives to its subject, where the candidate is that."""
        place = self._place(candidate)
        return _only_role_of_subject(self.triggers[candidate.event]) if place == "subject" else None

    def likely(
        self,
        candidates: Sequence[Candidate],
        probabilities: Floats,
        labels: Sequence[str],
        limits: Limits,
    ) -> list[list[Filled]]:
        """What may fill the roles of every event: the likeliest filler and others, each from its limit on."""
        best: dict[tuple[int, str], float] = {}
        rows = probabilities.tolist()
        for row, candidate in zip(rows, candidates, strict=True):
            for label, chance in zip(labels, row, strict=True):
                key = (candidate.event, label)
                best[key] = max(best.get(key, 0.0), chance)
        result: list[list[Filled]] = [[] for _ in self.triggers]
        for row, candidate in zip(rows, candidates, strict=True):
            for label, chance in zip(labels, row, strict=True):
                if label == NONE:
                    continue
                first, more = limits[label]
                if chance >= (first if chance >= best[(candidate.event, label)] else more):
                    result[candidate.event].append(Filled(label, candidate.entity, candidate.mention, chance))
        return result


def _undergone(trigger: Trigger) -> bool:
    """Whether a trigger's frame has its subject as what something is done to: a town that falls."""
    roles = trigger.match.roles_at("subject") if trigger.match else ()
    return bool(roles) and _AGENT not in roles


def _only_role_of_subject(trigger: Trigger) -> str | None:
    """The role that a trigger's frame gives to its subject, if it gives just one."""
    roles = trigger.match.roles_at("subject") if trigger.match else ()
    return roles[0] if len(roles) == 1 else None


def dependency_path(tokens: Tokens, trigger: int, head: int, cls: str, what: str) -> list[str]:
    """The way through the dependency tree from a trigger to a mention, as labels up and down."""
    way = tokens.way(trigger, head)
    if way is None:
        return ["path=none"]
    path, length = way
    if length > 5:
        return [f"path=long|{what}", f"plen={min(length, 9)}"]
    return [f"path={path}", f"path={path}|{what}", f"path={path}|{cls}", f"plen={length}|{what}"]


class RoleModel:
    """The two looks of the trained ranking."""

    def __init__(self, first: LinearModel, second: SecondLook, limits: Limits) -> None:
        self.first = first
        self.second = second
        self.limits = limits

    def likely(
        self,
        scene: Scene,
        triggers: Sequence[Trigger],
        expected: dict[tuple[str, str], frozenset[str]],
        trace: Trace | None = None,
    ) -> list[list[Filled]]:
        """What is likely enough to fill a role of each event of a document."""
        finder = RoleFinder(scene, triggers, expected)
        candidates = finder.candidates()
        if not candidates:
            return [[] for _ in triggers]
        first = self.first.probabilities([finder.features(c) for c in candidates])
        labels = self.second.labels
        late = self.second.probabilities(view_of(finder, candidates, first, self.first.labels))
        late = finder.settle(candidates, late, labels)
        masked = finder.mask(candidates, late, labels)
        if trace is not None:
            possible = finder.mask(candidates, np.ones_like(late), labels) > 0
            unasked = np.where(possible, late, first)  # of what is not expected, only the first look tells
            trace.see_fillers(candidates, unasked, masked, labels, self.limits)
        return finder.likely(candidates, masked, labels, self.limits)


def view_of(
    finder: RoleFinder, candidates: Sequence[Candidate], chances: Floats, labels: Sequence[str]
) -> View:
    """What the second look sees; ``chances`` of the first have shape (candidates, labels)."""
    roles = [column for column, label in enumerate(labels) if label != NONE]
    masked = finder.mask(candidates, chances, labels)
    numbers = RoleContext(finder, candidates, masked, roles).numbers() if candidates else masked
    words = finder.scene.words()
    names, places = [], []
    for candidate in candidates:
        trigger, mention = finder.triggers[candidate.event], candidate.mention or finder.last_told(candidate)
        names.append((trigger.cls, finder.scene.entities[candidate.entity].cls))
        places.append(words.of_pair(finder.scene.tokens, trigger, mention))
    return View(numbers, names, words, np.array(places, dtype=np.intp))
