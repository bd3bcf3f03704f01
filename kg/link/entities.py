"""Which mentions of a document speak of the same thing, and which thing that is.

Mentions are taken in the order of the text. A listed name is the listed thing; another name joins
the thing that shares it (whole, by family name, or by an acronym that the text introduces); a
description without a name ("the city") joins the latest thing that it may describe. What is left
is a thing of its own, with an IRI made from its name and the place that contains it, so that the
same thing gets the same IRI in every document.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.claim import Entity, Mention
from kg.fold import fold, slug
from kg.language.words import Descriptions, descriptions
from kg.link.resolve import Asked, candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.lookup import Known, Lookup
    from kg.link.places import Place
    from kg.link.resolve import Resolver
    from kg.ontology import GazetteerEntry, Ontology

_FAMOUS = 300_000  # people of a place that is meant though no document speaks of its country
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,5}s?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mention as the reader hands it over: where it stands, its class, and what it is made of."""

    passage: int
    first: int
    end: int
    start: int  # offsets in the document
    stop: int
    text: str
    cls: str
    words: tuple[str, ...]  # lower case
    pos: tuple[str, ...]
    head: int  # index into words
    definite: bool
    language: str
    score: float = 1.0
    acts: bool = False  # names a capital and means its state


@dataclass(slots=True)
class Thing:
    """A thing under construction."""

    number: int
    cls: str
    mentions: list[Spoken] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded
    entry: GazetteerEntry | None = None
    place: Place | None = None
    state: GazetteerEntry | None = None  # whose force, government or people it is
    named: bool = False
    key: str = ""

    @property
    def last(self) -> int:
        """Where it was mentioned last."""
        return self.mentions[-1].start if self.mentions else -1


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
        self._states = {
            entry.iso: entry for entry in ontology.gazetteer if entry.iso and entry.cls == "State"
        }

        self.bodies = self._bodies()

    def _bodies(self) -> dict[str, GazetteerEntry]:
        """Listed bodies that stand for all of a state's: "armée irakienne" is one with its forces.

        Keyed as the mentions that say no more than a state and a general noun (``_composed``).
        """
        bodies: dict[str, GazetteerEntry] = {}
        for entry in self.ontology.gazetteer:
            if entry.state is None:
                continue
            for language, alias in (*entry.labels, *entry.aliases):
                words = fold(alias).split()
                generic = {fold(word) for word in descriptions(language).generic}
                owners = [self.lookup.gazetteer.state_of_adjective(w.title(), language) for w in words]
                if (
                    len(words) == 2
                    and any(owner is not None and owner.iri == entry.state for owner in owners)
                    and any(word in generic for word in words)
                ):
                    bodies.setdefault(f"{entry.state}|{entry.cls}|", entry)
        return bodies

    def link(
        self, mentions: Sequence[Spoken], known: Sequence[Sequence[Known]], resolver: Resolver
    ) -> Linked:
        """Group mentions into entities; ``known`` holds the listed names of each passage."""
        return _Document(self, mentions, known, resolver).run()


