"""Articles that repeat another one word for word or nearly so.

Broder, "On the resemblance and containment of documents" (1997): texts as sets of shingles (five words
in a row), compared by the share of one set that the other holds. An index of a quarter of the shingles,
chosen by their hash, finds the candidates, so that thousands of documents take seconds.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.claim import Document

_WORD = re.compile(r"\w+")
SHINGLE = 5  # words
SAMPLED = 4  # one shingle of so many stands in the index
CONTAINED = 0.8  # share of a later document's shingles that stand in the earlier one
ALIKE = 0.7  # share of both documents' shingles that they have in common
FEWEST = 15  # shingles: shorter documents must be the same word for word
_MASK = (1 << 61) - 1


def find_copies(documents: Iterable[Document]) -> Mapping[str, str]:
    """The documents that repeat another one: name → name of the original.

    The original is the one published first, of one date (or none) the first by name; it is no copy
    itself. A later text that holds an earlier one and adds much to it is no copy of it.
    """
    copies: dict[str, str] = {}
    exact: dict[tuple[int, ...], str] = {}
    index: dict[int, list[str]] = {}
    shingles: dict[str, frozenset[int]] = {}
    for document in sorted(documents, key=lambda d: (d.published is None, d.published or "", d.name)):
        words = _words(document)
        own = _shingles(words)
        original = exact.get(words) or _original(own, index, shingles)
        if original is not None:
            copies[document.name] = original
            continue
        exact[words] = document.name
        if len(own) >= FEWEST:
            shingles[document.name] = own
            for shingle in own:
                if shingle % SAMPLED == 0:
                    index.setdefault(shingle, []).append(document.name)
    return copies


def _words(document: Document) -> tuple[int, ...]:
    """The words that are read, each as a number that is the same in every run."""
    text = " ".join(document.text[block.start : block.end] for block in document.blocks)
    return tuple(zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold()))


def _shingles(words: tuple[int, ...]) -> frozenset[int]:
    found: set[int] = set()
    for i in range(len(words) - SHINGLE + 1):
        value = 0
        for word in words[i : i + SHINGLE]:
            value = (value * 1_000_003 + word) & _MASK
        found.add(value ^ (value >> 29))
    return frozenset(found)


def _original(
    own: frozenset[int], index: Mapping[int, list[str]], shingles: Mapping[str, frozenset[int]]
) -> str | None:
    """The earlier document that is the most alike, the first of several."""
    if len(own) < FEWEST:
        return None
    shared = Counter(name for shingle in own if shingle % SAMPLED == 0 for name in index.get(shingle, ()))
    best: tuple[float, str] | None = None
    for name, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:8]:
        other = shingles[name]
        common = len(own & other)
        alike = common / len(own | other)
        if (common >= CONTAINED * len(own) or alike >= ALIKE) and (best is None or alike > best[0]):
            best = (alike, name)
    return best[1] if best else None
