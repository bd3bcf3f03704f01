"""Dates of publication as EDTF: "2016-10-31", "2017-02", "2014" (Library of Congress, EDTF level 0)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kg.documents.phrases import alternatives, bare, phrases

_EDTF = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_NUMERIC = re.compile(
    r"\b(?P<y>\d{4})-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:[T ]\d\d[:h]\d\d\S*)?)?(?![\d-])"
    r"|\b(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>\d{4})\b"
)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:[:h]\s?\d\d(?::\d\d)?|h)\b(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
EARLIEST, LATEST = 1900, 2100


def edtf(text: str) -> str | None:
    """The text itself where it is a year, a month or a day of the calendar in EDTF, else None.

    >>> edtf("2016-10-31"), edtf("2016-13"), edtf("31 October")
    ('2016-10-31', None, None)
    """
    found = _EDTF.fullmatch(text.strip())
    return _calendar(*found.groups()) if found else None


def _calendar(year: str | None, month: str | int | None, day: str | int | None) -> str | None:
    if year is None or not EARLIEST <= int(year) <= LATEST:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return f"{int(year):04d}" + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if day else "")


def _ordered(year: str, first: int, second: int) -> str | None:
    """31/10/2016 and 10/31/2016 are one day; of 4/3/2017 only the year is sure."""
    if first <= 12 and second <= 12 and first != second:
        return _calendar(year, None, None)
    return _calendar(year, min(first, second), max(first, second))


@cache
def _written() -> re.Pattern[str]:
    months = alternatives(phrases().months)
    suffix = alternatives(phrases().ordinals)
    around = alternatives(phrases().around_dates)
    return re.compile(
        rf"\b(?:(?P<d>\d{{1,2}})(?:{suffix})?\.?\s+(?:(?:{around})\s+)?)?(?P<m>{months})\b\.?"
        rf"(?:\s+(?P<d2>\d{{1,2}})(?:{suffix})?\b(?!\s*[:h]))?,?\s+(?P<y>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


def find_date(text: str) -> tuple[int, int, str] | None:
    """The first date with a year in a line: (start, end, EDTF); months written in any language.

    >>> find_date("Published: 31 October 2016")
    (11, 26, '2016-10-31')
    """
    best: tuple[int, int, str] | None = None
    if not _DIGIT.search(text):
        return None
    for pattern in (_written(), _NUMERIC):
        for match in pattern.finditer(text):
            part = match.groupdict()
            if part.get("y2"):
                found = _ordered(part["y2"], int(part["d2"]), int(part["m2"]))
            else:
                month = phrases().months.get(part["m"].lower(), part["m"])
                found = _calendar(part["y"], month, part["d"] or part.get("d2"))
            if found and (best is None or match.start() < best[0]):
                best = (match.start(), match.end(), found)
    return best


@cache
def _labels() -> re.Pattern[str]:
    known = phrases().labels
    dated = (label for label, field in known.items() if field in ("published", "updated"))
    return re.compile(rf"(?<!\w)(?:{alternatives(dated)})(?!\w)", re.IGNORECASE)


def is_date_line(text: str) -> bool:
    """Whether a line says a date or time and hardly anything else (labels, days, zones)."""
    if len(text) > 120 or not _DIGIT.search(text) or not (find_date(text) or _CLOCK.search(text)):
        return False
    rest = text
    while found := find_date(rest):
        rest = rest[: found[0]] + " " + rest[found[1] :]
    rest = _CLOCK.sub(" ", rest)
    rest = _labels().sub(" ", rest)
    known = phrases()
    words = [bare(word) for word in _TOKEN.findall(rest)]
    return all(word in known.around_dates or word in known.days for word in words)
