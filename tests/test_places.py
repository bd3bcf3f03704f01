"""Populated places of the world by name."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg.cli import main
from kg.link import place_index
from kg.link.place_index import file_name, names_of
from kg.link.places import PlaceIndex, index_note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def index() -> Iterator[PlaceIndex]:
    """The user's own index: the first run on a machine builds it."""
    with closing(PlaceIndex.open()) as opened:
        yield opened


# name, GeoNames identifier and country of the most populous place, whether that is its main name
FOUND = [
    ("Mosul", 99072, "IQ", True),
    ("Mossoul", 99072, "IQ", False),
    ("Al Mawşil", 99072, "IQ", False),
    ("al-mawsil", 99072, "IQ", False),
    ("Alep", 170063, "SY", False),
    ("Aleppo", 170063, "SY", True),
    ("Paris", 2988507, "FR", True),
    ("Moscou", 524901, "RU", False),
    ("Raqqa", 172955, "SY", False),
    ("Ar-Raqqah", 172955, "SY", True),
    ("Fallujah", 99454, "IQ", False),
    ("al Bāb", 174018, "SY", True),
    ("Deir ez-Zor", 170794, "SY", True),
    ("Tombouctou", 2449067, "ML", False),
    ("Marioupol", 701822, "UA", False),
    ("al-Ramadi", 98717, "IQ", False),
]


@pytest.mark.parametrize(("name", "identifier", "country", "main"), FOUND)
def test_find(index: PlaceIndex, name: str, identifier: int, country: str, main: bool) -> None:
    best = index.find(name)[0]
    assert (best.geonames_id, best.country) == (identifier, country)
    assert best.main is main or not main


def test_places_of_one_name_come_by_population(index: PlaceIndex) -> None:
    found = index.find("Tripoli")
    assert [place.country for place in found[:2]] == ["LY", "LB"]
    assert [place.population for place in found] == sorted((p.population for p in found), reverse=True)


@pytest.mark.parametrize("name", ["", "Nowhere-upon-Nothing", "BGW", "mwsl"])
def test_what_is_no_name(index: PlaceIndex, name: str) -> None:
    assert index.find(name) == ()


def test_a_part_of_a_name_is_no_name(index: PlaceIndex) -> None:
    assert index.is_name("deir ez zor") and not index.is_name("deir ez zo")


def test_a_place_tells_where_and_what_it_is(index: PlaceIndex) -> None:
    mosul = index.find("Mosul")[0]
    assert mosul.kind == "City"
    assert (round(mosul.latitude), round(mosul.longitude)) == (36, 43)
    assert mosul.same_as == "https://sws.geonames.org/99072/"
    assert "Mossoul" in mosul.names


@pytest.mark.parametrize(
    ("names", "arabic", "expected"),
    [
        (("Ar Raqqah", "Raqqa"), True, {"ar raqqah": 0, "raqqa": 1, "raqqah": 2}),
        (("El Paso",), False, {"el paso": 0}),
        (("Al Bāb", "Bab"), True, {"al bab": 0, "bab": 1}),
        (("Å",), False, {}),
    ],
)
def test_names_of(names: tuple[str, ...], arabic: bool, expected: dict[str, int]) -> None:
    assert names_of(names, arabic=arabic) == expected


@pytest.fixture
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code over ten places, so that building takes no time."""
    whole = place_index._records

    def some(name: str) -> object:
        yield from (record for record, _ in zip(whole_cached(name), range(10), strict=False))

    def whole_cached(name: str) -> list[dict[str, object]]:
        return list(whole("cities15000.json" if name.startswith("cities") else name))

    monkeypatch.setattr(place_index, "_records", some)


@pytest.mark.usefixtures("few_places")
class TestFile:
    def test_it_is_built_once(self, tmp_path: Path) -> None:
        PlaceIndex.open(tmp_path).close()
        written = (tmp_path / file_name()).stat().st_mtime_ns
        PlaceIndex.open(tmp_path).close()
        assert [path.name for path in tmp_path.iterdir()] == [file_name()]
        assert (tmp_path / file_name()).stat().st_mtime_ns == written

    def test_a_damaged_file_is_built_again(self, tmp_path: Path) -> None:
        (tmp_path / file_name()).write_bytes(b"no database")
        PlaceIndex.open(tmp_path).close()
        assert (tmp_path / file_name()).read_bytes().startswith(b"SQLite")

    def test_several_may_build_at_once(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(4) as pool:
            notes = [pool.submit(index_note, tmp_path) for _ in range(4)]
        assert [note.result() for note in notes] == [None] * 4
        assert [path.name for path in tmp_path.iterdir()] == [file_name()]

    def test_where_nothing_can_be_written_it_is_kept_in_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("a file where a folder should be", encoding="utf-8")
        monkeypatch.setattr(tempfile, "tempdir", str(blocked))
        with closing(PlaceIndex.open(blocked)) as index:
            assert index.is_name("andorra la vella")
        note = index_note(blocked)
        assert note is not None and str(blocked) in note and "each run" in note

    def test_the_temporary_folder_is_the_second_choice(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("", encoding="utf-8")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        note = index_note(blocked)
        assert note is not None and str(tmp_path) in note and "each run" not in note

    def test_kg_build_says_so_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        blocked, report = tmp_path / "file", tmp_path / "report.txt"
        blocked.write_text("", encoding="utf-8")
        report.write_text("The army took the town of Amadi on 3 March 2015.\n", encoding="utf-8")
        monkeypatch.setenv("KG_CACHE", str(blocked))
        monkeypatch.setattr(tempfile, "tempdir", str(blocked))
        argv = ["build", str(report), "--workers", "1", "--store", str(tmp_path / "kg.store")]
        assert (main(argv), capsys.readouterr().err) == (0, f"kg: {index_note()}\n")
        assert (main(argv), capsys.readouterr().err) == (0, "")  # nothing is read


def test_the_environment_names_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_places: None
) -> None:
    monkeypatch.setitem(os.environ, "KG_CACHE", str(tmp_path))
    PlaceIndex.open().close()
    assert (tmp_path / file_name()).is_file()
