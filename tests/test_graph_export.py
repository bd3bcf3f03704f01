"""What the store gives back in other formats."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixture_readings import BASE, READINGS, reading
from rdflib import Dataset, Graph

from kg.claim import Claim, Document, Entity, Evidence, Filler, Mention, Objective, Reading, Relation
from kg.errors import UsageError
from kg.graph.export import FOLDERS, STREAMS, write_annotations, write_csv
from kg.graph.store import Store, open_store
from kg.ontology import load_ontology

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def store() -> Store:
    built = open_store(None)
    for each in READINGS:
        built.replace_document(each)
    built.rebuild_events(load_ontology())
    return built


def stream(store: Store, form: str) -> bytes:
    out = io.BytesIO()
    STREAMS[form](store, out)
    return out.getvalue()


@pytest.mark.parametrize("form", STREAMS)
def test_streams_are_the_same_every_time(store: Store, form: str) -> None:
    assert stream(store, form) == stream(store, form)


def test_nquads_are_sorted_and_complete(store: Store) -> None:
    lines = stream(store, "nq").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(store)


# rdflib's own Dataset.parse uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize(("form", "parser"), [("nq", "nquads"), ("jsonld", "json-ld")])
def test_other_readers_find_every_quad(store: Store, form: str, parser: str) -> None:
    read = Dataset()
    read.parse(data=stream(store, form), format=parser)
    assert len(list(read.quads())) == len(store)


def test_turtle_is_the_union(store: Store) -> None:
    read = Graph().parse(data=stream(store, "ttl"), format="turtle")
    assert len(read) == len({quad.triple for quad in store.quads()})


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables(store: Store, tmp_path: Path) -> None:
    written = write_csv(store, tmp_path / "tables")
    folder = tmp_path / "tables"
    assert sorted(path.name for path in written) == sorted(path.name for path in folder.iterdir())
    counts = {path.stem: len(table(folder, path.name)) for path in written}
    assert counts["documents"] == 3
    assert counts["claims"] == sum(len(each.claims) for each in READINGS)
    assert counts["objectives"] == 3
    assert counts["relations"] == 5
    karvel = next(row for row in table(folder, "entities.csv") if row["name"] == "Karvel")
    assert (karvel["class"], karvel["latitude"], karvel["documents"]) == ("City", "43.125", "3")
    assert "Carvelle" in karvel["aliases"].split("; ")
    claim = next(row for row in table(folder, "claims.csv") if row["trigger"] == "killed")
    assert claim["quantities"] == "killed 40-45"
    captured = [row for row in table(folder, "claims.csv") if row["class"] == "Capture"]
    assert len({row["event"] for row in captured}) == 2
    relation = next(row for row in table(folder, "relations.csv") if row["predicate"] == "holdsPosition")
    assert relation["object"] in ("General", "Minister")
    assert (folder / "events.csv").read_bytes().count(b"\r\n") == counts["events"] + 1


def exported(store: Store, folder: Path) -> dict[str, Any]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in write_annotations(store, folder)
    }


def test_annotations_say_what_was_read(store: Store, tmp_path: Path) -> None:
    found = exported(store, tmp_path)
    assert found.keys() == {each.document.stem for each in READINGS}
    report, page = found["karvel-report"], reading("karvel-report.txt")
    assert (report["language"], report["published"]) == ("en", "2012-05-12")
    assert [event["trigger"] for event in report["events"]] == [
        claim.trigger for claim in sorted(page.claims, key=lambda c: (c.evidence.start, c.trigger_start))
    ]
    took = next(event for event in report["events"] if event["trigger"] == "took")
    assert took["agent"] == [
        {"name": "Orvanian Army", "mention": "Orvanian soldiers", "id": f"{BASE}entity/orvanian-army"}
    ]
    assert took["source"]["name"] == "Orvanian Army"
    assert (took["date"], took["status"], took["target"]) == ("2012-05-10", "asserted", [])
    army = next(entity for entity in report["entities"] if entity["name"] == "Orvanian Army")
    assert "the army" in army["aliases"]
    assert ["Battle of Karvel", "partOf", "Operation Steady Dawn"] in report["relations"]
    assert ["Ilan Dresh", "holdsPosition", "General"] in report["relations"]
    aims = found["lusania-communique"]["objectives"]
    assert [aim["category"] for aim in aims] == ["military", "counter-financing", "counter-recruitment"]
    assert [holder["name"] for holder in aims[2]["holder"]] == ["Northern Coalition"]


def test_two_documents_of_one_stem_get_files_of_their_own(tmp_path: Path) -> None:
    with open_store(None) as store:
        for name in ("a/page.txt", "b/page.txt", "page2.txt"):
            store.replace_document(Reading(Document(name, name, "en", ())))
        assert exported(store, tmp_path).keys() == {"a__page.txt", "b__page.txt", "page2"}


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_that_cannot_be_written(store: Store, tmp_path: Path, form: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        FOLDERS[form](store, tmp_path / "file")


# -- against the evaluation's own measure ----------------------------------------------------


def as_reading(gold: dict[str, Any], text: str) -> Reading:
    """A gold file as if it had been read: every quote at its first place, fillers by name."""
    iris: dict[str, str] = {}

    def iri(name: str) -> str:
        return iris.setdefault(name, f"{BASE}entity/thing-{len(iris)}")

    def evidence(quote: str) -> Evidence:
        start = max(text.find(quote), 0)
        return Evidence(start, start + len(quote), quote, "gold")

    def fillers(names: list[str]) -> tuple[Filler, ...]:
        return tuple(Filler(iri(name)) for name in names)

    for entity in gold["entities"]:
        iri(entity["name"])
    claims = []
    for event in gold["events"]:
        said = evidence(event["quote"])
        roles = tuple(
            (role, fillers(event[role] or [])) for role in ("agent", "target", "place", "supporter")
        )
        trigger = max(text.find(event["trigger"], said.start), said.start)
        source = Filler(iri(event["source"])) if event["source"] else None
        status = event["status"] or "asserted"
        claims.append(
            Claim(event["class"], event["trigger"], trigger, said, roles, event["date"], status, source)
        )
    positions = {"holdsPosition"}
    relations = tuple(
        Relation(iri(s), p, o if p in positions else iri(o), evidence(""), p in positions)
        for s, p, o in gold["relations"]
    )
    objectives = tuple(
        Objective(aim["category"], evidence(aim["quote"]), fillers(aim["holder"]))
        for aim in gold["objectives"]
    )
    classes = {entity["name"]: entity["class"] for entity in gold["entities"]}
    told = {entity["name"]: entity["aliases"] or [entity["name"]] for entity in gold["entities"]}
    entities = tuple(
        Entity(
            where,
            name,
            classes.get(name, "Organisation"),
            tuple(
                Mention(max(text.find(alias), 0), max(text.find(alias), 0) + len(alias), alias)
                for alias in told.get(name, [])
            ),
        )
        for name, where in iris.items()
    )
    document = Document(f"{gold['document']}.txt", text, gold["language"], (), published=gold["published"])
    return Reading(document, entities, tuple(claims), relations, objectives)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the evaluation beside the checkout")
@pytest.mark.parametrize("part", ["", "extra", "train"])
def test_gold_through_the_store_has_the_perfect_score(tmp_path: Path, part: str) -> None:
    gold = SHARED / "evaluation" / part / "gold"
    documents = SHARED / "evaluation" / part / "documents" if part else SHARED / "documents"
    with open_store(None) as store:
        for path in sorted(gold.glob("*.json"))[:20]:
            (tmp_path / "gold").mkdir(exist_ok=True)
            (tmp_path / "gold" / path.name).write_bytes(path.read_bytes())
            text = (documents / f"{path.stem}.txt").read_text(encoding="utf-8")
            store.replace_document(as_reading(json.loads(path.read_text(encoding="utf-8")), text))
        write_annotations(store, tmp_path / "out")
    program = [
        sys.executable,
        SHARED / "evaluation" / "score.py",
        tmp_path / "gold",
        tmp_path / "out",
        documents,
    ]
    done = subprocess.run([*program, "--json"], capture_output=True, text=True, check=True)
    scores = json.loads(done.stdout)
    assert scores.pop("headline") == pytest.approx(1.0)
    for name, row in scores.items():
        assert {key: row[key] for key in ("p", "r")} == {"p": 1.0, "r": 1.0}, name
        assert all(row.get(key, 1.0) == 1.0 for key in ("class", "status", "category", "holder")), name
