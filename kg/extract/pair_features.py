"""What a document tells of a pair of entities between which a lasting relation may hold, as names.

Everything is told for the classes of the two and again, as examples are few, for what each is in
general: one who acts, a place, or both. Words are told with the side on which they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.linear import NONE
from kg.extract.pairs import contains, mentions_of
from kg.extract.roles import dependency_path
from kg.fold import fold
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Entity
    from kg.extract.pairs import Pair
    from kg.extract.scene import Placed, Scene

_SHORT = 5  # words between two mentions that are told as a whole, if fewer
_MARKS = frozenset(",;:")


class PairFeatures:
    """Names of features of the pairs of one document; ``general`` are groups of classes."""

    def __init__(self, scene: Scene, general: Sequence[frozenset[str]]) -> None:
        self.scene = scene
        self.general = general
        self.sentences = {
            number: {scene.tokens[m.passage].sentence[m.first] for m in mentions}
            for number, mentions in mentions_of(scene).items()
        }

    def of_pair(self, pair: Pair) -> list[str]:
        """Everything that a document tells of a pair."""
        told = set(self._of_document(pair.subject, pair.object))
        if pair.apart:
            told.update(self._of_distance(*pair.places[0]))
        else:
            for a, b in pair.places:
                told.update(self.of_place(a, b))
        return sorted(told)

    def of_place(self, a: Placed, b: Placed) -> list[str]:
        """What one sentence tells of two mentions."""
        exact, rough = self._kinds(a.entity, b.entity)
        for outer, inner, side in ((a, b, "holds"), (b, a, "held")):
            if outer.first <= inner.first and inner.end <= outer.end:
                return [*self._nested(outer, inner, side, exact, rough), *self._mentions(a, b, rough, side)]
        side = "ab" if a.first < b.first else "ba"
        return [*self._sentence(a, b, side, exact, rough), *self._mentions(a, b, rough, side)]

    def _kinds(self, one: int, two: int) -> tuple[str, str]:
        """The classes of two entities, and what they are in general."""
        first, second = self.scene.entities[one].cls, self.scene.entities[two].cls
        return f"{first}|{second}", f"{self._rough(first)}|{self._rough(second)}"

    def _rough(self, cls: str) -> str:
        return "".join("+" if cls in group else NONE for group in self.general)

    def _sentence(self, a: Placed, b: Placed, side: str, exact: str, rough: str) -> list[str]:
        """Features of two mentions beside each other."""
        tokens = self.scene.tokens[a.passage]
        low, high = (a.end, b.first) if side == "ab" else (b.end, a.first)
        between = tokens.words[low:high]
        whole = " ".join(between) if len(between) < _SHORT else "long"
        parts = " ".join(tokens.pos[low:high]) if len(between) < _SHORT else "long"
        others = sum(low <= m.first < high for m in self.scene.mentions[a.passage])
        one, two = self.scene.entities[a.entity], self.scene.entities[b.entity]
        row = [
            f"btw={whole}|{side}",
            f"pos={parts}|{side}|{rough}",
            f"marks={sum(word in _MARKS for word in between)}|{side}|{rough}",
            f"others={min(others, 3)}|{side}|{exact}",
            *dependency_path(tokens, a.head, b.head, one.cls, two.cls),
            *(f"{name}|{rough}" for name in dependency_path(tokens, a.head, b.head, "", "")[:1]),
        ]
        for kinds in (exact, rough):
            row += [
                f"side={side}|{kinds}",
                f"size={min(len(between), 8)}|{side}|{kinds}",
                f"btw={whole}|{side}|{kinds}",
                f"adep={tokens.deps[a.head]}|{kinds}",
                f"bdep={tokens.deps[b.head]}|{kinds}",
                *(f"word={word}|{side}|{kinds}" for word in between[:10]),
            ]
        for mention, name in ((a, "a"), (b, "b")):
            if mention.first:
                row.append(f"{name}-1={tokens.words[mention.first - 1]}|{side}|{exact}")
            if mention.end < len(tokens):
                row.append(f"{name}+1={tokens.words[mention.end]}|{side}|{exact}")
            row += [f"{name}w={w}" for w in tokens.words[mention.first : mention.end] if w.islower()]
        return row

    def _nested(self, outer: Placed, inner: Placed, side: str, exact: str, rough: str) -> list[str]:
        """Features of two mentions of which one stands inside the other."""
        tokens = self.scene.tokens[outer.passage]
        before = tokens.words[inner.first - 1] if inner.first > outer.first else ""
        row = [
            "nested",
            f"nested={side}|{tokens.pos[outer.head]}|{exact}",
            f"nested={outer.end - outer.first}|{side}|{exact}",
            f"opens={outer.first == inner.first}|{outer.end == inner.end}|{side}|{exact}",
            f"same={outer.head == inner.head}|{side}|{exact}",
            f"holder={tokens.words[outer.head]}|{side}",
            *(f"inside={word}|{side}|{exact}" for word in tokens.words[outer.first : outer.end]),
        ]
        for kinds in (exact, rough):
            row += [
                f"nested={side}|{kinds}",
                f"before={before}|{side}|{kinds}",
                f"holder={tokens.words[outer.head]}|{side}|{kinds}",
            ]
        return row

    def _mentions(self, a: Placed, b: Placed, rough: str, side: str) -> list[str]:
        """Features of each of two mentions: its form, its main word, whether it says a direction."""
        tokens = self.scene.tokens[a.passage]
        directions = descriptions(tokens.language).directions
        row = []
        for mention, name in ((a, "a"), (b, "b")):
            row += [f"{name}form={mention.form}|{rough}", f"{name}head={tokens.words[mention.head]}|{rough}"]
            if not directions.isdisjoint(tokens.words[mention.first : mention.end]):
                row += [f"{name}directed|{rough}", f"{name}directed={side}|{rough}"]
        return row

    def _of_document(self, one: int, two: int) -> list[str]:
        """Features of two entities wherever they stand: their classes, what is known, how often told."""
        exact, rough = self._kinds(one, two)
        first, second = self.scene.entities[one], self.scene.entities[two]
        ones, twos = self.sentences.get(one, set()), self.sentences.get(two, set())
        names = [set(fold(entity.name).split()) for entity in (first, second)]
        known = _known(first, second)
        return [
            f"kinds={exact}",
            f"kinds={rough}",
            f"subject={first.cls}|{self._rough(second.cls)}",
            f"object={self._rough(first.cls)}|{second.cls}",
            f"known={known}",
            f"known={known}|{exact}",
            f"known={known}|{rough}",
            f"listed={first.known}|{second.known}|{rough}",
            f"names={names[0] >= names[1]}|{names[0] <= names[1]}|{exact}",
            f"names={names[0] >= names[1]}|{names[0] <= names[1]}|{rough}",
            f"share={not names[0].isdisjoint(names[1])}|{rough}",
            f"told={min(len(ones), 4)}|{rough}",
            f"object told={min(len(twos), 6) // 2}|{rough}",
            f"both told={min(len(ones & twos), 4)}|{rough}",
            f"opening={min(ones, default=9) < 2}|{min(twos, default=9) < 2}|{rough}",
            f"language={self.scene.document.language}|{rough}",
        ]

    def _of_distance(self, a: Placed, b: Placed) -> list[str]:
        """Features of two entities that no sentence names together."""
        exact, rough = self._kinds(a.entity, b.entity)
        tokens = [self.scene.tokens[mention.passage] for mention in (a, b)]
        ones, twos = (t.sentence[m.first] for t, m in zip(tokens, (a, b), strict=True))
        far = f"{max(-4, min(twos - ones, 4))}|{a.passage == b.passage}"
        known = _known(self.scene.entities[a.entity], self.scene.entities[b.entity])
        row = ["apart", f"apart forms={a.form}|{b.form}|{rough}"]
        for kinds in (exact, rough):
            row += [f"apart|{kinds}", f"apart={far}|{kinds}", f"apart known={known}|{kinds}"]
        return row


def _known(one: Entity, two: Entity) -> str:
    """How lists place one entity beside another."""
    if contains(two, one):
        return "inside"
    if one.country is None:
        return "unknown"
    return "beside" if one.country == two.country else "elsewhere"
