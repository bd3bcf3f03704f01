"""Which mentions of a document speak of the same thing.

Mentions are taken in the order of the text. A listed name is the listed thing; another name joins
the thing that shares it (whole, by family name, or by an acronym that the text introduces); a
description without a name ("the city") joins the latest thing that it may describe. What is left
is a thing of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions
from kg.link.acronyms import bracketed, spelled_out
from kg.link.appositions import named_offices, named_settlements
from kg.link.incumbents import Incumbents
from kg.link.listed import speaks_of
from kg.link.lookup import Known
from kg.link.persons import known_person, told_by_office
from kg.link.resolve import Asked, candidates
from kg.link.ruled import Rulers
from kg.link.things import (
    SETTLEMENTS,
    Thing,
    bare_name,
    body_key,
    division_names,
    full_name,
    name_end,
    name_start,
    says_capital,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.entities import Linker
    from kg.link.places import Place
    from kg.link.resolve import Resolver
    from kg.link.things import Spoken
    from kg.ontology import GazetteerEntry

_FAMOUS = 300_000  # people of a place that is meant though no document speaks of its country
_RENOWNED = 1_000_000  # the same where another name than its first is told, as many places have it


class Grouping:
    """The things of one document; ``number_of`` leads a mention (by identity) to its thing's number."""

    def __init__(
        self,
        linker: Linker,
        mentions: Sequence[Spoken],
        known: Sequence[Sequence[Known]],
        resolver: Resolver,
        published: str | None,
    ) -> None:
        self.linker = linker
        self.resolver = resolver
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.stop))
        self.known = known
        self.things: list[Thing] = []
        self.countries: Counter[str] = Counter()
        self.number_of: dict[int, int] = {}
        self._listed: dict[int, list[Known]] = {}  # within mentions (by identity) that were asked for
        persons = [mention for mention in self.mentions if mention.cls == "Person"]
        towns = [mention for mention in self.mentions if mention.cls in SETTLEMENTS]
        self.rulers = Rulers(self.mentions, self._inside, linker.lookup.gazetteer)
        self.incumbents = Incumbents(known, published)
        self.name_of = {**named_offices(persons), **named_settlements(towns, self.is_named)}
        self._count_countries()
        for mention in (m for m in self.mentions if not m.acts):
            self._place(mention)
        for mention in (m for m in self.mentions if m.acts):  # when all bodies of the state are known
            self._add(self._governing(mention), mention)
        for thing in self.things:
            thing.mentions.sort(key=lambda m: m.start)
        self._join_bodies()
        self._join_acronyms()

    def _place(self, mention: Spoken) -> None:
        """Give a mention to its thing, with an office or a kind of place the name beside it first."""
        if id(mention) in self.number_of:
            return
        name = self.name_of.get(id(mention))
        if name is not None:
            self._place(name)
            thing = self.things[self.number_of[id(name)]]
            if thing.cls == "Person":
                thing.names.add(bare_name(mention))
        else:
            thing = self._meant_by(mention)
        self._add(thing, mention)

    def _meant_by(self, mention: Spoken) -> Thing:
        if (entry := self.incumbents.told(mention, self._inside(mention))) is not None:
            return self._of_key(entry.iri, mention, entry=entry)
        return self._named(mention) if self.is_named(mention) else self._described(mention)

    def _add(self, thing: Thing, mention: Spoken) -> None:
        thing.mentions.append(mention)
        if thing.cls == "Person":
            thing.states.update(self._states(mention))
            if name := full_name(mention):
                thing.full_names.add(name)
        self.number_of[id(mention)] = thing.number

    def _count_countries(self) -> None:
        """Count the states that the document tells of, by names that no other thing has."""
        for passage in self.known:
            for match in passage:
                if match.entries and (match.entries[0].cls == "State" or len(match.entries) == 1):
                    entry = match.entries[0]
                    state = entry.iri if entry.cls == "State" else entry.state
                    if state and not _in_common_words(match, entry):
                        self.countries[state] += 1

    def _inside(self, mention: Spoken) -> list[Known]:
        """The listed names within a mention, those of a mention within a listed name included.

        One may take in the article before the mention.
        """
        if id(mention) not in self._listed:
            self._listed[id(mention)] = self._find_inside(mention)
        return self._listed[id(mention)]

    def _find_inside(self, mention: Spoken) -> list[Known]:
        first = mention.first - mention.definite
        listed = self.known[mention.passage]
        inside = [k for k in listed if first <= k.first and k.end <= mention.end]
        if not inside and any(k.first <= mention.first and mention.end <= k.end for k in listed):
            own = self.linker.lookup.find(written(mention), mention.pos, mention.language)
            inside = [replace(k, first=mention.first + k.first, end=mention.first + k.end) for k in own]
        return inside

    def _states(self, mention: Spoken) -> list[str]:
        """The IRIs of the states that a mention names."""
        return [k.entries[0].iri for k in self._inside(mention) if k.cls == "State" and k.entries]

    def is_named(self, mention: Spoken) -> bool:
        """Whether a mention holds a listed name or one of its own, rather than common nouns alone."""
        if self._inside(mention):
            return True
        parts = re.findall(r"\S+", mention.text)
        within = [any(letter.isupper() for letter in part[1:]) for part in parts]  # "al-Nahda", "UDI"
        capitals = [i for i, part in enumerate(parts) if part[:1].isupper() or within[i]]
        first = mention.words[0]
        common = first in descriptions(mention.language).classes or (len(first) < 4 and not within[0])
        return bool(capitals) and not (common and capitals == [0])  # any sentence opens with a capital

    def _named(self, mention: Spoken) -> Thing:
        inside = self._inside(mention)
        entry = self._entry(mention, inside)
        if entry is not None:
            return self._of_family(mention, entry) or self._of_key(entry.iri, mention, entry=entry)
        state = next((k.entries[0] for k in inside if k.cls == "State" and k.entries), None)
        if state is not None and says_capital(mention, inside):
            return self._capital(mention, state)
        key = body_key(mention, state, inside) if state is not None else ""
        if not key and (ruled := self.rulers.state_of(mention)):
            state, first, end = ruled
            key = body_key(mention, state, [*inside, Known(first, end, state.cls, "entry", (state,))])
        if state is not None and key:
            if key == state.iri:
                return self._of_key(key, mention, entry=state)
            body = self.linker.bodies.get(key)
            return self._of_key(body.iri if body else key, mention, entry=body, state=state)
        bare = bare_name(mention)
        if mention.cls == "Person":
            return self._person(mention, bare)
        thing = self._by_name(bare, mention.cls)
        if thing is not None:
            thing.names.add(bare)
            return thing
        place = self._geonames(mention, inside) if self.linker.ontology.is_a(mention.cls, "Place") else None
        if place is not None and (match := self._of_place(place)):
            match.names.add(bare)
            return match
        if place is None and (meant := self._meant(mention, bare)):
            meant.names.add(bare)
            return meant
        return self._new(mention, bare, place=place)

    def _of_family(self, mention: Spoken, entry: GazetteerEntry) -> Thing | None:
        """Who bears the family name that alone is told, where the document told of someone who does."""
        bare = bare_name(mention)
        named = entry.cls == "Person" == mention.cls and " " not in bare
        return known_person(self.things, mention, bare) if named else None

    def _capital(self, mention: Spoken, state: GazetteerEntry) -> Thing:
        """The capital of a state: told before, or known."""
        gazetteer = self.linker.lookup.gazetteer
        told = next((thing for thing in reversed(self.things) if self._seat(thing) == state), None)
        if told is not None:
            return told
        if state.capital is None:
            return self._new(mention, bare_name(mention))
        listed = (e for e in gazetteer.find(state.capital, any_case=True) if e.state == state.iri)
        if (entry := next(listed, None)) is not None:
            return self._of_key(entry.iri, mention, entry=entry)
        places = self.linker.lookup.places.find(fold(state.capital))
        place = next((p for p in places if gazetteer.state_of_code(p.country) == state), None)
        return self._new(mention, bare_name(mention), place=place)

    def _seat(self, thing: Thing) -> GazetteerEntry | None:
        """The state whose capital a thing is."""
        if thing.cls not in SETTLEMENTS:
            return None
        seat = self.linker.lookup.gazetteer.state_of_capital
        return next((state for name in sorted(thing.names) if (state := seat(name.title()))), None)

    def _governing(self, mention: Spoken) -> Thing:
        """The government of the state whose capital is named, where the text speaks of it, else the state."""
        state = self.linker.lookup.gazetteer.state_of_capital(mention.text)
        if state is None:
            return self._named(mention)
        bodies = [
            thing
            for thing in self.things
            if (thing.state == state or (thing.entry is not None and thing.entry.state == state.iri))
            and any(m.words[m.head] in descriptions(m.language).governments for m in thing.mentions)
        ]
        if bodies:
            return max(bodies, key=lambda thing: (len(thing.mentions), -thing.number))
        return self._of_key(state.iri, mention, entry=state)

    def _entry(self, mention: Spoken, inside: list[Known]) -> GazetteerEntry | None:
        """The listed thing that a mention names, alone or with a common noun ("Taliban fighters").

        Of several with one name it is one of a state that the document tells of, where one is.
        """
        if self.linker.ontology.is_a(mention.cls, "Place"):
            for name in division_names(mention):
                found = self.linker.lookup.gazetteer.find(name, mention.language, any_case=True)
                parts = (entry for entry in sorted(found, key=self._abroad) if entry.cls == mention.cls)
                if (part := next(parts, None)) is not None:
                    return part
        for match in inside:
            for entry in sorted(match.entries, key=self._abroad):
                if _in_common_words(match, entry) and self._abroad(entry):
                    continue
                if speaks_of(mention, match, entry, inside, self.linker.ontology):
                    return entry
        return None

    def _abroad(self, entry: GazetteerEntry) -> bool:
        """Whether a listed thing belongs to a state that the document does not tell of."""
        return entry.state is not None and entry.state not in self.countries

    def _person(self, mention: Spoken, bare: str) -> Thing:
        thing = known_person(self.things, mention, bare) or told_by_office(self.things, mention)
        meant = thing or self._meant(mention, bare)
        if meant is not None:
            meant.names.add(bare)
            return meant
        return self._new(mention, bare)

    def _by_name(self, bare: str, cls: str) -> Thing | None:
        named = (thing for thing in reversed(self.things) if bare in thing.names)
        return next((thing for thing in named if self._may_be_one(thing.cls, cls)), None)

    def _may_be_one(self, told: str, cls: str) -> bool:
        """Whether what a document tells of as a thing of one class may be taken for one of another."""
        is_a = self.linker.ontology.is_a
        return (
            told == cls
            or (is_a(told, "Place") and is_a(cls, "Place"))
            or (is_a(told, "Actor") and is_a(cls, "Actor") and told != "Person")
        )

    def _geonames(self, mention: Spoken, inside: list[Known]) -> Place | None:
        """The populated place that a mention names: in the document's countries, then the largest."""
        if mention.cls not in (*SETTLEMENTS, "District", "Region"):
            return None
        name = mention.pos[name_start(mention) : name_end(mention)]
        size = sum(pos not in ("DET", "ADP", "PUNCT") for pos in name)
        if not any(k.kind == "place" and k.end - k.first >= size for k in inside):
            return None
        candidates = self.linker.lookup.places.find(bare_name(mention))
        if not candidates or mention.cls in ("District", "Region"):
            return None
        state_of_code = self.linker.lookup.gazetteer.state_of_code
        at_home = [
            p for p in candidates if (state := state_of_code(p.country)) and state.iri in self.countries
        ]
        if at_home:
            return max(at_home, key=lambda p: (p.main, p.population, p.geonames_id))
        best = max(candidates, key=lambda p: (p.population, p.main, p.geonames_id))
        enough = _FAMOUS if best.main else _RENOWNED
        return best if best.population >= enough or not self.countries else None

    def _of_place(self, place: Place) -> Thing | None:
        return next((t for t in self.things if t.place and t.place.geonames_id == place.geonames_id), None)

    def _described(self, mention: Spoken) -> Thing:
        """The thing told before that a description stands for, or a thing of its own."""
        bare = bare_name(mention)
        meant = self._meant(mention, bare)
        if meant is None:
            return self._new(mention, bare)
        if not meant.named:
            meant.names.add(bare)
        return meant

    def _meant(self, mention: Spoken, bare: str) -> Thing | None:
        """What the resolver says of a mention that its words alone do not settle.

        What is named after a state and is of another class is not that state, and who holds an office on
        that day does not hold another's.
        """
        states, head = self._states(mention), fold(mention.words[mention.head])
        capital = mention.words[mention.head] in descriptions(mention.language).capitals
        seats = frozenset(thing.number for thing in self.things if capital and self._seat(thing))
        asked = Asked(mention, bare, head, self.is_named(mention), states, seats)
        others = self.incumbents.ruled_out(mention, self._inside(mention))
        told = [
            t
            for t in self.things
            if (capital or not all(m.desk for m in t.mentions))
            and (t.entry is None or t.entry.iri not in states or t.cls == mention.cls)
            and t.entry not in others
        ]
        return self.resolver.choose(asked, candidates(asked, told))

    def _of_key(
        self,
        key: str,
        mention: Spoken,
        *,
        entry: GazetteerEntry | None = None,
        state: GazetteerEntry | None = None,
    ) -> Thing:
        bare = bare_name(mention)
        for thing in self.things:
            if thing.key == key:
                thing.names.add(bare)
                return thing
        known = None if entry is None else self._by_name(bare, entry.cls)
        if known is None and entry is not None and entry.cls == "Person":
            known = known_person(self.things, mention, bare) or told_by_office(self.things, mention)
        if known is not None and not known.key and known.place is None:
            thing = known  # it was not seen to be listed where its name stood inside another
        else:
            thing = self._new(mention, bare)
        thing.key, thing.entry, thing.state = key, entry, state
        if entry is not None:
            thing.cls = entry.cls
        return thing

    def _new(self, mention: Spoken, bare: str, *, place: Place | None = None) -> Thing:
        thing = Thing(len(self.things), mention.cls, names={bare}, place=place, named=self.is_named(mention))
        if place is not None and mention.cls in SETTLEMENTS:
            thing.cls = mention.cls
        self.things.append(thing)
        return thing

    def _join_bodies(self) -> None:
        """Join a state's body that a noun alone tells ("the army") with that told with its state later on.

        Only where no other body of the class is told: headlines leave out whose army it is.
        """
        bodies = [thing for thing in self.things if self._is_body(thing)]
        for thing in self.things:
            owners = [body for body in bodies if body.cls == thing.cls]
            if len(owners) != 1 or _told_alone(thing) is not _governs(owners[0]):
                continue
            if thing.mentions[0].start < owners[0].mentions[0].start:
                self._hand_over(thing, owners[0])

    def _is_body(self, thing: Thing) -> bool:
        """Whether a thing is all of a state's forces, or its government."""
        listed = thing.entry is not None and thing.entry in self.linker.bodies.values()
        return bool(thing.mentions) and (listed or (thing.state is not None and thing.key.endswith("|")))

    def _hand_over(self, thing: Thing, owner: Thing, *, name: str | None = None) -> None:
        """The mentions of a thing become another's, all or those by one folded name."""
        given = [m for m in thing.mentions if name is None or bare_name(m) == name]
        owner.mentions = sorted((*owner.mentions, *given), key=lambda m: m.start)
        for mention in given:
            self.number_of[id(mention)] = owner.number
        thing.mentions = [m for m in thing.mentions if name is not None and bare_name(m) != name]

    def _join_acronyms(self) -> None:
        """Join "X Y Z (XYZ)" and a later "XYZ", and short names in brackets behind long ones."""
        for thing, owner in spelled_out(self.things, self._may_be_one):
            self._hand_over(thing, owner)
        for long, short in bracketed(self.mentions, self._may_share_name):
            owner, thing = (self.things[self.number_of[id(mention)]] for mention in (long, short))
            if owner is thing or not self._may_share_name(owner.cls, thing.cls):
                continue
            if thing.entry is None:
                self._hand_over(thing, owner)
            elif owner.entry is None:
                self._hand_over(owner, thing)
            elif self._at_home(self._entry(long, self._inside(long))) > self._at_home(thing.entry):
                self._hand_over(thing, owner, name=bare_name(short))
            else:
                self._hand_over(owner, thing, name=bare_name(long))

    def _at_home(self, entry: GazetteerEntry | None) -> int:
        """How often the document tells of the state that a listed thing belongs to."""
        return self.countries[entry.state] if entry is not None and entry.state else 0

    def _may_share_name(self, told: str, cls: str) -> bool:
        """Whether two classes may be taken for that of one body with a short name."""
        is_a = self.linker.ontology.is_a
        return self._may_be_one(told, cls) and is_a(cls, "Actor") and "State" not in (told, cls)


def _in_common_words(match: Known, entry: GazetteerEntry) -> bool:
    """Whether a name that any state's force may have is written as such: "armée de terre"."""
    return entry.cls == "ArmedForce" and entry.state is not None and match.text[:1].islower()


def _told_alone(thing: Thing) -> bool | None:
    """Whether what nouns alone tell that stand for any state's body governs; None for any other thing."""
    if thing.named or thing.entry is not None or not thing.mentions:
        return None
    for mention in thing.mentions:
        alone = sum(pos != "DET" for pos in mention.pos) == 1
        if not alone or mention.words[mention.head] not in descriptions(mention.language).generic:
            return None
    return _governs(thing)


def _governs(thing: Thing) -> bool:
    """Whether a thing is ever called a government."""
    return any(m.words[m.head] in descriptions(m.language).governments for m in thing.mentions)
