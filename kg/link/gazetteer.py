"""Looks up what the ontology's gazetteer knows by the words that a text uses."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.fold import fold, words
from kg.language import LANGUAGES
from kg.link.divisions import other_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ontology import GazetteerEntry

LETTERS = 2
"""Fewer letters than this make no name."""
ARTICLE = 3
"""A first word of at most so many letters may be an article, whose capital tells nothing."""

_JOINTS = re.compile(r"\s*([-/])\s*")


class Surface(NamedTuple):
    """One way to write an entry.

    ``kind`` is "label", "alias", "acronym" or "adjective"; acronyms have no language ("") and are
    matched with their case.
    """

    text: str
    language: str
    kind: str
    entry: GazetteerEntry


class Gazetteer:
    """The entries of the gazetteer by name, acronym, adjective and capital.

    Names are compared folded (`kg.fold.fold`), acronyms as they are. Of a name that is written
    with capital letters at least one must stand in the text, so that "le monde" is no newspaper.
    A label of several words whose only capital opens it needs none, and one that may open with an
    article needs another ("Le monde" is no newspaper either).
    """

    def __init__(self, entries: Iterable[GazetteerEntry]) -> None:
        self._entries = {entry.iri: entry for entry in entries}
        self._names: dict[str, list[Surface]] = defaultdict(list)
        self._adjectives: dict[str, list[Surface]] = defaultdict(list)
        self._acronyms: dict[str, list[GazetteerEntry]] = defaultdict(list)
        self._codes = {entry.iso: entry for entry in self._entries.values() if entry.iso}
        self._surfaces = [surface for entry in self._entries.values() for surface in _names(entry)]
        self._surfaces += _other_names(self._surfaces)
        for surface in self._surfaces:
            self._names[fold(surface.text)].append(surface)
        for entry in self._entries.values():
            for language, word in entry.adjectives:
                self._adjectives[fold(word)].append(Surface(word, language, "adjective", entry))
            for acronym in entry.acronyms:
                self._acronyms[acronym].append(entry)
        self._capitals = self._capital_names()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[GazetteerEntry]:
        return iter(self._entries.values())

    def get(self, iri: str) -> GazetteerEntry | None:
        """Return the entry with this IRI."""
        return self._entries.get(iri)

    def find(
        self, surface: str, language: str | None = None, *, any_case: bool = False
    ) -> tuple[GazetteerEntry, ...]:
        """Find the entries that ``surface`` may name, best first.

        An acronym, also one whose parts stand apart ("EI - K"), comes before a name; among names the
        same spelling comes before a folded one, the text's language before another, a label before an
        alias. ``any_case`` waives the rule on capital letters, for what a user types.
        """
        named = [item for item in self._names.get(fold(surface), ()) if any_case or is_written(item, surface)]
        named.sort(key=lambda item: _rank(item, surface, language))
        short = _JOINTS.sub(r"\1", surface.upper() if any_case else surface)
        acronyms = self._acronyms.get(short, [])
        return tuple(dict.fromkeys((*acronyms, *(item.entry for item in named))))

    def surfaces(self) -> Iterator[tuple[str, GazetteerEntry, bool]]:
        """Give every name and acronym with its entry, and whether it is matched with its case."""
        for surface in self._surfaces:
            yield surface.text, surface.entry, False
        for entry in self:
            for acronym in entry.acronyms:
                yield acronym, entry, True

    def of_adjective(self, word: str, language: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Find what an adjective or a name of inhabitants belongs to: states first, best first.

        An acronym of a state serves as its adjective ("US", "UK").
        """
        found = [item for item in self._adjectives.get(fold(word), ()) if is_written(item, word)]
        found.sort(key=lambda item: (item.entry.cls != "State", *_rank(item, word, language)))
        states = [entry for entry in self._acronyms.get(word, ()) if entry.cls == "State"]
        return tuple(dict.fromkeys((*states, *(item.entry for item in found))))

    def state_of_adjective(self, word: str, language: str | None = None) -> GazetteerEntry | None:
        """Return the state of an adjective in any form ("irakiennes", "Iraqis", "US")."""
        return next((entry for entry in self.of_adjective(word, language) if entry.cls == "State"), None)

    def state_of_capital(self, name: str) -> GazetteerEntry | None:
        """Return the state whose capital has this name in either language."""
        return self._capitals.get(fold(name)) if name[:1].isupper() else None

    def state_of_code(self, iso: str) -> GazetteerEntry | None:
        """Return the state with this ISO 3166 code of two letters."""
        return self._codes.get(iso)

    def _capital_names(self) -> dict[str, GazetteerEntry]:
        """Map the folded names of every capital to its state; cities of the gazetteer add theirs."""
        capitals = {fold(entry.capital): entry for entry in self if entry.capital}
        for city in tuple(self):
            state = self._entries.get(city.state or "")
            if city.cls == "City" and state is not None and state.capital:
                names = {fold(surface.text) for surface in _names(city)}
                if fold(state.capital) in names:
                    capitals.update((name, state) for name in names if name not in capitals)
        return capitals


def is_written(surface: Surface, text: str) -> bool:
    """Tell whether ``text``, equal to the surface when folded, has the capitals to be that name."""
    expected, found = words(surface.text), words(text)
    if len(expected) != len(found):
        return True
    capitals = [position for position, word in enumerate(expected) if word[:1].isupper()]
    if surface.kind == "label" and len(expected) > 1:
        if capitals == [0]:
            return True
        if len(expected[0]) <= ARTICLE:
            capitals = capitals[1:] if capitals[:1] == [0] else capitals
    return not capitals or any(found[position][:1].isupper() for position in capitals)


def _names(entry: GazetteerEntry) -> Iterator[Surface]:
    for kind, texts in (("label", entry.labels), ("alias", entry.aliases)):
        for language, text in texts:
            if sum(letter.isalpha() for letter in text) >= LETTERS:
                yield Surface(text, language, kind, entry)


def _other_names(listed: Sequence[Surface]) -> Iterator[Surface]:
    """What else regions are called ("province of …"), where that names no other entry."""
    taken = {fold(surface.text) for surface in listed}
    owners: dict[str, dict[GazetteerEntry, Surface]] = defaultdict(dict)
    for text, language, _, entry in listed:
        if entry.cls == "Region" and language in LANGUAGES:
            for name in other_names(text, language):
                owners[fold(name)].setdefault(entry, Surface(name, language, "alias", entry))
    for name, surfaces in owners.items():
        if name not in taken and len(surfaces) == 1:
            yield from surfaces.values()


def _rank(surface: Surface, text: str, language: str | None) -> tuple[bool, bool, bool, bool, str]:
    return (
        surface.text.casefold() != text.casefold(),
        language is not None and surface.language not in (language, ""),
        surface.kind != "label",
        surface.entry.cls == "State" and surface.entry.iso is None,  # a state of the past
        surface.entry.iri,
    )
