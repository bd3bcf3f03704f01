"""From files to a store: what is read again, what leaves, and that the result is always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_ontology import add, make_ontology
from fixture_readings import READINGS

from kg.build import Summary, build
from kg.claim import Claim, Document, Evidence, Reading
from kg.errors import DocumentError, KgError, StoreError
from kg.graph.files import FILES, SEEN
from kg.graph.store import open_store
from kg.ontology import Ontology, load_ontology
from kg.workers import count_tokens, tool_version

if TYPE_CHECKING:
    from collections.abc import Callable

BY_NAME = {reading.document.name: reading for reading in READINGS}
BY_TEXT = {reading.document.text: reading for reading in READINGS}
REPORT, DISPATCH, COMMUNIQUE = "karvel-report.txt", "depeche/karvel-depeche.txt", "lusania-communique.txt"
OTHER = "The bridge over the river was closed for the winter. The mayor said that it would open again.\n"


class Scripted:
    """Knows by heart what the invented documents say; any other document says nothing."""

    def __init__(self, ontology: Ontology, base: str) -> None:
        self.base = base

    def read(self, document: Document) -> Reading:
        known = BY_TEXT.get(document.text)
        return replace(known, document=document) if known else Reading(document)


class Stopping(Scripted):
    """Is interrupted while it reads the second document."""

    read_before = 0

    def read(self, document: Document) -> Reading:
        if self.read_before == 1:
            raise KeyboardInterrupt
        self.read_before += 1
        return super().read(document)


class Faulty(Scripted):
    """Fails in three ways, one for each document."""

    def read(self, document: Document) -> Reading:
        if document.name == REPORT:
            raise ZeroDivisionError("a fault")
        if document.name == DISPATCH or document.text == BY_NAME[DISPATCH].document.text:
            raise DocumentError(document.name, "too long; split it")
        return Reading(document, claims=(Claim("Clash", "x", 0, Evidence(0, 1, "x", "r"), date="some day"),))


class Dying(Scripted):
    """Takes its process with it."""

    def read(self, document: Document) -> Reading:
        os._exit(1)


class Alone(Scripted):
    """Reads only where numpy may use one thread."""

    def read(self, document: Document) -> Reading:
        if os.environ.get("OMP_NUM_THREADS") != "1":
            raise DocumentError(document.name, "threads")
        return super().read(document)


class Untrained(Scripted):
    """Lacks its models."""

    def read(self, document: Document) -> Reading:
        raise FileNotFoundError(2, "No such file or directory", "models.npz")


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return load_ontology(make_ontology(tmp_path_factory.mktemp("ontology") / "small"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented documents as files."""
    for reading in READINGS:
        path = tmp_path / "reports" / reading.document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reading.document.text, encoding="utf-8")
    lines = [
        f'["{Path(known.name).name}"]\npublisher = "{known.publisher}"\npublished = "{known.published}"\n'
        for known in (reading.document for reading in READINGS)
    ]
    for place in (tmp_path / "reports", tmp_path / "reports" / "depeche"):
        (place / "documents.toml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "reports"


@pytest.fixture
def make(tmp_path: Path, ontology: Ontology) -> Callable[..., Summary]:
    """Builds in one store with the scripted reader."""

    def run(*paths: Path, **options: object) -> Summary:
        chosen = {"ontology": ontology, "reader_factory": Scripted, "workers": 1} | options
        return build(paths, tmp_path / "s", **chosen)  # type: ignore[arg-type]

    return run


def lines_of(path: Path) -> list[str]:
    with open_store(path, read_only=True) as store:
        assert store.events_current()
        return list(store.dump_nquads())


def names_of(path: Path) -> list[str]:
    with open_store(path, read_only=True) as store:
        return [document.name for document in store.documents()]


def test_the_summary_counts_what_is_stored(folder: Path, make: Callable[..., Summary]) -> None:
    summary = make(folder)
    assert summary.read == [DISPATCH, REPORT, COMMUNIQUE]
    assert summary.languages == {"en": 2, "fr": 1}
    assert summary.counts["claims"] == sum(len(reading.claims) for reading in READINGS)
    assert summary.counts["relations"] == sum(len(reading.relations) for reading in READINGS)
    assert summary.counts["objectives"] == sum(len(reading.objectives) for reading in READINGS)
    assert 0 < summary.counts["events"] < summary.counts["claims"]
    assert summary.counts["corroborated"] > 0
    assert summary.tokens == sum(count_tokens(reading.document) for reading in READINGS)
    assert summary.seconds > 0


def test_nothing_changes_the_result(
    folder: Path, make: Callable[..., Summary], tmp_path: Path, ontology: Ontology
) -> None:
    make(folder)
    expected = lines_of(tmp_path / "s")
    parts = [folder / COMMUNIQUE, folder / DISPATCH, folder / REPORT]
    ways: dict[str, list[tuple[list[Path], int]]] = {
        "processes": [([folder], 2)],
        "files in another order, one after another": [([parts[0]], 1), ([folder], 1)],
        "twice": [([folder], 1), ([folder], 1)],
    }
    for way, steps in ways.items():
        for paths, workers in steps:
            build(paths, tmp_path / way, ontology=ontology, workers=workers, reader_factory=Scripted)
        assert lines_of(tmp_path / way) == expected, way


def test_neither_workers_nor_the_order_of_sets_change_what_is_read(tmp_path: Path) -> None:
    """The sample by the reader that ships; each process has its own order of sets of text."""
    for workers, seed in (("1", "1"), ("2", "2")):
        command = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())", "build"]
        subprocess.run(
            [*command, "--workers", workers, "--store", str(tmp_path / workers)],
            cwd=Path(__file__).parent.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    assert lines_of(tmp_path / "1") == lines_of(tmp_path / "2")


def test_only_what_is_new_or_changed_is_read(folder: Path, make: Callable[..., Summary]) -> None:
    make(folder)
    again = make(folder)
    assert (again.read, again.unchanged) == ([], [DISPATCH, REPORT, COMMUNIQUE])
    (folder / COMMUNIQUE).write_text(OTHER, encoding="utf-8")
    (folder / "new.txt").write_text(OTHER + "Snow fell again on the hills in the night.\n", encoding="utf-8")
    changed = make(folder)
    assert (changed.read, changed.unchanged) == ([COMMUNIQUE, "new.txt"], [DISPATCH, REPORT])


@pytest.mark.parametrize(
    ("content", "later", "read"),
    [
        (OTHER, 0, []),  # nothing shows the change: the file is not opened
        (OTHER, 1, [REPORT]),
        (OTHER + "More.\n", 0, [REPORT]),
        ("", 1, []),
    ],
    ids=["same size and time", "another time", "another size", "touched"],
)
def test_what_is_as_it_was_is_not_opened(
    folder: Path, make: Callable[..., Summary], content: str, later: int, read: list[str]
) -> None:
    path = folder / REPORT
    path.write_text(OTHER.replace("closed", "opened"), encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    make(folder)
    if content:
        path.write_text(content, encoding="utf-8")
    os.utime(path, (1_000_000_000 + later, 1_000_000_000 + later))
    assert make(folder).read == read


def test_a_lost_list_of_what_was_seen_only_costs_time(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    make(folder)
    (tmp_path / "s" / SEEN).write_text("[", encoding="utf-8")
    assert make(folder).unchanged == [DISPATCH, REPORT, COMMUNIQUE]
    assert REPORT in (tmp_path / "s" / SEEN).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "corrected"),
    [
        ("title", "The fall of Karvel"),
        ("publisher", "Evening Post"),
        ("published", "2012-05-13"),
        ("language", "fr"),
        ("url", "https://example.org/corrected"),
    ],
)
def test_metadata_beside_the_files_count_as_a_change(
    folder: Path, make: Callable[..., Summary], field: str, corrected: str
) -> None:
    known = {"title": "Karvel", "publisher": "Meridian News", "published": "2012-05-12", "language": "en"}
    known["url"] = "https://example.org/karvel"
    for said, read in ((known, [DISPATCH, REPORT, COMMUNIQUE]), (known | {field: corrected}, [REPORT])):
        lines = "".join(f'{key} = "{value}"\n' for key, value in said.items())
        (folder / "documents.toml").write_text(f'["{REPORT}"]\n{lines}', encoding="utf-8")
        assert make(folder).read == read


def test_another_ontology_reads_all_again(
    folder: Path, make: Callable[..., Summary], tmp_path: Path, ontology: Ontology
) -> None:
    make(folder)
    other = load_ontology(make_ontology(tmp_path / "o"))
    assert tool_version(other) == tool_version(ontology)
    add(tmp_path / "o" / "gazetteer" / "things.ttl", 'id:x a ckg:City ; rdfs:label "X"@en .')
    other = load_ontology(tmp_path / "o")
    assert tool_version(other) != tool_version(ontology)
    assert len(make(folder, ontology=other).read) == 3


def test_a_folder_is_mirrored(folder: Path, make: Callable[..., Summary], tmp_path: Path) -> None:
    make(folder)
    (folder / REPORT).unlink()
    (folder / "depeche" / "documents.toml").unlink()
    (folder / DISPATCH).unlink()
    summary = make(folder)
    assert (summary.removed, summary.unchanged) == ([DISPATCH, REPORT], [COMMUNIQUE])
    assert names_of(tmp_path / "s") == [COMMUNIQUE]


def test_a_file_is_added_and_other_folders_stay(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "note.txt").write_text(OTHER, encoding="utf-8")
    make(folder)
    assert make(other).others == [DISPATCH, REPORT, COMMUNIQUE]
    (folder / REPORT).unlink()
    assert make(other / "note.txt").removed == []
    assert names_of(tmp_path / "s") == [DISPATCH, REPORT, COMMUNIQUE, "note.txt"]
    assert make(folder).removed == [REPORT]
    assert make(other, only=True).removed == [DISPATCH, COMMUNIQUE]
    assert names_of(tmp_path / "s") == ["note.txt"]


def test_one_file_has_one_document_whatever_it_is_called(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    make(folder)
    assert make(folder / DISPATCH).unchanged == [DISPATCH]
    assert make(folder / "depeche").unchanged == [DISPATCH]
    expected = lines_of(tmp_path / "s")
    (tmp_path / "s").rename(tmp_path / "former")
    make(folder / "depeche")  # before the folder above
    assert names_of(tmp_path / "s") == ["karvel-depeche.txt"]
    make(folder)
    assert lines_of(tmp_path / "s") == expected


def test_files_of_one_name_are_kept_apart(folder: Path, make: Callable[..., Summary], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / REPORT).write_text(OTHER, encoding="utf-8")
    make(folder)
    assert make(other).read == [f"other/{REPORT}"]
    assert make(other).unchanged == [f"other/{REPORT}"]
    assert make(folder).unchanged == [DISPATCH, REPORT, COMMUNIQUE]


def test_a_folder_that_moved_is_the_same(folder: Path, make: Callable[..., Summary], tmp_path: Path) -> None:
    make(folder)
    moved = folder.rename(tmp_path / "moved")
    assert make(moved).unchanged == [DISPATCH, REPORT, COMMUNIQUE]


def test_copies_are_found_among_all_documents_of_the_store(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    make(folder)
    copy, original = tmp_path / "copied.txt", (folder / REPORT).read_text(encoding="utf-8")
    copy.write_text(original + "Read more soon.\n", encoding="utf-8")
    (folder / REPORT).unlink()
    assert make(copy).copies == {"copied.txt": REPORT}
    (folder / REPORT).write_text(original, encoding="utf-8")
    assert make(folder).copies == {"copied.txt": REPORT}
    copy.unlink()  # its text is gone, what is known stays
    assert make(folder / COMMUNIQUE).copies == {"copied.txt": REPORT}
    with open_store(tmp_path / "s", read_only=True) as store:
        assert [d.name for d in store.documents() if d.copy_of] == ["copied.txt"]


def test_an_interruption_leaves_a_whole_store(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(folder, reader_factory=Stopping)
    assert lines_of(tmp_path / "s")
    assert len(names_of(tmp_path / "s")) == 1
    assert len(make(folder).read) == 2
    assert names_of(tmp_path / "s") == [DISPATCH, REPORT, COMMUNIQUE]


def test_a_fault_in_one_document_is_told_and_skipped(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    (folder / "note.txt").write_text(OTHER, encoding="utf-8")
    make(folder)
    for name in (REPORT, DISPATCH, COMMUNIQUE):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text + "\nThe night was calm.\n", encoding="utf-8")
    summary = make(folder, reader_factory=Faulty)
    told = {str(error.path): error.reason for error in summary.skipped}
    assert told.keys() == {REPORT, DISPATCH, COMMUNIQUE}
    assert "ZeroDivisionError: a fault" in told[REPORT]
    assert told[DISPATCH] == "too long; split it"
    assert "some day" in told[COMMUNIQUE]
    assert summary.removed == sorted(told)
    assert names_of(tmp_path / "s") == ["note.txt"]
    assert lines_of(tmp_path / "s")


@pytest.mark.parametrize(
    ("reader", "workers", "expected"),
    [
        (Faulty, 1, "none of 2 documents"),
        (Untrained, 1, r"models\.npz is missing"),
        (Dying, 2, "--workers 1"),
    ],
)
def test_what_can_read_nothing_makes_no_store(
    folder: Path,
    make: Callable[..., Summary],
    tmp_path: Path,
    reader: type[Scripted],
    workers: int,
    expected: str,
) -> None:
    with pytest.raises(KgError, match=expected):
        make(folder / REPORT, folder / DISPATCH, reader_factory=reader, workers=workers)
    assert not (tmp_path / "s").exists()


def test_worker_processes_multiply_in_one_thread_each(
    folder: Path, make: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the process that starts them as before."""
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert not make(folder, reader_factory=Alone, workers=2).skipped
    assert (os.environ["OMP_NUM_THREADS"], os.environ.get("OPENBLAS_NUM_THREADS")) == ("3", None)


def test_a_file_that_cannot_be_read_any_more_leaves(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    make(folder)
    (folder / REPORT).write_bytes(b"\x00\x01\x02\xff" * 64)
    with pytest.raises(DocumentError, match="binary"):
        make(folder / REPORT)
    assert REPORT in names_of(tmp_path / "s")
    summary = make(folder)
    assert ([str(error.path) for error in summary.skipped], summary.removed) == ([REPORT], [REPORT])
    assert names_of(tmp_path / "s") == [DISPATCH, COMMUNIQUE]
    # nothing else can be read, but a file is gone
    (folder / DISPATCH).unlink()
    (folder / COMMUNIQUE).write_bytes(b"\x00\x01\x02\xff" * 64)
    assert make(folder).removed == [DISPATCH, COMMUNIQUE]
    assert names_of(tmp_path / "s") == []


def test_things_stand_under_the_base_of_the_store(
    folder: Path, make: Callable[..., Summary], tmp_path: Path
) -> None:
    make(folder, base="https://example.org/id/")
    with open_store(tmp_path / "s", read_only=True) as store:
        assert all(document.iri.startswith("https://example.org/id/") for document in store.documents())
    with pytest.raises(StoreError, match=r"example\.org"):
        make(folder, base="https://example.net/id/")
    assert make(folder).read == []


def test_a_damaged_list_of_files_is_told(folder: Path, make: Callable[..., Summary], tmp_path: Path) -> None:
    make(folder)
    (tmp_path / "s" / FILES).write_text("[", encoding="utf-8")
    with pytest.raises(StoreError, match=FILES):
        make(folder)


def test_progress_is_told_stage_by_stage(folder: Path, make: Callable[..., Summary]) -> None:
    told: list[tuple[str, int, int]] = []
    make(folder, progress=lambda stage, done, of: told.append((stage, done, of)))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "opening",
        "reading",
        "events",
    ]
    assert ("opening", 3, 3) in told
    assert ("reading", 3, 3) in told


def test_what_the_shell_makes_of_a_star_is_no_fault(folder: Path, make: Callable[..., Summary]) -> None:
    summary = make(*sorted(folder.glob("*.t*")))
    assert (summary.read, summary.skipped) == ([REPORT, COMMUNIQUE], [])


def test_no_path_means_the_sample(ontology: Ontology) -> None:
    summary = build([], None, ontology=ontology, reader_factory=Scripted, workers=1)
    assert summary.languages == {"en": 3, "fr": 2}
