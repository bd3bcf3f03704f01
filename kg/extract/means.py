"""What an act is done with, or is about: that tells the class of one word ("attack", "hand over")."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.syntax import grammatical_places
from kg.language.words import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens

_BACK = 60  # tokens before a sentence that still tell what its acts are done with
_OFTEN = 2  # times from which on a document is about a kind


@cache
def _kinds(language: str) -> dict[str, tuple[str, ...]]:
    """The kinds of means that a word may name."""
    kinds: dict[str, tuple[str, ...]] = {}
    for listed in table(language, "means").values():
        for kind, words in listed.items():
            for word in words:
                kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


@cache
def _weapons(language: str) -> list[str]:
    """The kinds that tell also what acts far from them are done with."""
    return sorted(table(language, "means")["weapons"])


class Means:
    """The kinds of means that a document names, by passage and token, and those that it names often."""

    def __init__(self, passages: Sequence[Tokens]) -> None:
        self.kinds = [[_kinds(tokens.language).get(word, ()) for word in tokens.words] for tokens in passages]
        self._counts = Counter(kind for passage in self.kinds for kinds in passage for kind in kinds)
        self._before: dict[tuple[int, int], set[str]] = {}

    def often(self, language: str) -> list[str]:
        """The weapons that are named often."""
        return [kind for kind in _weapons(language) if self._counts[kind] >= _OFTEN]

    def main(self, language: str) -> str | None:
        """The weapon named most often, None without any."""
        kind = max(_weapons(language), key=self._counts.__getitem__)
        return kind if self._counts[kind] else None

    def before(self, passage: int, begin: int) -> set[str]:
        """The kinds named shortly before a sentence that begins with a token."""
        if (passage, begin) not in self._before:
            told = self.kinds[passage][max(0, begin - _BACK) : begin]
            self._before[passage, begin] = {kind for kinds in told for kind in kinds}
        return self._before[passage, begin]


def means_features(scene: Scene, passage: int, i: int, top: str, *, lexical: bool) -> list[str]:
    """Feature names of the means in a word's grammatical places, its sentence, before it, in the document.

    Without ``lexical``, nothing names the word itself. ``top`` is the class that frames speak for.
    """
    if scene.means is None:
        scene.means = Means(scene.tokens)
    tokens, means = scene.tokens[passage], scene.means
    kinds, word = means.kinds[passage], tokens.words[i][:5]
    row: list[str] = []

    def tell(name: str, kind: str) -> None:
        row.append(f"{name}={kind}|{top}")
        if lexical:
            row.append(f"{name}={kind}|w|{word}")

    for token, place in grammatical_places(tokens, i).items():
        for kind in kinds[token]:
            tell(f"m:{place}", kind)
            tell("m", kind)
    begin, end = tokens.bounds(i)
    here = {kind for j in range(begin, end) if j != i for kind in kinds[j]}
    for kind in sorted(here):
        tell("ms", kind)
    before = means.before(passage, begin) - here
    for kind in _weapons(tokens.language):
        if kind in before:
            tell("mb", kind)
    for kind in means.often(tokens.language):
        if kind not in here:
            tell("md", kind)
    if lexical and (main := means.main(tokens.language)):
        row.append(f"mt={main}|w|{word}")
    return row
