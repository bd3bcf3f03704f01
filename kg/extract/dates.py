"""Expressions of time, resolved to EDTF against the publication date and the dates told before.

The patterns stand in ``kg/language/<language>/dates.toml``. Years that an expression leaves out
come from the date before it in the text or, where there is none, from the publication date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.language.words import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = r"(?:1[89]|20)\d\d"
_NEAR_MONTHS = 8
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time: offsets within the text searched, EDTF, and how it was written.

    ``kind`` is the name of the pattern; ``since`` marks an open end ("since 2014").
    """

    start: int
    end: int
    edtf: str
    kind: str
    since: bool = False

    @property
    def value(self) -> str:
        """EDTF, with an open end where the text says since when."""
        return f"{self.edtf}/.." if self.since and "/" not in self.edtf else self.edtf


@dataclass(frozen=True, slots=True)
class _Grammar:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    relative: dict[str, int]
    anchored: dict[str, int]
    since: re.Pattern[str]


def _choice(words: Iterator[str] | list[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
        + ")"
    )


@cache
def _grammar(language: str) -> _Grammar:
    data = table(language, "dates")
    months = {name: i + 1 for i, names in enumerate(data["months"]["names"]) for name in names}
    weekdays = {name: i for i, names in enumerate(data["weekdays"]["names"]) for name in names}
    month, number = _choice(list(months)), _choice(list(data["numbers"])) + r"|\d{1,2}"
    parts: dict[str, str] = {"iso": rf"(?P<year>{_YEAR})-(?P<monthnumber>[01]\d)-(?P<day>{_DAY})"}
    for tail in ("", "1", "2"):
        parts[f"day{tail}"] = rf"(?P<day{tail}>{_DAY})(?:st|nd|rd|th|er)?"
        parts[f"month{tail}"] = rf"(?P<month{tail}>{month})"
        parts[f"year{tail}"] = rf"(?P<year{tail}>{_YEAR})"
    parts["monthnumber"] = r"(?P<monthnumber>1[0-2]|0?[1-9])"
    parts["weekday"] = f"(?P<weekday>{_choice(list(weekdays))})"
    parts["number"] = f"(?P<number>{number})"
    parts["roughly"] = rf"(?:{_choice(data['roughly']['words'])}\s+)"
    parts["unit"] = f"(?P<unit>{_choice(list(data['units']))})"
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for kind in ("anchored", "relative"):
        patterns.append((kind, re.compile(rf"(?<!\w){_choice(list(data[kind]))}(?!\w)", re.IGNORECASE)))
    for kind, sources in data["patterns"].items():
        for source in sources:
            for name, part in parts.items():
                source = source.replace("{" + name + "}", part)
            patterns.append((kind, re.compile(rf"(?<![\w.]){source}(?![\w])", re.IGNORECASE)))
    since = re.compile(rf"(?<!\w){_choice(data['since']['words'])}(?:\s+\w{{2,3}})?\s*$", re.IGNORECASE)
    return _Grammar(
        tuple(patterns),
        months,
        weekdays,
        data["numbers"],
        data["units"],
        data["relative"],
        data["anchored"],
        since,
    )


class Calendar:
    """Resolves the expressions of one document in order; remembers the date told last."""

    def __init__(self, published: str | None) -> None:
        self.published = _parse(published)
        self.precision = len((published or "").split("-")) if published else 0
        self.told: tuple[int, int | None, int | None] | None = None  # year, month, day

    def find(self, text: str, language: str) -> list[Time]:
        """The expressions of a passage in order, none overlapping another."""
        grammar = _grammar(language)
        found: list[tuple[int, int, str, re.Match[str]]] = []
        taken = [False] * (len(text) + 1)
        for kind, pattern in grammar.patterns:
            for match in pattern.finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                    found.append((match.start(), match.end(), kind, match))
        times: list[Time] = []
        for start, end, kind, match in sorted(found, key=lambda f: f[0]):
            edtf = self._resolve(kind, match, grammar)
            if edtf is None:
                continue
            since = bool(grammar.since.search(text[:start])) or bool(
                grammar.since.match(text[start:end].split()[0])
            )
            times.append(Time(start, end, edtf, kind, since))
        return times

    # -- one expression

    def _resolve(self, kind: str, match: re.Match[str], grammar: _Grammar) -> str | None:
        groups: dict[str, Any] = {k: v for k, v in match.groupdict().items() if v}
        method = getattr(self, f"_{kind}")
        result: str | None = method(match, groups, grammar)
        return result

    def _interval(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        month2 = grammar.months.get(groups.get("month2", "").lower())
        month1 = grammar.months.get(groups.get("month1", "").lower(), month2)
        month2 = month2 or month1
        year2 = int(groups["year2"]) if "year2" in groups else None
        year1 = int(groups["year1"]) if "year1" in groups else year2
        if year2 is None:
            year2 = year1 = year1 or self._missing_year(month2, groups.get("day2"))
        if year2 is None or year1 is None:
            return None
        left = _edtf(year1, month1, groups.get("day1"))
        right = _edtf(year2, month2, groups.get("day2"))
        if left is None or right is None:
            return None
        self.told = (year2, month2, int(groups["day2"]) if "day2" in groups else None)
        return f"{left}/{right}" if left < right else right

    def _date(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        month = (
            grammar.months.get(groups.get("month", "").lower()) or int(groups.get("monthnumber", 0)) or None
        )
        weekday = grammar.weekdays.get(groups.get("weekday", "").lower())
        year = int(groups["year"]) if "year" in groups else None
        if year is None and weekday is not None and month is not None:
            year = self._year_of(weekday, month, int(groups["day"]))
        if year is None:
            year = self._missing_year(month, groups.get("day"))
        if year is None:
            return None
        return self._tell(year, month, int(groups["day"]) if "day" in groups else None)

    _month = _date
    _year = _date

    def _day(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if self.told and self.told[1]:
            return self._tell(self.told[0], self.told[1], int(groups["day"]))
        return None

    def _weekday(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        wanted = grammar.weekdays[groups["weekday"].lower()]
        back = (self.published.weekday() - wanted) % 7
        return self._tell_day(self.published - timedelta(days=back))

    def _coming(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        ahead = (grammar.weekdays[groups["weekday"].lower()] - self.published.weekday() - 1) % 7 + 1
        return self._tell_day(self.published + timedelta(days=ahead))

    def _going(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        start = self._shift(self.published, self.precision, groups, grammar, -1, tell=False)
        return start and f"{start}/.."

    def _recent(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        start = self._shift(self.published, self.precision, groups, grammar, -1, tell=False)
        if start is None or self.published is None:
            return None
        return f"{start}/{self.published.isoformat()[: len(start)]}"

    def _within(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        return self._shift(self.published, self.precision, groups, grammar, 1, tell=False)

    def _relative(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        offset = grammar.relative[" ".join(match.group().lower().split())]
        return self._tell_day(self.published + timedelta(days=offset))

    def _anchored(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if self.told is None or not (self.told[1] and self.told[2]):
            return None
        offset = grammar.anchored[" ".join(match.group().lower().split())]
        return self._tell_day(date(*self.told) + timedelta(days=offset))  # type: ignore[arg-type]

    def _ago(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        return self._shift(self.published, self.precision, groups, grammar, -1, tell=False)

    def _later(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        return self._shift(*self._anchor(), groups, grammar, 1)

    def _earlier(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        return self._shift(*self._anchor(), groups, grammar, -1, tell=False)

    def _last(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        if grammar.units[groups["unit"].lower()] == "week" and self.published and self.precision > 2:
            monday = self.published - timedelta(days=self.published.weekday() + 7)
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        once = {**groups, "number": "1"}
        return self._shift(self.published, self.precision, once, grammar, -1, tell=False)

    def _next(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        return self._shift(self.published, self.precision, {**groups, "number": "1"}, grammar, 1, tell=False)

    def _this(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        unit = grammar.units[groups["unit"].lower()]
        if self.published is None or unit not in ("month", "year"):
            return None
        return _edtf(self.published.year, self.published.month if unit == "month" else None, None)

    def _same(self, match: re.Match[str], groups: dict[str, Any], grammar: _Grammar) -> str | None:
        unit = grammar.units[groups["unit"].lower()]
        if self.told is None or unit not in ("day", "month", "year"):
            return None
        year, month, day = self.told
        return _edtf(year, month if unit != "year" else None, day if unit == "day" else None)

    # -- helpers

    def _anchor(self) -> tuple[date | None, int]:
        if self.told is None:
            return None, 0
        year, month, day = self.told
        return date(year, month or 1, day or 1), 3 if day else 2 if month else 1

    def _shift(
        self,
        origin: date | None,
        precision: int,
        groups: dict[str, Any],
        grammar: _Grammar,
        sign: int,
        *,
        tell: bool = True,
    ) -> str | None:
        if origin is None:
            return None
        written = groups["number"].lower()
        number = int(written) if written.isdigit() else grammar.numbers[written]
        unit = grammar.units[groups["unit"].lower()]
        if unit in ("year", "decade"):
            return str(origin.year + sign * number * (10 if unit == "decade" else 1))
        if unit == "month":
            months = origin.year * 12 + origin.month - 1 + sign * number
            return None if precision < 2 else f"{months // 12:04d}-{months % 12 + 1:02d}"
        if precision < 3 or (unit == "week" and sign < 0):
            return None
        moved = origin + timedelta(days=sign * number * (7 if unit == "week" else 1))
        return self._tell_day(moved) if tell else moved.isoformat()

    def _year_of(self, weekday: int, month: int, day: int) -> int | None:
        """The year nearest to the publication in which a day of a month falls on a weekday."""
        if self.published is None or not 1 <= day <= 28:
            return None
        near = (self.published.year + step for step in (0, -1, 1, -2))
        return next((year for year in near if date(year, month, day).weekday() == weekday), None)

    def _missing_year(self, month: int | None, day: str | None) -> int | None:
        """The year of a date that does not say it: that of the last such day, else the one told."""
        if self.published is not None and self.precision > 1:
            last = (self.published.month, self.published.day if self.precision > 2 else 31)
            return self.published.year - ((month or 1, int(day or 1)) > last)
        if self.told is None:
            return self.published.year if self.published else None
        year, told_month, _ = self.told
        if month and told_month and abs(month - told_month) > _NEAR_MONTHS:  # across New Year
            return year + (1 if month < told_month else -1)
        return year

    def _tell(self, year: int, month: int | None, day: int | None) -> str | None:
        edtf = _edtf(year, month, day)
        if edtf is not None:
            self.told = (year, month, day)
        return edtf

    def _tell_day(self, day: date) -> str | None:
        return self._tell(day.year, day.month, day.day)


def _edtf(year: int, month: int | None, day: str | int | None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= int(day) <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{int(day):02d}"


def _parse(edtf: str | None) -> date | None:
    if not edtf:
        return None
    parts = [int(part) for part in edtf.split("/")[0].split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
