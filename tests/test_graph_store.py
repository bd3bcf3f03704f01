"""One contract for the store in memory and on disk, and what only a folder can get wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_readings import BASE, READINGS, reading

from kg import __version__
from kg.claim import Block, Claim, Document, Entity, Evidence, Filler, Reading
from kg.errors import OntologyError, QueryError, StoreError
from kg.graph import batch
from kg.graph.answer import Literal, NamedNode, Rows, Triples
from kg.graph.folder import MARKER
from kg.graph.names import graph_iri
from kg.graph.store import Store, open_store
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT = "karvel-report.txt"
ONTOLOGY = load_ontology()


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with open_store(None if request.param == "memory" else tmp_path / "kg.store") as opened:
        yield opened


def rows(store: Store, query: str, **bindings: NamedNode | Literal) -> list[list[str | None]]:
    answer = store.query(query, bindings)
    assert isinstance(answer, Rows)
    return [[None if value is None else value.value for value in row] for row in answer]


def fill(store: Store) -> None:
    for each in READINGS:
        store.replace_document(each)


def test_documents_come_back(store: Store) -> None:
    fill(store)
    assert [d.name for d in store.documents()] == [each.document.name for each in READINGS]
    found = next(d for d in store.documents() if d.name == REPORT)
    assert (found.publisher, found.published, found.language) == ("Meridian News", "2012-05-12", "en")
    assert found.url == "https://example.org/karvel-report"
    assert found.digest == reading(REPORT).document.digest


def test_a_document_says_which_tool_read_it(store: Store) -> None:
    store.replace_document(reading(REPORT), tool="1")
    assert [(d.name, d.tool) for d in store.documents()] == [(REPORT, "1")]


def test_a_document_read_again_replaces_itself_even_when_its_text_changed(store: Store) -> None:
    fill(store)
    before = len(store)
    former = store.replace_document(reading(REPORT))
    assert len(store) == before
    changed = replace(reading(REPORT).document, text=reading(REPORT).document.text + "\n")
    later = store.replace_document(replace(reading(REPORT), document=changed))
    assert later != former
    assert [d.iri for d in store.documents() if d.name == REPORT] == [later]
    assert former not in store.graphs()


def test_a_removed_document_leaves_nothing(store: Store) -> None:
    fill(store)
    iri = next(d.iri for d in store.documents() if d.name == REPORT)
    store.remove_document(iri)
    assert REPORT not in [d.name for d in store.documents()]
    assert iri not in store.graphs()


def test_copies_are_marked_and_forgotten(store: Store) -> None:
    fill(store)
    copy, original, _ = store.documents()
    store.mark_copies({copy.name: original.name, "unknown.txt": original.name})
    assert [d.copy_of for d in store.documents()] == [original.iri, None, None]
    store.mark_copies({})
    assert [d.copy_of for d in store.documents()] == [None, None, None]


def test_queries_see_the_union_of_graphs(store: Store) -> None:
    fill(store)
    query = "SELECT DISTINCT ?thing ?label WHERE { ?thing rdfs:label ?label }"
    found = {row[1] for row in rows(store, query, thing=NamedNode(f"{store.base}place/900001"))}
    assert found == {"Karvel", "Carvelle"}


def test_answers_of_each_kind(store: Store) -> None:
    fill(store)
    assert store.query("ASK { ?c a ckg:Claim }") is True
    made = store.query("CONSTRUCT { ?c a ckg:Claim } WHERE { ?c a ckg:Claim }")
    assert isinstance(made, Triples)
    assert len(list(made)) == sum(len(each.claims) for each in READINGS)
    selected = store.query("SELECT (1 AS ?one) {}")
    assert isinstance(selected, Rows)
    assert selected.variables == ("one",)
    assert json.loads(selected.serialize("json"))["results"]["bindings"][0]["one"]["value"] == "1"


# A value is bound as a term: text that looks like SPARQL is only text.
@pytest.mark.parametrize("text", ["took", 'x" } DROP ALL #', "é'"])
def test_values_are_bound_as_terms(store: Store, text: str) -> None:
    fill(store)
    expected = sum(claim.trigger == text for each in READINGS for claim in each.claims)
    assert len(rows(store, "SELECT ?c ?t WHERE { ?c ckg:trigger ?t }", t=Literal(text))) == expected


def test_a_malformed_query_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        store.query("SELECT WHERE")
    with pytest.raises(QueryError, match="cannot be run"):
        store.query("SELECT ?s WHERE { ?s a ?o }", {"o": Literal("x")})


def test_rdflib_sees_the_same_graph(store: Store) -> None:
    fill(store)
    dataset = store.dataset()
    found = dataset.query("PREFIX ckg: <https://w3id.org/campaign-kg/ontology#> SELECT ?c { ?c a ckg:Claim }")
    assert len(list(found)) == sum(len(each.claims) for each in READINGS)


def test_the_dump_does_not_depend_on_order(store: Store) -> None:
    fill(store)
    with open_store(None) as other:
        for each in reversed(READINGS):
            other.replace_document(each)
        assert list(other.dump_nquads()) == list(store.dump_nquads())


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_batch_stores_what_single_documents_do(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(batch, "SIZE", size)
    fill(store)
    with open_store(tmp_path / "other") as other:
        other.replace_document(replace(READINGS[0], claims=()))
        collected = batch.Batch(other, tool=__version__)
        for each in READINGS:
            collected.add(each)
        collected.write()
        assert list(other.dump_nquads()) == list(store.dump_nquads())


def test_ontology_and_events_have_graphs_of_their_own(store: Store) -> None:
    fill(store)
    assert not store.events_current()
    store.load_ontology(ONTOLOGY)
    store.rebuild_events(ONTOLOGY)
    assert store.events_current()
    first = list(store.dump_nquads())
    store.load_ontology(ONTOLOGY)
    store.rebuild_events(ONTOLOGY)
    assert list(store.dump_nquads()) == first
    assert {graph_iri(name, store.base) for name in ("ontology", "gazetteer", "events")} < set(store.graphs())
    assert not any(line.startswith("_:") for line in first)
    store.remove_document(store.documents()[0].iri)
    assert not store.events_current()


# (event class, class of the place, agents and targets of two claims of one place and day, events of them)
ALIKE = [
    ("Clash", "City", ("a", ""), ("", ""), 1),
    ("Clash", "State", ("a", ""), ("", ""), 2),  # too wide for a day alone to make them one
    ("Clash", "Region", ("a", ""), ("", ""), 2),
    ("Clash", "State", ("a", ""), ("a", ""), 1),
    ("Capture", "City", ("a", "b"), ("ab", ""), 2),  # nobody takes it from oneself
    ("Clash", "City", ("a", "b"), ("ab", ""), 1),  # who fights whom may be told either way
]


@pytest.mark.parametrize(("cls", "place", "one", "other", "events"), ALIKE)
def test_the_ontology_says_what_makes_claims_one_event(
    store: Store, cls: str, place: str, one: tuple[str, str], other: tuple[str, str], events: int
) -> None:
    store.load_ontology(ONTOLOGY)
    for name, told in (("x.txt", one), ("y.txt", other)):
        store.replace_document(_telling(name, cls, place, *told))
    store.rebuild_events(ONTOLOGY)
    assert len(rows(store, "SELECT DISTINCT ?event WHERE { ?event ckg:claim ?claim }")) == events


def _telling(name: str, cls: str, place: str, agents: str, targets: str) -> Reading:
    """A document with one claim of a day and a place; each letter is an armed group."""
    text = f"Told in {name}."
    kinds = {"p": place, **dict.fromkeys(agents + targets, "ArmedGroup")}
    entities = tuple(
        Entity(f"{BASE}entity/{letter}", letter, kind, known=True) for letter, kind in kinds.items()
    )
    roles = {"agent": agents, "target": targets, "place": "p"}
    filled = tuple(
        (role, tuple(Filler(f"{BASE}entity/{letter}") for letter in letters))
        for role, letters in roles.items()
        if letters
    )
    block = Block(0, len(text), "paragraph", "en")
    document = Document(name, text, "en", (block,), publisher=name, published="2012-05-12")
    evidence = Evidence(0, len(text), text, "test")
    return Reading(document, entities, (Claim(cls, "Told", 0, evidence, filled, "2012-05-10"),))


class Files:
    """An ontology of two files of its own."""

    def __init__(self, folder: Path, model: str) -> None:
        self.model_files = (folder / "model.ttl",)
        self.gazetteer_files = ()
        self.model_files[0].write_text(model, encoding="utf-8")


def test_blank_nodes_of_an_ontology_become_iris(store: Store, tmp_path: Path) -> None:
    model = (
        "<http://a> <http://b> [ <http://c> 1 ], [ <http://c> <https://w3id.org/campaign-kg/id/entity/x> ] ."
    )
    store.load_ontology(Files(tmp_path, model))
    first = list(store.dump_nquads())
    assert len(first) == 4
    assert not any("_:" in line for line in first)
    store.load_ontology(Files(tmp_path, model.replace("http://c> 1", "http://c>  1")))
    assert list(store.dump_nquads()) == first


def test_a_broken_ontology_leaves_the_former_one(store: Store, tmp_path: Path) -> None:
    store.load_ontology(Files(tmp_path, "<http://a> <http://b> 1 ."))
    with pytest.raises(OntologyError, match=r"model\.ttl"):
        store.load_ontology(Files(tmp_path, "<http://a> <http://b>"))
    assert len(store) == 1


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")


# -- folders ---------------------------------------------------------------------------------


def test_what_was_written_is_there_when_opened_for_reading(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", base="http://example.org/") as store:
        store.replace_document(replace(READINGS[0], entities=(), claims=(), relations=(), objectives=()))
    with open_store(tmp_path / "s", read_only=True) as one, open_store(tmp_path / "s", read_only=True) as two:
        assert one.base == "http://example.org/"
        assert one.documents() == two.documents() != []
        with pytest.raises(StoreError):
            one.remove_document(one.documents()[0].iri)


def test_a_change_that_fails_leaves_the_former_state(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        fill(store)
        before = list(store.dump_nquads())
        claims = (*reading(REPORT).claims[:3], replace(reading(REPORT).claims[3], date="some day"))
        with pytest.raises(ValueError, match="some day"):
            store.replace_document(replace(reading(REPORT), claims=claims))
        assert list(store.dump_nquads()) == before


def test_a_process_that_is_killed_leaves_a_store_that_opens(tmp_path: Path) -> None:
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from fixture_readings import READINGS\n"
        "from kg.graph.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "store.replace_document(READINGS[0])\n"
        "def broken():\n"
        "    from kg.graph.quads import reading_quads\n"
        "    for number, quad in enumerate(reading_quads(READINGS[1], base=store.base)):\n"
        "        if number == 100: os._exit(9)\n"
        "        yield quad\n"
        "store.replace_graphs([], broken())\n"
    )
    here = Path(__file__).parent
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "s", here], cwd=here.parent, check=False)
    assert done.returncode == 9
    with open_store(tmp_path / "s") as store:
        assert [d.name for d in store.documents()] == [READINGS[0].document.name]
        fill(store)


def _marked(folder: Path, **changes: object) -> None:
    folder.mkdir()
    content = {"format_version": 1, "base": "http://example.org/", "tool_version": "0.1.0"} | changes
    (folder / MARKER).write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("what", ["version", "damaged", "junk", "foreign", "file", "not a database"])
def test_what_is_no_store_of_ours(tmp_path: Path, what: str, read_only: bool) -> None:
    folder = tmp_path / "s"
    expected = "no store"
    if what == "version":
        _marked(folder, format_version=99)
        expected = "format 99"
    elif what in ("damaged", "junk"):
        _marked(folder)
        (folder / MARKER).write_bytes(b"{" if what == "damaged" else b"\xc0\xff\x00")
        expected = "damaged .* build the store again"
    elif what == "foreign":
        folder.mkdir()
        (folder / "letter.txt").write_text("x", encoding="utf-8")
    elif what == "file":
        folder.write_text("x", encoding="utf-8")
    else:
        _marked(folder)
        (folder / "CURRENT").write_text("nonsense\n", encoding="utf-8")
        (folder / "LOCK").touch()
        expected = "cannot be used"
    with pytest.raises(StoreError, match=expected) as caught:
        open_store(folder, read_only=read_only)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(StoreError, match="kg build"):
            open_store(folder, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    open_store(tmp_path / "s", base="http://one.example/").close()
    with pytest.raises(StoreError, match=r"one\.example"):
        open_store(tmp_path / "s", base="http://two.example/")
    open_store(tmp_path / "s").close()


def test_one_process_opens_for_writing_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "s"):
        for read_only in (True, False):
            with pytest.raises(StoreError, match="already open"):
                open_store(tmp_path / "s", read_only=read_only)
    open_store(tmp_path / "s").close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX record locks")
@pytest.mark.parametrize(("holds", "opens"), [("writer", True), ("writer", False), ("reader", False)])
def test_a_store_that_another_process_holds(tmp_path: Path, holds: str, opens: bool) -> None:
    open_store(tmp_path / "s").close()
    program = (
        "import sys; from pathlib import Path; from kg.graph.store import open_store\n"
        "store = open_store(Path(sys.argv[1]), read_only=sys.argv[2] == 'reader')\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "s"), holds]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another process"):
            open_store(tmp_path / "s", read_only=opens)
        other.communicate("")
    open_store(tmp_path / "s", read_only=opens).close()
