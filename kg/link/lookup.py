"""Names that a list knows, found in running text: the gazetteer's and GeoNames'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.gazetteer import Gazetteer
    from kg.link.places import PlaceIndex
    from kg.ontology import GazetteerEntry

_WORD = re.compile(r"\w+")
_LONGEST_PLACE = 4  # words
_NAMING = ("PROPN", "NOUN", "ADJ", "X", "VERB")  # parts of speech that the parser gives to names


@lru_cache(maxsize=65536)
def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Known:
    """Tokens ``first`` to ``end`` (exclusive) spell a listed name.

    ``kind`` is "entry" (a gazetteer name), "adjective" (of a state) or "place" (GeoNames).
    """

    first: int
    end: int
    cls: str
    kind: str
    entries: tuple[GazetteerEntry, ...] = ()
    population: int = 0
    text: str = ""


class Lookup:
    """Finds listed names in tokens; longest match first, gazetteer before GeoNames."""

    def __init__(self, gazetteer: Gazetteer, places: PlaceIndex) -> None:
        self.gazetteer = gazetteer
        self.places = places
        self._owners = lru_cache(maxsize=65536)(gazetteer.of_adjective)
        self._names: dict[str, set[tuple[str, ...]]] = {}
        for surface, _, _ in gazetteer.surfaces():
            words = _folded_words(surface)
            if words:
                self._names.setdefault(words[0], set()).add(words)
        self._lengths = {
            first: sorted({len(key) for key in keys}, reverse=True) for first, keys in self._names.items()
        }

    def find(self, texts: Sequence[str], pos: Sequence[str], language: str) -> list[Known]:
        """Every listed name in a passage, none overlapping another, in order.

        A word that describes ("Airport") or is no noun is not looked up among GeoNames' places.
        """
        described = descriptions(language).classes
        words: list[str] = []
        where: list[int] = []
        for index, text in enumerate(texts):
            parts = _folded_words(text)
            words += parts
            where += [index] * len(parts)
        found: list[Known] = []
        position = 0
        while position < len(words):
            entry, length = self._entry_at(words, where, position, texts, language)
            match: Known | None = entry
            if pos[where[position]] in _NAMING and words[position] not in described:
                place, place_length = self._place_at(words, where, position, texts)
                if place is not None and (entry is None or place_length > length):
                    match, length = place, place_length
            if match is not None and (not found or match.first >= found[-1].end):
                found.append(match)
                position += length
            else:
                position += 1
        return found

    def _entry_at(
        self, words: list[str], where: list[int], position: int, texts: Sequence[str], language: str
    ) -> tuple[Known | None, int]:
        named = self._names.get(words[position], ())
        for length in self._lengths.get(words[position], ()):
            if position + length > len(words) or tuple(words[position : position + length]) not in named:
                continue
            first, end = where[position], where[position + length - 1] + 1
            text = " ".join(texts[first:end])
            entries = self.gazetteer.find(text, language)
            if entries:
                return Known(first, end, entries[0].cls, "entry", entries, text=text), length
        word = texts[where[position]]
        owners = self._owners(word, language)
        if owners:
            return Known(where[position], where[position] + 1, owners[0].cls, "adjective", owners), 1
        return None, 0

    def _place_at(
        self, words: list[str], where: list[int], position: int, texts: Sequence[str]
    ) -> tuple[Known | None, int]:
        first = where[position]
        if not texts[first][:1].isupper() and texts[first][:1] not in "'":
            return None, 0
        for length in range(min(_LONGEST_PLACE, len(words) - position), 0, -1):
            end = where[position + length - 1] + 1
            if length > 1 and not texts[end - 1][:1].isupper() and "-" not in "".join(texts[first:end]):
                continue
            name = " ".join(words[position : position + length])
            if len(name) > 2 and self.places.is_name(name):
                places = self.places.find(name)
                if places:
                    return (
                        Known(
                            first,
                            end,
                            places[0].kind,
                            "place",
                            (),
                            places[0].population,
                            " ".join(texts[first:end]),
                        ),
                        length,
                    )
        return None, 0


def is_part(listed: Sequence[Known], first: int, end: int) -> bool:
    """Whether tokens are a part of a longer name of the gazetteer: "Washington" of "Washington Post"."""
    names = (name for name in listed if name.kind == "entry" and name.first <= first and end <= name.end)
    return any(end - first < name.end - name.first for name in names)
