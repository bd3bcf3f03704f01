"""``kg explain``: the reading of ``kg build``, with what decided it and what was weighed and left."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from fixture_documents import paragraph

from kg.build import build
from kg.claim import ROLES, Block, Document, Quantity, Reading, Skipped
from kg.cli import main
from kg.documents import find_documents, read_document
from kg.explain import FAINT, explain
from kg.explanation import Unused
from kg.extract.linear import LinearModel
from kg.extract.stored import load_models
from kg.graph.annotations import annotation_files
from kg.graph.names import DEFAULT_BASE
from kg.graph.store import open_store
from kg.models import LIMITS
from kg.ontology import load_ontology
from kg.reading import MODELS, Reader
from kg.resources import resource_folder
from kg.show.explanation import explanation_json, words_of, write_explanation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.explanation import Event, Explanation, Filling, Sentence
    from kg.extract.trace import Trace
    from kg.language import Passage

SAMPLE = sorted(resource_folder("sample").glob("*.txt"))
TIKRIT = "Iraqi forces recaptured Tikrit from Islamic State on 31 March 2015."


@cache
def reader() -> Reader:
    return Reader(load_ontology(), base=DEFAULT_BASE)


def with_limits(values: dict[str, float]) -> Reader:
    """A reader with other limits: names of limits with what they become."""
    trained = load_models(MODELS)
    packed = trained.linear[LIMITS]
    weights = packed.weights.copy()
    for name, value in values.items():
        weights[0, packed.labels.index(name)] = value
    trained.linear[LIMITS] = LinearModel(packed.labels, (), weights)
    return Reader(load_ontology(), base=DEFAULT_BASE, trained=trained)


@cache
def told(path: Path) -> Explanation:
    return explain(read_document(find_documents([path])[0]), reader())


def events(explanation: Explanation) -> list[Event]:
    return [event for sentence in explanation.sentences for event in sentence.events]


def only(event: Event, role: str, *, missed: bool = False) -> Filling:
    (found,) = [item for item in (event.missed if missed else event.roles) if item.role == role]
    return found


# -- the same reading ------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_the_reading_is_that_of_build(path: Path) -> None:
    with open_store(None) as store:
        document = read_document(find_documents([path])[0])
        store.replace_document(reader().read(document))
        ((_, text),) = annotation_files(store)
    annotation = json.loads(text)
    assert [
        (e.cls, e.trigger, e.date.edtf if e.date else None, e.status, e.source.name if e.source else None)
        for e in events(told(path))
    ] == [
        (e["class"], e["trigger"], e["date"], e["status"], e["source"]["name"] if e["source"] else None)
        for e in annotation["events"]
    ]
    for event, stored in zip(events(told(path)), annotation["events"], strict=True):
        for role in ROLES:
            explained = {(item.name, item.mention) for item in event.roles if item.role == role}
            assert explained == {(filler["name"], filler["mention"]) for filler in stored[role]}
    relations = [tie for sentence in told(path).sentences for tie in sentence.relations]
    assert {tie.relation for tie in relations} == {relation[1] for relation in annotation["relations"]}
    aims = [(aim.category, aim.quote) for s in told(path).sentences for aim in s.objectives]
    assert aims == [(aim["category"], aim["quote"]) for aim in annotation["objectives"]]
    named = {name.iri for s in told(path).sentences for name in s.names}
    assert {entity["id"] for entity in annotation["entities"]} <= named


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_every_sentence_is_there_once(path: Path) -> None:
    document = read_document(find_documents([path])[0])
    sentences = told(path).sentences
    assert [sentence.number for sentence in sentences] == list(range(1, len(sentences) + 1))
    assert all(document.text[s.start : s.end] == s.text for s in sentences)
    covered = "".join(sentence.text for sentence in sentences)
    blocks = "".join(document.text[block.start : block.end] for block in document.blocks)
    assert "".join(covered.split()) == "".join(blocks.split())
    unread = [document.text[stretch.start : stretch.end] for stretch in document.skipped]
    assert [stretch.text for stretch in told(path).unread] == unread


# -- what decided ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_what_is_told_agrees_with_what_was_decided(path: Path) -> None:
    for sentence in told(path).sentences:
        for word in sentence.unused:
            assert word.chance < word.limit
            assert word.frames or word.chance >= FAINT
            assert word.beside or word.chance == pytest.approx(word.alone, abs=FAINT)
        for event in sentence.events:
            assert event.score >= event.limit
            assert event.beside or event.score == pytest.approx(event.alone, abs=FAINT)
        assert all(name.chance < name.limit for name in sentence.left_out)
        for event in sentence.events:
            _check_roles(event, sentence)
            if event.date:
                assert event.date.chance >= event.date.limit
            if event.missed_date:
                best = event.date.chance if event.date else event.missed_date.limit
                assert FAINT <= event.missed_date.chance <= best


def _check_roles(event: Event, sentence: Sentence) -> None:
    for item in event.roles:
        assert item.chance >= item.limit
        assert item.cls in reader().expected[event.cls, item.role]
        here = item.sentence == sentence.number
        assert here or not (item.place or item.path or item.slot)
        assert item.mention
    for item in event.missed:
        taken = {i.role: i.chance for i in event.roles if i.name == item.name}
        assert item.role not in taken or item.chance < item.limit  # two things may share a name
        assert item.chance >= FAINT
        if item.why == "limit":
            assert item.chance < item.limit
        elif item.why == "class":
            assert item.cls not in reader().expected[event.cls, item.role]
        elif item.why == "role":
            assert item.limit <= item.chance <= taken[item.other]
        else:
            assert (item.why, item.role) == ("side", "agent")
            assert item.limit <= item.chance <= max(i.chance for i in event.roles if i.role == "agent")


def test_a_sentence_from_its_words_to_its_event() -> None:
    (sentence,) = explain(paragraph(TIKRIT), reader()).sentences
    assert [(name.name, name.cls, name.known) for name in sentence.names] == [
        ("Iraqi forces", "ArmedForce", "document"),
        ("Tikrit", "City", "gazetteer"),
        ("Islamic State", "ArmedGroup", "gazetteer"),
    ]
    (event,) = sentence.events
    assert (event.cls, event.trigger, event.status) == ("Capture", "recaptured", "asserted")
    assert event.frame.startswith("en-capture-")
    assert event.limit <= event.score <= 1
    assert event.statuses[0][0] == "asserted"
    agent, place, target = (only(event, role) for role in ("agent", "place", "target"))
    assert (agent.mention, agent.place, agent.slot) == ("Iraqi forces", "subject", ("agent",))
    assert [(step.up, step.dependency, step.word) for step in agent.path] == [(False, "nsubj", "forces")]
    assert (place.name, place.place, place.sentence) == ("Tikrit", "object", 1)
    assert "place" in place.slot
    assert target.place == "from"
    assert event.date
    assert (event.date.edtf, event.date.text) == ("2015-03-31", "31 March 2015")


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_the_likeliest_status_is_the_event_s(path: Path) -> None:
    for event in (event for sentence in told(path).sentences for event in sentence.events):
        names, chances = zip(*event.statuses, strict=True)
        assert names[0] == event.status
        assert sorted(chances, reverse=True) == list(chances)
        assert sum(chances) <= 1 + 1e-5


def test_a_way_through_the_tree_goes_up_to_what_both_stand_under_and_down() -> None:
    sentence = explain(paragraph("Iraqi forces want to recapture Tikrit."), reader()).sentences[0]
    (event,) = [event for event in sentence.events if event.trigger == "recapture"]
    (agent,) = [
        item for item in (*event.roles, *event.missed) if (item.role, item.name) == ("agent", "Iraqi forces")
    ]
    steps = [(step.up, step.dependency, step.word) for step in agent.path]
    assert steps == [(True, "xcomp", "want"), (False, "nsubj", "forces")]


def test_a_filler_from_another_sentence_names_it() -> None:
    fillings = [
        (item, event, sentence)
        for path in SAMPLE
        for sentence in told(path).sentences
        for event in sentence.events
        for item in event.roles
        if item.sentence != sentence.number
    ]
    assert fillings
    item, event, sentence = fillings[0]
    text = write_explanation(told(SAMPLE[0]), [sentence], reader().ontology, width=1000)
    assert f" · from sentence {item.sentence}\n" in text
    assert event.trigger in text


# name of a limit, what it becomes, what is left
LEFT: list[tuple[dict[str, float], Callable[[Sentence], bool]]] = [
    (
        {"triggers@en": 1.5},
        lambda s: (
            not s.events
            and [(w.cls, w.limit, bool(w.frames)) for w in s.unused if w.word == "recaptured"]
            == [("Capture", 1.5, True)]
        ),
    ),
    (
        {"role-agent@en": 1.5, "role-agent-more@en": 1.5},
        lambda s: (
            not [item for item in s.events[0].roles if item.role == "agent"]
            and only(s.events[0], "agent", missed=True).why == "limit"
            and only(s.events[0], "agent", missed=True).limit == 1.5
            and only(s.events[0], "agent", missed=True).place == "subject"
        ),
    ),
    (
        {"dates@dated": 1.5, "dates@undated": 1.5},
        lambda s: (
            s.events[0].date is None
            and s.events[0].missed_date is not None
            and (s.events[0].missed_date.edtf, s.events[0].missed_date.limit) == ("2015-03-31", 1.5)
        ),
    ),
    (
        {"worth@en": 1.5},
        lambda s: not s.names and [name.text for name in s.left_out][:2] == ["Iraqi forces", "Tikrit"],
    ),
]


@pytest.mark.parametrize(("limits", "holds"), LEFT, ids=lambda value: "")
def test_what_misses_its_limit_is_named(limits: dict[str, float], holds: Callable[[Sentence], bool]) -> None:
    (sentence,) = explain(paragraph(TIKRIT), with_limits(limits)).sentences
    assert holds(sentence), sentence


def test_what_the_ontology_does_not_expect_is_named() -> None:
    strict = Reader(load_ontology(), base=DEFAULT_BASE, trained=reader().trained)
    strict.expected = strict.expected | {("Capture", "agent"): frozenset({"Coalition"})}
    explanation = explain(paragraph(TIKRIT), strict)
    barred = [
        item.name for item in events(explanation)[0].missed if (item.role, item.why) == ("agent", "class")
    ]
    assert "Iraqi forces" in barred
    assert "no armed force is expected there" in write_explanation(
        explanation, explanation.sentences, strict.ontology, width=1000
    )


# -- as text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [48, 80, 100])
def test_the_text_fits_and_names_everything(width: int, language: str) -> None:
    for path in SAMPLE:
        explanation = told(path)
        text = write_explanation(
            explanation, explanation.sentences, reader().ontology, width=width, language=language
        )
        assert max(map(len, text.splitlines())) <= width
        flat = " ".join(text.split())
        assert all(f"“{event.trigger}” {event.score:.2f}" in flat for event in events(explanation))
        unused = [word for sentence in explanation.sentences for word in sentence.unused]
        assert all(f"“{word.word}” " in flat for word in unused)
        assert all(stretch.reason in flat for stretch in explanation.unread)


def test_both_languages_have_the_same_words() -> None:
    assert words_of("en").keys() == words_of("fr").keys()


def test_probabilities_that_look_alike_get_more_digits() -> None:
    explanation = explain(paragraph(TIKRIT), reader())
    (sentence,) = explanation.sentences
    event = sentence.events[0]
    near = replace(event.roles[0], chance=0.2512, limit=0.2508)
    sentence.events = [replace(event, roles=(near,), missed=())]
    text = write_explanation(explanation, explanation.sentences, reader().ontology)
    assert "0.2512 ≥ 0.2508" in text


def test_words_for_one_act_are_told_beside_each_other() -> None:
    explanation = explain(paragraph(TIKRIT), reader())
    (sentence,) = explanation.sentences
    event = replace(sentence.events[0], score=0.72, alone=0.48, beside=("control",))
    sentence.events = [event]
    sentence.unused = [Unused("control", event.cls, 0.22, 0.35, alone=0.47, beside=(event.trigger,))]
    text = write_explanation(explanation, explanation.sentences, reader().ontology)
    assert f"“{event.trigger}” 0.72 · 0.48 alone, beside “control”" in text
    assert f"0.22 < 0.35 · 0.47 alone, beside “{event.trigger}”" in text
    sentence.events, sentence.unused = [replace(event, alone=0.72)], []
    assert "alone" not in write_explanation(explanation, explanation.sentences, reader().ontology)


class Counting(Reader):
    """Finds a number of wounded in every claim."""

    def read_parsed(
        self, document: Document, passages: Sequence[Passage], trace: Trace | None = None
    ) -> Reading:
        reading = super().read_parsed(document, passages, trace)
        assert trace
        wounded = Quantity("wounded", 12, math.inf, "at least 12", "civilians")
        claims = tuple(replace(claim, quantities=(wounded,)) for claim in reading.claims)
        trace.reading = replace(reading, claims=claims)
        return trace.reading


def test_numbers_of_an_event_are_told() -> None:
    counting = Counting(load_ontology(), base=DEFAULT_BASE, trained=reader().trained)
    explanation = explain(paragraph(TIKRIT), counting)
    text = write_explanation(explanation, explanation.sentences, counting.ontology)
    assert "        number  wounded: at least 12 (civilians)\n" in text
    (event,) = json.loads(explanation_json(explanation, explanation.sentences))["sentences"][0]["events"]
    assert event["amounts"] == [
        {"kind": "wounded", "low": 12, "high": None, "text": "at least 12", "unit": "civilians"}
    ]


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    explanation = explain(paragraph(TIKRIT), reader())
    explanation.sentences[0].text = "Iraqi \x1b[31mforces"
    text = write_explanation(explanation, explanation.sentences, reader().ontology)
    assert "\x1b" not in text


# -- the command -----------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; nothing in it is a store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


REPORT = """\
---
title: The fall of Tikrit
publisher: The Gazette
published: 2015-04-01
---
Read more

