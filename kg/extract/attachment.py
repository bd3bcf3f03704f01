"""Which of a document's dates is an event's: those near the trigger and those told before, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.roles import dependency_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.scene import PlacedTime, Scene
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger

_BACK = 4  # expressions looked back beyond the sentence


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that an event may have; ``time`` is None for the publication date."""

    event: int
    edtf: str
    time: PlacedTime | None
    back: int  # 0: same sentence; n: the n-th expression before it


class DateFinder:
    """Ranks the dates of a document for all its events."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger]) -> None:
        self.scene = scene
        self.triggers = triggers
        self.times = [time for times in scene.times for time in times]
        self.sentence_of = [scene.tokens[t.passage].sentence[t.token] for t in triggers]

    def candidates(self) -> list[list[DateCandidate]]:
        """For each event the dates worth a look; both "2014" and "2014 on" where the text says since."""
        result: list[list[DateCandidate]] = []
        for number in range(len(self.triggers)):
            here = self.sentence_of[number]
            found: list[DateCandidate] = []
            same = [t for t in self.times if t.sentence == here]
            before = [t for t in self.times if t.sentence < here][-_BACK:]
            options = [(t, 0) for t in same] + [(t, len(before) - i) for i, t in enumerate(before)]
            for time, back in options:
                for edtf in dict.fromkeys((time.time.edtf, time.time.value)):
                    found.append(DateCandidate(number, edtf, time, back))
            published = self.scene.document.published or ""
            if published.count("-") == 2:  # a day; news of a month or year happened on no known day of it
                found.append(DateCandidate(number, published, None, 9))
            result.append(found)
        return result

    def features(self, candidate: DateCandidate) -> list[str]:
        """Feature names of a pair of event and date."""
        trigger = self.triggers[candidate.event]
        here = self.sentence_of[candidate.event]
        tokens = self.scene.tokens[trigger.passage]
        in_sentence = sum(1 for t in self.times if t.sentence == here)
        opened = candidate.edtf.endswith("/..")
        row = [
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
            row += [
                f"pub|{min(in_sentence, 1)}",
                f"pub|{trigger.cls}",
                f"pub|{here == 0}|{min(len(self.times), 2)}",
            ]
            row.append(f"pub|{tokens.pos[trigger.token]}|{tokens.deps[trigger.token]}")
            row.append(f"pub|{tokens.language}|{bool([t for t in self.times if t.sentence < here])}")
        else:
            row += [
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
            for t in self.times
            if t.sentence == time.sentence
            and t is not time
            and abs(t.first - trigger.token) < abs(time.first - trigger.token)
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
