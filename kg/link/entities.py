"""The entities of a document, each with an IRI that is the same in every document.

A listed thing has the IRI of its list, a place that of GeoNames; any other gets one made from its
name and, of a state's body, the state.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claim import Entity, Mention
from kg.fold import fold, slug
from kg.language import LANGUAGES
from kg.language.words import descriptions
from kg.link.grouping import Grouping
from kg.link.things import bare_name, displayed_name, person_start, town_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.lookup import Known, Lookup
    from kg.link.resolve import Resolver
    from kg.link.things import Spoken, Thing
    from kg.ontology import GazetteerEntry, Ontology

_APART = ("Person", "State", "Place", "Operation", "PopulationGroup")
"""Kinds of which nothing is one that bears the name of another: what no list has is told apart by them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The entities of a document, and the entity (index) of every mention handed in."""

    entities: tuple[Entity, ...]
    of_mention: tuple[int, ...]


class Linker:
    """Links the mentions of one document after another; holds only what is the same for all."""

    def __init__(self, ontology: Ontology, lookup: Lookup, *, base: str) -> None:
        self.ontology = ontology
        self.lookup = lookup
        self.base = base
        self.bodies = self._bodies()

    def _bodies(self) -> dict[str, GazetteerEntry]:
        """Listed bodies that stand for all of a state's: "armée irakienne" is one with its forces.

        Keyed as the mentions that say no more than a state and a general noun (``_composed``).
        """
        bodies: dict[str, GazetteerEntry] = {}
        state_of = self.lookup.gazetteer.state_of_adjective
        generic = {lang: {fold(word) for word in descriptions(lang).generic} for lang in LANGUAGES}
        for entry in self.ontology.gazetteer:
            if entry.state is None:
                continue
            for language, alias in (*entry.labels, *entry.aliases):
                words = fold(alias).split()
                parted = ((words[0], words[1:]), (words[-1], words[:-1]))
                owners = [" ".join(owner).title() for noun, owner in parted if noun in generic[language]]
                found = [state for owner in owners if (state := state_of(owner, language)) is not None]
                if any(state.iri == entry.state for state in found):
                    bodies.setdefault(f"{entry.state}|{entry.cls}|", entry)
        return bodies

    def link(
        self,
        mentions: Sequence[Spoken],
        known: Sequence[Sequence[Known]],
        resolver: Resolver,
        published: str | None = None,
    ) -> Linked:
        """Group mentions into entities.

        ``known`` holds the listed names of each passage, ``published`` the day of the document (EDTF).
        """
        grouping = Grouping(self, mentions, known, resolver, published)
        told = [thing for thing in grouping.things if thing.mentions]
        index = {thing.number: number for number, thing in enumerate(told)}
        return Linked(
            tuple(self._entity(grouping, thing) for thing in told),
            tuple(index[grouping.number_of[id(mention)]] for mention in mentions),
        )

    def _entity(self, grouping: Grouping, thing: Thing) -> Entity:
        mentions = tuple(
            Mention(m.start, m.stop, m.text, "name" if grouping.is_named(m) else "description")
            for m in sorted(thing.mentions, key=lambda m: m.start)
        )
        cls = thing.cls
        if thing.entry is None:
            # "the town of X" tells what X is; a capital is a city, and who acts there is not
            said = [m.cls for m in thing.mentions if town_name(m)]
            said = said or [m.cls for m in thing.mentions if not m.acts] or [m.cls for m in thing.mentions]
            cls = Counter(said).most_common(1)[0][0]
        if thing.entry is not None:
            entry = thing.entry
            return Entity(
                entry.iri,
                entry.name,
                cls,
                mentions,
                entry.labels,
                entry.same_as,
                entry.within,
                entry.state,
                entry.point,
                known=True,
            )
        if thing.place is not None:
            place = thing.place
            country = self.lookup.gazetteer.state_of_code(place.country)
            return Entity(
                f"{self.base}place/{place.geonames_id}",
                place.name,
                cls,
                mentions,
                (("en", place.name),),
                (place.same_as,),
                country=country.iri if country else None,
                point=(place.latitude, place.longitude),
                known=True,
            )
        name = _full_name(grouping, thing)
        iri = f"{self.base}entity/{slug(name)}"
        if thing.key:
            state, *rest = thing.key.split("|")
            iri = f"{state}-" + slug(" ".join(part for part in rest if part))
        elif not thing.named:
            iri += f"-{slug(cls)}"
        elif kind := next((kind for kind in _APART if self.ontology.is_a(cls, kind)), ""):
            iri += f"-{slug(kind)}"
        language = thing.mentions[0].language
        return Entity(
            iri, name, cls, mentions, ((language, name),), country=thing.state.iri if thing.state else None
        )


def _full_name(grouping: Grouping, thing: Thing) -> str:
    """The fullest name that the document gives, without its article."""
    named = [m for m in thing.mentions if grouping.is_named(m)] or thing.mentions
    times = Counter(bare_name(m) for m in named)
    best = max(named, key=lambda m: (*_usual(m, times, thing), len(bare_name(m)), -len(m.text), -m.start))
    return displayed_name(best)


def _usual(mention: Spoken, times: Counter[str], thing: Thing) -> tuple[bool, int]:
    """Of a person: whether by an own name. Of a state's body: whether by more than its state, how often."""
    if thing.cls == "Person":
        return person_start(mention) is not None, 0
    bare = bare_name(mention)
    return (" " in bare, times[bare]) if thing.key else (False, 0)
