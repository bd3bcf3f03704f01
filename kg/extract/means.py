"""What an act is done with, or is about: that tells the class of one word ("attack", "hand over")."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.syntax import grammatical_places
from kg.language.words import table

if TYPE_CHECKING:
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens

_BACK = 60  # tokens before a sentence that still tell what its acts are done with
_OFTEN = 2  # times from which on a document is about a kind


@cache
def means(language: str) -> dict[str, tuple[str, ...]]:
    """The kinds of means that a word may name."""
    kinds: dict[str, tuple[str, ...]] = {}
    for listed in table(language, "means").values():
        for kind, words in listed.items():
            for word in words:
                kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


@cache
def _weapons(language: str) -> frozenset[str]:
    """The kinds that tell also what acts far from them are done with."""
    return frozenset(table(language, "means")["weapons"])


def means_of(tokens: Tokens) -> list[tuple[str, ...]]:
    """The kinds of means that each token may name."""
    if tokens.means is None:
        get = means(tokens.language).get
        tokens.means = [get(word, ()) for word in tokens.words]
    return tokens.means


def means_features(scene: Scene, passage: int, i: int, top: str, *, lexical: bool) -> list[str]:
    """Feature names of the means in a word's grammatical places, its sentence, before it, in the document.

    Without ``lexical``, nothing names the word itself. ``top`` is the class that frames speak for.
    """
    tokens = scene.tokens[passage]
    kinds, word = means_of(tokens), tokens.words[i][:5]
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
    weapons = _weapons(tokens.language)
    before = {kind for j in range(max(0, begin - _BACK), begin) for kind in kinds[j]}
    for kind in sorted(weapons & before - here):
        tell("mb", kind)
    often = _document_means(scene)
    for kind in sorted(weapons - here):
        if often[kind] >= _OFTEN:
            tell("md", kind)
    if lexical and weapons & often.keys():
        row.append(f"mt={max(sorted(weapons), key=often.__getitem__)}|w|{word}")
    return row


def _document_means(scene: Scene) -> Counter[str]:
    """How often a document names each kind of means."""
    if scene.means is None:
        scene.means = Counter(kind for tokens in scene.tokens for kinds in means_of(tokens) for kind in kinds)
    return scene.means
