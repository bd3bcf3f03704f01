"""Dates as Extended Date/Time Format text, and the days that bound them.

What is read: days, months and years, decades ("201X", "201x"), approximate and uncertain dates
("2016~", "2016-10?"), intervals with open ("..") or unknown ("") ends.
Source: Library of Congress, EDTF specification (ISO 8601-2:2019), levels 0 and 1.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"(\d{3}[\dXx])(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")


@lru_cache(maxsize=65536)
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day that a date may mean; None where that end is open or unknown.

    Raises ValueError where the text is no date of the kinds above, or an interval ends before it
    begins.

    >>> bounds("2016-02")
    (datetime.date(2016, 2, 1), datetime.date(2016, 2, 29))
    >>> bounds("2014-06/..")
    (datetime.date(2014, 6, 1), None)
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _span(first, edtf)
    earliest = None if first in ("", "..") else _span(first, edtf)[0]
    latest = None if last in ("", "..") else _span(last, edtf)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it begins")
    return earliest, latest


def _span(text: str, whole: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{whole!r} is no EDTF date")
    years, month, day = found.groups()
    if years[-1] in "Xx":
        if month:
            raise ValueError(f"{whole!r} is no EDTF date: a decade has no months")
        return _day(whole, int(years[:3] + "0"), 1, 1), _day(whole, int(years[:3] + "9"), 12, 31)
    year = int(years)
    if day:
        only = _day(whole, year, int(month), int(day))
        return only, only
    first = _day(whole, year, int(month or 1), 1)
    final = int(month or 12)
    return first, date(year, final, calendar.monthrange(year, final)[1])


def _day(whole: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{whole!r} is no EDTF date: {error}") from error
