"""Whether an event is asserted, alleged, planned or denied, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.roles import dependency_path
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.scene import Placed, Scene
    from kg.extract.tokens import Tokens
    from kg.extract.triggers import Trigger

_QUOTES = ('"', "«", "»", "“", "”", "``", "''")
_CUES = ("alleged", "planned", "negation", "speech", "purpose")


def cues_at(tokens: Tokens, index: int) -> list[str]:
    """Which cues of the language a token is."""
    word = tokens.words[index]
    return [
        kind
        for kind, cue in grammar(tokens.language).cues.items()
        if kind in _CUES and (word in cue.verbs or word in cue.words or word in cue.nouns)
    ]


def quoted(tokens: Tokens, index: int) -> bool:
    """Whether a token stands between quotation marks of its passage."""
    begin, _ = tokens.bounds(index)
    opened = False
    for i in range(begin, index):
        if tokens.texts[i] in _QUOTES:
            opened = tokens.texts[i] in ("«", "“") or (tokens.texts[i] not in ("»", "”") and not opened)
    return opened


def status_features(scene: Scene, trigger: Trigger) -> list[str]:
    """Feature names of an event's status."""
    tokens = scene.tokens[trigger.passage]
    i = trigger.token
    begin, end = tokens.bounds(i)
    row = [
        f"c={trigger.cls}",
        f"p={tokens.pos[i]}",
        f"d={tokens.deps[i]}",
        f"w={tokens.words[i]}",
        f"suf={tokens.words[i][-4:]}",
        f"suf={tokens.words[i][-3:]}",
    ]
    for child in tokens.children[i]:
        if tokens.pos[child] in ("AUX", "PART", "SCONJ", "ADV", "ADP", "DET", "ADJ", "CCONJ"):
            row += [f"cw={tokens.words[child]}", f"cs={tokens.deps[child]}|{tokens.words[child][-4:]}"]
        row += [f"cc={kind}|{tokens.deps[child]}" for kind in cues_at(tokens, child)]
    for depth, node in enumerate(tokens.path_up(i)[1:4], 1):
        row += [f"up{depth}={kind}" for kind in cues_at(tokens, node)]
        row += [f"upc={kind}" for kind in cues_at(tokens, node)]
        row += [
            f"upw={tokens.words[node][:7]}",
            f"upd{depth}={tokens.deps[tokens.path_up(i)[depth - 1]]}|{tokens.words[node][:7]}",
        ]
        for child in tokens.children[node]:
            if tokens.pos[child] in ("AUX", "PART", "SCONJ"):
                row += [f"uc{depth}={tokens.words[child]}", f"ucs{depth}={tokens.words[child][-4:]}"]
    for step in (-3, -2, -1, 1, 2):
        if begin <= i + step < end:
            row += [f"n{step}={tokens.words[i + step]}"]
            row += [f"nc{step}={kind}" for kind in cues_at(tokens, i + step)]
    for j in range(begin, end):
        row += [f"s={kind}" for kind in cues_at(tokens, j) if kind in ("alleged", "negation")]
    row.append(f"q={quoted(tokens, i)}")
    return row


@dataclass(frozen=True, slots=True)
class SourceCandidate:
    """An entity that may be the source of an event, through a mention near it."""

    event: int
    mention: Placed


