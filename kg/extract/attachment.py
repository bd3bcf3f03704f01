"""Which of a document's dates is an event's: those near the trigger and those told before, ranked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.modality import cues_at, quoted
from kg.extract.roles import dependency_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.scene import PlacedTime, Scene
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger

_BACK = 4  # expressions looked back beyond the sentence
_FIRST = 8
_PUBLISHED = 9
_STEM = 5  # letters that words for one act share


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that an event may have; ``time`` is None where no expression near it says so.

    ``form`` tells how it was made of the expression: as written ("told"), left open, a span of two
    expressions, the weekday after the publication, or the day or month of publication.
    """

    event: int
    edtf: str
    time: PlacedTime | None
    back: int  # 0: same sentence; n: the n-th expression before it; 8: the document's first, 9: published
    form: str = "told"


class DateFinder:
    """Ranks the dates of a document for all its events."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger]) -> None:
        self.scene = scene
        self.triggers = triggers
        self.times = [time for times in scene.times for time in times]
        self.sentence_of = [scene.tokens[t.passage].sentence[t.token] for t in triggers]
        self.of_sentence: dict[int, list[PlacedTime]] = {}
        for time in self.times:
            self.of_sentence.setdefault(time.sentence, []).append(time)
        self.told_in = sorted(self.of_sentence)
        self.uses = Counter(time.time.edtf for time in self.times)
        self.kin: dict[tuple[str, str], set[int]] = {}
        for trigger, sentence in zip(triggers, self.sentence_of, strict=True):
            self.kin.setdefault(self._kind(trigger), set()).add(sentence)
        published = scene.document.published or ""
        self.published = published if published.count("-") == 2 else ""

    def _kind(self, trigger: Trigger) -> tuple[str, str]:
        return trigger.cls, self.scene.tokens[trigger.passage].words[trigger.token][:_STEM]

    def candidates(self) -> list[list[DateCandidate]]:
        """For each event the dates worth a look; both "2014" and "2014 on" where the text says since."""
        return [self._of(number) for number in range(len(self.triggers))]

    def _of(self, number: int) -> list[DateCandidate]:
        here = self.sentence_of[number]
        same = self.of_sentence.get(here, [])
        before = self._before(here)
        found: list[DateCandidate] = []
        for time in same:
            found += (DateCandidate(number, *made) for made in self._forms(time, 0))
            if "/" not in time.time.edtf and not time.time.since:
                found.append(DateCandidate(number, f"{time.time.edtf}/..", time, 0, "open"))
        for one, two in pairwise(same):
            low, high = one.time.edtf, two.time.edtf
            if "/" not in low + high and low < high:
                found.append(DateCandidate(number, f"{low}/{high}", one, 0, "span"))
        for age, time in enumerate(reversed(before), 1):
            found += (DateCandidate(number, *made) for made in self._forms(time, age))
        if self.times and self.times[0].sentence < here and self.times[0] not in before:
            found.append(DateCandidate(number, self.times[0].time.edtf, self.times[0], _FIRST))
        if self.published:  # news of a month or year happened on no known day of it
            found.append(DateCandidate(number, self.published, None, _PUBLISHED))
            found.append(DateCandidate(number, self.published[:7], None, _PUBLISHED, "month"))
        return found

    def _before(self, here: int) -> list[PlacedTime]:
        """The last expressions before a sentence, in order."""
        found: list[PlacedTime] = []
        for sentence in reversed(self.told_in[: bisect_left(self.told_in, here)]):
            found = [*self.of_sentence[sentence], *found]
            if len(found) >= _BACK:
                break
        return found[-_BACK:]

    def _forms(self, time: PlacedTime, back: int) -> Iterator[tuple[str, PlacedTime, int, str]]:
        """What an expression may mean: as told, with an open end, the next such weekday."""
        yield time.time.edtf, time, back, "told"
        if time.time.value != time.time.edtf:
            yield time.time.value, time, back, "since"
        if time.time.kind == "weekday" and back == 0:
            ahead = date.fromisoformat(time.time.edtf) + timedelta(days=7)
            yield ahead.isoformat(), time, back, "next"

    def features(self, candidate: DateCandidate) -> list[str]:
        """Feature names of a pair of event and date."""
        trigger = self.triggers[candidate.event]
        here = self.sentence_of[candidate.event]
        tokens = self.scene.tokens[trigger.passage]
        in_sentence = len(self.of_sentence.get(here, ()))
        opened = candidate.edtf.endswith("/..")
        form = candidate.form
        status = cue_kinds(tokens, trigger.token)
        row = [
            f"form={form}",
            f"form={form}|{trigger.cls}",
            f"form={form}|{min(in_sentence, 3)}|{tokens.language}",
            f"form={form}|{candidate.back}|{min(in_sentence, 2)}",
            *(f"cue={kind}|{form}|{min(candidate.back, 2)}" for kind in status),
            f"end={tokens.words[trigger.token][-3:]}|{form}|{min(candidate.back, 2)}",
            f"b={candidate.back}",
            f"t={int(trigger.score * 5)}|{candidate.back == 0}",
            f"b={candidate.back}|{min(in_sentence, 2)}",
            f"b={candidate.back}|{trigger.cls}",
            f"open={opened}|{trigger.cls}",
            f"dated={bool(self.scene.document.published)}|{candidate.back}",
            f"n={min(len(self.times), 4)}|{candidate.back}",
            f"doc={tokens.passage.block.kind}|{candidate.back}|{tokens.language}",
        ]
        time = candidate.time
        if time is None:
            earlier = bool(self.told_in) and self.told_in[0] < here
            row += [
                f"pub={form}|{min(in_sentence, 1)}",
                f"pub={form}|{trigger.cls}",
                f"pub={form}|{here == 0}|{min(len(self.times), 2)}",
                f"pub={form}|{tokens.pos[trigger.token]}|{tokens.deps[trigger.token]}",
                f"pub={form}|{tokens.language}|{earlier}",
                f"pub={form}|{min(here, 3)}|{min(in_sentence, 1)}",
                f"pub={form}|{quoted(tokens, trigger.token)}",
                f"pub={form}|{tokens.words[trigger.token]}",
            ]
        else:
            kin = time.sentence in self.kin[self._kind(trigger)] and time.sentence != here
            only = self._only(candidate.edtf)
            row += [
                f"kin={kin}|{form}|{min(candidate.back, 3)}|{only}",
                f"uses={min(self.uses[time.time.edtf], 3)}|{min(candidate.back, 2)}|{form}",
                f"pubday={time.time.edtf == self.published}|{min(candidate.back, 2)}|{form}",
                f"k={time.time.kind}|{candidate.back > 0}",
                f"since={time.time.since}|{opened}|{candidate.back > 0}",
                f"since={time.time.since}|{opened}|{trigger.cls}",
                f"prec={time.time.edtf.count('-')}|{'/' in time.time.edtf}|{candidate.back > 0}",
                f"gap={min(here - time.sentence, 6)}|{time.time.kind}",
                f"gap={min(here - time.sentence, 6)}|{time.passage == trigger.passage}",
                f"gapc={min(here - time.sentence, 3)}|{trigger.cls}",
                f"w={tokens.words[trigger.token][:6]}|{candidate.back == 0}",
            ]
            if candidate.back == 0:
                row += self._near(time, trigger, in_sentence)
            else:
                row.append(f"lead={self._leads(time)}|{min(here - time.sentence, 3)}|{min(in_sentence, 1)}")
                row.append(f"prev={candidate.back}|{min(in_sentence, 2)}|{time.passage == trigger.passage}")
        return row

    def _only(self, edtf: str) -> bool:
        """Whether a document speaks of no other day, month or year."""
        return len(self.uses) == 1 and edtf in self.uses

    def _leads(self, time: PlacedTime) -> bool:
        """Whether an expression opens its sentence."""
        tokens = self.scene.tokens[time.passage]
        return time.first - tokens.bounds(time.first)[0] <= 2

    def _near(self, time: PlacedTime, trigger: Trigger, rivals: int) -> list[str]:
        tokens = self.scene.tokens[trigger.passage]
        side = "before" if time.end <= trigger.token else "after"
        far = min(abs(time.first - trigger.token), abs(time.end - 1 - trigger.token))
        bucket = far if far < 3 else 3 + min((far - 3) // 5, 5)
        between = [
            t
            for t in self.triggers
            if t.passage == trigger.passage
            and min(time.first, trigger.token) < t.token < max(time.first, trigger.token)
        ]
        closer = sum(
            1
            for t in self.of_sentence[time.sentence]
            if t is not time and abs(t.first - trigger.token) < abs(time.first - trigger.token)
        )
        head = next(
            (
                i
                for i in range(time.first, time.end)
                if not time.first <= tokens.heads[i] < time.end or tokens.heads[i] == i
            ),
            time.first,
        )
        row = [
            f"side={side}|{bucket}",
            f"side={side}|{min(len(between), 3)}|{min(rivals, 2)}",
            f"lead={self._leads(time)}|{side}|{min(rivals, 3)}",
            f"closer={min(closer, 2)}|{side}",
            f"closer={min(closer, 2)}|{self._leads(time)}",
            f"tp={tokens.pos[trigger.token]}|{side}",
        ]
        return row + [f"t{p}" for p in dependency_path(tokens, trigger.token, head, trigger.cls, "time")]


def cue_kinds(tokens: Tokens, trigger: int) -> list[str]:
    """The cues of plans, hearsay and negation on a trigger, its helpers and what governs it."""
    near = [trigger, *tokens.children[trigger], *tokens.path_up(trigger)[1:3]]
    return sorted({kind for i in near for kind in cues_at(tokens, i)})


def decide(
    candidates: Sequence[Sequence[DateCandidate]], chances: Sequence[Sequence[float]], limit: float
) -> list[str | None]:
    """The likeliest date of each event, none where no chance reaches the limit."""
    result: list[str | None] = []
    for options, scores in zip(candidates, chances, strict=True):
        best = max(range(len(options)), key=lambda i: (scores[i], -i), default=-1)
        result.append(options[best].edtf if best >= 0 and scores[best] >= limit else None)
    return result


class DateModel:
    """The trained ranking of dates; ``limits`` are for documents with a publication date and without."""

    def __init__(self, model: LinearModel, limits: Mapping[bool, float]) -> None:
        self.model = model
        self.limits = limits

    def dates(
        self, scene: Scene, triggers: Sequence[Trigger], trace: Trace | None = None
    ) -> list[str | None]:
        """The date of every event as EDTF, or None."""
        finder = DateFinder(scene, triggers)
        candidates = finder.candidates()
        flat = [finder.features(c) for options in candidates for c in options]
        scores = iter(self.model.probabilities(flat)[:, 0].tolist())
        chances = [[next(scores) for _ in options] for options in candidates]
        limit = self.limits[scene.document.published is not None]
        if trace is not None:
            trace.see_dates(candidates, chances, limit)
        return decide(candidates, chances, limit)
