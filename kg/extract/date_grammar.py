"""The patterns of dates of a language, made of the lists in ``kg/language/<language>/dates.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.extract.number_grammar import choice
from kg.language.words import table

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language's dates are made of: patterns by kind, in order, and what their words mean."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    relative: dict[str, int]
    anchored: dict[str, int]
    feasts: dict[str, str]
    past: re.Pattern[str]
    since: re.Pattern[str]
    by: re.Pattern[str]


@cache
def date_grammar(language: str) -> Grammar:
    """The grammar of dates of a language, read once."""
    data = table(language, "dates")
    months = {name: i + 1 for i, names in enumerate(data["months"]["names"]) for name in names}
    weekdays = {name: i for i, names in enumerate(data["weekdays"]["names"]) for name in names}
    month, number = choice(months), choice(data["numbers"]) + r"|\d{1,2}"
    parts: dict[str, str] = {"iso": rf"(?P<year>{_YEAR})-(?P<monthnumber>[01]\d)-(?P<day>{_DAY})"}
    for tail in ("", "1", "2"):
        parts[f"day{tail}"] = rf"(?P<day{tail}>{_DAY})(?:st|nd|rd|th|er)?"
        parts[f"month{tail}"] = rf"(?P<month{tail}>{month})"
        parts[f"year{tail}"] = rf"(?P<year{tail}>{_YEAR})"
        parts[f"weekday{tail}"] = f"(?P<weekday{tail}>{choice(weekdays)})"
    parts["monthnumber"] = r"(?P<monthnumber>1[0-2]|0?[1-9])"
    parts["number"] = f"(?P<number>{number})"
    parts["roughly"] = rf"(?P<roughly>{choice(data['roughly']['words'])}\s*)"
    parts |= {kind: choice(data[kind]) for kind in ("anchored", "relative")}
    parts["unit"] = f"(?P<unit>{choice(data['units'])})"
    feasts = choice(data["feasts"]).replace("'", "['’]")
    parts["feast"] = f"(?P<feast>{feasts})"
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for kind, sources in data["patterns"].items():
        for source in sources:
            for name, part in parts.items():
                source = source.replace("{" + name + "}", part)
            patterns.append((kind, re.compile(rf"(?<![\w.]){source}(?![\w])", re.IGNORECASE)))
    since, by = (
        re.compile(rf"(?<!\w){choice(data[name]['words'])}(?:\s+\w{{2,3}})?\s*$", re.IGNORECASE)
        for name in ("since", "by")
    )
    return Grammar(
        tuple(patterns),
        months,
        weekdays,
        data["numbers"],
        data["units"],
        data["relative"],
        data["anchored"],
        data["feasts"],
        re.compile(rf"\s*{choice(data['past']['words'])}(?!\w)", re.IGNORECASE),
        since,
        by,
    )
