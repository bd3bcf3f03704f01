"""Who held an office on the day of a document: "the French president" is Emmanuel Macron in 2020.

Only persons whom the document names are told so; the list of offices is ``ckg:tenure`` of the gazetteer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.language.words import english_offices, former_words, office_fillers, offices, state_words
from kg.link.things import beyond, person_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.lookup import Known
    from kg.link.things import Spoken
    from kg.ontology import GazetteerEntry, Tenure

_SAYS_NOTHING = ("DET", "ADP", "PUNCT", "PART")


@dataclass(frozen=True, slots=True)
class _Said:
    """An office by its kept name, the IRIs of whose it is, and what else is said of it.

    ``others`` are words that are no part of it: it may be another body's. ``past`` is one held no more,
    ``own`` one that is said to be the state's.
    """

    name: str
    whose: frozenset[str]
    others: bool
    past: bool
    own: bool


class Incumbents:
    """The listed persons whom a document names, with the offices that they hold or held.

    ``published`` is the day of the document (EDTF), None where it is not known.
    """

    def __init__(self, known: Sequence[Sequence[Known]], published: str | None) -> None:
        self.day = published or ""
        named = (entry for passage in known for match in passage for entry in match.entries)
        self.persons = list(dict.fromkeys(entry for entry in named if entry.tenures))

    def told(self, mention: Spoken, inside: Sequence[Known]) -> GazetteerEntry | None:
        """The one person whom a mention tells by an office and whose it is; None where there is no such.

        Of offices alone only one that names the state as such is the state's ("the head of state"): many
        have presidents.
        """
        said = self._said(mention, inside)
        if said is None or said.others or not (said.whose or said.own):
            return None
        holders = [person for person in self.persons if self._holds(person, said)]
        return holders[0] if len(holders) == 1 else None

    def ruled_out(self, mention: Spoken, inside: Sequence[Known]) -> frozenset[GazetteerEntry]:
        """Whom a mention of an office cannot mean: those who hold another of a state on that day."""
        said = self._said(mention, inside) if mention.cls == "Person" else None
        english = english_offices()
        if said is None or said.past or said.name not in english.of_states | english.held_as.keys():
            return frozenset()
        return frozenset(
            person
            for person in self.persons
            if any(map(self._runs, person.tenures)) and (said.others or not self._holds(person, said))
        )

    def _said(self, mention: Spoken, inside: Sequence[Known]) -> _Said | None:
        """What a mention without a person's name says of an office; None where it tells none."""
        if not self.persons or person_start(mention) is not None:
            return None
        spelled = _office(mention)
        if spelled is None:
            return None
        name, first, end = spelled
        former = former_words(mention.language)
        around = {*mention.words[:first], *mention.words[end:]}
        more = around.intersection(beyond(mention, inside, _SAYS_NOTHING))
        return _Said(
            name,
            frozenset(entry.iri for match in inside for entry in match.entries[:1]),
            others=not more <= former | office_fillers(mention.language),
            past=not former.isdisjoint(around),
            own=not state_words(mention.language).isdisjoint(mention.words),
        )

    def _holds(self, person: GazetteerEntry, said: _Said) -> bool:
        """Whether a person holds an office on the day of the document, or held it where that is said."""
        meant = english_offices().held_as.get(said.name, (said.name,))
        return any(
            tenure.office in meant
            and (not said.whose or tenure.whose in said.whose)
            and (self._over(tenure) if said.past else self._runs(tenure))
            for tenure in person.tenures
        )

    def _runs(self, tenure: Tenure) -> bool:
        """Whether a tenure may include the day of the document."""
        day = self.day
        begun = tenure.since[: len(day)] <= day
        return not day or (begun and (tenure.until is None or day[: len(tenure.until)] <= tenure.until))

    def _over(self, tenure: Tenure) -> bool:
        """Whether a tenure may have ended when the document was published."""
        return tenure.until is not None and tenure.until[: len(self.day)] <= (self.day or tenure.until)


def _office(mention: Spoken) -> tuple[str, int, int] | None:
    """The office in which the head of a mention stands, by its kept name, and its words; None without one."""
    known = offices(mention.language)
    for first, word in enumerate(mention.words):
        for key, name in known.get(word, {}).items():
            end = first + len(key)
            if first <= mention.head < end and mention.words[first:end] == key:
                return name, first, end
    return None