class _Document:
    def __init__(
        self,
        linker: Linker,
        mentions: Sequence[Spoken],
        known: Sequence[Sequence[Known]],
        resolver: Resolver,
    ) -> None:
        self.linker = linker
        self.resolver = resolver
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.stop))
        self.order = {id(m): i for i, m in enumerate(mentions)}
        self.known = known
        self.things: list[Thing] = []
        self.countries: Counter[str] = Counter()
        self.of: dict[int, int] = {}

    def run(self) -> Linked:
        self._count_countries()
        for mention in (m for m in self.mentions if not m.acts):
            self._add(self._named(mention) if self._is_named(mention) else self._described(mention), mention)
        for mention in (m for m in self.mentions if m.acts):  # when all bodies of the state are known
            self._add(self._governing(mention), mention)
        for thing in self.things:
            thing.mentions.sort(key=lambda m: m.start)
        self._join_acronyms()
        entities = self._finish()
        ordered = sorted(self.order.items(), key=lambda item: item[1])
        return Linked(entities, tuple(self.of[key] for key, _ in ordered))

    def _add(self, thing: Thing, mention: Spoken) -> None:
        thing.mentions.append(mention)
        self.of[id(mention)] = thing.number

    # -- what a mention is made of

    def _count_countries(self) -> None:
        for passage in self.known:
            for match in passage:
                for entry in match.entries[:1]:
                    state = entry.iri if entry.cls == "State" else entry.state
                    if state:
                        self.countries[state] += 1
                if match.kind == "place" and match.population > 200_000:
                    continue

    def _words(self, mention: Spoken) -> Descriptions:
        return descriptions(mention.language)

    def _inside(self, mention: Spoken) -> list[Known]:
        return [k for k in self.known[mention.passage] if mention.first <= k.first and k.end <= mention.end]

    def _is_named(self, mention: Spoken) -> bool:
        if self._inside(mention):
            return True
        capitals = [
            i
            for i, part in enumerate(re.findall(r"\S+", mention.text))
            if part[:1].isupper() or any(letter.isupper() for letter in part[1:])
        ]
        if not capitals:
            return False
        described = self._words(mention).classes
        return not (capitals == [0] and all(w in described or len(w) < 4 for w in mention.words[:1]))

    def _head(self, mention: Spoken) -> str:
        return mention.words[mention.head]

    # -- named mentions

    def _named(self, mention: Spoken) -> Thing:
        inside = self._inside(mention)
        entry = self._entry(mention, inside)
        if entry is not None:
            return self._of_key(entry.iri, mention, entry=entry)
        state = next((k.entries[0] for k in inside if k.cls == "State" and k.entries), None)
        if state is not None and (key := self._composed(mention, state, inside)):
            body = self.linker.bodies.get(key)
            return self._of_key(body.iri if body else key, mention, entry=body, state=state)
        bare = self._bare(mention)
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

    def _governing(self, mention: Spoken) -> Thing:
        """The government of the state whose capital is named, where the text speaks of it, else the state."""
        state = self.linker.lookup.gazetteer.state_of_capital(mention.text)
        if state is None:
            return self._named(mention)
        bodies = [
            thing
            for thing in self.things
            if (thing.state == state or (thing.entry is not None and thing.entry.state == state.iri))
            and any(m.words[m.head] in self._words(m).governments for m in thing.mentions)
        ]
        if bodies:
            return max(bodies, key=lambda thing: (len(thing.mentions), -thing.number))
        return self._of_key(state.iri, mention, entry=state)

    def _entry(self, mention: Spoken, inside: list[Known]) -> GazetteerEntry | None:
        """The listed thing that a mention names, alone or with a common noun ("Taliban fighters")."""
        is_a = self.linker.ontology.is_a
        described = self._words(mention).classes
        for match in inside:
            for entry in match.entries:
                if match.kind == "adjective":
                    if mention.end - mention.first == 1 and mention.cls == "State":
                        return entry
                    continue
                rest = [
                    w
                    for i, w in enumerate(mention.words)
                    if not match.first <= mention.first + i < match.end
                    and mention.pos[i] not in ("DET", "PUNCT", "ADP", "PART")
                ]
                if not rest:
                    return entry
                if entry.cls == "State" or is_a(entry.cls, "Place"):
                    continue
                if all(w in described or w.isdigit() or not w.isalpha() for w in rest) and (
                    entry.cls == mention.cls or (is_a(entry.cls, "Actor") and is_a(mention.cls, "Actor"))
                ):
                    return entry
                if entry.cls == "Person" == mention.cls and not self._longer(mention, match):
                    return entry
        return None

    def _longer(self, mention: Spoken, match: Known) -> bool:
        """Whether another name touches the listed one: who bears both is somebody else."""
        words = self._words(mention)
        for place in (match.first - 1 - mention.first, match.end - mention.first):
            if 0 <= place < len(mention.words) and mention.pos[place] == "PROPN":
                word = mention.words[place]
                known = any(k.first <= mention.first + place < k.end for k in self._inside(mention))
                if not known and word.rstrip(".") not in words.titles and word not in words.classes:
                    return True
        return False

    def _composed(self, mention: Spoken, state: GazetteerEntry, inside: list[Known]) -> str:
        """The key of a state's forces, government or people; "" where more than that is said."""
        described = self._words(mention).classes
        covered = {i for k in inside for i in range(k.first, k.end)}
        rest = [
            word
            for i, word in enumerate(mention.words)
            if mention.first + i not in covered
            and mention.pos[i] not in ("DET", "PUNCT", "ADP", "NUM", "PART")
        ]
        if not rest:
            return state.iri if mention.cls == "State" else f"{state.iri}|{mention.cls}|"
        if all(word in described for word in rest) and mention.cls in (
            "ArmedForce",
            "Organisation",
            "PopulationGroup",
        ):
            branch = "-".join(sorted({self._branch(word, mention) for word in rest} - {""}))
            return f"{state.iri}|{mention.cls}|{branch}"
        return ""

    def _branch(self, word: str, mention: Spoken) -> str:
        """What tells one body of a state from another; words for the forces as a whole tell nothing."""
        return "" if word in self._words(mention).generic else word

    def _bare(self, mention: Spoken) -> str:
        """The folded name without articles, titles and numbers before it."""
        words = self._words(mention)
        first = 0
        while first < len(mention.words) - 1 and (
            mention.pos[first] in ("DET", "NUM", "ADP", "PUNCT")
            or mention.words[first].rstrip(".") in words.titles
        ):
            first += 1
        return " ".join(fold(" ".join(mention.words[first:])).replace(" - ", " ").split())

    def _person(self, mention: Spoken, bare: str) -> Thing:
        parts = bare.split()
        for thing in reversed(self.things):
            if thing.cls != "Person":
                continue
            for name in thing.names:
                other = name.split()
                if bare == name or (
                    parts
                    and other
                    and (
                        parts[-1:] == other[-1:]
                        or parts == other[-len(parts) :]
                        or other == parts[-len(other) :]
                    )
                ):
                    if (
                        len(parts) > 1
                        and len(other) > 1
                        and parts[0] != other[0]
                        and parts[0][:1] != other[0][:1]
                    ):
                        continue
                    thing.names.add(bare)
                    return thing
        meant = self._meant(mention, bare)
        if meant is not None:
            meant.names.add(bare)
            return meant
        return self._new(mention, bare)

    def _by_name(self, bare: str, cls: str) -> Thing | None:
        is_a = self.linker.ontology.is_a
        for thing in reversed(self.things):
            if bare in thing.names and (
                thing.cls == cls
                or (is_a(thing.cls, "Place") and is_a(cls, "Place"))
                or (is_a(thing.cls, "Actor") and is_a(cls, "Actor") and thing.cls != "Person")
            ):
                return thing
        return None

    def _geonames(self, mention: Spoken, inside: list[Known]) -> Place | None:
        """The populated place that a mention names: in the document's countries, then the largest."""
        if mention.cls not in ("City", "Village", "District", "Region"):
            return None
        if not any(
            k.kind == "place"
            and k.end - k.first >= len([p for p in mention.pos if p not in ("DET", "ADP", "PUNCT")])
            for k in inside
        ):
            return None
        candidates = self.linker.lookup.places.find(self._bare(mention))
        if not candidates or mention.cls in ("District", "Region"):
            return None
        weights = {iso: self.countries[state.iri] for iso, state in self.linker._states.items()}
        at_home = [place for place in candidates if weights.get(place.country)]
        if at_home:
            return max(at_home, key=lambda p: (p.main, weights[p.country] > 0, p.population, p.geonames_id))
        best = max(candidates, key=lambda p: (p.population, p.main, p.geonames_id))
        return best if best.population >= _FAMOUS or not self.countries else None

    def _of_place(self, place: Place) -> Thing | None:
        return next((t for t in self.things if t.place and t.place.geonames_id == place.geonames_id), None)

    # -- descriptions

    def _described(self, mention: Spoken) -> Thing:
        """The thing told before that a description stands for, or a thing of its own."""
        bare = self._bare(mention)
        meant = self._meant(mention, bare)
        if meant is None:
            return self._new(mention, bare)
        if not meant.named:
            meant.names.add(bare)
        return meant

    def _meant(self, mention: Spoken, bare: str) -> Thing | None:
        """What the resolver says of a mention that its words alone do not settle."""
        state = next(
            (k.entries[0].iri for k in self._inside(mention) if k.cls == "State" and k.entries), None
        )
        asked = Asked(mention, bare, fold(self._head(mention)), self._is_named(mention), state)
        return self.resolver.choose(asked, candidates(asked, self.things))

    # -- things

    def _of_key(
        self,
        key: str,
        mention: Spoken,
        *,
        entry: GazetteerEntry | None = None,
        state: GazetteerEntry | None = None,
    ) -> Thing:
        bare = self._bare(mention)
        for thing in self.things:
            if thing.key == key:
                thing.names.add(bare)
                return thing
        thing = self._new(mention, bare)
        thing.key, thing.entry, thing.state = key, entry, state
        if entry is not None:
            thing.cls = entry.cls
        return thing

    def _new(self, mention: Spoken, bare: str, *, place: Place | None = None) -> Thing:
        thing = Thing(len(self.things), mention.cls, names={bare}, place=place, named=self._is_named(mention))
        if place is not None and mention.cls in ("City", "Village"):
            thing.cls = mention.cls
        self.things.append(thing)
        return thing

    def _join_acronyms(self) -> None:
        """Join "X Y Z (XYZ)" and a later "XYZ"."""
        by_initials: dict[str, Thing] = {}
        for thing in self.things:
            for mention in thing.mentions:
                initials = "".join(w[0] for w in re.findall(r"\w+", mention.text) if w[0].isupper())
                if len(initials) >= 2:
                    by_initials.setdefault(initials, thing)
        for thing in self.things:
            if thing.entry is not None or not thing.mentions:
                continue
            text = thing.mentions[0].text
            owner = by_initials.get(text.rstrip("s"))
            if (
                _ACRONYM.fullmatch(text)
                and owner is not None
                and owner is not thing
                and owner.cls == thing.cls
            ):
                owner.mentions += thing.mentions
                for mention in thing.mentions:
                    self.of[id(mention)] = owner.number
                thing.mentions = []

    # -- entities

    def _finish(self) -> tuple[Entity, ...]:
        entities: list[Entity] = []
        numbers: dict[int, int] = {}
        for thing in self.things:
            if not thing.mentions:
                continue
            numbers[thing.number] = len(entities)
            entities.append(self._entity(thing))
        self.of = {key: numbers[number] for key, number in self.of.items()}
        return tuple(entities)

    def _entity(self, thing: Thing) -> Entity:
        mentions = tuple(
            Mention(m.start, m.stop, m.text, "name" if self._is_named(m) else "description")
            for m in sorted(thing.mentions, key=lambda m: m.start)
        )
        cls = thing.cls
        if thing.entry is None:
            cls = Counter(m.cls for m in thing.mentions).most_common(1)[0][0]
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
            country = self.linker._states.get(place.country)
            return Entity(
                f"{self.linker.base}place/{place.geonames_id}",
                place.name,
                cls,
                mentions,
                (("en", place.name),),
                (place.same_as,),
                country=country.iri if country else None,
                point=(place.latitude, place.longitude),
                known=True,
            )
        name = self._name(thing)
        iri = f"{self.linker.base}entity/{slug(name)}"
        if thing.key:
            state, *rest = thing.key.split("|")
            iri = f"{state}-" + slug(" ".join(part for part in rest if part))
        elif not thing.named:
            iri += f"-{slug(cls)}"
        language = thing.mentions[0].language
        return Entity(
            iri, name, cls, mentions, ((language, name),), country=thing.state.iri if thing.state else None
        )

    def _name(self, thing: Thing) -> str:
        """The fullest name that the document gives, without its article."""
        named = [m for m in thing.mentions if self._is_named(m)] or thing.mentions
        times = Counter(self._bare(m) for m in named)
        best = max(  # of a body that only its state names, the usual name; of others the fullest
            named, key=lambda m: (times[self._bare(m)] if thing.key else 0, len(self._bare(m)), -m.start)
        )
        skip = 0
        while skip < len(best.words) - 1 and best.pos[skip] in ("DET", "ADP", "NUM", "PUNCT"):
            skip += 1
        text = best.text
        for word in best.words[:skip]:
            text = text[len(word) :].lstrip() if text.lower().startswith(word) else text
        return text or best.text
