"""Expressions of time, resolved to EDTF against the publication date and the dates told before.

The patterns stand in ``kg/language/<language>/dates.toml``. Years that an expression leaves out
come from the date before it in the text or, where there is none, from the publication date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kg.extract.date_grammar import date_grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.date_grammar import Grammar

_ENDS = re.compile(r"[.!?…]\W+[^\W\d_a-zà-ÿ]")  # of a sentence: the next begins with a capital
_NEAR_MONTHS = 8
_NEAR_DAYS = 31
_DUE_DAYS = 183
_STORY_MONTHS = 2  # between two days of a story that is told in order
_RECENT_DAYS = 60  # before the publication: a day of them is hardly one of an older story
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time: offsets within the text searched, EDTF, and how it was written.

    ``kind`` is the name of the pattern; ``since`` marks an open end ("since 2014"), ``by`` a term
    ("before June").
    """

    start: int
    end: int
    edtf: str
    kind: str
    since: bool = False
    by: bool = False

    @property
    def value(self) -> str:
        """EDTF, with an open end where the text says since when."""
        return f"{self.edtf}/.." if self.since and "/" not in self.edtf else self.edtf


class Calendar:
    """Resolves the expressions of one document in order; remembers the date told last.

    ``spelled`` are the dates of which a document without a publication date says the year.
    """

    def __init__(self, published: str | None, spelled: Sequence[str] = ()) -> None:
        self.published = _parse(published)
        self.spelled = spelled
        ends = {end for edtf in spelled for end in edtf.split("/") if "-" in end}
        self.months = sorted({_month_number(int(end[:4]), int(end[5:7])) for end in ends})
        self.precision = len((published or "").split("-")) if published else 0
        self.told: tuple[int, int | None, int | None] | None = None  # year, month, day
        self.beside: date | None = None  # the day told before an expression in its sentence
        self.last = False  # whether the expression says that it is of the last such month
        self.begun = False  # whether it lies in the past, as also what goes on "since" then does
        self.due = False  # whether something is to be done by then

    def tell_first(self) -> None:
        """Start from the first date that says its year: days told before it are of about its time."""
        if self.spelled:
            first = self.spelled[0].split("/")[0]
            self.told = int(first[:4]), int(first[5:7]) if "-" in first else None, None

    def find(self, text: str, language: str) -> list[Time]:
        """The expressions of a passage in order, none overlapping another."""
        grammar = date_grammar(language)
        found: list[tuple[int, int, str, re.Match[str]]] = []
        taken = [False] * (len(text) + 1)
        for kind, pattern in grammar.patterns:
            for match in pattern.finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                    found.append((match.start(), match.end(), kind, match))
        times: list[Time] = []
        for start, end, kind, match in sorted(found, key=lambda f: f[0]):
            self.beside = _day_beside(times[-1], text[times[-1].end : start + 1]) if times else None
            since = kind != "interval" and _leads(grammar.since, text, start, end)
            self.last = bool(grammar.past.match(text, start) or grammar.past.match(text, end))
            self.begun = since or self.last
            self.due = _leads(grammar.by, text, start, end)
            edtf = self._resolve(kind, match, grammar)
            if edtf is None:
                continue
            times.append(Time(start, end, edtf, kind, since, self.due))
        return times

    # -- one expression

    def _resolve(self, kind: str, match: re.Match[str], grammar: Grammar) -> str | None:
        groups: dict[str, Any] = {k: v for k, v in match.groupdict().items() if v}
        method = getattr(self, f"_{kind}")
        result: str | None = method(match, groups, grammar)
        return result

    def _interval(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        month2 = grammar.months.get(groups.get("month2", "").lower())
        month1 = grammar.months.get(groups.get("month1", "").lower(), month2)
        month2 = month2 or month1
        across = month1 is not None and month2 is not None and month1 > month2  # New Year
        year1, year2 = (int(groups[name]) if name in groups else None for name in ("year1", "year2"))
        if year2 is None:
            year2 = self._missing_year(month2, groups.get("day2")) if year1 is None else year1 + across
        if year2 is None:
            return None
        if year1 is None:
            year1 = year2 - across
        left = _edtf(year1, month1, groups.get("day1"))
        right = _edtf(year2, month2, groups.get("day2"))
        if left is None or right is None:
            return None
        self.told = (year2, month2, int(groups["day2"]) if "day2" in groups else None)
        return f"{left}/{right}" if left < right else right

    def _date(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        month = (
            grammar.months.get(groups.get("month", "").lower()) or int(groups.get("monthnumber", 0)) or None
        )
        weekday = grammar.weekdays.get(groups.get("weekday", "").lower())
        year = int(groups["year"]) if "year" in groups else None
        if year is None:
            year = self._missing_year(month, groups.get("day"))
            if weekday is not None and month is not None and not self._is_recent(year, month, groups["day"]):
                year = self._year_of(weekday, month, int(groups["day"])) or year
        if year is None:
            return None
        return self._tell(year, month, int(groups["day"]) if "day" in groups else None)

    def _feast(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """A day that has the same date every year."""
        named = " ".join(groups.pop("feast").lower().replace("’", "'").split())
        month, day = grammar.feasts[named].split("-")
        return self._date(match, {**groups, "monthnumber": month, "day": day}, grammar)

    _month = _date
    _year = _date

    def _day(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if self.told and self.told[1]:
            return self._tell(self.told[0], self.told[1], int(groups["day"]))
        return None

    def _days(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """Two days of a month: one time if the second follows the first, else the second."""
        if int(groups["day2"]) == int(groups["day1"]) + 1:
            return self._interval(match, groups, grammar)
        second = {name.removesuffix("2"): said for name, said in groups.items() if name.endswith("2")}
        return self._date(match, second, grammar)

    def _weekend(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """The weekend before the publication, or that in which it lies."""
        if self.published is None or self.precision < 3:
            return None
        saturday = self.published - timedelta(days=(self.published.weekday() - _SATURDAY) % 7)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"

    def _between(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """Two weekdays: from the one to the other."""
        if self.published is None or self.precision < 3:
            return None
        one, other = (grammar.weekdays[groups[name].lower()] for name in ("weekday1", "weekday2"))
        last = self.published - timedelta(days=(self.published.weekday() - other) % 7)
        if "month2" in groups:
            month = grammar.months[groups["month2"].lower()]
            year = int(groups["year2"]) if "year2" in groups else self._missing_year(month, groups["day2"])
            edtf = _edtf(year, month, groups["day2"]) if year else None
            if edtf is None:
                return None
            last = date.fromisoformat(edtf)
        first = last - timedelta(days=(other - one) % 7)
        self._tell_day(last)
        return f"{first.isoformat()}/{last.isoformat()}" if first < last else last.isoformat()

    def _weekday(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        wanted = grammar.weekdays[groups["weekday"].lower()]
        back = (self.published.weekday() - wanted) % 7
        return self._tell_day(self.published - timedelta(days=back))

    def _coming(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        ahead = (grammar.weekdays[groups["weekday"].lower()] - self.published.weekday() - 1) % 7 + 1
        return self._tell_day(self.published + timedelta(days=ahead))

    def _going(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if _unit(groups, grammar) == "hour":
            return None  # "two hours of fighting" may be of any day
        start = self._shift(self.published, self.precision, groups, grammar, -1, tell=False)
        return start and f"{start}/.."

    def _recent(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        start = self._shift(self.published, self.precision, groups, grammar, -1, tell=False)
        if start is None or self.published is None:
            return None
        return f"{start}/{self.published.isoformat()[: len(start)]}"

    def _lately(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """Some days or weeks ago: in the month of the publication; some months ago: in its year."""
        parts = {"day": 2, "week": 2, "month": 1}.get(_unit(groups, grammar), 0)
        return self._part(parts) if parts < self.precision else None

    def _within(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        return self._shift(self.published, self.precision, groups, grammar, 1, tell=False)

    def _relative(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if self.published is None or self.precision < 3:
            return None
        offset = grammar.relative[" ".join(match.group().lower().split())]
        return self._tell_day(self.published + timedelta(days=offset))

    def _anchored(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if self.told is None or not (self.told[1] and self.told[2]):
            return None
        offset = grammar.anchored[" ".join(match.group().lower().split())]
        return self._tell_day(date(*self.told) + timedelta(days=offset))  # type: ignore[arg-type]

    def _ago(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """So many units before the publication; of weeks, one means the day, more mean the month."""
        if _unit(groups, grammar) != "week" or self.published is None or self.precision < 3:
            return self._shift(self.published, self.precision, groups, grammar, -1, tell=False)
        weeks = _number(groups, grammar)
        day = self.published - timedelta(weeks=weeks)
        return day.isoformat() if weeks == 1 and "roughly" not in groups else f"{day:%Y-%m}"

    def _later(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        return self._shift(*self._anchor(), groups, grammar, 1)

    def _before(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """The day of an event after which, in so many days, came what the sentence tells.

        What it tells is of the day told beside or, in news, of the publication. A story without dates
        goes on from the event, which it has told.
        """
        once = {"number": "1", **groups}
        if self.beside is None and self.precision < 3:
            return self._later(match, once, grammar)
        return self._shift(self.beside or self.published, 3, once, grammar, -1, tell=False)

    def _earlier(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        return self._shift(*self._anchor(), groups, grammar, -1, tell=False)

    def _last(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        if _unit(groups, grammar) == "week" and self.published and self.precision > 2:
            monday = self.published - timedelta(days=self.published.weekday() + 7)
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        once = {**groups, "number": "1"}
        return self._shift(self.published, self.precision, once, grammar, -1, tell=False)

    def _next(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        return self._shift(self.published, self.precision, {**groups, "number": "1"}, grammar, 1, tell=False)

    def _this(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        """The year or the month of the publication; a week, too, lies in that month."""
        parts = {"week": 2, "month": 2, "year": 1}.get(_unit(groups, grammar), 0)
        return self._part(parts)

    def _same(self, match: re.Match[str], groups: dict[str, Any], grammar: Grammar) -> str | None:
        unit = _unit(groups, grammar)
        if self.told is None or unit not in ("day", "month", "year"):
            return None
        year, month, day = self.told
        return _edtf(year, month if unit != "year" else None, day if unit == "day" else None)

    # -- helpers

    def _part(self, parts: int) -> str | None:
        """The year of the publication, or its month with two ``parts``; None with none."""
        if self.published is None or not 0 < parts <= self.precision:
            return None
        return _edtf(self.published.year, self.published.month if parts > 1 else None, None)

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
        grammar: Grammar,
        sign: int,
        *,
        tell: bool = True,
    ) -> str | None:
        if origin is None:
            return None
        number = _number(groups, grammar)
        unit = _unit(groups, grammar)
        if unit in ("year", "decade"):
            return str(origin.year + sign * number * (10 if unit == "decade" else 1))
        if unit == "month":
            months = origin.year * 12 + origin.month - 1 + sign * number
            return None if precision < 2 else f"{months // 12:04d}-{months % 12 + 1:02d}"
        if precision < 3 or (unit == "week" and sign < 0):
            return None
        days = number // 24 if unit == "hour" else number * (7 if unit == "week" else 1)
        moved = origin + timedelta(days=sign * days)
        return self._tell_day(moved) if tell else moved.isoformat()

    def _year_of(self, weekday: int, month: int, day: int) -> int | None:
        """The year nearest to the publication in which a day of a month falls on a weekday."""
        if self.published is None or not 1 <= day <= 28:
            return None
        near = (self.published.year + step for step in (0, -1, 1, -2))
        return next((year for year in near if date(year, month, day).weekday() == weekday), None)

    def _missing_year(self, month: int | None, day: str | None) -> int | None:
        """The year of a date that does not say it, else the one told.

        That is the last such day, or one soon after the publication: what is announced lies ahead, and a day
        by which something is due may lie half a year ahead. If it lies far back, it is the next such day
        after the time told last, where one follows shortly.
        """
        if self.published is not None and self.precision > 1:
            ahead = _DUE_DAYS if self.due else _NEAR_DAYS
            soon = timedelta(days=ahead if self.precision > 2 and not self.begun else 0)
            latest = self.published + soon
            last = (latest.month, latest.day if self.precision > 2 else 31)
            year = latest.year - ((month or 1, int(day or 1)) > last)
            return year if month is None or day is None else self._story_year(year, month, day)
        if self.told is None:
            return self.published.year if self.published else None
        year, told_month, _ = self.told
        if self.last and month and told_month:
            return year - (month > told_month)
        if month and told_month and abs(month - told_month) > _NEAR_MONTHS:  # across New Year
            year += 1 if month < told_month else -1
        return year if month is None else self._year_within(year, month)

    def _story_year(self, year: int, month: int, day: str) -> int:
        """The year, or if that day lies far back, the one in which it follows shortly the time told last."""
        age = self._age(year, month, day)
        told, told_month, told_day = self.told or (None, None, None)
        if age is None or age <= _RECENT_DAYS or told is None or told_month is None:
            return year
        later = told + ((month, int(day)) < (told_month, told_day or 1))
        months = _month_number(later, month) - _month_number(told, told_month)
        return later if months <= _STORY_MONTHS else year

    def _year_within(self, year: int, month: int) -> int:
        """The year, or another one of those spelled out that lies nearer the time of which they tell."""
        if not self.months:
            return year
        low, high = self.months[0], self.months[-1]

        def outside(other: int) -> int:
            number = _month_number(other, month)
            return max(low - number, number - high, 0)

        return min([year, *sorted({number // 12 for number in self.months})], key=outside)

    def _is_recent(self, year: int | None, month: int, day: str) -> bool:
        """Whether a day lies shortly before the publication: then its weekday may be a slip."""
        age = self._age(year, month, day)
        return age is not None and 0 <= age <= _NEAR_DAYS

    def _age(self, year: int | None, month: int, day: str) -> int | None:
        """How many days before the publication a day lies; None where it is not known."""
        edtf = None if year is None or self.published is None else _edtf(year, month, day)
        if edtf is None or self.published is None:
            return None
        return (self.published - date.fromisoformat(edtf)).days

    def _tell(self, year: int, month: int | None, day: int | None) -> str | None:
        edtf = _edtf(year, month, day)
        if edtf is not None:
            self.told = (year, month, day)
        return edtf

    def _tell_day(self, day: date) -> str | None:
        return self._tell(day.year, day.month, day.day)


def _number(groups: dict[str, Any], grammar: Grammar) -> int:
    """A number in digits or words."""
    written: str = groups["number"].lower()
    return int(written) if written.isdigit() else grammar.numbers[written]


def _unit(groups: dict[str, Any], grammar: Grammar) -> str:
    """What a unit of time is called in every language."""
    return grammar.units[groups["unit"].lower()]


def _day_beside(time: Time, between: str) -> date | None:
    """The day of an expression, where no sentence ends between it and another."""
    day = time.edtf.count("-") == 2 and "/" not in time.edtf and not _ENDS.search(between)
    return date.fromisoformat(time.edtf) if day else None


def _leads(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of some words stands before an expression or is its first."""
    return bool(words.search(text[:start]) or words.match(text[start:end].split()[0]))


def _month_number(year: int, month: int) -> int:
    return year * 12 + month - 1


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
