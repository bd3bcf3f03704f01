"""The patterns by which a language writes numbers, from ``kg/language/<language>/numbers.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.language.words import number_words, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class NumberGrammar:
    """How a language writes numbers; patterns of what stands before a number end where it begins.

    ``words`` has the values of words, each as its tokens ("quatre", "-", "vingt"), ``known`` every word
    that a number may begin with. ``unit_of`` leads
    the name of a unit to what it measures and the unit's short name.
    """

    data: Mapping[str, Any]
    words: dict[tuple[str, ...], float]
    longest: int
    scales: dict[str, float]
    vague: dict[str, tuple[float, float]]
    known: tuple[str, ...]
    hint: re.Pattern[str]
    digits: re.Pattern[str]
    before: re.Pattern[str]
    bounds: dict[str, str]
    after: re.Pattern[str]
    after_bounds: dict[str, str]
    units: re.Pattern[str]
    unit_of: dict[str, tuple[str, str]]
    currency: re.Pattern[str]
    never_before: re.Pattern[str]
    never_after: re.Pattern[str]
    part_before: re.Pattern[str]
    part_after: re.Pattern[str]
    whole: re.Pattern[str]
    opener: re.Pattern[str]
    strong: re.Pattern[str]


def choice(phrases: Iterable[str]) -> str:
    """A pattern of phrases, the longest first; one that matches nothing where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in ordered) + ")" if ordered else "(?!)"


def _ending(phrases: Iterable[str], gap: str = r"\s*") -> re.Pattern[str]:
    """A pattern of phrases that stand right before a number."""
    return re.compile(rf"(?<!\w)({choice(phrases)}){gap}$", re.IGNORECASE)


def _beginning(phrases: Iterable[str], gap: str = r"[\s,]*") -> re.Pattern[str]:
    """A pattern of phrases that stand right behind a number."""
    return re.compile(rf"{gap}({choice(phrases)})(?!\w)", re.IGNORECASE)


@cache
def number_grammar(language: str) -> NumberGrammar:
    """The grammar of a language's numbers."""
    data = number_words(language).data
    joining, never = data["joining"], data["never"]
    bounds = {phrase: bound for bound, phrases in data["bounds"].items() for phrase in phrases}
    after = {phrase: bound for bound, phrases in data["after"].items() for phrase in phrases}
    unit_of = {name: ("money", unit) for name, unit in data["currencies"]["after"].items()}
    unit_of |= {
        name: (kind, unit) for kind, units in data["measures"].items() for name, unit in units.items()
    }
    words = {tuple(TOKEN.findall(word)): float(value) for word, value in data["words"].items()}
    words |= {tuple(t for t in tokens if t != "-"): value for tokens, value in words.items()}
    groups = "".join(re.escape(sign) for sign in data["digits"]["groups"])
    decimal = re.escape(data["digits"]["decimal"])
    months = [name for names in table(language, "dates")["months"]["names"] for name in names]
    known = (*data["words"], *data["scales"], *data["vague"])
    return NumberGrammar(
        data=data,
        words=words,
        longest=max(map(len, words)),
        scales={word: float(value) for word, value in data["scales"].items()},
        vague={word: (float(low), float(high)) for word, (low, high) in data["vague"].items()},
        known=known,
        hint=re.compile(rf"\d|(?<!\w){choice(known)}(?!\w)", re.IGNORECASE),
        digits=re.compile(
            rf"\d{{1,3}}(?:([{groups}])\d{{3}}(?:\1\d{{3}})*)(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
        ),
        before=_ending(bounds),
        bounds=bounds,
        after=_beginning(after),
        after_bounds=after,
        units=re.compile(
            rf"\s*-?\s*(?:(?:{choice(joining['of'])})\s*)?({choice(unit_of)})(?!\w)", re.IGNORECASE
        ),
        unit_of=unit_of,
        currency=re.compile(rf"(?<!\w)({choice(data['currencies']['before'])})\s*$", re.IGNORECASE),
        never_before=re.compile(
            rf"(?<!\w)({choice(never['before'])}|(?<!\d ){choice(months)})\s+$", re.IGNORECASE
        ),
        never_after=_beginning((*never["after"], *months), r"\s*"),
        part_before=_ending(data["parts"]["before"], r"[\s,]+"),
        part_after=_beginning(data["parts"]["after"], r"\s+"),
        whole=re.compile(rf"\s+{choice(joining['outof'])}\s+$", re.IGNORECASE),
        opener=_ending(joining["between"], r"\s+"),
        strong=_beginning(joining["strong"], "-"),
    )
