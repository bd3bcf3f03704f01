"""Which words tell of an event, and of which class: two looks, at a word alone and among the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.linear import NONE
from kg.extract.means import means_features
from kg.extract.modality import says_clause
from kg.extract.syntax import grammatical_places
from kg.extract.trigger_context import TriggerContext
from kg.language.words import descriptions, grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.frames import Match
    from kg.extract.linear import Floats, LinearModel
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace
    from kg.extract.trees import TreeModel
    from kg.extract.trigger_context import Place

_SMALL = ("DET", "AUX", "PART", "NUM", "ADJ", "ADV", "ADP", "SCONJ")  # words that say how
CONTENT = ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that expresses an event of class ``cls``; ``match`` is the frame that says so, if any.

    ``score`` is the chance of :func:`counted_together`.
    """

    passage: int
    token: int
    cls: str
    score: float
    match: Match | None


def frame_classes(matches: list[Match]) -> dict[str, Match]:
    """The best match of each class."""
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(match.frame.evokes, match)
    return best


def features(scene: Scene, passage: int, i: int, *, lexical: bool = True) -> list[str]:
    """Feature names of a token as a trigger; without ``lexical``, nothing names the word itself."""
    tokens = scene.tokens[passage]
    classes = frame_classes(scene.matches[passage].get(i, []))
    top = next(iter(classes), NONE)
    pos, dep = tokens.pos[i], tokens.deps[i]
    row = [f"l={tokens.language}", f"p={pos}", f"d={dep}", f"pd={pos}|{dep}"]
    if lexical:
        row += _spelling(tokens, i)
    row += _framing(classes)
    row += _arguments(scene, passage, i, classes, top, lexical=lexical)
    row += _syntax(scene, passage, i, top)
    row += _nearby(scene, passage, i, top)
    row += means_features(scene, passage, i, top, lexical=lexical)
    cues = grammar(tokens.language).cues
    if tokens.words[i] in cues["speech"].verbs:
        row.append(f"speech|{pos}")
        if says_clause(tokens, i):
            row.append("speech+clause")
    return row


def _spelling(tokens: Tokens, i: int) -> list[str]:
    """The word itself, and the two words that it makes with its neighbours."""
    begin, end = tokens.bounds(i)
    word = tokens.words[i]
    row = [
        f"w={word}",
        f"wp={word}|{tokens.pos[i]}",
        f"pre={word[:5]}",
        f"pre4={word[:4]}",
        f"suf={word[-4:]}",
    ]
    if i > begin:
        row.append(f"ww={tokens.words[i - 1]}|{word}")
    if i + 1 < end:
        row.append(f"ww+={word}|{tokens.words[i + 1]}")
    return row


def _framing(classes: dict[str, Match]) -> list[str]:
    """Which classes the frames speak for, and how surely."""
    top = next(iter(classes), NONE)
    row = [f"fn={len(classes)}", f"top={top}"]
    for rank, (cls, match) in enumerate(sorted(classes.items(), key=lambda c: -c[1].frame.weight)):
        weight, several = f"{match.frame.weight:.1f}", match.words > 1
        row += [f"f={cls}", f"fw={cls}|{weight}", f"ff={match.fits}|{weight}|{several}", f"fr{rank}={weight}"]
        row.append(f"fx={cls}|{match.fits}|{several}|{weight}")
    return row


