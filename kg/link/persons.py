"""Persons of a document: who is told of again, by name, by part of it, or by an office alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions
from kg.link.things import alike, person_start, spelled_alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.lookup import Known
    from kg.link.things import Spoken, Thing

_BEGINNING = 3  # letters that a first name and its short form share


def known_person(things: Sequence[Thing], mention: Spoken, bare: str) -> Thing | None:
    """The latest person of a name, or of its family name; of two first names one must be the other's."""
    parts = bare.split() if person_start(mention) is not None else []
    for thing in reversed(things):
        if thing.cls != "Person" or is_someone_of(thing, mention):
            continue
        full = thing.full_names if len(parts) > 1 else ()  # the family name alone would fit a brother
        names = full or [*thing.full_names, *(name for name in thing.names if " " not in name)]
        if bare in thing.names or any(agree(parts, name.split()) for name in names):
            return thing
    return None


def agree(parts: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names end alike, and the one is a part of the other or begins as the other does."""
    if not parts or not other or parts[-1] != other[-1]:
        return False
    return set(parts) <= set(other) or set(other) <= set(parts) or _one_first_name(parts[0], other[0])


def may_be_one(parts: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names may be one person's: they agree, or the one is in the other, spelled alike."""
    if parts[-1] == other[-1]:
        return agree(parts, other)
    if _begins(parts[-1], other[-1]) and _one_first_name(parts[0], other[0]):
        return True
    short, long = sorted((parts, other), key=len)
    return all(alike([one], long) for one in short)


def _one_first_name(one: str, other: str) -> bool:
    """Whether two first names begin with the same letters, are spelled alike, or one is an initial."""
    initial = one[:1] == other[:1] and min(len(one.rstrip(".")), len(other.rstrip("."))) == 1
    return initial or one[:_BEGINNING] == other[:_BEGINNING] or spelled_alike(one, other)


def _begins(one: str, other: str) -> bool:
    """Whether two family names are spelled alike, or one begins with the other."""
    return spelled_alike(one, other) or one.startswith(other) or other.startswith(one)


def is_someone_of(thing: Thing, mention: Spoken) -> bool:
    """Whether a thing is somebody without a name who is told by a person: "an adviser of President Tor"."""
    return any(
        m.passage == mention.passage
        and m.first < mention.first
        and mention.end <= m.end
        and m.cls == "Person" == mention.cls
        and person_start(m) is None
        for m in thing.mentions
    )


def told_by_office(things: Sequence[Thing], mention: Spoken) -> Thing | None:
    """Who was told of by the words before a name alone: "the premier", and then "premier Ali Tor"."""
    office = " ".join(fold(" ".join(mention.words[: person_start(mention) or 0])).split())
    unnamed = (thing for thing in reversed(things) if thing.cls == "Person" and not thing.entry)
    return next((thing for thing in unnamed if office and thing.names == {office}), None)


def bears_more(mention: Spoken, match: Known, inside: Sequence[Known]) -> bool:
    """Whether another name touches the listed one, a town's too: who bears both is somebody else."""
    words = descriptions(mention.language)
    for place in (match.first - 1 - mention.first, match.end - mention.first):
        if 0 <= place < len(mention.words) and mention.pos[place] == "PROPN":
            word = mention.words[place]
            at = mention.first + place
            known = any(k.first <= at < k.end and k.kind != "place" for k in inside)
            if not known and not words.is_title(word) and word not in words.classes:
                return True
    return False
