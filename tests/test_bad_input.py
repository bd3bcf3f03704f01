"""Bad input: one sentence that names the thing and the way out, the right status, nothing half-written."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sparql_fixture

from kg.cli import main
from kg.graph.folder import MARKER
from kg.graph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent
GERMAN = "Die Truppen haben am Montag die Stadt eingenommen, und der Sprecher bestätigte es am Abend. " * 4
GOOD = "The army took the town of Amadi on 3 March 2015, and the rebels left the airport.\n"


def _write(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


BAD_FILES = {
    "empty.txt": (_write(b""), "the file is empty; remove it or fill it"),
    "blank.txt": (_write(b" \n\t\n"), "nothing but white space"),
    "binary.txt": (_write(bytes(range(256)) * 40), "this is no text but a binary file; save it as UTF-8"),
    "encoding.txt": (_write(b"\xef\xbb\xbf\xff\xfe" + b"\x81\x8d" * 50), "save it as UTF-8"),
    "german.txt": (_write(GERMAN.encode()), "the text seems to be in German; English and French are read"),
    "large.txt": (_sparse, "the file has 50.0 MB, more than the 20 MB that are read; split it"),
    "broken.pdf": (_write(b"%PDF-1.7 nothing"), "PDF"),
    "broken.docx": (_write(b"PK\x03\x04 nothing"), "Word"),
    "table.xls": (_write(b"1"), "files .xls are not read; documents end in .txt"),
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; nothing in it is a store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "kg.store"
    with open_store(path) as store:
        sparql_fixture.fill(store)
    return path


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """The one sentence with which a command that does nothing ends."""
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("kg: ")
    assert err.count("\n") == 1
    return err.removeprefix("kg: ").rstrip("\n")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- documents -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_document_that_cannot_be_read(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write, expected = BAD_FILES[name]
    write(place / name)
    before, began = names(place), time.monotonic()
    told = refused(capsys, "build", name)
    assert told.startswith(f"{name}: ")
    assert expected in told
    assert names(place) == before  # no store
    assert time.monotonic() - began < 20


def test_bad_documents_among_good_ones_are_each_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = place / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    for name, (write, _) in BAD_FILES.items():
        write(folder / name)
    assert main(["build", "reports"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert f"1 read, {len(BAD_FILES)} skipped" in out
    assert [
        name for name, (_, reason) in BAD_FILES.items() if f"{name}: " not in out or reason not in out
    ] == []


def test_no_good_document_at_all(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "reports"
    folder.mkdir()
    for name, (write, _) in BAD_FILES.items():
        write(folder / name)
    assert main(["build", "reports"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"kg: none of {len(BAD_FILES)} documents can be read:\n")
    assert names(place) == ["reports"]


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["nowhere"], "nowhere: there is no such file or folder; check the path"),
        (["nowhere/*.txt"], "nowhere/*.txt: no file fits this pattern; check it"),
        (["hollow"], "hollow: this folder holds no document; documents end in .txt"),
        (["reports", "nowhere"], "nowhere: there is no such file"),
        (
            ["reports", "--workers", "0"],
            "argument --workers: '0' is no whole number of at least 1; see 'kg build",
        ),
        (["reports", "--base", "here"], "argument --base: 'here' is no IRI that ends in / or #"),
        (["reports", "--bogus"], "unrecognized arguments: --bogus; see 'kg build --help'"),
        (
            ["reports", "--ontology", "hollow"],
            "hollow is no complete ontology: the file campaign.ttl is missing",
        ),
        (["reports", "--ontology", "nowhere"], "nowhere is no folder with an ontology"),
    ],
)
def test_builds_that_cannot_be(
    argv: Sequence[str], expected: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "hollow").mkdir()
    (place / "reports").mkdir()
    (place / "reports" / "good.txt").write_text(GOOD, encoding="utf-8")
    assert refused(capsys, "build", *argv).startswith(expected)
    assert not (place / "kg.store").exists()


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('["good.txt"\n', "documents.toml: this is not well-formed TOML"),
        ('["good.txt"]\nauthor = "x"\n', "the key 'author' is unknown; known keys are title"),
        ('["good.txt"]\npublished = "soon"\n', "published = 'soon' is no date; write it as 2016-10-31"),
        (
            '["good.txt"]\nlanguage = "de"\n',
            "language = 'de' is not read; languages that are read are en, fr",
        ),
        ('publisher = "x"\n', "publisher stands outside a table"),
    ],
)
def test_a_broken_documents_toml(
    toml: str, expected: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "good.txt").write_text(GOOD, encoding="utf-8")
    (place / "documents.toml").write_text(toml, encoding="utf-8")
    assert expected in refused(capsys, "build", ".")
    assert not (place / "kg.store").exists()


# -- stores ----------------------------------------------------------------------------------

READING = (
    ["query", "captures"],
    ["show", "x"],
    ["graph"],
    ["export", "nq"],
    ["push", "http://x/"],
    ["serve"],
)


def _marked(place: Path, text: str) -> None:
    (place / "kg.store").mkdir()
    (place / "kg.store" / MARKER).write_text(text, encoding="utf-8")


STORES: dict[str, tuple[Callable[[Path], object], str]] = {
    "another version": (
        lambda place: _marked(place, json.dumps({"format_version": 99, "base": "http://x/"})),
        "is a store of format 99",
    ),
    "damaged": (lambda place: _marked(place, "{"), "remove the folder and build the store again"),
    "a file": (lambda place: (place / "kg.store").write_text("x"), "is a file and no store; give a folder"),
    "another folder": (
        lambda place: [(place / "kg.store").mkdir(), (place / "kg.store" / "letter").write_text("x")],
        "so no store; give another folder with --store",
    ),
}


@pytest.mark.parametrize("argv", [*READING, ["build", "good.txt"]], ids=lambda argv: argv[0])
@pytest.mark.parametrize("kind", STORES)
def test_what_is_no_store(
    kind: str, argv: Sequence[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "good.txt").write_text(GOOD, encoding="utf-8")
    make, expected = STORES[kind]
    make(place)
    before = content(place)
    told = refused(capsys, *argv)
    assert told.startswith(f"{place / 'kg.store'}: ")
    assert expected in told
    assert content(place) == before


@pytest.mark.parametrize("argv", READING, ids=lambda argv: argv[0])
def test_no_store(argv: Sequence[str], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no store here; run kg build first, or give another --store" in refused(capsys, *argv)
    assert "there is no store here" in refused(capsys, *argv, "--store", "elsewhere")
    assert names(place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX record locks")
def test_a_store_that_another_process_holds(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "good.txt").write_text(GOOD, encoding="utf-8")
    open_store(place / "kg.store").close()
    program = (
        "import sys; from pathlib import Path; from kg.graph.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(place / "kg.store")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        for argv in (*READING, ["build", "good.txt"]):
            told = refused(capsys, *argv)
            assert "is held by another process; wait until it ends, or give another --store" in told
        other.communicate("")


# -- queries and names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["query", "captured"], "there is no saved query captured; did you mean captures"),
        (["query", "zzz"], "there is no saved query zzz; 'kg query' lists them"),
        (
            ["query", "captures", "--river", "x"],
            "the query captures has no parameter river; it has place, actor",
        ),
        (["query", "actor-actions"], "the query actor-actions needs --actor: Who acted"),
        (
            ["query", "captures", "--place"],
            "argument --place: expected one argument; see 'kg query captures --help'",
        ),
        (
            ["query", "captures", "--place", "Karvle"],
            "place: there is no place 'Karvle'; did you mean Karvel (city)",
        ),
        (["query", "captures", "--place", "place/1"], "place: there is no place 'place/1'"),
        (["query", "captures", "--actor", "o"], "actor: 'o' may mean"),
        (["query", "captures", "--from", "spring"], "from: "),
        (
            ["query", "captures", "Karvel"],
            "the query captures takes no 'Karvel'; see 'kg query captures --help'",
        ),
        (["query", "captures", "--format", "xls"], "argument --format: invalid choice: 'xls'"),
        (["query", "captures", "--queries", "nowhere"], "nowhere: there is no such folder of queries"),
        (["query", "SELECT * {\n ?s ?p }"], "the query breaks the syntax of SPARQL at line 2"),
        (
            ["query", "SELECT * { ?s nope:p ?o }"],
            "the query uses the prefix nope: and does not declare it",
        ),
        (
            ["query", "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"],
            "the text is a SPARQL update; queries only read",
        ),
        (["query", "nowhere.rq"], "nowhere.rq cannot be read as a query: No such file"),
        (
            ["query", "wrong.rq"],
            "the parameter format of wrong.rq has the name of an option; give it another",
        ),
        (
            ["query", "captures", "--endpoint", "elsewhere"],
            "elsewhere: is no address of an endpoint such as http://",
        ),
        (
            ["query", "captures", "--endpoint", "http://127.0.0.1:9/"],
            "http://127.0.0.1:9/: cannot be reached",
        ),
        (["query", "captures", "--timeout", "0"], "argument --timeout: '0' is no number of seconds"),
        (["show"], "the following arguments are required: NAME; see 'kg show --help'"),
        (["show", "Karvle"], "the graph knows nothing by the name 'Karvle'; did you mean Karvel (city)"),
        (["show", "qqqq"], "the graph knows nothing by the name 'qqqq'; 'kg query places'"),
        (["show", "O"], "'O' may mean"),
        (["show", "event/0"], "the graph knows nothing by the name 'event/0'"),
        (["graph", "--kind", "river"], "--kind: there is no 'river'; there are Actor, Place"),
        (["graph", "--status", "sure"], "--status: there is no 'sure'; there are asserted, alleged"),
        (["graph", "--relationship", "love"], "--relationship: there is no 'love'; there are Abuse"),
        (["graph", "--hops", "2"], "--hops counts from a thing; name one with --around"),
        (["graph", "--minimum", "99"], "nothing in the graph passes these filters"),
        (["export"], "the following arguments are required: FORMAT; see 'kg export --help'"),
        (["export", "xls"], "argument FORMAT: invalid choice: 'xls'"),
        (["export", "csv"], "csv is written as files of a folder; name one: kg export csv -o FOLDER"),
        (["push", "elsewhere"], "elsewhere: is no address of an endpoint"),
        (["push", "http://127.0.0.1:9/"], "http://127.0.0.1:9/: cannot be reached"),
        (["serve", "--port", "x"], "argument --port: 'x' is no whole number"),
        (["serve", "--port", "99999"], "99999 is no port"),
        (["check", "--store", "elsewhere"], "elsewhere: there is no store here"),
        (["bild"], "there is no command bild; the commands are build, query"),
        (["--store", "x", "query"], "options stand after the command: kg COMMAND --store"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_requests_that_cannot_be(
    argv: Sequence[str],
    expected: str,
    graph: Path,
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_STORE", str(graph))
    head = "#+ summary: x\n#+ parameters:\n#+   format:\n#+     type: text\n"
    (place / "wrong.rq").write_text(head + "SELECT * { ?s ?p ?_format }", encoding="utf-8")
    assert expected in refused(capsys, *argv)
    assert names(place) == ["wrong.rq"]


# -- outputs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ["graph", "-o", "nowhere/page.html"],
        ["graph", "-o", "letter/page.html"],
        ["export", "nq", "-o", "nowhere/graph.nq"],
        ["export", "gexf", "-o", "letter/graph.gexf"],
        ["export", "csv", "-o", "letter"],
        ["export", "annotations", "-o", "letter/notes"],
        ["export", "ttl", "-o", "folder"],
    ],
    ids=" ".join,
)
def test_output_that_cannot_be_written(
    argv: Sequence[str],
    graph: Path,
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_STORE", str(graph))
    (place / "letter").write_text("dear", encoding="utf-8")
    (place / "folder").mkdir()
    told = refused(capsys, *argv)
    assert told.startswith(f"{argv[-1]} ")
    assert told.endswith("with -o")
    assert names(place) == ["folder", "letter"]
    assert (place / "letter").read_text(encoding="utf-8") == "dear"


def test_an_export_that_breaks_off_leaves_the_former_file(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "graph.nq").write_text("former", encoding="utf-8")
    refused(capsys, "export", "nq", "-o", "graph.nq")
    assert content(place) == {str(place / "graph.nq"): b"former"}


# -- installations ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "missing", "value", "expected"),
    [
        (["query"], "kg.resources.PACKAGE", Path("nowhere"), "was installed without its folder queries"),
        (["build"], "kg.resources.PACKAGE", Path("nowhere"), "was installed without its folder ontology"),
        (["graph"], "kg.view.page.find_spec", lambda name: None, "pyvis is not installed"),
    ],
)
def test_installations_that_lack_something(
    argv: Sequence[str],
    missing: str,
    value: object,
    expected: str,
    graph: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_STORE", str(graph))
    monkeypatch.setattr(missing, value)
    assert expected in refused(capsys, *argv)