def _arguments(
    scene: Scene, passage: int, i: int, classes: dict[str, Match], top: str, *, lexical: bool
) -> list[str]:
    """What stands in the word's grammatical places, and how well that fills the frames' slots."""
    tokens = scene.tokens[passage]
    places = grammatical_places(tokens, i)
    row: list[str] = []
    what: dict[int, str] = {}
    for token, place in places.items():
        mention = scene.mention_at(passage, token)
        cls = scene.cls(mention) if mention else "?"
        if mention:
            what[token] = cls
        row += [
            f"g={place}|{cls}",
            f"gf={place}|{cls}|{top}",
            f"gp={place}",
            f"go={place}|{tokens.words[token][:6]}",
        ]
        if lexical:
            row.append(f"gw={tokens.words[i][:5]}|{place}|{cls}")
    filled = set(places.values())
    for cls, match in classes.items():
        weight = f"{match.frame.weight:.1f}"
        row += [f"req={slot.place in filled}|{weight}" for slot in match.frame.slots if slot.required]
        satisfied = sum(
            any(places[t] == slot.place and (not slot.classes or w in slot.classes) for t, w in what.items())
            for slot in match.frame.slots
        )
        row += [f"sat={min(satisfied, 3)}|{cls}", f"sat={min(satisfied, 3)}|{weight}|{match.words > 1}"]
    return row


def _syntax(scene: Scene, passage: int, i: int, top: str) -> list[str]:
    """What the word governs and what governs it."""
    tokens, matches = scene.tokens[passage], scene.matches[passage]
    row: list[str] = []
    for child in tokens.children[i]:
        row.append(f"cd={tokens.deps[child]}")
        if tokens.pos[child] in _SMALL:
            row.append(f"cw={tokens.words[child]}")
    head, dep = tokens.heads[i], tokens.deps[i]
    row.append(f"hp={tokens.pos[head]}|{dep}")
    row += _leading(scene, passage, i, top)
    if head != i:
        head_class = next(iter(frame_classes(matches.get(head, []))), NONE)
        row += [f"hw={tokens.words[head][:6]}|{dep}", f"hf={head_class}|{dep}", f"hft={head_class}|{top}"]
    return row


def _leading(scene: Scene, passage: int, i: int, top: str) -> list[str]:
    """The small words before a word, and what governs it through them: "avions de combat", "un combat"."""
    tokens = scene.tokens[passage]
    head = tokens.heads[i]
    preposition = grammar(tokens.language).preposition
    lead = "+".join(
        preposition(tokens.words[child]) if tokens.pos[child] == "ADP" else tokens.pos[child]
        for child in tokens.children[i]
        if child < i and tokens.pos[child] in _SMALL
    )
    after = any(child > i and tokens.pos[child] != "PUNCT" for child in tokens.children[i])
    kinds = descriptions(tokens.language).kinds(tokens.words[head])
    told = head in scene.matches[passage]
    mention = scene.mention_at(passage, head)
    what = scene.cls(mention) if mention else NONE
    return [
        f"lead={lead}|{tokens.pos[i]}",
        f"lead={lead}|{top}",
        f"lead={lead}|{kinds}|{told}",
        f"lead={lead}|{what}|{told}|{after}",
        f"lead={lead}|{tokens.words[head][:5]}",
    ]


def _nearby(scene: Scene, passage: int, i: int, top: str) -> list[str]:
    """The words around, other words of the sentence for the same class, the mention it stands in."""
    tokens, matches = scene.tokens[passage], scene.matches[passage]
    begin, end = tokens.bounds(i)
    row: list[str] = []
    for step in (-3, -2, -1, 1, 2, 3):
        j = i + step
        if not begin <= j < end:
            row.append(f"e{step}")
            continue
        near = next(iter(frame_classes(matches.get(j, []))), NONE)
        beside = scene.mention_at(passage, j)
        row.append(f"nc{step}={scene.cls(beside) if beside else NONE}")
        if abs(step) < 3:
            row += [f"n{step}={tokens.words[j]}", f"nf{step}={near}|{top}", f"np{step}={tokens.pos[j]}"]
    mention = scene.mention_at(passage, i)
    if mention is not None:
        cls = scene.cls(mention)
        row += [f"in={cls}", f"inf={cls}|{top}", f"inh={mention.head == i}|{cls}"]
        row.append(f"inm={mention.form}|{cls}|{tokens.texts[i][:1].isupper()}")
    same = [
        j for j in range(begin, end) if j != i and (found := matches.get(j)) and found[0].frame.evokes == top
    ]
    if same:
        nearest = min(same, key=lambda j: abs(j - i))
        row.append(f"same={'before' if nearest < i else 'after'}|{min(abs(nearest - i), 6)}|{top}")
        if tokens.heads[nearest] == i or tokens.heads[i] == nearest:
            row.append(f"tied={tokens.deps[nearest] if tokens.heads[nearest] == i else tokens.deps[i]}|{top}")
    row.append(f"kind={tokens.passage.block.kind}|{end - begin < 12}")
    return row


