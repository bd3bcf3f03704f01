"""Where frames of the ontology match: which words of a passage may express which event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.language.inflect import forms
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.tokens import Tokens
    from kg.ontology import Frame

_GAP = 3  # tokens that may stand between the words of an expression
_VERBAL = ("VERB", "AUX", "ADJ")
_SUBJECTS = ("nsubj", "csubj")
_PASSIVE = ("nsubj:pass", "aux:pass", "csubj:pass")
_OBJECTS = ("obj", "iobj")
_OBLIQUE = ("obl", "nmod", "acl", "advcl", "advmod")


@dataclass(frozen=True, slots=True)
class Match:
    """A frame whose words stand in a passage; ``trigger`` is the token that expresses the event."""

    frame: Frame
    trigger: int
    words: int
    fits: bool  # the trigger's part of speech is the frame's


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
                    forms(word, frame.pos, language)
                    if i == pattern.trigger
                    else _loose(word, language, frame.pos, i)
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


def _loose(word: str, language: str, pos: str, index: int) -> frozenset[str]:
    """Forms of a word of an expression that is not its trigger: a verb may lead, a noun may follow."""
    if not word.isalpha() or len(word) < 3:
        return frozenset({word})
    kinds = ("verb", "noun") if index == 0 else ("noun", "verb")
    return frozenset().union(*(forms(word, kind, language) for kind in kinds))


def _fits(tokens: Tokens, index: int, frame: Frame) -> bool:
    pos = tokens.pos[index]
    if frame.pos == "verb":
        return pos in _VERBAL
    if frame.pos == "noun":
        return pos in ("NOUN", "PROPN")
    return pos in ("ADJ", "VERB", "NOUN")


def _stands(tokens: Tokens, index: int, sets: tuple[frozenset[str], ...], trigger: int) -> bool:
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


def grammatical_places(tokens: Tokens, trigger: int) -> dict[int, str]:
    """The grammatical place of each token that stands in one to a trigger.

    Gives "subject", "object", "indirect", "possessor", "compound", "head" or the preposition; in a
    passive the subject is the object and the agent phrase the subject. Through conjuncts,
    relative clauses, participles and controlled infinitives the places of the governing verb are
    taken over (Universal Dependencies guidelines, release 2).
    """
    places: dict[int, str] = {}
    passive = _is_passive(tokens, trigger)
    for child in tokens.children[trigger]:
        place = _place(tokens, child, passive)
        if place:
            _spread(tokens, child, place, places)
    _inherit(tokens, trigger, passive, places)
    return places


def _is_passive(tokens: Tokens, trigger: int) -> bool:
    deps = [tokens.deps[c] for c in tokens.children[trigger]]
    if any(dep in _PASSIVE for dep in deps):
        return True
    return (
        tokens.pos[trigger] in ("VERB", "ADJ")
        and tokens.deps[trigger] in ("acl", "amod")
        and not any(dep in _OBJECTS for dep in deps)
        and not tokens.words[trigger].endswith(grammar(tokens.language).active)
    )


def _place(tokens: Tokens, child: int, passive: bool) -> str:
    dep = tokens.deps[child]
    base = dep.split(":")[0]
    if base in _SUBJECTS:
        return "object" if passive or dep in _PASSIVE else "subject"
    if dep == "obl:agent":
        return "subject"
    if dep in _OBJECTS:
        return "object" if dep == "obj" else "indirect"
    if dep in ("nmod:poss", "det:poss"):
        return "possessor"
    if base == "compound" or base == "amod":
        return "compound"
    if base in _OBLIQUE:
        case = [tokens.words[c] for c in tokens.children[child] if tokens.deps[c] in ("case", "mark")]
        if not case:
            return "oblique"
        contracted = grammar(tokens.language).contracted
        return "_".join(contracted.get(word, word) for word in case)
    return ""


def _spread(tokens: Tokens, index: int, place: str, places: dict[int, str]) -> None:
    """Give a place to a token, its conjuncts and appositions."""
    places.setdefault(index, place)
    for child in tokens.children[index]:
        if tokens.deps[child].split(":")[0] in ("conj", "appos", "flat"):
            _spread(tokens, child, place, places)


def _inherit(tokens: Tokens, trigger: int, passive: bool, places: dict[int, str]) -> None:
    """Take over what the clause around a trigger says."""
    head, dep = tokens.heads[trigger], tokens.deps[trigger].split(":")[0]
    if head == trigger:
        return
    has_subject = "subject" in places.values()
    if dep in ("acl", "amod"):
        place = "object" if passive else "subject"
        _spread(tokens, head, "head" if dep == "amod" and tokens.pos[trigger] == "ADJ" else place, places)
    elif dep == "conj" or dep in ("xcomp", "advcl", "parataxis", "ccomp"):
        for child in tokens.children[head]:
            place = _place(tokens, child, _is_passive(tokens, head))
            if place == "subject" and not has_subject and child != trigger:
                _spread(tokens, child, "object" if passive else "subject", places)
    elif dep in ("obj", "obl", "nsubj") and tokens.pos[trigger] == "NOUN":
        for child in tokens.children[head]:
            place = _place(tokens, child, _is_passive(tokens, head))
            if place and child != trigger:
                _spread(tokens, child, f"verb-{place}", places)
