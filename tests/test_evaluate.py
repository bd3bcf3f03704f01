"""``kg evaluate``: figures as counted by hand, the same as the evaluation's own program, bad input."""

from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_readings import READINGS

from kg.claim import ROLES, Document, Reading
from kg.cli import main
from kg.errors import DocumentError, KgError
from kg.evaluate import Annotation, evaluate, parse_annotation, score_document, summary
from kg.evaluate.scoring import HEADLINE, KINDS, plain
from kg.graph.annotations import annotation_files
from kg.graph.store import open_store
from kg.show.figures import figures, write_figures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from kg.ontology import Ontology

SHARED = Path(__file__).parents[2] / "shared"
EVALUATION = SHARED / "evaluation"
SCORE = EVALUATION / "score.py"
SETS = {
    "first": (EVALUATION / "gold", SHARED / "documents"),
    "extra": (EVALUATION / "extra" / "gold", EVALUATION / "extra" / "documents"),
    "train": (EVALUATION / "train" / "gold", EVALUATION / "train" / "documents"),
}
beside = pytest.mark.skipif(not SCORE.exists(), reason="the evaluation data is not beside the checkout")
READING_OF = {reading.document.text: reading for reading in READINGS}


def annotation(**keys: Any) -> dict[str, Any]:
    return {"entities": [], "events": [], **keys}


def parsed(content: dict[str, Any], name: str = "made-up.json") -> Annotation:
    return parse_annotation(json.dumps(content), name)


def scored(gold: dict[str, Any], told: dict[str, Any], text: str) -> dict[str, Any]:
    return summary(score_document(parsed(gold), parsed(told), text))


# -- counted by hand -------------------------------------------------------------------------

TEXT = (
    "The army took Hit on Monday. Rebels left Hit. "
    "The army took Hit on Monday, AFP said. To free Ana is vital."
)
FIRST, SECOND = "The army took Hit on Monday.", "Rebels left Hit."
CITY = {"name": "Hit", "class": "City", "aliases": ["Heet"]}
ARMY = {"name": "Iraqi Army", "class": "ArmedForce", "aliases": ["The army"]}
TOOK = {"class": "Capture", "trigger": "took", "quote": FIRST, "place": ["Hit"], "date": "2016"}
LEFT = {"class": "Withdrawal", "trigger": "left", "quote": SECOND, "place": ["Hit"]}
FREE = {"quote": "To free Ana is vital", "category": "military", "holder": ["Hit"]}


def figure(told: dict[str, Any], path: str) -> float:
    for part in path.split("/"):
        told = told[part]
    return round(float(told), 3)  # type: ignore[arg-type]


