"""The commands as a user types them: what they print, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sparql_fixture

from kg import __version__
from kg.cli import COMMANDS, main
from kg.graph.store import open_store
from kg.sparql.catalogue import list_queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
KG = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())"]
# A shell has its commands in the background ignore Ctrl-C; this one hears it there, too.
INTERRUPTIBLE = [
    *KG[:2],
    f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {KG[2]}",
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "kg.store"
    with open_store(path) as store:
        sparql_fixture.fill(store)
    return path


@pytest.fixture(autouse=True)
def place(tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the invented campaign as the store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", str(graph))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    return main(argv), *capsys.readouterr()


# -- help ------------------------------------------------------------------------------------


@pytest.mark.parametrize("argv", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_command(argv: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *argv)
    assert (status, err) == (0, "")
    assert all(f"  {name} " in out for name in COMMANDS)


def test_every_command_has_a_file_and_no_file_is_forgotten() -> None:
    files = {path.stem for path in (ROOT / "kg" / "cli").glob("*.py")} - {"__init__", "options", "output"}
    assert files == COMMANDS.keys()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal_and_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *command.split(), "--help")
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert command == "check" or f"kg {command}".strip() in out.partition("example")[2]


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_help_of_a_saved_query_shows_its_parameters(query, capsys) -> None:  # type: ignore[no-untyped-def]
    for language in ("en", "fr"):
        status, out, _ = run(capsys, "query", query.name, "--help", "--lang", language)
        assert status == 0
        assert query.summary[language] in out
        assert all(f"--{parameter.name}" in out for parameter in query.parameters)
        assert max(map(len, out.splitlines())) <= 80


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"kg {__version__}\n", "")


# -- query -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "summary"), [("en", "Who took what from whom"), ("fr", "Qui a pris quoi à qui")]
)
def test_queries_are_listed(language: str, summary: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "query", "--lang", language)
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [query.name for query in list_queries()]
    assert summary in out
    listed = json.loads(run(capsys, "query", "--format", "json", "--lang", language)[1])["results"][
        "bindings"
    ]
    assert {"query": "captures", "summary": summary} in [
        {key: row[key]["value"] for key in ("query", "summary")} for row in listed
    ]


# One question, asked in several ways, has one answer.
@pytest.mark.parametrize(
    "argv",
    [
        ["captures", "--place", "Karvel"],
        ["captures", "--place=Karvel"],
        ["--place", "Karvel", "captures"],
        ["--format", "table", "captures", "--place", "Carvelle"],
        ["captures", "--place", "place/900001"],
        ["captures", "--place", "https://w3id.org/campaign-kg/id/place/900001"],
        ["captures", "--place", "carvelle "],
    ],
)
def test_a_saved_query_runs(argv: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "query", *argv)
    assert (status, err) == (0, "")
    head, _, *rows = out.splitlines()
    assert head.split() == ["date", "taker", "taken", "loser", "status", "claims", "event"]
    assert [row.split()[0] for row in rows if row[0] != " "] == ["2012-05-10"]
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("csv", "date,taker,"),
        ("tsv", "?date\t?taker"),
        ("md", "| date | taker "),
        ("json", '{\n "head"'),
        ("xml", "<?xml "),
        ("table", "date "),
    ],
)
def test_formats(form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "query", "captures", "--format", form)
    assert status == 0
    assert out.startswith(begins)


def test_an_answer_without_rows_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "query", "captures", "--to", "1999")
    assert (status, out) == (0, "")
    assert "finds nothing" in err
    assert run(capsys, "query", "captures", "--to", "1999", "--format", "csv")[1].startswith("date,")


ASK = "ASK { ?event a ckg:Capture }"


@pytest.mark.parametrize(
    ("given", "encoding"), [(ASK, "utf-8"), ("-", "utf-8"), ("own.rq", "utf-8"), ("own.rq", "utf-8-sig")]
)
def test_a_query_of_ones_own(
    given: str,
    encoding: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (place / "own.rq").write_text(ASK, encoding=encoding)
    monkeypatch.setattr(sys, "stdin", io.StringIO(ASK))
    assert run(capsys, "query", given) == (0, "true\n", "")


def test_a_file_with_parameters_takes_options(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "queries" / "captures.rq").read_text(encoding="utf-8")
    (place / "own.rq").write_text(text, encoding="utf-8")
    saved = run(capsys, "query", "captures", "--place", "Karvel")
    assert run(capsys, "query", "./own.rq", "--place", "Karvel") == saved
    assert run(capsys, "query", "own", "--queries", str(place), "--place", "Karvel") == saved


def test_kg_query_loads_nothing_heavy(graph: Path) -> None:
    program = (
        "import sys; from kg.cli import main; main(['query', 'captures', '--place', 'Karvel'])\n"
        "heavy = {'rdflib', 'spacy', 'networkx', 'numpy', 'SPARQLWrapper', 'pyshacl'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# -- the other commands ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["Karvel"], ["Karvel", "Carvelle", "43.125, 21.5", "Nareth Plain", "Meridian News, 2012-05-12"]),
        (
            ["Carvelle", "--lang", "fr"],
            ["Événements", "Prise de Carvelle", "— Carvelle aux mains de l'armée"],
        ),
        (["Capture", "of", "Karvel"], ["Claims (3)", "agent", "Orvanian Army", "publishers", "2012-05-10"]),
        (["Capture of Tashir"], ["contradicted", "Nareth Guard"]),
        (
            ["Ilan Dresh"],
            ["Ilan Dresh – leads – Operation Steady Dawn", "Ilan Dresh – holds position – General"],
        ),
        (["Lusania"], ["Objectives (2)", "counter-financing · by 2013", "planned"]),
        (["Operation Steady Dawn"], ["Relations", "Battle of Karvel – part of – Operation Steady Dawn"]),
        (["France"], ["No sentence tells of an event with it."]),
    ],
)
def test_show(argv: Sequence[str], expected: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "show", *argv)
    assert (status, err) == (0, "")
    assert [text for text in expected if text not in out] == []
    assert max(map(len, out.splitlines())) <= 80


def test_show_has_every_claim_of_a_thing(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT DISTINCT ?q { ?c a ckg:Claim ; ckg:place <%s> ; ckg:evidence/oa:hasSelector/oa:exact ?q }"
    karvel = "https://w3id.org/campaign-kg/id/place/900001"
    with open_store(graph, read_only=True) as store:
        quotes = [" ".join(row[0].value.split()) for row in store.query(query % karvel)]  # type: ignore[union-attr]
    shown = " ".join(run(capsys, "show", karvel)[1].split())
    assert len(quotes) > 8
    assert [quote for quote in quotes if quote not in shown] == []


def test_graph_writes_a_page(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "graph")
    assert status == 0
    assert out.startswith("campaign.html: 2")
    whole = (place / "campaign.html").read_text(encoding="utf-8")
    assert "Karvel" in whole
    filtered = [
        "--around",
        "Karvel",
        "--kind",
        "acteur,place",
        "--status",
        "asserted",
        "--since",
        "2012-05-08",
    ]
    assert run(capsys, "graph", "-o", "-", *filtered, "--lang", "fr", "--title", "Essai")[0] == 0
    assert run(capsys, "graph", "-o", "small.html", *filtered)[0] == 0
    assert len((place / "small.html").read_text(encoding="utf-8")) < len(whole)
    assert sorted(path.name for path in place.iterdir()) == ["campaign.html", "small.html"]


@pytest.mark.parametrize("form", ["nq", "ttl", "jsonld", "graphml", "gexf", "json"])
def test_export_writes_a_stream_or_a_file(form: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "export", form)
    assert status == 0
    assert run(capsys, "export", form, "-o", "out") == (0, "", "")
    assert (place / "out").read_text(encoding="utf-8") == out
    if form in ("graphml", "gexf"):
        ET.fromstring(out)
    elif form in ("json", "jsonld"):
        json.loads(out)


def test_export_writes_folders(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "export", "annotations", "-o", "notes")[0] == 0
    assert (
        json.loads((place / "notes" / "karvel-report.json").read_text("utf-8"))["document"] == "karvel-report"
    )
    assert "claims.csv" in run(capsys, "export", "csv", "-o", "tables")[1]
    assert (place / "tables" / "claims.csv").is_file()


def test_check_finds_nothing_in_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check")
    assert (status, err) == (0, "")
    assert out.startswith("no problem in ontology, saved queries, the graph of ")


def test_check_tells_what_it_finds(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "own.rq").write_text("SELECT * { ?s", encoding="utf-8")
    status, out, _ = run(capsys, "check", "--model", "--queries", str(place))
    assert status == 1
    assert "query: own.rq: no summary in en\n" in out
    assert out.endswith(" problems in ontology, saved queries\n")


# -- as a process ----------------------------------------------------------------------------


def test_a_reader_that_has_enough_ends_the_command_quietly(graph: Path) -> None:
    with subprocess.Popen(
        [*KG, "export", "nq"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("argv", [["--help"], ["query", "--help"], ["query"], ["export", "nq"]])
def test_results_that_cannot_be_written_are_told(argv: Sequence[str]) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, *argv], cwd=ROOT, env=buffered, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1] == "kg: the output cannot be used (No space left on device)"
    assert b"Traceback" not in done.stderr


@contextmanager
def killed(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process whatever happens."""
    try:
        yield
    finally:
        process.kill()


