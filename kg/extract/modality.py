"""Whether an event is asserted, alleged, planned or denied."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.claim import ASSERTED, DENIED
from kg.extract.syntax import OBJECTS, SUBJECTS
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger

_QUOTES = ('"', "«", "»", "“", "”", "``", "''")
_OPENING, _CLOSING = ("«", "“"), ("»", "”")
SAID = ("clause", "event", "thing", "nothing")
"""What a verb of speech governs: "launch" is one of them, and rockets are launched, too."""
_GOVERNORS = 5  # an event's word and those above it that are looked at
_CUES = ("alleged", "planned", "negation", "speech", "purpose")


def cues_at(tokens: Tokens, index: int) -> Sequence[str]:
    """Which cues of the language a token is."""
    kinds = _kinds(tokens.language).get(tokens.words[index], ())
    if "negation" in kinds and _affirms(tokens, index):
        return tuple(kind for kind in kinds if kind != "negation")
    return kinds


def _affirms(tokens: Tokens, index: int) -> bool:
    """Whether a word of negation denies nothing where it stands: "not only", "non loin de"."""
    behind = index + 1
    affirming = grammar(tokens.language).cues["negation"].affirming
    return behind < len(tokens) and tokens.words[behind] in affirming


@cache
def _kinds(language: str) -> dict[str, Sequence[str]]:
    """The kinds of cue that each word of a language is."""
    kinds: dict[str, list[str]] = {}
    for kind, cue in grammar(language).cues.items():
        if kind in _CUES:
            for word in cue.verbs | cue.words | cue.nouns:
                kinds.setdefault(word, []).append(kind)
    return {word: tuple(found) for word, found in kinds.items()}


def says_clause(tokens: Tokens, verb: int) -> bool:
    """Whether a verb governs a clause that may be what is said."""
    return any(tokens.deps[child].startswith(("ccomp", "parataxis")) for child in tokens.children[verb])


def quoted(tokens: Tokens, index: int) -> bool:
    """Whether a token stands between quotation marks of its sentence."""
    if not tokens.quoted:
        for begin, end in tokens.sentences:
            tokens.quoted += [False, *quotation(tokens, begin, end - 1)]
    return tokens.quoted[index]


def quotation(tokens: Tokens, begin: int, end: int) -> list[bool]:
    """For each token of a stretch, whether a quotation that begins in the stretch is open behind it."""
    states: list[bool] = []
    opened = False
    for text in tokens.texts[begin:end]:
        if text in _QUOTES:
            opened = text in _OPENING or (text not in _CLOSING and not opened)
        states.append(opened)
    return states


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
    return row + _scope_features(tokens, i, somewhere="s=negation" in row)


def _scope_features(tokens: Tokens, index: int, *, somewhere: bool) -> list[str]:
    """Feature names of what the words that govern an event's word say of it, and of what is said of them.

    "Failed to take", "did not manage to take", "the hope of taking": the way down to the event tells
    whether it is meant, too. ``somewhere`` says whether a word of negation stands in the sentence.
    """
    row: list[str] = []
    path = tokens.path_up(index)[:_GOVERNORS]
    denied = [_negations(tokens, node) for node in path]
    way = ""
    for depth, node in enumerate(path):
        below = tokens.deps[path[depth - 1]].split(":")[0] if depth else ""
        way = f"{way}>{below}"
        word = tokens.words[node]
        no = bool(denied[depth])
        if no:
            adverbs = (tokens.words[c] for c in tokens.children[node] if tokens.deps[c] == "advmod")
            every = "+".join(sorted({*denied[depth], *adverbs}))
            row += [f"neg{depth}", f"neg{depth}|{below}", f"negway={way}"]
            row += [f"negs={every}|{min(depth, 2)}", f"negs={'+'.join(denied[depth])}|{min(depth, 2)}"]
        if depth:
            row += [f"gov={below}|{word[-4:]}", f"gov={below}|{word[-3:]}|{depth}"]
            row += [f"way={kind}|{way}|{no}" for kind in cues_at(tokens, node)]
            row += [
                f"side={kind}|{tokens.deps[child]}|{way}"
                for child in tokens.children[node]
                if child < path[depth - 1]
                for kind in cues_at(tokens, child)
            ]
            if no:
                row += [f"negw={word[:6]}", f"negw={below}|{word[:6]}"]
    row.append(f"negpath={any(denied)}|{somewhere}")
    return row


def _negations(tokens: Tokens, index: int) -> list[str]:
    """The words that negate a word: "did not take", "aucun mort", "sans prendre"."""
    words = grammar(tokens.language).cues["negation"].words
    denying = (child for child in tokens.children[index] if tokens.words[child] in words)
    return sorted({tokens.words[child] for child in denying if not _affirms(tokens, child)})


def happens_to_nobody(tokens: Tokens, verb: int) -> bool:
    """Whether a verb's subject or object is nobody: "no civilians were killed", "killed none of them"."""
    none = grammar(tokens.language).cues["negation"].words
    return tokens.pos[verb] == "VERB" and any(
        tokens.words[word] in none and (tokens.pos[word] == "PRON" or tokens.deps[word] == "det")
        for noun in tokens.children[verb]
        if tokens.deps[noun].split(":")[0] in (*SUBJECTS, *OBJECTS)
        for word in (noun, *tokens.children[noun])
    )


def is_not_achieved(tokens: Tokens, verb: int) -> bool:
    """Whether a verb tells what nobody managed to do: "n'ont pas réussi à prendre la ville"."""
    achieving = grammar(tokens.language).cues["achieving"]
    above = tokens.heads[verb]
    return (
        tokens.deps[verb].split(":")[0] == "xcomp"
        and tokens.words[above] in achieving.verbs | achieving.words
        and bool(_negations(tokens, above))
    )


NOBODY, NOT_ACHIEVED = "nobody", "not_achieved"
"""The rules by which grammar denies what a model takes for asserted."""


def denied_by(tokens: Tokens, verb: int) -> str:
    """The rule by which what a verb tells did not happen, "" for none."""
    if happens_to_nobody(tokens, verb):
        return NOBODY
    return NOT_ACHIEVED if is_not_achieved(tokens, verb) else ""


class StatusModel:
    """Status by a trained model, and by grammar where that leaves no choice."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def statuses(self, scene: Scene, triggers: Sequence[Trigger], trace: Trace | None = None) -> list[str]:
        """The status of every event."""
        chances = self.model.probabilities([status_features(scene, trigger) for trigger in triggers])
        sure, denied = (self.model.labels.index(status) for status in (ASSERTED, DENIED))
        rules = [""] * len(triggers)
        for number, (row, trigger) in enumerate(zip(chances, triggers, strict=True)):
            if row.argmax() == sure and (rule := denied_by(scene.tokens[trigger.passage], trigger.token)):
                rules[number] = rule
                row[denied] += row[sure]
                row[sure] = 0
        if trace is not None:
            trace.see_statuses(chances, self.model.labels, rules)
        return [self.model.labels[int(row.argmax())] for row in chances]
