"""Which of a document's dates is an event's: those near the trigger and those told before, ranked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.date_syntax import clause_of_time, cue_kinds, helpers
from kg.extract.modality import quoted
from kg.extract.roles import dependency_path
from kg.extract.scene import head_of
from kg.extract.syntax import determiner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.scene import PlacedTime, Scene
    from kg.extract.triggers import Trigger

_BACK = 4  # expressions looked back beyond the sentence
_AHEAD = 3  # and ahead
_LATER = 5
_FIRST = 8
_PUBLISHED = 9
_MADE_OF = 2  # up to how many expressions back more is made of one than what it says
_STEM = 5  # letters that words for one act share


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that an event may have; ``time`` is None where no expression near it says so.

    ``form`` tells how it was made of the expression: as written ("told"), left open, a span of two
    expressions or up to the publication ("now"), its month or year alone, the weekday after the
    publication, or the day or month of publication or the day before ("eve").
    """

    event: int
    edtf: str
    time: PlacedTime | None
    back: int  # 0: same sentence; n: the n-th before it; 5: after it; 8: the document's first, 9: published
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
        self.begun: Counter[str] = Counter()  # uses of all that begin so: of a year, of its months and days
        for edtf, count in self.uses.items():
            self.begun.update({edtf[:end]: count for end in range(1, len(edtf) + 1)})
        self.kin: dict[tuple[str, str], set[int]] = {}
        for trigger, sentence in zip(triggers, self.sentence_of, strict=True):
            self.kin.setdefault(self.kind(trigger), set()).add(sentence)
        self.spoken_of: dict[int, set[int]] = {}  # the entities of every sentence
        for mentions, tokens in zip(scene.mentions, scene.tokens, strict=True):
            for mention in mentions:
                self.spoken_of.setdefault(tokens.sentence[mention.first], set()).add(mention.entity)
        published = scene.document.published or ""
        self.published = published if published.count("-") == 2 else ""

    def kind(self, trigger: Trigger) -> tuple[str, str]:
        """The class of an event and the beginning of its word: events alike in both may be one."""
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
        found += (DateCandidate(number, *made) for made in self._spans(same, 0))
        for age, time in enumerate(reversed(before), 1):
            found += (DateCandidate(number, *made) for made in self._forms(time, age))
        found += (DateCandidate(number, *made) for made in self._spans(before, 1))
        for time in self._after(here):
            found.append(DateCandidate(number, time.time.edtf, time, _LATER))
        if self.times and self.times[0].sentence < here and self.times[0] not in before:
            found.append(DateCandidate(number, self.times[0].time.edtf, self.times[0], _FIRST))
        if self.published:  # news of a month or year happened on no known day of it
            found.append(DateCandidate(number, self.published, None, _PUBLISHED))
            found.append(DateCandidate(number, self.published[:7], None, _PUBLISHED, "month"))
            eve = date.fromisoformat(self.published) - timedelta(days=1)
            found.append(DateCandidate(number, eve.isoformat(), None, _PUBLISHED, "eve"))
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
        since = time.time.value != time.time.edtf
        yield time.time.value, time, back, "since" if since else "told"
        edtf = time.time.edtf
        if time.time.kind == "weekday" and back == 0:
            ahead = date.fromisoformat(edtf) + timedelta(days=7)
            yield ahead.isoformat(), time, back, "next"
        if "/" in edtf or back > _MADE_OF:
            return
        if not time.time.since:
            yield f"{edtf}/..", time, back, "open"
        if edtf.count("-") == 2:
            yield edtf[:7], time, back, "month"
        if edtf.count("-") and back < _MADE_OF:
            yield edtf[:4], time, back, "year"
        if edtf < self.published[: len(edtf)] and back < _MADE_OF:
            yield f"{edtf}/{self.published[: len(edtf)]}", time, back, "now"

    def _spans(self, times: Sequence[PlacedTime], back: int) -> Iterator[tuple[str, PlacedTime, int, str]]:
        """From one expression of a sentence to the next."""
        for one, two in pairwise(times):
            low, high = one.time.edtf, two.time.edtf
            if one.sentence == two.sentence and "/" not in low + high and low < high:
                yield f"{low}/{high}", one, back, "span"

    def _after(self, here: int) -> list[PlacedTime]:
        """The first expressions after a sentence."""
        found: list[PlacedTime] = []
        for sentence in self.told_in[bisect_right(self.told_in, here) :]:
            if len(found) >= _AHEAD:
                break
            found += self.of_sentence[sentence]
        return found[:_AHEAD]

    def features(self, candidate: DateCandidate) -> list[str]:
        """Feature names of a pair of event and date."""
        trigger = self.triggers[candidate.event]
        here = self.sentence_of[candidate.event]
        tokens = self.scene.tokens[trigger.passage]
        in_sentence = len(self.of_sentence.get(here, ()))
        opened = candidate.edtf.endswith("/..")
        form = candidate.form
        status = cue_kinds(tokens, trigger.token)
        article = determiner(tokens, trigger.token)
        row = [
            f"det={article}|{form}|{min(candidate.back, 2)}",
            f"form={form}",
            f"form={form}|{trigger.cls}",
            f"form={form}|{min(in_sentence, 3)}|{tokens.language}",
            f"form={form}|{candidate.back}|{min(in_sentence, 2)}",
            *(f"cue={kind}|{form}|{min(candidate.back, 2)}" for kind in status),
            f"end={tokens.words[trigger.token][-3:]}|{form}|{min(candidate.back, 2)}",
            *(f"aux={word}|{form}|{min(candidate.back, 2)}" for word in helpers(tokens, trigger.token)),
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
            kin = time.sentence in self.kin[self.kind(trigger)] and time.sentence != here
            only = self._only(candidate.edtf)
            gap = max(min(here - time.sentence, 6), -3)
            row += [
                f"kin={kin}|{article}|{min(candidate.back, 2)}",
                f"kin={kin}|{form}|{min(candidate.back, 3)}|{only}",
                f"uses={min(self.uses[time.time.edtf], 3)}|{min(candidate.back, 2)}|{form}",
                f"pubday={time.time.edtf == self.published}|{min(candidate.back, 2)}|{form}",
                f"k={time.time.kind}|{candidate.back > 0}",
                f"since={time.time.since}|{opened}|{candidate.back > 0}",
                f"since={time.time.since}|{opened}|{trigger.cls}",
                f"prec={time.time.edtf.count('-')}|{'/' in time.time.edtf}|{candidate.back > 0}",
                f"gap={gap}|{time.time.kind}",
                f"gap={gap}|{time.passage == trigger.passage}",
                f"gapc={min(gap, 3)}|{trigger.cls}",
                f"w={tokens.words[trigger.token][:6]}|{candidate.back == 0}",
            ]
            if candidate.back == 0:
                row += self._near(time, trigger, in_sentence)
            else:
                row.append(f"lead={self.leads(time)}|{min(gap, 3)}|{min(in_sentence, 1)}")
                row.append(f"prev={candidate.back}|{min(in_sentence, 2)}|{time.passage == trigger.passage}")
        return row

    def none_features(self, event: int) -> list[str]:
        """Feature names of an event as one of which the document does not tell when it was."""
        trigger, here = self.triggers[event], self.sentence_of[event]
        tokens = self.scene.tokens[trigger.passage]
        i = trigger.token
        in_sentence = len(self.of_sentence.get(here, ()))
        dated = bool(self.scene.document.published)
        about = f"{dated}|{min(in_sentence, 1)}"
        gap = min((here - sentence for sentence in self.told_in if sentence < here), default=6)
        return [
            f"nonedet={determiner(tokens, i)}|{about}",
            "none",
            f"none={about}|{tokens.language}",
            f"nonec={about}|{trigger.cls}",
            f"nonet={about}|{int(trigger.score * 5)}",
            f"nonek={min(in_sentence, 3)}|{dated}",
            f"noneh={min(here, 4)}|{dated}",
            f"nonen={min(len(self.times), 5)}|{dated}",
            f"noneg={min(gap, 6)}|{about}",
            f"noned={about}|{tokens.deps[i]}|{tokens.pos[i]}",
            f"noneq={quoted(tokens, i)}|{about}",
            f"noneb={tokens.passage.block.kind}|{about}",
            f"nonel={min(len(self.triggers) // 10, 5)}|{dated}",
            *(f"cue={kind}|none|{about}" for kind in cue_kinds(tokens, i)),
        ]

    def _only(self, edtf: str) -> bool:
        """Whether a document speaks of no other day, month or year."""
        return len(self.uses) == 1 and edtf in self.uses

    def leads(self, time: PlacedTime) -> bool:
        """Whether an expression opens its sentence."""
        tokens = self.scene.tokens[time.passage]
        return time.first - tokens.bounds(time.first)[0] <= 2

    def shared(self, event: int, time: PlacedTime) -> float:
        """The share of what the sentence of an event speaks of that the expression's speaks of, too."""
        mine = self.spoken_of.get(self.sentence_of[event], set())
        return len(mine & self.spoken_of.get(time.sentence, set())) / max(len(mine), 1)

    def closer(self, trigger: Trigger, time: PlacedTime) -> int:
        """How many expressions of a sentence stand nearer to a trigger than one of them."""
        far = abs(time.first - trigger.token)
        return sum(abs(other.first - trigger.token) < far for other in self.of_sentence[time.sentence])

    def between(self, trigger: Trigger, time: PlacedTime) -> int:
        """How many events stand between a trigger and an expression of its sentence."""
        low, high = sorted((trigger.token, time.first))
        first = bisect_left(self.sentence_of, time.sentence)
        end = bisect_right(self.sentence_of, time.sentence)
        return sum(low < t.token < high for t in self.triggers[first:end])

    def _near(self, time: PlacedTime, trigger: Trigger, rivals: int) -> list[str]:
        tokens = self.scene.tokens[trigger.passage]
        side = "before" if time.end <= trigger.token else "after"
        far = min(abs(time.first - trigger.token), abs(time.end - 1 - trigger.token))
        bucket = far if far < 3 else 3 + min((far - 3) // 5, 5)
        between, closer = self.between(trigger, time), self.closer(trigger, time)
        clause = clause_of_time(tokens, trigger.token, time)
        row = [
            f"clause={clause}|{tokens.pos[trigger.token]}",
            f"clause={clause}|{trigger.cls}",
            f"clause={clause}|{side}|{min(rivals, 3)}",
            f"side={side}|{bucket}",
            f"side={side}|{min(between, 3)}|{min(rivals, 2)}",
            f"lead={self.leads(time)}|{side}|{min(rivals, 3)}",
            f"closer={min(closer, 2)}|{side}",
            f"closer={min(closer, 2)}|{self.leads(time)}",
            f"tp={tokens.pos[trigger.token]}|{side}",
        ]
        head = head_of(tokens, time.first, time.end)
        return row + [f"t{p}" for p in dependency_path(tokens, trigger.token, head, trigger.cls, "time")]
