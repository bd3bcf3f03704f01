"""Running saved queries by name and queries of one's own, on the embedded store."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fixture_readings import READINGS
from sparql_fixture import fill, graph

from kg.errors import EndpointError, QueryError, StoreError
from kg.graph.store import open_store
from kg.sparql.catalogue import find_query, in_language
from kg.sparql.decorators import decorators
from kg.sparql.local import LocalRunner
from kg.sparql.results import Table, Triples, Truth
from kg.sparql.saved import open_runner, read_text, run_saved

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def runner() -> LocalRunner:
    return LocalRunner(graph())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph in a store on disk."""
    path = tmp_path_factory.mktemp("store") / "kg.store"
    with open_store(path) as store:
        fill(store)
    return path


# Queries by name with words that do not fit, and what the message says.
WRONG = (
    ("capture", {}, "there is no saved query capture; did you mean captures"),
    ("Evidence_For", {}, "did you mean evidence"),
    ("place", {}, "did you mean places, events-at-place"),
    ("zzz", {}, "'kg query' lists them"),
    ("../queries/captures", {}, "there is no saved query ../queries/captures"),
    ("captures", {"plaice": "x"}, "captures has no parameter plaice; it has place, actor, from, to"),
    ("actor-actions", {}, "the query actor-actions needs --actor: Who acted"),
    ("actor-actions", {"actor": ""}, "needs --actor"),
)


@pytest.mark.parametrize(("name", "params", "message"), WRONG)
def test_wrong_names(runner: LocalRunner, name: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_saved(name, params, runner)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_help_in_the_language_asked(runner: LocalRunner) -> None:
    with pytest.raises(QueryError, match="Qui a agi"):
        run_saved("actor-actions", {}, runner, language="fr")
    assert in_language(find_query("captures").summary, "fr") == "Qui a pris quoi à qui"
    assert in_language(find_query("captures").summary, "de") == "Who took what from whom"


def test_labels_fall_back_to_the_other_language(runner: LocalRunner) -> None:
    rows = run_saved("actors", {}, runner, language="fr").records()
    assert {"armée orvanienne", "civilians"} <= {row["who"] for row in rows}


def test_queries_of_ones_own(runner: LocalRunner) -> None:
    table = runner.answer("SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a ckg:Document }")
    assert isinstance(table, Table)
    assert table.records() == [{"n": str(len(READINGS) + 1)}]
    assert runner.answer("ASK { ?d a ckg:Document }") == Truth(True)
    built = runner.answer("CONSTRUCT { ?d a ckg:Found } { ?d a ckg:Document }")
    assert isinstance(built, Triples)
    assert built.text.splitlines() == sorted(built.text.splitlines())
    assert isinstance(runner.answer("DESCRIBE ckg:Capture"), Triples)


# Texts that cannot be run, and what the message says.
REFUSED = (
    ("SELECT ?s {\n  ?s ?p\n}", "breaks the syntax of SPARQL at line 3, column 2, after '}'"),
    ('SELECT ?s { ?s ?p "open }', "at line 1, column 26, after 'SELECT"),
    ("SELECT ?s { ?s foo:bar ?o }", "uses the prefix foo: and does not declare it"),
    ("SELECT ?s { ?s ?p ?_place }", "needs a value for its parameter place"),
    ("INSERT DATA { <urn:a> <urn:b> 1 }", "is a SPARQL update"),
    ("PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }", "is a SPARQL update"),
    ("DROP ALL", "is a SPARQL update"),
    ("SELECT * {} ; DROP ALL", "breaks the syntax"),
    ("", "is no SPARQL query"),
    ("what happened in Karvel?", "is no SPARQL query"),
)


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_texts_that_cannot_be_run(runner: LocalRunner, text: str, message: str) -> None:
    size = len(graph())
    with pytest.raises(QueryError) as caught:
        runner.answer(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(graph()) == size


def test_where_texts_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("\ufeffASK {}", encoding="utf-8")
    assert read_text(str(path)) == "ASK {}"
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK { ?s ?p ?o }"))
    assert read_text("-") == "ASK { ?s ?p ?o }"
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe\x00")
    for wrong in ("nowhere.rq", "binary.rq", "."):
        with pytest.raises(QueryError, match="cannot be read as a query"):
            read_text(str(tmp_path / wrong))


def test_runners(folder: Path, tmp_path: Path) -> None:
    with open_runner(folder) as runner:
        assert run_saved("captures", {"place": "Carvelle"}, runner).rows
    with pytest.raises(StoreError), open_runner(tmp_path / "nowhere"):
        pass
    with pytest.raises(EndpointError), open_runner(None, endpoint="nonsense"):
        pass


def test_a_folder_of_ones_own(runner: LocalRunner, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("SELECT ?d { ?d a ckg:Document } ORDER BY ?d", encoding="utf-8")
    assert len(run_saved("mine", {}, runner, folder=tmp_path).rows) == len(READINGS) + 1
    with pytest.raises(QueryError, match="no saved query captures"):
        run_saved("captures", {}, runner, folder=tmp_path)
    (tmp_path / "odd.rq").write_bytes(b"\xff")
    with pytest.raises(QueryError, match="cannot be read as UTF-8"):
        run_saved("odd", {}, runner, folder=tmp_path)


def test_a_query_from_the_shell_loads_nothing_heavy(folder: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom kg.sparql.formats import write\n"
        "from kg.sparql.saved import open_runner, run_saved\n"
        "with open_runner(Path(sys.argv[1])) as runner:\n"
        "    print(write(run_saved('captures', {'place': 'Karvel'}, runner), 'table'), end='')\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'rdflib', 'spacy', 'SPARQLWrapper', 'numpy'}))"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Karvel" in done.stdout


# Decorators and what they say.
DECORATED = (
    ("#+ summary: Who\nASK {}", {"summary": "Who"}),
    ("#+ a: 'x: y'\n#+ b: \"# z\"", {"a": "x: y", "b": "# z"}),
    ("#+ tags: [one, 'two']\n# comment\n#+ c: d", {"tags": ["one", "two"], "c": "d"}),
    ("#+ a:\n#+   b:\n#+     c: d\n#+   e: f\n#+ g: h", {"a": {"b": {"c": "d"}, "e": "f"}, "g": "h"}),
    ("ASK {}", {}),
)


@pytest.mark.parametrize(("text", "found"), DECORATED)
def test_decorators(text: str, found: dict[str, object]) -> None:
    assert decorators(text) == found


@pytest.mark.parametrize("text", ["#+ a: b\n#+ a: c", "#+ a", "#+ a: b: c", "#+ a: -x", "#+ two words: c"])
def test_no_decorators(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        decorators(text)
