"""The words that stand around a text, of all languages together: ``kg/language/*/furniture.toml``.

A page carries notices in a language that is not its text's, so every pattern of every language is
tried on every piece. A further language is a folder with such a file, nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.language import LANGUAGES
from kg.language.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Notice:
    """What makes a paragraph a notice to the visitor of a page."""

    reason: str
    most: int  # words
    least: int  # cues
    anchors: re.Pattern[str]
    cues: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Start:
    """How a line that is never content begins."""

    reason: str
    most: int  # words
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All word lists of ``furniture.toml``, as ``bare`` makes them, merged over the languages."""

    languages: tuple[str, ...]
    telling: dict[str, frozenset[str]]
    function: frozenset[str]
    months: dict[str, int]
    around_dates: frozenset[str]
    days: frozenset[str]
    ordinals: tuple[str, ...]
    signed: tuple[str, ...]
    bodies: frozenset[str]
    letterheads: tuple[re.Pattern[str], ...]
    labels: dict[str, str]  # label → field of the metadata
    agencies: frozenset[str]
    credit_labels: frozenset[str]
    credit_by: frozenset[str]
    bylines: tuple[str, ...]
    name_links: frozenset[str]
    byline_links: frozenset[str]
    particles: frozenset[str]  # of names, written small
    lines: dict[str, str]  # whole line → reason
    navigation: frozenset[str]
    starts: tuple[Start, ...]
    notices: tuple[Notice, ...]
    suffixes: re.Pattern[str]
    closing: frozenset[str]


def bare(text: str) -> str:
    """Text without case, with straight apostrophes, single spaces, no punctuation at its ends."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    whole = plain[:1].isalnum() and plain[-1:].isalnum()
    return plain if whole else _EDGES.sub("", plain)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _merged(tables: list[dict[str, Any]], section: str, key: str) -> list[str]:
    return [bare(word) for data in tables for word in data[section][key]]


def _starts(tables: list[dict[str, Any]]) -> tuple[Start, ...]:
    return tuple(
        Start(
            reason, entry["most"], re.compile("|".join(f"(?:{p})" for p in entry["patterns"]), re.IGNORECASE)
        )
        for data in tables
        for reason, entry in data["starts"].items()
    )


def _notices(tables: list[dict[str, Any]]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            reason,
            entry["most"],
            entry["least"],
            re.compile("|".join(entry["anchors"]), re.IGNORECASE),
            tuple(re.compile(cue, re.IGNORECASE) for cue in entry["cues"]),
        )
        for data in tables
        for reason, entry in data["notices"].items()
    )


@cache
def phrases() -> Phrases:
    """The merged word lists, read once."""
    by_language = {name: table(name, "furniture") for name in LANGUAGES}
    tables = list(by_language.values())
    return Phrases(
        languages=LANGUAGES,
        telling={name: frozenset(data["words"]["telling"]) for name, data in by_language.items()},
        function=frozenset(_merged(tables, "words", "function")),
        months={word: month for data in tables for word, month in data["dates"]["months"].items()},
        around_dates=frozenset(_merged(tables, "dates", "around")),
        days=frozenset(_merged(tables, "dates", "days")),
        ordinals=tuple(_merged(tables, "dates", "ordinals")),
        signed=tuple(_merged(tables, "imprint", "signed")),
        bodies=frozenset(_merged(tables, "imprint", "bodies")),
        letterheads=tuple(
            re.compile(pattern, re.IGNORECASE)
            for data in tables
            for pattern in data["imprint"]["letterheads"]
        ),
        labels={
            bare(label): name for data in tables for name, all_ in data["labels"].items() for label in all_
        },
        agencies=frozenset(_merged(tables, "credits", "agencies")),
        credit_labels=frozenset(_merged(tables, "credits", "labels")),
        credit_by=frozenset(_merged(tables, "credits", "by")),
        bylines=tuple(_merged(tables, "credits", "byline")),
        name_links=frozenset(_merged(tables, "credits", "and")),
        particles=frozenset(_merged(tables, "credits", "particles")),
        byline_links=frozenset(_merged(tables, "credits", "byline_links")),
        lines={
            bare(line): reason for data in tables for reason, all_ in data["lines"].items() for line in all_
        },
        navigation=frozenset(_merged(tables, "navigation", "labels")),
        starts=_starts(tables),
        notices=_notices(tables),
        suffixes=re.compile(
            f"(?:{'|'.join(p for data in tables for p in data['suffixes']['patterns'])})\\s*$", re.IGNORECASE
        ),
        closing=frozenset(_merged(tables, "sections", "closing")),
    )