def test_serve_answers_until_it_is_interrupted(graph: Path) -> None:
    with subprocess.Popen(
        [*INTERRUPTIBLE, "serve", "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process, killed(process):  # fmt: skip
        assert process.stdout
        address = process.stdout.readline().split()[0]
        done = subprocess.run(
            [*KG, "query", "captures", "--endpoint", f"{address}sparql"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    local = subprocess.run([*KG, "query", "captures"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.returncode, done.stdout) == (0, local.stdout)


def test_output_is_utf8_whatever_the_terminal(graph: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [*KG, "show", "Ormin Dam"], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert "“" in done.stdout.decode("utf-8")


# -- with the trained pipelines --------------------------------------------------------------

ENGLISH = """\
Troops enter Amadi

Government troops captured the town of Amadi on 3 March 2015, the army said. Rebels shelled the
airport the next day. The defence minister wants to drive the rebels out of the province.
"""
FRENCH = """\
Amadi reprise

L'armée a repris la ville d'Amadi le 3 mars 2015. Les rebelles ont bombardé l'aéroport.
"""


def test_the_whole_way_from_documents(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_STORE")
    (place / "reports").mkdir()
    (place / "reports" / "amadi.txt").write_text(ENGLISH, encoding="utf-8")
    (place / "reports" / "amadi-fr.txt").write_text(FRENCH, encoding="utf-8")
    (place / "reports" / "empty.txt").touch()
    entries = '["amadi.txt"]\npublisher = "Orel Post"\n["amady.txt"]\npublished = "2015-03-04"\n'
    (place / "reports" / "documents.toml").write_text(entries, encoding="utf-8")
    status, out, err = run(capsys, "build", "reports", "--workers", "1")
    assert (status, err) == (1, "")
    assert "documents   2 read, 1 skipped\nlanguages   1 English, 1 French\n" in out
    assert "\nunknown     date of 2, publisher of 1 of 2 documents; kg build --help says" in out
    assert '\nno file     reports/documents.toml: ["amady.txt"]\n' in out
    assert "skipped     empty.txt: the file is empty" in out
    assert out.endswith("next        kg query\n")
    strays = "".join(f'["{number:02}.txt"]\n' for number in range(20))
    (place / "reports" / "documents.toml").write_text(entries + strays, encoding="utf-8")
    out = run(capsys, "build", "reports")[1]
    assert "2 unchanged, 1 skipped" in out
    assert '["07.txt"]\n            and 13 more\n' in out and '["08.txt"]' not in out
    (place / "reports" / "empty.txt").unlink()
    assert run(capsys, "build", "reports")[0] == 0
    assert "Amadi" in run(capsys, "query", "captures")[1]
    assert "“Government troops captured the town of Amadi" in run(capsys, "show", "Amadi")[1]
    assert run(capsys, "check")[0] == 0
