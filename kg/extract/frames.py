"""Where frames of the ontology match: which words of a passage may express which event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.syntax import CORE
from kg.language.inflect import forms
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.tokens import Tokens
    from kg.ontology import Frame

_GAP = 3  # tokens that may stand between the words of an expression
_VERBAL = ("VERB", "AUX", "ADJ")
_VERB_AND_NOUN = 2  # words: "launch missile"
_PASSIVE, _CLAUSE = "nsubj:pass", "acl"
_PARTICIPLES = ("acl", "amod")  # what a participle beside a noun is to it


@dataclass(frozen=True, slots=True)
class Match:
    """A frame whose words stand in a passage; ``trigger`` is the token that expresses the event."""

    frame: Frame
    trigger: int
    words: int
    fits: bool  # the trigger's part of speech, and its being reflexive, are the frame's

    def roles_at(self, place: str) -> tuple[str, ...]:
        """The roles that the frame gives to what stands in a grammatical place of its words."""
        asked = place.removeprefix("up-")
        verbal = asked.removeprefix("verb-")
        if self.words > 1 or verbal not in CORE:  # "fighting broke out between them"
            asked = verbal
        return self.frame.roles_at(asked)


class FrameIndex:
    """The frames of one language by the forms of their trigger words."""

    def __init__(self, frames: Sequence[Frame], language: str) -> None:
        self.language = language
        self._by_form: dict[str, list[tuple[Frame, tuple[frozenset[str], ...], int]]] = {}
        for frame in frames:
            if frame.language != language:
                continue
            for pattern in frame.words:
                sets = tuple(
                    forms(word, frame.pos, language) if i == pattern.trigger else _loose(word, language, i)
                    for i, word in enumerate(pattern.words)
                )
                for form in sorted(sets[pattern.trigger]):
                    self._by_form.setdefault(form, []).append((frame, sets, pattern.trigger))

    def match(self, tokens: Tokens) -> dict[int, list[Match]]:
        """Every match of a passage by trigger token, the longest and surest first."""
        found: dict[int, list[Match]] = {}
        for i, word in enumerate(tokens.words):
            for frame, sets, trigger in self._by_form.get(word, ()):
                if len(sets) > 1 and not _stands(tokens, i, sets, trigger):
                    continue
                found.setdefault(i, []).append(Match(frame, i, len(sets), _fits(tokens, i, frame)))
        for matches in found.values():
            matches.sort(key=lambda m: (-m.words, not m.fits, -m.frame.weight, m.frame.iri))
        return found


def _loose(word: str, language: str, index: int) -> frozenset[str]:
    """Forms of a word of an expression that is not its trigger: a verb may lead, a noun may follow."""
    if not word.isalpha() or len(word) < 3:
        return frozenset({word})
    kinds = ("verb", "noun") if index == 0 else ("noun", "verb")
    return frozenset().union(*(forms(word, kind, language) for kind in kinds))


def _fits(tokens: Tokens, index: int, frame: Frame) -> bool:
    pos = tokens.pos[index]
    if frame.pos == "verb":
        return pos in _VERBAL and (not frame.reflexive or _is_reflexive(tokens, index))
    if frame.pos == "noun":
        return pos in ("NOUN", "PROPN")
    return pos in ("ADJ", "VERB", "NOUN")


def _is_reflexive(tokens: Tokens, verb: int) -> bool:
    """Whether a verb has a reflexive pronoun, or is a participle that cannot have one."""
    if tokens.deps[verb] in _PARTICIPLES:
        return True
    reflexive = grammar(tokens.language).reflexive
    return any(tokens.words[child] in reflexive for child in tokens.children[verb])


def _stands(tokens: Tokens, index: int, sets: tuple[frozenset[str], ...], trigger: int) -> bool:
    """Whether the other words of an expression stand where they may with its trigger."""
    return _in_order(tokens, index, sets, trigger) or _turned(tokens, index, sets, trigger)


def _in_order(tokens: Tokens, index: int, sets: tuple[frozenset[str], ...], trigger: int) -> bool:
    """Whether the other words of an expression stand around its trigger in order."""
    begin, end = tokens.bounds(index)
    position = index
    for words in reversed(sets[:trigger]):
        position = next(
            (
                j
                for j in range(position - 1, max(begin, position - _GAP - 1) - 1, -1)
                if tokens.words[j] in words
            ),
            -1,
        )
        if position < 0:
            return False
    position = index
    for words in sets[trigger + 1 :]:
        position = next(
            (j for j in range(position + 1, min(end, position + _GAP + 2)) if tokens.words[j] in words), -1
        )
        if position < 0:
            return False
    return True


def _turned(tokens: Tokens, index: int, sets: tuple[frozenset[str], ...], trigger: int) -> bool:
    """Whether a verb's noun stands before it: "missiles were launched", "the attack that they launched"."""
    if len(sets) != _VERB_AND_NOUN:
        return False
    words, dep = tokens.words, tokens.deps[index].split(":")[0]
    if trigger == 0:
        nouns = [c for c in tokens.children[index] if tokens.deps[c] == _PASSIVE]
        nouns += [tokens.heads[index]] if dep == _CLAUSE else []
        return any(words[noun] in sets[1] for noun in nouns)
    verbs = [c for c in tokens.children[index] if tokens.deps[c].split(":")[0] == _CLAUSE]
    verbs += [tokens.heads[index]] if tokens.deps[index] == _PASSIVE else []
    return any(words[verb] in sets[0] and tokens.pos[verb] in _VERBAL for verb in verbs)
