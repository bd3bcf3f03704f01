"""Dates as text, and the days that bound them."""

from datetime import date

import pytest

from kg.graph.edtf import bounds


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2012-05-10", date(2012, 5, 10), date(2012, 5, 10)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2012~", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-05?", date(2012, 5, 1), date(2012, 5, 31)),
        ("2011-06/..", date(2011, 6, 1), None),
        ("../2011-06", None, date(2011, 6, 30)),
        ("2011-06/", date(2011, 6, 1), None),
        ("/2011", None, date(2011, 12, 31)),
        ("2011/2012-03-04", date(2011, 1, 1), date(2012, 3, 4)),
    ],
)
def test_bounds(text: str, earliest: date | None, latest: date | None) -> None:
    assert bounds(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["", "May 2012", "2012-13", "2012-02-30", "12-05-2012", "201X-05", "2013/2012"]
)
def test_no_date(text: str) -> None:
    if text == "":
        with pytest.raises(ValueError, match="no EDTF date"):
            bounds(text)
    else:
        with pytest.raises(ValueError, match=text.replace("/", ".")):
            bounds(text)