Iraqi forces recaptured Tikrit from Islamic State on Tuesday. Nobody slept well.

Die Truppen haben am Montag die Stadt eingenommen, und der Sprecher bestätigte es am Abend.
"""


def explained(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(["explain", *argv]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def as_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(explained(capsys, *argv, "--format", "json"))
    return content


def test_a_file_is_explained_and_nothing_is_stored(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "report.txt").write_text(REPORT, encoding="utf-8")
    text = explained(capsys, "report.txt")
    assert text.startswith("The fall of Tikrit\n    file       report.txt\n    publisher  The Gazette\n")
    assert "line 1, front matter: “--- title: The fall" in text
    assert "line 6, related link: “Read more”" in text
    assert "line 10, in German, which is not read: “Die Truppen haben" in text
    assert "1  “Iraqi forces recaptured Tikrit from Islamic State on Tuesday.”" in text
    assert "capture “recaptured”" in text
    assert "-nsubj-> forces" in text
    assert "date    2015-03-31" in text
    assert "2  “Nobody slept well.”\n    nothing\n" in text
    assert sorted(path.name for path in place.iterdir()) == ["report.txt"]
    french = explained(capsys, "report.txt", "--lang", "fr")
    assert "prise “recaptured”" in french
    assert french == explained(capsys, "report.txt", "--language", "fr")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [([], [1, 2]), (["--sentence", "2"], [2]), (["--sentence", "2", "--sentence", "1"], [1, 2]),
     (["--only-events"], [1]), (["--only-events", "--sentence", "2"], [])],
)  # fmt: skip
def test_sentences_are_chosen(
    options: Sequence[str], numbers: Sequence[int], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "report.txt").write_text(REPORT, encoding="utf-8")
    content = as_json(capsys, "report.txt", *options)
    assert [sentence["number"] for sentence in content["sentences"]] == numbers
    text = explained(capsys, "report.txt", *options)
    assert [number for number in (1, 2) if f"\n{number}  “" in text] == numbers
    assert "sentences 2, events 1, words not used" in text


def test_json_is_the_explanation(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "report.txt").write_text(REPORT, encoding="utf-8")
    explanation = explain(read_document(find_documents(["report.txt"])[0]), reader())
    content = as_json(capsys, "report.txt")
    assert content == json.loads(explanation_json(explanation, explanation.sentences))
    event = content["sentences"][0]["events"][0]
    assert event["cls"] == "Capture"
    assert round(event["score"], 4) == event["score"]
    assert {"role", "chance", "limit", "path", "place", "why"} <= event["roles"][0].keys()


@pytest.fixture
def stored(place: Path) -> Path:
    """A store of two documents whose titles begin alike."""
    (place / "reports").mkdir()
    for name, town in (("fall.txt", "Tikrit"), ("siege.txt", "Hawija")):
        (place / "reports" / name).write_text(REPORT.replace("Tikrit", town), encoding="utf-8")
    build(["reports"], place / "kg.store", ontology=load_ontology())
    return place / "kg.store"


@pytest.mark.parametrize("given", ["fall.txt", "The fall of Tikrit", "fall of tikrit", "IRI"])
def test_a_document_of_the_store(stored: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    if given == "IRI":
        with open_store(stored, read_only=True) as store:
            given = next(document.iri for document in store.documents() if document.name == "fall.txt")
    assert explained(capsys, given) == explained(capsys, "reports/fall.txt")


@pytest.mark.usefixtures("stored")
def test_a_file_goes_before_the_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "siege.txt").write_text(TIKRIT, encoding="utf-8")
    alone = explained(capsys, "siege.txt")
    assert "Hawija" not in alone
    assert explained(capsys, "*.txt") == alone


def test_a_title_of_two_documents_names_both(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "The fall of", "--store", str(stored)]) != 0
    said = capsys.readouterr().err
    assert "The fall of Tikrit" in said
    assert "The fall of Hawija" in said


REFUSED = [
    ("nowhere.txt", None, [], "nowhere.txt: there is no such file or folder; check the path"),
    ("empty.txt", b"", [], "empty.txt: the file is empty; remove it or fill it"),
    ("binary.txt", bytes(range(256)) * 40, [], "binary.txt: this is no text but a binary file"),
    ("broken.pdf", b"%PDF-1.7 nothing", [], "broken.pdf: "),
    ("table.xls", b"1", [], "table.xls: files .xls are not read; documents end in"),
    ("german.txt", REPORT.split("well.")[1].encode() * 4, [], "the text seems to be in German"),
    ("good.txt", TIKRIT.encode(), ["--sentence", "9"], "good.txt has no sentence 9; its last one is 1"),
    ("good.txt", TIKRIT.encode(), ["--sentence", "0"], "'0' is no whole number of at least 1"),
    ("good.txt", TIKRIT.encode(), ["--format", "xml"], "invalid choice: 'xml'"),
    ("good.txt", TIKRIT.encode(), ["--ontology", "nowhere"], "nowhere is no folder with an ontology"),
]


@pytest.mark.parametrize(("name", "data", "options", "expected"), REFUSED)
def test_what_cannot_be_explained(
    name: str,
    data: bytes | None,
    options: Sequence[str],
    expected: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if data is not None:
        (place / name).write_bytes(data)
    assert main(["explain", name, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("kg: ")
    assert expected in err
    assert err.count("\n") == 1


def test_things_stand_under_the_base_of_the_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "good.txt").write_text("Rebels captured the town of Amadi.\n", encoding="utf-8")
    for store, base in (("a", DEFAULT_BASE), ("b", "https://example.org/id/")):
        open_store(place / store, base=base).close()
        names = as_json(capsys, "good.txt", "--store", store)["sentences"][0]["names"]
        assert base in {name["iri"][: len(base)] for name in names}


def test_a_folder_and_a_pattern_are_no_document(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt"):
        (place / name).write_text(TIKRIT, encoding="utf-8")
    assert main(["explain", "."]) == 2
    assert ". is a folder; give one document of it" in capsys.readouterr().err
    assert main(["explain", "*.txt"]) == 2
    assert "*.txt fits 2 files; give one of them, such as a.txt" in capsys.readouterr().err


def test_skipped_stretches_are_counted_by_lines() -> None:
    text = f"Read more\n\n{TIKRIT}"
    start = text.index(TIKRIT)
    document = Document(
        "made-up.txt", text, "en", (Block(start, len(text), "paragraph", "en"),), (Skipped(0, 9, "link"),)
    )
    (stretch,) = explain(document, reader()).unread
    assert (stretch.line, stretch.reason, stretch.text) == (1, "link", "Read more")
