"""Which office a person holds: its name before or after the person's, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.claim import Evidence, Relation
from kg.extract.scene import head_of
from kg.language.words import (
    english_offices,
    former_words,
    office_fillers,
    office_prepositions,
    offices,
)

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
_NAMING = ("NOUN", "PROPN", "ADJ")
_OF = "of"


class _Held(NamedTuple):
    """An office in English, the IRI of whose it is ("" where that is not told), and whether it is past."""

    text: str
    whose: str
    past: bool


class _Owner(NamedTuple):
    """Tokens ``first`` to ``end`` name whose an office is."""

    first: int
    end: int
    iri: str
    name: str


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
    person's. An office alone is left out where the document says elsewhere whose it is, or where it tells
    nothing ("the leader").
    """
    bodies = {scene.entities[m.entity].iri: scene.cls(m) for ms in scene.mentions for m in ms}
    told: dict[tuple[str, str], tuple[_Spelled, _Held, Evidence]] = {}
    for number, tokens in enumerate(scene.tokens):
        for office in _spelled(tokens):
            holder = _holder(scene, number, office)
            if holder is None:
                continue
            held = _held(scene, number, office, holder, states)
            begin, stop = tokens.bounds(office.first)
            start, finish = tokens.starts[begin], tokens.ends[stop - 1]
            evidence = Evidence(start, finish, scene.document.text[start:finish], f"office {office.name}")
            told.setdefault((scene.entities[holder.entity].iri, held.text), (office, held, evidence))
    fuller = {(person, office.name) for (person, text), (office, _, _) in told.items() if text != office.name}
    for (person, text), (office, held, evidence) in told.items():
        if text == office.name and ((person, text) in fuller or text in english_offices().only_owned):
            continue
        yield Relation(person, predicate, text, evidence, literal=True)
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
    """An office with whose it is: "President of the United States", "French Minister of the Armed Forces"."""
    english = english_offices()
    tokens = scene.tokens[passage]
    owner = _owner(scene, passage, office)
    first = _start(scene, passage, office) if tokens.language == _KEPT else office.first
    whose = owner.iri if owner else ""
    if not whose and office.name in english.of_states:
        whose = scene.entities[holder.entity].country or ""
    if first < office.first and not _tells_owner(scene, passage, first, office, owner, states):
        text = f"{_text(scene, passage, first, office.first)} {office.name}"
        if owner and owner.first >= office.end:
            text += f" {_text(scene, passage, office.end, owner.end)}"
    elif office.name in english.after_adjective and _adjective(states.get(whose)):
        text = f"{_adjective(states[whose])} {office.name}"
    elif owner is not None:
        text = f"{office.name} {_led(scene, passage, office, owner, states)}"
    else:
        of = f" of {english.with_article(states[whose].name)}" if whose in states else ""
        text = f"{office.name}{of}"
    before = tokens.words[max(first - _NEAR_BEFORE, 0) : first]
    past = not former_words(tokens.language).isdisjoint(before)
    return _Held(f"{english.former} {text}" if past else text, whose, past)


def _adjective(state: GazetteerEntry | None) -> str:
    """The English adjective of a state, "" where there is none."""
    return next((word for language, word in state.adjectives if language == _KEPT), "") if state else ""


def _text(scene: Scene, passage: int, first: int, end: int) -> str:
    return " ".join(scene.tokens[passage].said(scene.document.text, first, end).split())


def _start(scene: Scene, passage: int, office: _Spelled) -> int:
    """Where the words begin that stand before an office and belong to it: "interior ministry spokesman"."""
    tokens = scene.tokens[passage]
    begin, _ = tokens.bounds(office.first)
    head = head_of(tokens, office.first, office.end)
    none = former_words(_KEPT) | office_fillers(_KEPT)
    named = {
        i
        for m in scene.mentions[passage]
        if scene.cls(m) == "Person" and not m.first <= office.first < m.end
        for i in range(m.first, m.end)
    }
    first = office.first
    while first > begin and first - 1 not in named and tokens.words[first - 1] not in none:
        naming = tokens.pos[first - 1] in _NAMING and head in tokens.path_up(first - 1)
        if not naming and tokens.texts[first - 1] != "-":
            break
        first -= 1
    return first + (tokens.texts[first] == "-")  # "ex-president"


def _tells_owner(
    scene: Scene,
    passage: int,
    first: int,
    office: _Spelled,
    owner: _Owner | None,
    states: Mapping[str, GazetteerEntry],
) -> bool:
    """Whether all that stands before an office, from a token on, is what the office is "of"."""
    if office.name not in english_offices().of_owner:
        return False
    known = [(k.first, k.end) for k in scene.known[passage] if k.entries and k.entries[0].iri in states]
    spans = [*known, (owner.first, owner.end)] if owner else known
    return all(any(low <= i < high for low, high in spans) for i in range(first, office.first))


def _led(
    scene: Scene, passage: int, office: _Spelled, owner: _Owner, states: Mapping[str, GazetteerEntry]
) -> str:
    """Whose an office is with what leads to it: "of the United States", "to Russia".

    A body that stands behind is called as the text calls it, if it does so in the language of offices.
    """
    tokens = scene.tokens[passage]
    between = tokens.words[office.end : owner.first]
    leads = (word for word in map(office_prepositions(tokens.language).get, between) if word)
    as_said = tokens.language == _KEPT and between and owner.iri not in states
    if not as_said:
        return f"{next(leads, _OF)} {english_offices().with_article(owner.name)}"
    first = owner.first - (tokens.pos[owner.first - 1] == "DET")
    return f"{next(leads, _OF)} {_text(scene, passage, first, owner.end)}"


def _owner(scene: Scene, passage: int, office: _Spelled) -> _Owner | None:
    """The state or body that an office belongs to, and no person: inside it, after or before it."""
    tokens = scene.tokens[passage]
    bodies = [
        _Owner(m.first, m.end, scene.entities[m.entity].iri, scene.entities[m.entity].name)
        for m in scene.mentions[passage]
        if m.form != "pronoun" and scene.cls(m) != "Person"
    ]
    bodies += [
        _Owner(k.first, k.end, k.entries[0].iri, k.entries[0].name)
        for k in scene.known[passage]
        if k.entries and k.cls != "Person"
    ]
    near = ((_nearness(tokens, office, body.first, body.end), body) for body in bodies)
    ranked = ((nearness, body.end - body.first, body) for nearness, body in near if nearness)
    return max(ranked, default=(None,))[-1]


def _nearness(tokens: Tokens, office: _Spelled, first: int, end: int) -> int:
    """How near to an office a name stands: 3 inside, 2 right after, 1 right before, 0 elsewhere."""
    if first == office.inside:
        return 3
    if office.end <= first <= office.end + _LINK:
        return 2 * all(tokens.pos[i] in _AFTER for i in range(office.end, first))
    if end <= office.first <= end + _LINK:
        return int(all(tokens.pos[i] in _BEFORE for i in range(end, office.first)))
    return 0