# what is annotated, what was read, {figure: value}
COUNTED: list[tuple[dict[str, Any], dict[str, Any], dict[str, float]]] = [
    # all right
    (
        annotation(entities=[CITY], events=[TOOK], objectives=[FREE], relations=[["Hit", "locatedIn", "X"]]),
        annotation(entities=[CITY], events=[TOOK], objectives=[FREE], relations=[["Heet", "locatedIn", "x"]]),
        {"headline": 1, "relations/f1": 1, "by_role/place/f1": 1, "objectives/holder": 1, "sources/f1": 0},
    ),
    # nothing read
    (annotation(entities=[CITY], events=[TOOK]), annotation(), {"headline": 0, "events/gold": 1}),
    # nothing annotated
    (annotation(), annotation(entities=[CITY]), {"entities/p": 0, "entities/system": 1, "headline": 0}),
    # an alias, in other letters and with an article; the class is another one
    (
        annotation(entities=[CITY, ARMY]),
        annotation(entities=[{"name": "army", "class": "State"}]),
        {"entities/p": 1, "entities/r": 0.5, "entities/class": 0, "by_entity_class/ArmedForce/r": 1,
         "by_entity_class/City/r": 0},
    ),
    # two that were read are one that is annotated: both are right, one is found
    (
        annotation(entities=[CITY, ARMY]),
        annotation(entities=[CITY, {"name": "Heet", "class": "Village"}]),
        {"entities/p": 1, "entities/r": 0.5, "entities/class": 1},
    ),
    # an accepted class is right under both names
    (
        annotation(events=[{**TOOK, "alt": ["Offensive"]}]),
        annotation(events=[{**TOOK, "class": "Offensive"}]),
        {"events/f1": 1, "by_event_class/Capture/r": 1, "by_event_class/Offensive/p": 1,
         "by_event_class/Capture/p": 0},
    ),
    # another class, and another sentence, are not found
    (annotation(events=[TOOK]), annotation(events=[{**TOOK, "class": "Clash"}]), {"events/f1": 0}),
    (annotation(events=[TOOK]), annotation(events=[{**TOOK, "quote": SECOND}]), {"events/f1": 0}),
    (annotation(events=[TOOK]), annotation(events=[{**TOOK, "quote": "not in the text"}]), {"events/f1": 0}),
    # the trigger decides which of two that overlap is meant: the date of the right one counts
    (
        annotation(events=[TOOK]),
        annotation(events=[{**TOOK, "trigger": "on", "date": "1999"}, {**TOOK, "quote": TEXT[:60]}]),
        {"events/p": 0.5, "events/r": 1, "dates/f1": 0.667},
    ),
    # the same sentence told twice word for word counts once
    (annotation(events=[TOOK, TOOK]), annotation(events=[TOOK]), {"events/gold": 1, "events/f1": 1}),
    # status: asserted where none is given
    (
        annotation(events=[TOOK, LEFT]),
        annotation(events=[{**TOOK, "status": "asserted"}, {**LEFT, "status": "planned"}]),
        {"events/f1": 1, "events/status": 0.5},
    ),
    # roles: by any name of a filler; those of events that were not found count as missed
    (
        annotation(entities=[CITY, ARMY], events=[{**TOOK, "agent": ["Iraqi Army"]}, LEFT]),
        annotation(events=[{**TOOK, "agent": [{"name": "Troops", "mention": "The army"}], "place": []}]),
        {"arguments/p": 1, "arguments/r": 0.333, "by_role/agent/f1": 1, "by_role/place/gold": 2,
         "by_role/place/r": 0, "by_role/target/gold": 0},
    ),
    # dates are right to the letter
    (annotation(events=[TOOK]), annotation(events=[{**TOOK, "date": "2016-01"}]), {"dates/f1": 0}),
    (annotation(events=[LEFT]), annotation(events=[{**LEFT, "date": "2016"}]), {"dates/system": 1}),
    # sources
    (
        annotation(entities=[ARMY], events=[{**TOOK, "source": "Iraqi Army"}, LEFT]),
        annotation(events=[{**TOOK, "source": {"name": "the army"}}, {**LEFT, "source": {"name": "AFP"}}]),
        {"sources/p": 0.5, "sources/r": 1},
    ),
    # objectives: half of the shorter quote
    (
        annotation(objectives=[FREE]),
        annotation(objectives=[{"quote": "free Ana", "category": "political", "holder": ["Heet"]}]),
        {"objectives/f1": 1, "objectives/category": 0, "objectives/holder": 0},
    ),
    (
        annotation(objectives=[FREE]),
        annotation(objectives=[{"quote": "said. To free"}]),
        {"objectives/f1": 1},
    ),
    (
        annotation(objectives=[FREE]),
        annotation(objectives=[{"quote": "AFP said. To free"}]),
        {"objectives/f1": 0},
    ),
    # the best of two takes it, the other is surplus
    (
        annotation(objectives=[FREE]),
        annotation(objectives=[{"quote": "said. To free Ana"}, FREE]),
        {"objectives/p": 0.5, "objectives/r": 1, "objectives/category": 1},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "told", "expected"), COUNTED)
def test_figures_counted_by_hand(
    gold: dict[str, Any], told: dict[str, Any], expected: dict[str, float]
) -> None:
    result = scored(gold, told, TEXT)
    assert {path: figure(result, path) for path in expected} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("L’État  islamique", "etat islamique"), ("the de la Valette", "valette"), ("The", "the"),
     ("Al-Ra'i", "al ra i"), ("Éléments d’appui", "elements d appui"), ("", ""), ("Lebanon", "lebanon")],
)  # fmt: skip
def test_names_are_compared_without_accents_and_articles(name: str, expected: str) -> None:
    assert plain(name) == expected


# -- the same as the evaluation's own program ------------------------------------------------


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def its_figures(
    program: ModuleType, parts: Sequence[tuple[dict[str, Any], dict[str, Any], str]]
) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for gold, told, text in parts:
        program.score_document(gold, told, text, counts, False)
    result: dict[str, Any] = program.summary(counts)
    return result


