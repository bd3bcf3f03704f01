"""Articles that repeat another one word for word or nearly so.

Broder, "On the resemblance and containment of documents" (1997): texts as sets of shingles (five words
in a row), compared by the share of one set that the other holds. An index of a quarter of the shingles,
chosen by their hash, finds the candidates, so that thousands of documents take seconds.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

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


@dataclass(frozen=True, slots=True)
class Sample:
    """What it takes to recognise a document's copies: hashes of its words (64 bits) and shingles (32)."""

    name: str
    published: str | None
    words: int
    shingles: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Self:
        """The sample of what is read of a document."""
        text = " ".join(document.text[block.start : block.end] for block in document.blocks)
        words = _WORD.findall(text.casefold())
        digest = hashlib.blake2b("\x1f".join(words).encode(), digest_size=8).digest()
        return cls(document.name, document.published, int.from_bytes(digest, "little"), _shingles(words))

    def packed(self) -> str:
        """The hashes as text."""
        return base64.b64encode(
            struct.pack(f"<Q{len(self.shingles)}I", self.words, *sorted(self.shingles))
        ).decode()

    @classmethod
    def unpacked(cls, name: str, published: str | None, packed: str) -> Self:
        """The sample that ``packed`` gave."""
        data = base64.b64decode(packed)
        words, *shingles = struct.unpack(f"<Q{(len(data) - 8) // 4}I", data)
        return cls(name, published, words, frozenset(shingles))


def find_copies(documents: Iterable[Sample]) -> Mapping[str, str]:
    """The documents that repeat another one: name → name of the original.

    The original is the one published first, of one date (or none) the first by name; it is no copy
    itself. A later text that holds an earlier one and adds much to it is no copy of it.
    """
    copies: dict[str, str] = {}
    exact: dict[int, str] = {}
    index: dict[int, list[str]] = {}
    shingles: dict[str, frozenset[int]] = {}
    for document in sorted(documents, key=lambda d: (d.published is None, d.published or "", d.name)):
        own = document.shingles
        original = exact.get(document.words) or _original(own, index, shingles)
        if original is not None:
            copies[document.name] = original
            continue
        exact[document.words] = document.name
        if len(own) >= FEWEST:
            shingles[document.name] = own
            for shingle in own:
                if shingle % SAMPLED == 0:
                    index.setdefault(shingle, []).append(document.name)
    return copies


def _shingles(words: list[str]) -> frozenset[int]:
    numbers = [zlib.crc32(word.encode()) for word in words]  # the same in every run
    found: set[int] = set()
    for i in range(len(numbers) - SHINGLE + 1):
        value = 0
        for number in numbers[i : i + SHINGLE]:
            value = (value * 1_000_003 + number) & _MASK
        found.add((value ^ (value >> 29)) & 0xFFFF_FFFF)
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
