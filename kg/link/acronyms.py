"""Acronyms that a document spells out: "Groupe de soutien (GS)" and later "GS" are one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.extract.tokens import Tokens
    from kg.link.lookup import Known
    from kg.link.things import Spoken, Thing
    from kg.ontology import GazetteerEntry

_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,5}s?")
_WORD = re.compile(r"\w+")
_FUNCTION = 3  # letters of the longest function words
_STEM = 4  # letters that words for one thing share in English and French


def without_other_owners(passages: Sequence[Tokens], known: Sequence[Sequence[Known]]) -> list[list[Known]]:
    """The listed names of a document without acronyms that it spells out as something else.

    A list knows one owner of "SLA"; in a text on the Sudan Liberation Army (SLA) it is another's.
    """
    spelled: dict[str, list[set[str]]] = {}
    for tokens in passages:
        for acronym, words in _introduced(tokens):
            spelled.setdefault(acronym, []).append(_stems(" ".join(words)))
    if not spelled:
        return [list(found) for found in known]
    return [
        [
            kept
            for match in found
            if (kept := _owned(match, spelled.get(tokens.texts[match.first].rstrip("s"), ()))) is not None
        ]
        for tokens, found in zip(passages, known, strict=True)
    ]


def _introduced(tokens: Tokens) -> Iterator[tuple[str, Sequence[str]]]:
    """Acronyms beside what they stand for, one of both in brackets.

    How many words an acronym may stand for is after Schwartz and Hearst 2003, "A simple algorithm for
    identifying abbreviation definitions in biomedical text".
    """
    texts = tokens.texts
    for index in range(1, len(texts) - 1):
        if texts[index] != "(":
            continue
        begin, end = tokens.bounds(index)
        before, after = texts[index - 1].rstrip("s"), texts[index + 1].rstrip("s")
        if _ACRONYM.fullmatch(texts[index + 1]):
            low = max(begin, index - min(len(after) + 5, 2 * len(after)))
            nearest_first = (texts[start:index] for start in range(index - 1, low - 1, -1))
            words = next((some for some in nearest_first if spells(after, some)), None)
            if words is not None:
                yield after, words
        elif _ACRONYM.fullmatch(texts[index - 1]):
            close = next((i for i in range(index + 1, end) if texts[i] == ")"), end)
            if spells(before, texts[index + 1 : close]):
                yield before, texts[index + 1 : close]


def spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym has the initials of words in order, those of all capitalised words among them.

    >>> spells("RSF", "Reporters sans Frontières".split()), spells("SLA", "South Sudan Army".split())
    (True, False)
    """
    words = [part for word in words for part in _WORD.findall(word)]
    letters = fold(acronym)
    told = {0}  # how many letters the words so far may have given
    for number, word in enumerate(words):
        given = {at + 1 for at in told if letters[at : at + 1] == fold(word)[:1]}
        told = given if word[:1].isupper() or not number else given | told
    return len(letters) in told and len(words) > 1


def _owned(match: Known, spelled: Sequence[set[str]]) -> Known | None:
    """A listed name with those owners that what the document spells out may mean."""
    if not spelled or match.end - match.first > 1 or not match.entries:
        return match
    entries = tuple(entry for entry in match.entries if any(_alike(entry, stems) for stems in spelled))
    return replace(match, entries=entries, cls=entries[0].cls) if entries else None


def _alike(entry: GazetteerEntry, stems: set[str]) -> bool:
    """Whether a listed thing has a name that shares more stems with others than not."""
    named = (_stems(name) for _, name in (*entry.labels, *entry.aliases))
    return any(2 * len(stems & own) > len(stems | own) for own in named)


def _stems(name: str) -> set[str]:
    """How the words of a name begin, function words left out."""
    return {word[:_STEM] for word in _WORD.findall(fold(name)) if len(word) > _FUNCTION}


def bracketed(
    mentions: Sequence[Spoken], may_be_one: Callable[[str, str], bool]
) -> Iterator[tuple[Spoken, Spoken]]:
    """Names of one word that open a bracket right behind other mentions, each with that mention.

    "Mission des Nations unies (Minusca)": letters of another language may be behind the short name.
    Of mentions that end there, and of whose class it may be, it is the longest that speaks of one thing.
    """
    ending: dict[tuple[int, int], list[Spoken]] = {}
    for mention in mentions:
        ending.setdefault((mention.passage, mention.end), []).append(mention)
    for short in mentions:
        if short.lead == "(" and len(short.words) == 1 and short.text[:1].isupper():
            ended = ending.get((short.passage, short.first - 1), ())
            before = [mention for mention in ended if may_be_one(mention.cls, short.cls)]
            several = descriptions(short.language).plural
            one = [mention for mention in before if not mention.words[mention.head].endswith(several)]
            if before:
                yield max(one or before, key=lambda mention: len(mention.words)), short


def spelled_out(
    things: Sequence[Thing], may_be_one: Callable[[str, str], bool]
) -> Iterator[tuple[Thing, Thing]]:
    """Things named by an acronym alone, each with the thing whose name it spells.

    ``may_be_one`` tells whether one thing may be taken for both of two classes.
    """
    names = [(thing, name) for thing in things for name in dict.fromkeys(m.text for m in thing.mentions)]
    for thing in things:
        if thing.entry is not None or not thing.mentions:
            continue
        text = thing.mentions[0].text
        if not _ACRONYM.fullmatch(text):
            continue
        for owner, name in names:
            if (
                owner is not thing
                and may_be_one(owner.cls, thing.cls)
                and spells(text.rstrip("s"), name.split())
            ):
                yield thing, owner
                break
