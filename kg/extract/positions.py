"""Which office a person holds: its name before or after the person's, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim import Evidence, Relation
from kg.language.words import offices, offices_of_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.scene import Placed, Scene
    from kg.extract.tokens import Tokens

_NEAR = 6  # tokens between an office and its holder


def find_positions(scene: Scene, predicate: str, states: Mapping[str, str]) -> Iterator[Relation]:
    """An office for each person that a sentence gives one, the first time that it does.

    ``states`` are the names of states by IRI: an office that only a state has is that of the person's.
    """
    seen: set[tuple[str, str]] = set()
    for number, tokens in enumerate(scene.tokens):
        for first, end, name in _spelled(tokens):
            holder = _holder(scene, number, first, end)
            if holder is None:
                continue
            whose = _whose(scene, number, first, end, holder)
            if not whose and name in offices_of_states():
                whose = states.get(scene.entities[holder.entity].country or "", "")
            text = f"{name} of {whose}" if whose else name
            person = scene.entities[holder.entity].iri
            if (person, text) in seen:
                continue
            seen.add((person, text))
            begin, stop = tokens.bounds(first)
            start, finish = tokens.starts[begin], tokens.ends[stop - 1]
            evidence = Evidence(start, finish, scene.document.text[start:finish], f"office {name}")
            yield Relation(person, predicate, text, evidence, literal=True)


def _spelled(tokens: Tokens) -> Iterator[tuple[int, int, str]]:
    """Offices in a passage, the longest at each place."""
    known = offices(tokens.language)
    words = tokens.words
    i = 0
    while i < len(words):
        longest = next(
            (key for key in known.get(words[i], ()) if tuple(words[i : i + len(key)]) == key), None
        )
        if longest is not None:
            yield i, i + len(longest), known[words[i]][longest]
            i += len(longest) - 1
        i += 1


def _holder(scene: Scene, passage: int, first: int, end: int) -> Placed | None:
    """The person named with an office: in the same mention, right after it, or before a comma."""
    tokens = scene.tokens[passage]
    begin, stop = tokens.bounds(first)
    people = [
        m
        for m in scene.mentions[passage]
        if m.form == "name" and begin <= m.first < stop and scene.cls(m) == "Person"
    ]
    after = [
        m
        for m in people
        if m.end > end and m.first - end <= _NEAR and not _verb_between(tokens, end, m.first)
    ]
    if after:
        return min(after, key=lambda m: m.first)
    before = [m for m in people if m.end <= first <= m.end + 3 and "," in tokens.words[m.end : first]]
    return max(before, key=lambda m: m.end, default=None)


def _verb_between(tokens: Tokens, first: int, end: int) -> bool:
    return any(tokens.pos[i] in ("VERB", "AUX") for i in range(first, end))


def _whose(scene: Scene, passage: int, first: int, end: int, holder: Placed) -> str:
    """The state or body that an office belongs to, by its name."""
    tokens = scene.tokens[passage]
    low, high = max(tokens.bounds(first)[0], first - 2), max(end + 4, holder.first)
    person = scene.entities[holder.entity].iri
    for match in scene.known[passage]:
        names = match.entries[0] if match.entries else None
        inside = holder.first <= match.first < holder.end and match.first > end
        if names is not None and low <= match.first < high and names.iri != person and not inside:
            return names.name
    return ""
