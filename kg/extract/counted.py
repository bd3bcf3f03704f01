"""What the numbers of a text count: the noun that a number belongs to, and what kind of thing it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.counting import is_of, numerals_of, offsets_of
from kg.extract.scene import head_of
from kg.language.words import number_words

if TYPE_CHECKING:
    from kg.extract.numerals import Numeral
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens

OTHER = "other"  # a noun that no list has
_SPELLED = ("NUM", "NOUN", "DET", "ADJ", "ADV", "PRON")  # tags of numbers in words
_NAMING = ("NOUN", "PROPN", "ADJ", "SYM")
_QUOTES = ('"', "«", "“", "'")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number among the tokens: ``noun`` is what it counts, if the text says so.

    ``place`` is the token that stands in the clause for both, ``thing`` the kind of thing counted: a
    measure, a list of nouns, "other", or "" where there is no noun.
    """

    numeral: Numeral
    passage: int
    first: int
    end: int
    place: int
    noun: int | None
    thing: str


@dataclass(frozen=True, slots=True)
class People:
    """Classes of entities: ``persons`` whose names no number counts, ``actors`` that people belong to."""

    persons: frozenset[str]
    actors: frozenset[str]


def find_counted(scene: Scene, passage: int, people: People) -> list[Counted]:
    """The numbers of a passage that count something, with what they count; dates count nothing."""
    tokens = scene.tokens[passage]
    numerals = numerals_of(tokens)
    if not numerals:
        return []
    dated = {i for time in scene.times[passage] for i in range(time.first, time.end)}
    index = offsets_of(tokens)
    result: list[Counted] = []
    for numeral in numerals:
        inside = [i for i, at in enumerate(index) if numeral.first <= at < numeral.last]
        if not inside or not dated.isdisjoint(inside):
            continue
        first, end = inside[0], inside[-1] + 1
        if numeral.measure:
            place = head_of(tokens, first, sum(at < numeral.end for at in index))
            if tokens.pos[tokens.heads[place]] == "SYM":  # the sign of a currency
                place = tokens.heads[place]
            result.append(Counted(numeral, passage, first, end, place, None, numeral.measure))
        elif (one := _one(scene, passage, numeral, first, end, people)) is not None:
            result.append(one)
    return result


def _one(
    scene: Scene, passage: int, numeral: Numeral, first: int, end: int, people: People
) -> Counted | None:
    """A number without unit, None where it counts nothing."""
    tokens = scene.tokens[passage]
    words = number_words(tokens.language)
    spelled = not any(sign.isdecimal() for sign in tokens.texts[first])
    if spelled and tokens.pos[first] not in (_SPELLED if end - first > 1 else _SPELLED[:3]):
        return None
    place, noun = _noun(tokens, first, end)
    if noun is None:
        return None if numeral.year else Counted(numeral, passage, first, end, place, None, "")
    mention = scene.mention_at(passage, noun)
    named = mention is not None and tokens.pos[noun] == "PROPN" and scene.cls(mention) in people.persons
    if named or tokens.words[noun] in words.never:
        return None
    thing = words.things.get(tokens.words[noun], "")
    if not thing and mention is not None and scene.cls(mention) in people.actors:
        thing = "person"
    if numeral.year and (not thing or tokens.pos[noun] != "NOUN"):
        return None
    return Counted(numeral, passage, first, end, place, noun, thing or OTHER)


def _noun(tokens: Tokens, first: int, end: int) -> tuple[int, int | None]:
    """The token that stands in the clause for a number and what it counts, and what it counts.

    A word behind it that says what happened ("12 dead"), a noun that governs the number, else the
    noun behind it, "of" between them or not.
    """
    _, stop = tokens.bounds(first)
    words = number_words(tokens.language)
    head = head_of(tokens, first, end)
    governor = tokens.heads[head]
    if end < stop and tokens.words[end] in words.kinds and tokens.pos[end] in (*_NAMING, "VERB"):
        active = tokens.pos[end] == "VERB" and tokens.heads[end] == governor
        describes = tokens.deps[end] == "amod" and tokens.heads[end] > end
        if not describes and (not active or tokens.deps[head] == "nummod"):
            return (head if tokens.heads[end] == head else end), end
    strong = words.data["joining"]["strong"]
    if end + 1 < stop and tokens.words[end] == "-" and tokens.words[end + 1] in strong:
        noun = _behind(tokens, end + 2, stop)
        return (head if noun is None else noun), noun
    modifies = tokens.deps[head].split(":")[0] in ("nummod", "det", "amod", "compound")
    naming = tokens.pos[governor] in _NAMING or tokens.words[governor] in words.things
    if modifies and governor >= end and naming:
        if tokens.words[governor] not in words.things:
            nearer = (i for i in range(end, governor) if tokens.pos[i] == "NOUN")
            governor = next((i for i in nearer if tokens.words[i] in words.things), governor)
        return governor, governor
    return head, _behind(tokens, end, stop)


def _behind(tokens: Tokens, i: int, stop: int) -> int | None:
    """The noun behind a number: "12 armed men", "dozens of young men"."""
    if i < stop and is_of(tokens, i):
        i += 1
        while i < stop and tokens.pos[i] in ("DET", "NUM", "PRON"):
            i += 1
    while i < stop and (
        tokens.texts[i] in _QUOTES or (tokens.pos[i] in ("ADJ", "ADV") and tokens.heads[i] > i)
    ):
        i += 1
    if i >= stop or tokens.pos[i] not in ("NOUN", "PROPN"):
        return None
    while tokens.deps[i].split(":")[0] in ("compound", "flat", "amod") and i < tokens.heads[i] < stop:
        i = tokens.heads[i]
    return i