class SourceFinder:
    """Ranks who may have said what a sentence tells."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger]) -> None:
        self.scene = scene
        self.triggers = triggers
        self.mentions = sorted((m for ms in scene.mentions for m in ms), key=lambda m: m.start)
        self.sentences = [scene.tokens[m.passage].sentence[m.first] for m in self.mentions]
        self.speech = {
            (number, i)
            for number, tokens in enumerate(scene.tokens)
            for i in range(len(tokens))
            if "speech" in cues_at(tokens, i) and tokens.pos[i] in ("VERB", "AUX")
        }

    def candidates(self) -> list[list[SourceCandidate]]:
        """Mentions of possible speakers in the sentence, the one before and the one after."""
        result = []
        for number, trigger in enumerate(self.triggers):
            here = self.scene.tokens[trigger.passage].sentence[trigger.token]
            result.append(
                [
                    SourceCandidate(number, mention)
                    for mention, sentence in zip(self.mentions, self.sentences, strict=True)
                    if -1 <= sentence - here <= 1 and (sentence != here or mention.passage == trigger.passage)
                ]
            )
        return result

    def features(self, candidate: SourceCandidate) -> list[str]:
        """Feature names of a pair of event and possible speaker."""
        trigger, mention = self.triggers[candidate.event], candidate.mention
        tokens = self.scene.tokens[mention.passage]
        here = self.scene.tokens[trigger.passage].sentence[trigger.token]
        gap = tokens.sentence[mention.first] - here
        what = self.scene.entities[mention.entity].cls
        head = tokens.heads[mention.head]
        speaks = (mention.passage, head) in self.speech
        dep = tokens.deps[mention.head]
        row = [
            f"t={int(trigger.score * 5)}",
            f"e={what}",
            f"gap={gap}|{what}",
            f"sp={speaks}|{dep}|{gap}",
            f"sp={speaks}|{dep}|{what}",
            f"c={trigger.cls}|{speaks}|{gap}",
        ]
        if speaks:
            row += [f"v={tokens.words[head][:7]}|{dep}", f"v={tokens.words[head][:7]}|{gap}"]
        before = tuple(tokens.words[max(0, mention.first - 4) : mention.first])
        markers = grammar(tokens.language).cues["speech"].markers
        marked = any(_ends(before, marker) for marker in markers)
        row += [f"mark={marked}|{gap}", f"mark={marked}|{what}"]
        row.append(f"pw={before[-1] if before else ''}|{what}")
        row.append(f"pw2={' '.join(before[-2:])}")
        trigger_tokens = self.scene.tokens[trigger.passage]
        row.append(f"q={quoted(trigger_tokens, trigger.token)}|{speaks}|{gap}")
        said = any(p == trigger.passage and trigger_tokens.sentence[i] == here for p, i in self.speech)
        row.append(f"nsp={said}|{gap}|{what}")
        if gap == 0:
            up = tokens.path_up(trigger.token)
            row.append(f"under={head in up}|{speaks}|{dep}")
            side = "before" if mention.end <= trigger.token else "after"
            row += [
                f"side={side}|{speaks}|{marked}",
                f"side={side}|{what}|{min(abs(mention.first - trigger.token) // 4, 5)}",
            ]
            row += [f"s{p}" for p in dependency_path(tokens, trigger.token, mention.head, trigger.cls, what)]
        row.append(f"form={mention.form}|{what}|{speaks}")
        row.append(f"tw={trigger_tokens.words[trigger.token][:6]}|{speaks}|{gap}")
        return row


def _ends(words: tuple[str, ...], marker: tuple[str, ...]) -> bool:
    """Whether words end with a marker, an article or adjective after it allowed."""
    size = len(marker)
    return any(
        words[len(words) - size - skip : len(words) - skip] == marker
        for skip in (0, 1, 2)
        if len(words) >= size + skip
    )


class ModalityModel:
    """Status and source by trained models; ``speakers`` are the classes of things that may say something."""

    def __init__(
        self, status: LinearModel, source: LinearModel, limit: float, speakers: frozenset[str]
    ) -> None:
        self.status = status
        self.source = source
        self.limit = limit
        self.speakers = speakers

    def statuses(self, scene: Scene, triggers: Sequence[Trigger]) -> list[str]:
        """The status of every event."""
        scores = self.status.scores([status_features(scene, trigger) for trigger in triggers])
        return [self.status.labels[int(row.argmax())] for row in scores]

    def sources(self, scene: Scene, triggers: Sequence[Trigger]) -> list[Placed | None]:
        """The mention of whom each event is attributed to, if anyone."""
        finder = SourceFinder(scene, triggers)
        candidates = finder.candidates()
        flat = [finder.features(c) for options in candidates for c in options]
        scores = iter(self.source.probabilities(flat)[:, 0].tolist() if flat else [])
        result: list[Placed | None] = []
        for options in candidates:
            ranked = [(next(scores), option.mention) for option in options]
            chances = [c if scene.cls(mention) in self.speakers else 0.0 for c, mention in ranked]
            best = max(range(len(options)), key=lambda i: (chances[i], -i), default=-1)
            result.append(options[best].mention if best >= 0 and chances[best] >= self.limit else None)
        return result
