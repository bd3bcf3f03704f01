"""The grammar of an event's trigger and of a candidate's mention, as numbers for the second look.

The first look adds up what each feature says; trees can say that a place of a sentence counts
otherwise where another candidate already has the place of the subject or the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract.syntax import WITH_PARTS, place_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.linear import Floats
    from kg.extract.roles import Candidate, RoleFinder
    from kg.extract.triggers import Trigger

_PLACES = (  # of a mention, "subject:" for all parts of a subject; what else there is is a preposition
    "",
    "subject",
    "object",
    "possessor",
    "compound",
    "head",
    "verb-subject",
    "verb-object",
    "indirect",
    "oblique",
    "up-subject",
    "passive-subject",
    "up-verb-subject",
    *(f"{place}:" for place in WITH_PARTS),
)
_RELATIONS = (  # of a trigger to what governs it
    "root",
    "acl",
    "advcl",
    "xcomp",
    "ccomp",
    "conj",
    "obj",
    "obl",
    "nsubj",
    "nmod",
    "amod",
    "appos",
    "parataxis",
)
_ASKED = (
    ("subject", "up-subject", "passive-subject"),
    ("object",),
    ("verb-subject", "up-verb-subject"),
    ("possessor", "compound"),
)
_AWAY = -1


def grammar_numbers(finder: RoleFinder, candidates: Sequence[Candidate], rows: Mapping[int, slice]) -> Floats:
    """One row of numbers for each candidate; ``rows`` gives the candidates of each event that has any."""
    kinds = sorted({cls for cls, _ in finder.expected})
    things = sorted(frozenset().union(*finder.expected.values()))
    kind = {name: number for number, name in enumerate(kinds)}
    thing = {name: number for number, name in enumerate(things)}
    result = []
    for event, own in rows.items():
        trigger = finder.triggers[event]
        some = candidates[own]
        places = [_place_of(finder, trigger, candidate) for candidate in some]
        about = (*_about(finder, trigger), kind.get(trigger.cls, _AWAY))
        having = [sum(place in asked for place in places) for asked in _ASKED]
        framed = [_framed(finder, trigger, place) for place in places]
        taken = [sum(column) for column in zip(*framed, strict=True)]
        for candidate, place, given in zip(some, places, framed, strict=True):
            others = (count > (place in asked) for count, asked in zip(having, _ASKED, strict=True))
            rivals = (count - mine for count, mine in zip(taken, given, strict=True))
            code = _AWAY if place is None else _code(place)
            what = thing.get(finder.scene.entities[candidate.entity].cls, _AWAY)
            result.append((code, *others, *about, what, *given, *rivals))
    return np.array(result, dtype=np.float32)


def _place_of(finder: RoleFinder, trigger: Trigger, candidate: Candidate) -> str | None:
    """The grammatical place of a candidate's mention, "" for none, None where it has no mention."""
    mention = candidate.mention
    if mention is None:
        return None
    places = finder.places[(trigger.passage, trigger.token)]
    return place_in(places, mention.first, mention.end)


def _framed(finder: RoleFinder, trigger: Trigger, place: str | None) -> tuple[bool, ...]:
    """For each role whether the trigger's frame gives it to what stands in a place."""
    roles = trigger.match.roles_at(place) if trigger.match and place else ()
    return tuple(role in roles for role in finder.roles)


def _code(place: str) -> int:
    whole, part, _ = place.partition(":")
    return _number(_PLACES, whole + part, len(_PLACES))


def _about(finder: RoleFinder, trigger: Trigger) -> tuple[float, ...]:
    """What the trigger is among the words of its sentence, and whether it has subject and object."""
    tokens = finder.scene.tokens[trigger.passage]
    filled = set(finder.places[(trigger.passage, trigger.token)].values())
    relation = tokens.deps[trigger.token].split(":")[0].lower()
    return (
        tokens.pos[trigger.token] == "VERB",
        tokens.pos[trigger.token] == "NOUN",
        _number(_RELATIONS, relation, _AWAY),
        "subject" in filled,
        "object" in filled,
    )


def _number(names: Sequence[str], name: str, otherwise: int) -> int:
    return names.index(name) if name in names else otherwise