class TriggerModel:
    """Finds triggers with trained models; words are looked at when a frame or the first model knows them.

    The first model judges a word alone and says which class of event it tells of; the second sees
    the first's word on its neighbours and says whether it does; what words tell of together counts from
    ``limit`` on.
    """

    def __init__(self, first: LinearModel, second: TreeModel, limit: float) -> None:
        self.first = first
        self.second = second
        self.limit = limit

    def candidates(self, scene: Scene) -> list[Place]:
        """Passage and token of the words worth a look."""
        index = self.first.index
        return [
            (passage, i)
            for passage, (tokens, matches) in enumerate(zip(scene.tokens, scene.matches, strict=True))
            for i in range(len(tokens))
            if tokens.pos[i] in CONTENT and (i in matches or f"w={tokens.words[i]}" in index)
        ]

    def find(self, scene: Scene, trace: Trace | None = None) -> list[Trigger]:
        """The triggers of a document in order."""
        places = self.candidates(scene)
        if not places:
            return []
        chances = self.first.probabilities([features(scene, *place) for place in places])
        classes, seen = judge(scene, places, chances, self.first.labels)
        alone = self.second.probabilities(seen)[:, 0].tolist()
        sure = counted_together(scene, places, classes, alone)
        if trace is not None:
            trace.see_words(places, classes, sure, self.limit, alone)
        return [
            trigger(scene, *place, cls, chance)
            for place, cls, chance in zip(places, classes, sure, strict=True)
            if chance >= self.limit
        ]


def judge(
    scene: Scene, places: Sequence[Place], chances: Floats, labels: Sequence[str]
) -> tuple[list[str], Floats]:
    """The likeliest class of event of each place, and the numbers from which the second look decides.

    ``chances`` has shape (places, labels), no event among the labels.
    """
    classes = [label for label in labels if label != NONE]
    context = TriggerContext(scene, places, np.delete(chances, labels.index(NONE), axis=1), classes)
    return [classes[best] for best in context.best], context.numbers()


def counted_together(
    scene: Scene, places: Sequence[Place], classes: Sequence[str], chances: Sequence[float]
) -> list[float]:
    """For each word the chance that its sentence tells of an event of its class for it, too.

    Words of one class in one sentence often tell of one act ("regained control"): of two that are half
    sure each, one is likely and a second is not. ``chances`` are those of each word alone; the likeliest
    has that of any event, the next that of two or more, as if each told of its own (the Poisson binomial
    distribution; Wang 1993).
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for number, ((passage, token), cls) in enumerate(zip(places, classes, strict=True)):
        groups.setdefault((scene.tokens[passage].sentence[token], cls), []).append(number)
    result = list(chances)
    for group in groups.values():
        group.sort(key=lambda number: -chances[number])
        counts = [1.0]  # the chance of so many events
        for number in group:
            chance = chances[number]
            counts = [
                here * (1 - chance) + fewer * chance
                for here, fewer in zip([*counts, 0.0], [0.0, *counts], strict=True)
            ]
        for rank, number in enumerate(group, 1):
            result[number] = sum(counts[rank:])
    return result


def events_at(triggers: Sequence[Trigger]) -> dict[Place, int]:
    """The number of the event that a word tells of, by its passage and token."""
    return {(trigger.passage, trigger.token): number for number, trigger in enumerate(triggers)}


def trigger(scene: Scene, passage: int, token: int, cls: str, score: float) -> Trigger:
    """A trigger with the frame that speaks for its class, if one does."""
    return Trigger(passage, token, cls, score, frame_classes(scene.matches[passage].get(token, [])).get(cls))
