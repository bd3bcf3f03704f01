"""What a document's other words say of a word that may tell of an event, as numbers.

A word is judged alone at first. The second look sees how likely its neighbours are to tell of
the same act: a light verb beside its noun, a verb of speech over what was said, an act told twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.modality import quoted
from kg.extract.syntax import grammatical_places
from kg.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import Floats
    from kg.extract.scene import Scene

Place = tuple[int, int]
"""Passage and token of a word."""
_STEM = 6  # letters by which forms of one word are known
_FAR = 50  # the distance of a word in another passage
_OTHER = 99
PARTS = ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV")
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "cop",
    "csubj", "dep", "det", "expl", "fixed", "flat", "iobj", "mark", "nmod", "nsubj", "nummod", "obj", "obl",
    "parataxis", "punct", "ROOT", "vocative", "xcomp",
)  # fmt: skip
_CONTENT_OF = ("ccomp", "parataxis", "xcomp", "obj")
_LEADING = ("ADP", "DET", "ADJ")
_KINDS = ("ccomp", "parataxis", "obj", "nsubj")


class TriggerContext:
    """The words of a document that were looked at, with the probabilities of their classes.

    ``chances`` has shape (places, classes of events), ``classes`` names its columns.
    """

    def __init__(
        self, scene: Scene, places: Sequence[Place], chances: Floats, classes: Sequence[str]
    ) -> None:
        self.scene = scene
        self.places = places
        self.classes = classes
        self.chances = chances
        self.best = chances.argmax(axis=1)
        self.event = chances.sum(axis=1)
        self.number = {place: number for number, place in enumerate(places)}
        self.of_sentence: dict[int, list[int]] = {}
        self.of_stem: dict[str, list[int]] = {}
        for number, (passage, token) in enumerate(places):
            tokens = scene.tokens[passage]
            self.of_sentence.setdefault(tokens.sentence[token], []).append(number)
            self.of_stem.setdefault(tokens.words[token][:_STEM], []).append(number)
        self.total = chances.sum(axis=0)

    def numbers(self) -> Floats:
        """One row of numbers for each place."""
        rows = [
            (
                *self._own(number),
                *self._tree(number),
                *self._sentence(number),
                *self._grammar(number),
                *self._document(number),
                *self._frames(number),
            )
            for number in range(len(self.places))
        ]
        return np.array(rows, dtype=np.float32)

    def _own(self, number: int) -> tuple[float, ...]:
        """How sure the first look was: its class, any event, the second class."""
        row = self.chances[number]
        return row[self.best[number]], self.event[number], np.partition(row, -2)[-2]

    def _tree(self, number: int) -> tuple[float, ...]:
        """Events below and above the word in the dependency tree."""
        passage, token = self.places[number]
        tokens, cls = self.scene.tokens[passage], self.best[number]
        low, high = tokens.subtree(token)
        inside = [self.event[j] for j in self._beside(number) if low <= self._token(j, passage) < high]
        below = [self.number[passage, c] for c in tokens.children[token] if (passage, c) in self.number]
        above = [self.number[passage, i] for i in tokens.path_up(token)[1:] if (passage, i) in self.number]
        head = self.number.get((passage, tokens.heads[token])) if tokens.heads[token] != token else None
        return (
            max(inside, default=0.0),
            sum(inside),
            max((self.event[j] for j in below), default=0.0),
            -1.0 if head is None else self.event[head],
            -1.0 if head is None else self.chances[head, cls],
            max((self.event[j] for j in above), default=-1.0),
            max((self.chances[j, cls] for j in above), default=-1.0),
        )

    def _sentence(self, number: int) -> tuple[float, ...]:
        """The likeliest other word for the same class in the sentence, and in those beside it."""
        passage, token = self.places[number]
        cls = self.best[number]
        sentence = self.scene.tokens[passage].sentence[token]
        others = self._beside(number)
        likeliest = max(
            ((self.chances[j, cls], abs(self._token(j, passage, token + _FAR) - token)) for j in others),
            default=(0.0, _OTHER),
        )
        near = [self.chances[j, cls] for step in (-1, 1) for j in self.of_sentence.get(sentence + step, ())]
        return (
            *likeliest,
            max((self.chances[j, cls] for j in others if j < number), default=0.0),
            max((self.chances[j, cls] for j in others if j > number), default=0.0),
            max(near, default=0.0),
            sum(near),
            sum(self.event[j] for j in others),
            len(others),
        )

    def _grammar(self, number: int) -> tuple[float, ...]:
        """What the word governs, what it is, and who stands around it."""
        passage, token = self.places[number]
        tokens = self.scene.tokens[passage]
        kinds = {tokens.deps[child].split(":")[0] for child in tokens.children[token]}
        content = -1.0
        for child in tokens.children[token]:
            if tokens.deps[child].split(":")[0] in _CONTENT_OF:
                low, high = tokens.subtree(child)
                told = [self.event[j] for j in self._beside(number) if low <= self._token(j, passage) < high]
                content = max((content, *told))
        small = {tokens.pos[child] for child in tokens.children[token] if child < token}
        begin, end = tokens.bounds(token)
        mentioned = [self.scene.mention_at(passage, i) for i in range(begin, end)]
        return (
            content,
            *(float(kind in kinds) for kind in _KINDS),
            *(float(pos in small) for pos in _LEADING),
            float(quoted(tokens, token)),
            _position(PARTS, tokens.pos[token]),
            _position(RELATIONS, tokens.deps[token].split(":")[0]),
            float(mentioned[token - begin] is not None),
            sum(mentioned[i - begin] is not None for i in grammatical_places(tokens, token)),
            len({mention for mention in mentioned if mention is not None}),
            end - begin,
            (token - begin) / (end - begin),
            tokens.sentence[token],
            _position(sorted(LANGUAGES), tokens.language),
        )

    def _document(self, number: int) -> tuple[float, ...]:
        """How much the document tells of the class, and what it makes of the word elsewhere."""
        passage, token = self.places[number]
        same = self.of_stem[self.scene.tokens[passage].words[token][:_STEM]]
        chances = self.event[same]
        return self.total[self.best[number]], len(same), float(chances.mean()), float(chances.max())

    def _frames(self, number: int) -> tuple[float, ...]:
        """How much the frames speak for the word, and for its class."""
        passage, token = self.places[number]
        matches = self.scene.matches[passage].get(token, [])
        cls = self.classes[self.best[number]]
        return (
            max((match.frame.weight for match in matches), default=0.0),
            max((match.frame.weight for match in matches if match.frame.evokes == cls), default=0.0),
            float(any(match.words > 1 for match in matches)),
            len(matches),
        )

    def _beside(self, number: int) -> list[int]:
        """The other places of the sentence."""
        passage, token = self.places[number]
        found = self.of_sentence[self.scene.tokens[passage].sentence[token]]
        return [other for other in found if other != number]

    def _token(self, number: int, passage: int, otherwise: int = -1) -> int:
        """The token of a place if it stands in a passage."""
        where, token = self.places[number]
        return token if where == passage else otherwise


def _position(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
