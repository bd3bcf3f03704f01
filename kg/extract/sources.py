"""Who says so: the source that the text names for an event, by trained models over pairs of the two.

What counts is the way of reporting: a verb of speech and who stands next to it, a marker before a
name ("according to"), and quotations, which may run over several sentences of a passage.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.modality import SAID, cues_at, quotation, quoted, says_clause
from kg.extract.nets import View
from kg.extract.roles import dependency_path
from kg.extract.source_context import source_numbers
from kg.extract.syntax import grammatical_places
from kg.extract.triggers import events_at
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.scene import Placed, Scene
    from kg.extract.second import SecondLook
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger

_BETWEEN = 2  # words that may stand between a marker of speech and a name
_LEADING = ("DET", "ADJ", "NUM", "NOUN")  # their parts of speech
_LONGEST = 5  # tokens of a marker
_STEPS = 4  # of the way down to an event from what governs the speaker
_NEXT = 7  # tokens between a verb of speech and who stands next to it
_FARTHEST = 6  # sentences between an event and who speaks of it
_FAR = 3  # sentences from which on all are equally far
_JOINTS = (",", '"', "»", "”")


@dataclass(frozen=True, slots=True)
class SourceCandidate:
    """An entity that may be the source of an event, through a mention near it."""

    event: int
    mention: Placed


@dataclass(frozen=True, slots=True)
class Voice:
    """How a mention stands to what is said: whether it speaks, a marker leads to it, a verb is near.

    ``verb`` is the nearest verb of speech of its sentence, None where it has none; ``away`` how many
    tokens lie between; ``side`` whether the verb stands before or behind the mention; ``what`` which kind
    of thing the verb has to say (:data:`SAID`).
    """

    speaks: bool
    marked: bool
    verb: int | None
    away: int
    side: str
    what: str

    @property
    def near(self) -> str:
        """Side and distance of the verb in one word."""
        return "no" if self.verb is None else f"{self.side}{min(self.away, _NEXT)}"


class SourceFinder:
    """Ranks who may have said what a sentence tells."""

    def __init__(
        self, scene: Scene, triggers: Sequence[Trigger], expected: Mapping[tuple[str, str], frozenset[str]]
    ) -> None:
        self.scene = scene
        self.triggers = triggers
        self.kinds = {cls: number for number, cls in enumerate(sorted({cls for cls, _ in expected}))}
        self.things = {
            cls: number for number, cls in enumerate(sorted(frozenset().union(*expected.values())))
        }
        self.mentions = sorted((m for ms in scene.mentions for m in ms), key=lambda m: m.start)
        self.sentences = [scene.tokens[m.passage].sentence[m.first] for m in self.mentions]
        self.speech = {
            (number, i)
            for number, tokens in enumerate(scene.tokens)
            for i in range(len(tokens))
            if "speech" in cues_at(tokens, i) and tokens.pos[i] in ("VERB", "AUX")
        }
        self.telling = {scene.tokens[number].sentence[i] for number, i in self.speech}  # sentences
        self.quotes = [quotation(tokens, 0, len(tokens)) for tokens in scene.tokens]
        self.sentence_of = [scene.tokens[t.passage].sentence[t.token] for t in triggers]
        self.runs = [self._run(t) for t in triggers]
        self.voices: dict[Placed, Voice] = {}
        self.event_at = events_at(triggers)

    def _run(self, trigger: Trigger) -> tuple[int, int] | None:
        """The tokens of the quotation around a trigger, from its opening mark to its closing one."""
        inside = self.quotes[trigger.passage]
        if not inside[trigger.token]:
            return None
        first = last = trigger.token
        while first and inside[first - 1]:
            first -= 1
        while last + 1 < len(inside) and inside[last]:
            last += 1
        return first, last

    def candidates(self) -> list[list[SourceCandidate]]:
        """Mentions of possible speakers in the sentences around an event and around its quotation.

        The last who spoke before them is one, too. Whoever "warned" is the agent of the warning and not
        the source for it.
        """
        result = []
        spoken = [n for n, mention in enumerate(self.mentions) if self.voice(mention).speaks]
        spoken_in = [self.sentences[n] for n in spoken]
        for number, (trigger, here) in enumerate(zip(self.triggers, self.sentence_of, strict=True)):
            low, high = here - 1, here + 1
            run = self.runs[number]
            if run is not None:
                sentence = self.scene.tokens[trigger.passage].sentence
                low = max(min(low, sentence[run[0]] - 1), here - _FARTHEST)
                high = min(max(high, sentence[run[1]]), here + _FARTHEST)
            own = self._own_speakers(trigger)
            near = list(range(bisect_left(self.sentences, low), bisect_right(self.sentences, high)))
            last = bisect_left(spoken_in, low) - 1
            if last >= 0 and spoken_in[last] >= here - _FARTHEST:
                near.insert(0, spoken[last])
            result.append(
                [
                    SourceCandidate(number, self.mentions[n])
                    for n in near
                    if self.sentences[n] != here or self.mentions[n].passage == trigger.passage
                    if self.mentions[n].entity not in own
                ]
            )
        return result

    def _own_speakers(self, trigger: Trigger) -> set[int]:
        """The entities that say what a trigger tells of, where that is a verb of speech."""
        if (trigger.passage, trigger.token) not in self.speech:
            return set()
        places = grammatical_places(self.scene.tokens[trigger.passage], trigger.token)
        return {m.entity for m in self.scene.mentions[trigger.passage] if places.get(m.head) == "subject"}

    def voice(self, mention: Placed) -> Voice:
        """How a mention stands to the speech in its sentence."""
        if mention not in self.voices:
            tokens = self.scene.tokens[mention.passage]
            begin, end = tokens.bounds(mention.first)
            verbs = [
                (min(abs(i - mention.first), abs(i - mention.end + 1)), i)
                for i in range(begin, end)
                if (mention.passage, i) in self.speech
            ]
            away, verb = min(verbs, default=(0, None))
            self.voices[mention] = Voice(
                (mention.passage, tokens.heads[mention.head]) in self.speech,
                marks_speech(tokens, mention.first),
                verb,
                away,
                "a" if verb is not None and verb < mention.first else "b",
                SAID[-1] if verb is None else self._said(mention.passage, verb),
            )
        return self.voices[mention]

    def _said(self, passage: int, verb: int) -> str:
        """What kind of thing a verb of speech has to say: one of :data:`SAID`."""
        tokens = self.scene.tokens[passage]
        deps = {tokens.deps[child].split(":")[0]: child for child in tokens.children[verb]}
        if tokens.deps[verb].startswith("parataxis") or says_clause(tokens, verb):
            return "clause"
        if "obj" not in deps:
            return "nothing"
        return "event" if (passage, deps["obj"]) in self.event_at else "thing"

    def features(self, candidate: SourceCandidate) -> list[str]:
        """Feature names of a pair of event and possible speaker."""
        trigger, mention = self.triggers[candidate.event], candidate.mention
        tokens = self.scene.tokens[mention.passage]
        told = self.scene.tokens[trigger.passage]
        here = told.sentence[trigger.token]
        gap = max(-_FAR, min(tokens.sentence[mention.first] - here, _FAR))
        voice = self.voice(mention)
        row = self._speaker(mention, voice, gap)
        row += self._quotation(trigger, mention, voice, gap)
        said = here in self.telling
        row += [
            f"t={int(trigger.score * 5)}",
            f"c={trigger.cls}|{voice.speaks}|{gap}",
            f"tw={told.words[trigger.token][:6]}|{voice.speaks}|{gap}",
            f"nsp={said}|{gap}|{self.scene.cls(mention)}",
            f"kind={told.passage.block.kind}",
        ]
        if gap == 0:
            row += self._sentence(trigger, mention, voice)
        return row

    def _speaker(self, mention: Placed, voice: Voice, gap: int) -> list[str]:
        """The mention by itself, and the verb and the words next to it."""
        tokens = self.scene.tokens[mention.passage]
        what = self.scene.cls(mention)
        head, dep = tokens.heads[mention.head], tokens.deps[mention.head]
        before = tokens.words[max(0, mention.first - 2) : mention.first]
        row = [
            f"e={what}",
            f"gap={gap}|{what}",
            f"sp={voice.speaks}|{dep}|{gap}",
            f"sp={voice.speaks}|{dep}|{what}",
            f"mark={voice.marked}|{gap}",
            f"mark={voice.marked}|{what}",
            f"nr={voice.near}|{gap}",
            f"nr={voice.near}|{gap}|{dep}",
            f"nr={voice.near}|{what}",
            f"l={tokens.language}|{gap}|{voice.near[:2]}",
            f"pw={before[-1] if before else ''}|{what}",
            f"pw2={' '.join(before)}",
            f"form={mention.form}|{what}|{voice.speaks}",
        ]
        if voice.speaks:
            verb = tokens.words[head][:7]
            row += [f"v={verb}|{dep}", f"v={verb}|{gap}"]
            row += [f"what={voice.what}|{dep}|{gap}", f"what={voice.what}|{verb}"]
        if voice.verb is not None:
            row.append(f"nv={tokens.words[voice.verb][:7]}|{voice.side}|{min(voice.away, 4)}|{gap}")
            row.append(f"nwhat={voice.what}|{voice.near[:2]}|{gap}")
        return row

    def _quotation(self, trigger: Trigger, mention: Placed, voice: Voice, gap: int) -> list[str]:
        """Whether the event, and the mention, stand inside a quotation."""
        told = self.scene.tokens[trigger.passage]
        inside = self.quotes[trigger.passage][trigger.token]
        own = self.quotes[mention.passage][mention.first]
        return [
            f"q={quoted(told, trigger.token)}|{voice.speaks}|{gap}",
            f"inq={inside}|{own}|{gap}|{voice.speaks}",
            f"inq={inside}|{own}|{voice.marked}|{gap}",
            f"nr={voice.near}|{inside}|{own}|{gap}",
            f"samep={mention.passage == trigger.passage}|{gap}|{inside}",
        ]

    def _sentence(self, trigger: Trigger, mention: Placed, voice: Voice) -> list[str]:
        """The way from the event to a mention, and to the verb next to it, in one sentence."""
        tokens = self.scene.tokens[trigger.passage]
        what = self.scene.cls(mention)
        up = tokens.path_up(trigger.token)
        head, dep = tokens.heads[mention.head], tokens.deps[mention.head]
        side = "before" if mention.end <= trigger.token else "after"
        under = head in up
        below = up[: up.index(head)] if under else []
        way = [tokens.deps[node].split(":")[0] for node in reversed(below)]
        row = [
            f"under={under}|{voice.speaks}|{dep}",
            f"under={under}|{voice.marked}|{side}",
            f"way={'>'.join(way[:_STEPS])}|{voice.speaks}|{voice.marked}",
            f"side={side}|{voice.speaks}|{voice.marked}",
            f"side={side}|{what}|{min(abs(mention.first - trigger.token) // 4, 5)}",
        ]
        row += [f"s{p}" for p in dependency_path(tokens, trigger.token, mention.head, trigger.cls, what)]
        if voice.verb is not None:
            place, near = voice.verb, voice.near[:2]
            low, high = sorted((place, trigger.token))
            apart = any(tokens.texts[i] in _JOINTS for i in range(low, high))
            inside = self.quotes[trigger.passage][trigger.token]
            where = "before" if place < trigger.token else "after"
            row += [
                f"vs={where}|{near}|{apart}|{inside}",
                f"vup={place in up}|{near}|{where}",
                f"is={place == trigger.token}|{near}",
            ]
        return row


def marks_speech(tokens: Tokens, index: int) -> bool:
    """Whether the words before a token say that who follows says so ("according to the")."""
    begin, _ = tokens.bounds(index)
    markers = _markers(tokens.language)
    for end in range(index, max(begin, index - _BETWEEN - 1), -1):
        if any(
            "".join(tokens.words[first:end]) in markers for first in range(max(begin, end - _LONGEST), end)
        ):
            return True
        if tokens.pos[end - 1] not in _LEADING:
            return False
    return False


@cache
def _markers(language: str) -> frozenset[str]:
    """The markers of speech of a language, written together: it does not matter how they are parted."""
    return frozenset("".join(marker) for marker in grammar(language).cues["speech"].markers)


class SourceModel:
    """Sources by two looks; ``speakers`` are the classes of things that may say something."""

    def __init__(
        self, first: LinearModel, second: SecondLook, limit: float, speakers: frozenset[str]
    ) -> None:
        self.first = first
        self.second = second
        self.limit = limit
        self.speakers = speakers

    def find(
        self,
        scene: Scene,
        triggers: Sequence[Trigger],
        expected: Mapping[tuple[str, str], frozenset[str]],
        trace: Trace | None = None,
    ) -> list[Placed | None]:
        """The mention of whom each event is attributed to, if anyone."""
        finder = SourceFinder(scene, triggers, expected)
        candidates = finder.candidates()
        flat = [finder.features(c) for options in candidates for c in options]
        chances: list[float] = []
        if flat:
            looked = self.first.probabilities(flat)[:, 0].tolist()
            chances = self.second.probabilities(view_of(finder, candidates, looked))[:, 0].tolist()
        found = likeliest(scene, candidates, chances, self.speakers)
        if trace is not None:
            trace.see_sources(found, self.limit)
        return [mention if chance >= self.limit else None for mention, chance in found]


def view_of(
    finder: SourceFinder, candidates: Sequence[Sequence[SourceCandidate]], chances: Sequence[float]
) -> View:
    """What the second look sees of all candidates, one by one; ``chances`` are those of the first."""
    words = finder.scene.words()
    names, places = [], []
    for candidate in (c for options in candidates for c in options):
        trigger, mention = finder.triggers[candidate.event], candidate.mention
        names.append((trigger.cls, finder.scene.cls(mention)))
        places.append(words.of_pair(finder.scene.tokens, trigger, mention))
    return View(source_numbers(finder, candidates, chances), names, words, np.array(places, dtype=np.intp))


def likeliest(
    scene: Scene,
    candidates: Sequence[Sequence[SourceCandidate]],
    chances: Sequence[float],
    speakers: frozenset[str],
) -> list[tuple[Placed | None, float]]:
    """For every event its likeliest candidate that can speak; ``chances`` are of all, one by one."""
    result: list[tuple[Placed | None, float]] = []
    done = 0
    for options in candidates:
        able = [
            (chance, -place, option.mention)
            for place, (option, chance) in enumerate(
                zip(options, chances[done : done + len(options)], strict=True)
            )
            if scene.cls(option.mention) in speakers
        ]
        done += len(options)
        best = max(able, key=lambda a: a[:2], default=None)
        result.append((best[2], best[0]) if best else (None, 0.0))
    return result