def common(told: dict[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in (*KINDS, "headline")}


@beside
@pytest.mark.parametrize("name", ["first", "extra"])
def test_figures_are_those_of_the_evaluation(
    name: str, program: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, documents = SETS[name]
    store, out, target = (str(tmp_path / part) for part in ("store", "annotations", "figures.json"))
    assert main(["build", str(documents), "--store", store]) == 0
    assert main(["export", "annotations", "-o", out, "--store", store]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(gold), str(documents), "-o", target]) == 0
    told = json.loads(Path(target).read_text("utf-8"))
    of_files = tmp_path / "of-files.json"
    assert main(["evaluate", str(gold), str(documents), "--system", out, "--json", str(of_files)]) == 0
    assert json.loads(of_files.read_text("utf-8")) == told
    parts: dict[str, list[tuple[dict[str, Any], dict[str, Any], str]]] = {"all": []}
    for path in sorted(gold.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        part = (
            content,
            json.loads((Path(out) / path.name).read_text("utf-8")),
            (documents / f"{path.stem}.txt").read_text("utf-8"),
        )
        parts["all"].append(part)
        parts.setdefault(content["language"], []).append(part)
        assert common(told["documents"][path.stem]) == its_figures(program, [part])
    assert parts.keys() == told["figures"].keys() == {"en", "fr", "all"}
    for language, some in parts.items():
        assert common(told["figures"][language]) == its_figures(program, some)


def _shaken(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """What a careless reader might have made of a document: everything may be missing, double or wrong."""
    entities = gold["entities"]
    classes = [event["class"] for event in gold["events"]] or ["Clash"]
    quotes = [event["quote"] for event in gold["events"]] or [""]

    def name() -> str:
        entity = chance.choice(entities)
        spelled: str = chance.choice([entity["name"], *entity.get("aliases", ()), "somebody"])
        return chance.choice([spelled, spelled.upper(), f"the {spelled}", f"de la {spelled}"])

    def filler() -> Any:
        return chance.choice([name(), {"name": name(), "mention": name()}, {"name": "", "mention": name()}])

    def event(true: dict[str, Any]) -> dict[str, Any]:
        told = dict(true)
        told["class"] = chance.choice([true["class"], *true.get("alt", ()), chance.choice(classes)])
        quote = chance.choice(
            [true["quote"], true["quote"][: chance.randrange(1, 60)], chance.choice(quotes)]
        )
        told["quote"] = quote
        for role in ROLES:
            told[role] = [filler() for _ in range(chance.randrange(3))] or true.get(role)
            if chance.random() < 0.5:
                told[role] = true.get(role)
        told["trigger"] = chance.choice([true["trigger"], "took"])
        told["date"] = chance.choice([true.get("date"), "2016", None])
        told["status"] = chance.choice([true.get("status"), "planned", None])
        told["source"] = chance.choice([true.get("source"), filler(), None])
        return told

    events = [event(true) for true in gold["events"] for _ in range(chance.choice([0, 1, 1, 2]))]
    goals = [
        {
            "quote": goal["quote"][chance.randrange(20) : chance.randrange(20, 120)],
            "category": chance.choice([goal.get("category"), "political"]),
            "holder": [filler() for _ in range(chance.randrange(3))] or goal.get("holder"),
        }
        for goal in gold.get("objectives", ())
        for _ in range(chance.choice([0, 1, 2]))
    ]
    relations = [
        [chance.choice([a, name()]), kind, chance.choice([b, name()])]
        for a, kind, b in gold.get("relations", ())
    ]
    chance.shuffle(events)
    return {
        "entities": [
            {"name": name(), "class": chance.choice([entity["class"], "State"]), "aliases": [name()]}
            for entity in entities
            if chance.random() < 0.8
        ],
        "events": events,
        "objectives": [goal for goal in goals if goal["quote"]],
        "relations": relations,
    }


@beside
@pytest.mark.parametrize("seed", range(4))
def test_figures_are_the_same_whatever_was_read(seed: int, program: ModuleType) -> None:
    chance = random.Random(seed)
    compared = 0
    for gold_folder, documents in SETS.values():
        for path in sorted(gold_folder.glob("*.json"))[seed::4]:
            gold = json.loads(path.read_text("utf-8"))
            text = (documents / f"{path.stem}.txt").read_text("utf-8")
            if not gold["entities"]:
                continue
            told = _shaken(gold, chance)
            assert common(scored(gold, told, text)) == its_figures(program, [(gold, told, text)]), path.stem
            compared += 1
    assert compared > 30


# -- from folders to figures -----------------------------------------------------------------


class Scripted:
    """Knows by heart what the invented documents say, fails where a text says so."""

    def __init__(self, ontology: Ontology, base: str) -> None:
        self.base = base

    def read(self, document: Document) -> Reading:
        if "cannot be read" in document.text:
            raise DocumentError(document.name, "too long; split it")
        known = READING_OF.get(document.text)
        return (
            Reading(document, known.entities, known.claims, known.relations) if known else Reading(document)
        )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in: the invented documents in ``reports``, what was read of them in ``gold``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "gold").mkdir()
    with open_store(None) as store:
        for reading in READINGS:
            path = tmp_path / "reports" / reading.document.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(reading.document.text, encoding="utf-8")
            store.replace_document(Scripted(None, "").read(reading.document))  # type: ignore[arg-type]
        for name, text in annotation_files(store):
            (tmp_path / "gold" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_was_exported_is_read_without_a_fault(place: Path, shipped: Ontology) -> None:
    told = figures(evaluate(place / "gold", [place / "reports"], ontology=shipped, factory=Scripted))
    assert sorted(told["documents"]) == ["karvel-depeche", "karvel-report", "lusania-communique"]
    claims = Counter(reading.document.language for reading in READINGS for _ in reading.claims)
    assert {language: group["events"]["gold"] for language, group in told["figures"].items()} == {
        **claims, "all": claims.total(),
    }  # fmt: skip
    for kind in KINDS:
        row = told["figures"]["all"][kind]
        assert row["f1"] == 1 or row["gold"] == 0, kind
    assert told["without_document"] == told["without_reading"] == {}
    assert told["without_annotation"] == []


def test_what_has_no_counterpart_is_named(place: Path, shipped: Ontology) -> None:
    (place / "gold" / "lost.json").write_text(json.dumps(annotation()), encoding="utf-8")
    (place / "gold" / "blank.json").write_text(json.dumps(annotation(events=[TOOK])), encoding="utf-8")
    (place / "gold" / "bad.json").write_text(json.dumps(annotation(events=[TOOK])), encoding="utf-8")
    (place / "reports" / "blank.txt").write_text(" \n", encoding="utf-8")
    (place / "reports" / "bad.txt").write_text("The army said that this cannot be read.", encoding="utf-8")
    (place / "reports" / "extra.txt").write_text("The army was here.", encoding="utf-8")
    evaluation = evaluate(place / "gold", [place / "reports"], ontology=shipped, factory=Scripted)
    assert evaluation.alone == {
        "lost": "there is no such document; give the folder that holds it",
        "blank": "blank.txt: the file holds nothing but white space; remove it or fill it",
    }
    assert evaluation.unread == {"bad": "bad.txt: too long; split it"}
    assert evaluation.unannotated == ["extra.txt"]
    told = figures(evaluation)
    assert told["documents"]["bad"]["events"] == {
        "p": 0, "r": 0, "f1": 0, "gold": 1, "system": 0, "status": 0,
    }  # fmt: skip
    assert {"lost", "blank", "extra"}.isdisjoint(told["documents"])


def test_documents_of_one_stem_have_annotations_named_after_their_paths(
    tmp_path: Path, shipped: Ontology
) -> None:
    (tmp_path / "gold").mkdir()
    for folder, day in (("a", "2015"), ("b", "2016")):
        (tmp_path / "reports" / folder).mkdir(parents=True)
        (tmp_path / "reports" / folder / "news.txt").write_text(f"The army was here in {day}.", "utf-8")
        (tmp_path / "gold" / f"{folder}__news.txt.json").write_text(json.dumps(annotation()), "utf-8")
    evaluation = evaluate(tmp_path / "gold", [tmp_path / "reports"], ontology=shipped, factory=Scripted)
    assert sorted(evaluation.scores) == ["a__news.txt", "b__news.txt"]
    assert (evaluation.alone, evaluation.unannotated) == ({}, [])


def test_the_language_of_an_annotation_counts_else_that_of_the_document(
    tmp_path: Path, shipped: Ontology
) -> None:
    for name, language in (("a", "fr"), ("b", None)):
        (tmp_path / f"{name}.txt").write_text("The army was here, and it took the town.", "utf-8")
        content = annotation(language=language) if language else annotation()
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    evaluation = evaluate(tmp_path, [tmp_path], ontology=shipped, factory=Scripted)
    assert evaluation.languages == {"a": "fr", "b": "en"}
    assert list(evaluation.totals()) == ["en", "fr", "all"]


def test_readings_are_those_of_as_many_workers_as_are_wanted(place: Path, shipped: Ontology) -> None:
    told = [
        figures(
            evaluate(place / "gold", [place / "reports"], ontology=shipped, workers=workers, factory=Scripted)
        )
        for workers in (1, 2)
    ]
    assert told[0] == told[1]


# -- as text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_tables_fit_the_terminal(width: int, place: Path, shipped: Ontology) -> None:
    evaluation = evaluate(place / "gold", [place / "reports"], ontology=shipped, factory=Scripted)
    text = write_figures(evaluation, width=width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert all(title in text for title in ("English (2)", "French (1)", "all (3)"))
    for label in (*KINDS, "headline", "  class right", "  agent", "  holder right", "Capture", "City"):
        assert any(line.startswith(f"{label} ") for line in lines), label
    groups = sum(line.split()[:1] == ["headline"] for line in lines)
    assert groups == {40: 3, 60: 2, 80: 1, 100: 1}[width]


def test_documents_of_one_language_make_one_group(place: Path, shipped: Ontology) -> None:
    evaluation = evaluate(
        place / "gold", [place / "reports" / "karvel-report.txt"], ontology=shipped, factory=Scripted
    )
    text = write_figures(evaluation, width=80)
    assert "English (1)\n" in text
    assert "all (" not in text


def test_the_headline_is_a_mean() -> None:
    told = scored(annotation(entities=[CITY], events=[TOOK]), annotation(entities=[CITY]), TEXT)
    assert told["headline"] == sum(told[kind]["f1"] for kind in HEADLINE) / 5 == 0.2


# -- the command -----------------------------------------------------------------------------


def test_the_command_writes_tables_and_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["evaluate", "gold", "reports", "--system", "gold"]
    assert main([*argv, "-o", "figures.json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1]
    assert [line for line in out.splitlines() if line.startswith("headline")]
    told = json.loads((place / "figures.json").read_text("utf-8"))
    assert told["figures"]["all"]["events"]["f1"] == 1
    assert main([*argv, "--json", "-"]) == 0
    out, _ = capsys.readouterr()
    assert json.loads(out) == told
    assert sorted(path.name for path in place.iterdir()) == ["figures.json", "gold", "reports"]


def test_the_command_reads_what_build_reads(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Iraqi forces recaptured Tikrit from Islamic State on 31 March 2015."
    (place / "one").mkdir()
    (place / "one" / "tikrit.txt").write_text(text, encoding="utf-8")
    event = {"class": "Capture", "trigger": "recaptured", "quote": text, "place": ["Tikrit"]}
    gold = annotation(entities=[{"name": "Tikrit", "class": "City"}], events=[event])
    (place / "gold" / "tikrit.json").write_text(json.dumps(gold), encoding="utf-8")
    assert main(["evaluate", "gold", "one", "-o", "-"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out)["figures"]["all"]
    assert (told["events"]["f1"], told["by_role"]["place"]["f1"], told["entities"]["r"]) == (1, 1, 1)
    assert "kg: karvel-report.json does not count: there is no such document" in err
    assert err.count("\n") == 3


def test_a_reading_that_is_missing_counts_as_empty(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "read").mkdir()
    (place / "read" / "karvel-report.json").write_bytes((place / "gold" / "karvel-report.json").read_bytes())
    for number in range(7):
        (place / "reports" / f"extra-{number}.txt").write_text("The army was here.", encoding="utf-8")
    assert main(["evaluate", "gold", "reports", "--system", "read", "-o", "-"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out)["figures"]
    assert 0 < told["en"]["events"]["r"] < 1
    assert told["fr"]["events"] == told["fr"]["events"] | {"p": 0, "r": 0, "system": 0}
    assert "kg: karvel-depeche: nothing was read (read has no karvel-depeche.json)" in err
    named = ", ".join(f"extra-{number}.txt" for number in range(5))
    assert f"kg: without an annotation, not read: {named} and 2 more\n" in err


def test_a_target_that_cannot_be_written_keeps_what_it_was(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "gold", "reports", "--system", "gold", "-o", "reports"]) == 2
    assert "reports is a folder; give a file with -o" in capsys.readouterr().err


# an annotation, and what is said of it
MALFORMED: list[tuple[Any, str]] = [
    ("{", "this is not well-formed JSON (Expecting property name"),
    ("", "this is not well-formed JSON (Expecting value at line 1); mend it"),
    ([], "what the file holds is no object; write it between { and }"),
    ({"events": []}, "entities is missing; give a list, [] where there is nothing"),
    ({"entities": []}, "events is missing; give a list"),
    (annotation(language=3), "language is no text; put it in quotation marks"),
    (annotation(entities={}), "entities is no list; write it between [ and ]"),
    (annotation(entities=["Hit"]), "entities[0] is no object"),
    (annotation(entities=[CITY, {"class": "City"}]), "entities[1].name is missing; give it as text"),
    (annotation(entities=[{"name": "Hit"}]), "entities[0].class is missing"),
    (annotation(entities=[{**CITY, "aliases": [1]}]), "entities[0].aliases[0] is no text"),
    (annotation(events=[{**TOOK, "quote": None}]), "events[0].quote is missing"),
    (annotation(events=[{**TOOK, "trigger": 1}]), "events[0].trigger is no text"),
    (annotation(events=[{**TOOK, "agent": "Hit"}]), "events[0].agent is no list"),
    (annotation(events=[{**TOOK, "agent": [3]}]), "events[0].agent[0] is neither a name nor an object"),
    (annotation(events=[{**TOOK, "agent": [{"name": 3}]}]), "events[0].agent[0].name is no text"),
    (annotation(events=[{**TOOK, "date": 2016}]), "events[0].date is no text"),
    (annotation(events=[{**TOOK, "source": 1}]), "events[0].source is neither a name nor an object"),
    (annotation(relations=[["a", "b"]]), "relations[0] is no list of three texts"),
    (annotation(objectives=[{"category": "military"}]), "objectives[0].quote is missing"),
]


@pytest.mark.parametrize(("content", "expected"), MALFORMED, ids=[expected for _, expected in MALFORMED])
def test_malformed_annotations_are_refused(
    content: Any, expected: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (place / "gold" / "wrong.json").write_text(text, encoding="utf-8")
    assert main(["evaluate", "gold", "reports"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"kg: {Path('gold') / 'wrong.json'}: {expected}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["nowhere", "reports"], "nowhere: there is no such folder; give one with annotations"),
        (["reports", "reports"], "reports: this folder holds no annotation; their files end in .json"),
        (["gold", "nowhere"], "nowhere: there is no such file or folder; check the path"),
        (["gold", "gold"], "gold: this folder holds no document; documents end in"),
        (["gold", "reports", "--system", "nowhere"], "nowhere: there is no such folder"),
        (["gold"], "the following arguments are required: DOCUMENTS; see 'kg evaluate --help'"),
        (["gold", "reports", "--workers", "0"], "argument --workers: '0' is no whole number"),
    ],
)
def test_requests_that_cannot_be(
    argv: Sequence[str], expected: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *argv]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"kg: {expected}")
    assert err.count("\n") == 1


def test_annotations_none_of_which_has_a_document(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "others").mkdir()
    (place / "others" / "else.txt").write_text("The army was here.", encoding="utf-8")
    assert main(["evaluate", "gold", "others"]) == 2
    err = capsys.readouterr().err
    first = Path("gold") / "karvel-depeche.json"
    assert err.startswith(f"kg: none of 3 annotations can be compared: {first}: there is no such document")
    assert err.count("\n") == 1


def test_a_file_that_is_no_utf8(place: Path, shipped: Ontology) -> None:
    (place / "gold" / "wrong.json").write_bytes(b'{"entities": "\xff"}')
    with pytest.raises(KgError, match=r"wrong\.json: the file is no UTF-8 text; save it as UTF-8"):
        evaluate(place / "gold", [place / "reports"], ontology=shipped, factory=Scripted)
