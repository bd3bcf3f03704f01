"""Which office a person holds: its name before or after the person's, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.claim import Evidence, Relation
from kg.language.words import english_offices, former_words, offices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.scene import Placed, Scene
    from kg.extract.tokens import Tokens
    from kg.ontology import GazetteerEntry

_KEPT = "en"  # the language in which offices are kept
_NEAR = 6  # tokens between an office and its holder
_NEAR_BEFORE = 2  # tokens before an office that say that it is a past one: "former French president"
_LINK = 2  # tokens between an office and whose it is
_AFTER = ("ADP", "DET")  # "spokesman for the army"
_BEFORE = ("PART", "ADJ")  # "Mali's new prime minister"


class _Held(NamedTuple):
    """An office in English, the IRI of whose it is ("" where that is not told), and whether it is past."""

    text: str
    whose: str
    past: bool


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Tokens ``first`` to ``end`` name an office, with an adjective at token ``inside``, -1 for none."""

    first: int
    end: int
    name: str
    inside: int = -1


def find_positions(scene: Scene, predicate: str, states: Mapping[str, GazetteerEntry]) -> Iterator[Relation]:
    """An office for each person that a sentence gives one, the first time, and what it implies.

    ``states`` are the states of the gazetteer by IRI: an office that only a state has is that of the
    person's.
    """
    seen: set[tuple[str, str]] = set()
    bodies = {scene.entities[m.entity].iri: scene.cls(m) for ms in scene.mentions for m in ms}
    for number, tokens in enumerate(scene.tokens):
        for office in _spelled(tokens):
            holder = _holder(scene, number, office)
            if holder is None:
                continue
            held = _held(scene, number, office, holder, states)
            person = scene.entities[holder.entity].iri
            if (person, held.text) in seen:
                continue
            seen.add((person, held.text))
            begin, stop = tokens.bounds(office.first)
            start, finish = tokens.starts[begin], tokens.ends[stop - 1]
            evidence = Evidence(start, finish, scene.document.text[start:finish], f"office {office.name}")
            yield Relation(person, predicate, held.text, evidence, literal=True)
            for implied in english_offices().implied if not held.past else ():
                if office.name in implied.offices and bodies.get(held.whose) in implied.classes:
                    yield Relation(person, implied.relation, held.whose, evidence)


def _spelled(tokens: Tokens) -> Iterator[_Spelled]:
    """Offices in a passage, the longest at each place; an adjective may follow the first word."""
    known = offices(tokens.language)
    i = 0
    while i < len(tokens):
        spelled = (_spelled_as(tokens, i, key, name) for key, name in known.get(tokens.words[i], {}).items())
        found = next((office for office in spelled if office), None)
        if found:
            yield found
        i = found.end if found else i + 1


def _spelled_as(tokens: Tokens, first: int, key: tuple[str, ...], name: str) -> _Spelled | None:
    """An office at a token if it is spelled there, be it with an adjective after the first word."""
    words, end = tokens.words, first + len(key)
    if tuple(words[first:end]) == key:
        return _Spelled(first, end, name)
    split = 1 < len(key) < len(words) - first and tokens.pos[first + 1] == "ADJ"
    if split and tuple(words[first + 2 : end + 1]) == key[1:]:
        return _Spelled(first, end + 1, name, first + 1)
    return None


def _holder(scene: Scene, passage: int, office: _Spelled) -> Placed | None:
    """The person of an office: named by it or with it, right after it, or before a comma."""
    tokens = scene.tokens[passage]
    first, end = office.first, office.end
    begin, stop = tokens.bounds(first)
    people = [m for m in scene.mentions[passage] if begin <= m.first < stop and scene.cls(m) == "Person"]
    around = [m for m in people if m.first <= first < m.end]
    named = next((m for m in around if _names_more(scene, m, office)), None)
    if named is not None:
        return named
    people = [m for m in people if m.form == "name" and m not in around]
    after = [
        m
        for m in people
        if m.end > end and m.first - end <= _NEAR and not _verb_between(tokens, end, m.first)
    ]
    if after:
        return min(after, key=lambda m: m.first)
    before = [m for m in people if m.end <= first <= m.end + 3 and "," in tokens.words[m.end : first]]
    return max(before, key=lambda m: m.end, default=None)


def _names_more(scene: Scene, mention: Placed, office: _Spelled) -> bool:
    """Whether a mention, or another of the same person, names more than an office and whose it is."""
    if scene.entities[mention.entity].name not in mention.text:
        return True
    tokens = scene.tokens[mention.passage]
    whose = {
        i
        for k in scene.known[mention.passage]
        if k.cls != "Person" and (k.entries or tokens.pos[max(k.first - 1, 0)] in _AFTER)
        for i in range(k.first, k.end)
    }
    proper = {i for i in range(mention.first, mention.end) if tokens.pos[i] == "PROPN"}
    return not proper <= whose.union(range(office.first, office.end))


def _verb_between(tokens: Tokens, first: int, end: int) -> bool:
    return any(tokens.pos[i] in ("VERB", "AUX") for i in range(first, end))


def _held(
    scene: Scene, passage: int, office: _Spelled, holder: Placed, states: Mapping[str, GazetteerEntry]
) -> _Held:
    """An office with whose it is: "President of the United States", "French Minister of Justice"."""
    english = english_offices()
    iri, name = _whose(scene, passage, office, holder)
    if not name and office.name in english.of_states:
        iri = scene.entities[holder.entity].country or ""
        name = states[iri].name if iri in states else ""
    adjective = _adjective(states.get(iri)) if office.name in english.after_adjective else ""
    if adjective:
        text = f"{adjective} {office.name}"
    elif name:
        text = f"{office.name} of {english.with_article(name)}"
    else:
        text = office.name
    tokens = scene.tokens[passage]
    before = tokens.words[max(office.first - _NEAR_BEFORE, 0) : office.first]
    past = not former_words(tokens.language).isdisjoint(before)
    return _Held(f"{english.former} {text}" if past else text, iri, past)


def _adjective(state: GazetteerEntry | None) -> str:
    """The English adjective of a state, "" where there is none."""
    return next((word for language, word in state.adjectives if language == _KEPT), "") if state else ""


def _whose(scene: Scene, passage: int, office: _Spelled, holder: Placed) -> tuple[str, str]:
    """IRI and name of the state or body that an office belongs to: inside it, after or before it."""
    tokens = scene.tokens[passage]
    person = scene.entities[holder.entity].iri
    bodies = [
        (m.first, m.end, scene.entities[m.entity].iri, scene.entities[m.entity].name)
        for m in scene.mentions[passage]
        if m.form != "pronoun" and scene.cls(m) != "Person"
    ]
    bodies += [
        (k.first, k.end, k.entries[0].iri, k.entries[0].name)
        for k in scene.known[passage]
        if k.entries and k.entries[0].iri != person
    ]
    best = max(
        (
            (nearness, end - first, iri, name)
            for first, end, iri, name in bodies
            if (nearness := _nearness(tokens, office, first, end))
        ),
        default=(0, 0, "", ""),
    )
    return best[2], best[3]


def _nearness(tokens: Tokens, office: _Spelled, first: int, end: int) -> int:
    """How near to an office a name stands: 3 inside, 2 right after, 1 right before, 0 elsewhere."""
    if first == office.inside:
        return 3
    if office.end <= first <= office.end + _LINK:
        return 2 * all(tokens.pos[i] in _AFTER for i in range(office.end, first))
    if end <= office.first <= end + _LINK:
        return int(all(tokens.pos[i] in _BEFORE for i in range(end, office.first)))
    return 0
