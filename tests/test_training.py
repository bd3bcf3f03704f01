"""The annotated documents that ship, for training and as a test, hold together and were written for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.claim import ROLES
from kg.documents import find_documents, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.ontology import Ontology

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "training", ROOT / "tests" / "news")
SHARED = ROOT.parent / "shared"
GOLD = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for folder in FOLDERS
    for path in sorted(folder.glob("gold/*.json"))
}
TEXT = {
    path.stem: path.read_text(encoding="utf-8")
    for folder in FOLDERS
    for path in sorted(folder.glob("documents/*.txt"))
}
DAY = r"\d{4}(-\d\d(-\d\d)?)?"
EDTF = re.compile(rf"{DAY}|{DAY}/({DAY}|\.\.)|\.\./{DAY}")
BORROWED = 12  # words in a row that no two texts share by chance
FEWEST = 30  # documents of a language in a folder


def unknown_names(_stem: str, gold: dict[str, Any], _ontology: Ontology) -> Iterator[str]:
    names = {entity["name"] for entity in gold["entities"]}
    for event in gold["events"]:
        used = [name for role in ROLES for name in event[role]] + [event["source"] or ""]
        yield from (name for name in used if name and name not in names)
    for subject, predicate, told in gold["relations"]:
        used = [subject] if predicate == "holdsPosition" else [subject, told]
        yield from (name for name in used if name not in names)
    yield from (name for aim in gold["objectives"] for name in aim["holder"] if name not in names)


def names_twice(_stem: str, gold: dict[str, Any], _ontology: Ontology) -> Iterator[str]:
    names = [entity["name"] for entity in gold["entities"]]
    yield from (name for name in names if names.count(name) > 1)


def words_not_in_text(stem: str, gold: dict[str, Any], _ontology: Ontology) -> Iterator[str]:
    text = TEXT[stem]
    quoted = [alias for entity in gold["entities"] for alias in entity["aliases"]]
    quoted += [item["quote"] for item in (*gold["events"], *gold["objectives"])]
    yield from (words for words in quoted if words not in text)


def triggers_not_in_quotes(_stem: str, gold: dict[str, Any], _ontology: Ontology) -> Iterator[str]:
    for event in gold["events"]:
        if not re.search(rf"(?<!\w){re.escape(event['trigger'])}(?!\w)", event["quote"]):
            yield f"{event['trigger']} in {event['quote']}"


def wrong_terms(_stem: str, gold: dict[str, Any], ontology: Ontology) -> Iterator[str]:
    events = [cls for event in gold["events"] for cls in (event["class"], *event["alt"])]
    yield from (cls for cls in events if cls not in ontology.event_classes)
    yield from (e["class"] for e in gold["entities"] if e["class"] not in ontology.entity_classes)
    yield from (e["status"] for e in gold["events"] if e["status"] not in ontology.statuses)
    yield from (p for _, p, _ in gold["relations"] if p not in ontology.relations)
    categories = dict(ontology.model.categories).values()
    yield from (aim["category"] for aim in gold["objectives"] if aim["category"] not in categories)


def wrong_dates(_stem: str, gold: dict[str, Any], _ontology: Ontology) -> Iterator[str]:
    dates = [event["date"] for event in gold["events"] if event["date"]]
    yield from (told for told in dates if not EDTF.fullmatch(told))


FAULTS = [unknown_names, names_twice, words_not_in_text, triggers_not_in_quotes, wrong_terms, wrong_dates]


@pytest.mark.parametrize("fault", FAULTS)
def test_annotations_hold_together(
    shipped: Ontology, fault: Callable[[str, dict[str, Any], Ontology], Iterator[str]]
) -> None:
    found = [f"{stem}: {told}" for stem, gold in GOLD.items() for told in fault(stem, gold, shipped)]
    assert found == []


def test_every_text_has_its_annotation_and_is_read_in_its_language() -> None:
    assert GOLD.keys() == TEXT.keys()
    told = {stem: (gold["language"], gold["published"]) for stem, gold in GOLD.items()}
    for folder in FOLDERS:
        documents = {Path(s.name).stem: read_document(s) for s in find_documents([folder / "documents"])}
        assert {stem: (d.language, d.published) for stem, d in documents.items()}.items() <= told.items()
        languages = [document.language for document in documents.values()]
        assert all(languages.count(code) >= FEWEST for code in ("en", "fr"))


def test_no_text_tests_what_it_trains() -> None:
    texts, tests = ({path.read_bytes() for path in folder.glob("documents/*.txt")} for folder in FOLDERS)
    assert texts.isdisjoint(tests)


def test_texts_are_nobody_elses() -> None:
    if not SHARED.is_dir():
        pytest.skip("the documents of the evaluation are not here")
    theirs = [*SHARED.glob("documents/*.txt"), *SHARED.glob("evaluation/*/documents/*.txt")]
    assert theirs
    known = {words for path in theirs for words in in_a_row(path.read_text(encoding="utf-8"))}
    shared = [f"{stem}: {' '.join(words)}" for stem, text in TEXT.items() for words in in_a_row(text) & known]
    assert shared == []


def in_a_row(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + BORROWED]) for i in range(len(words) - BORROWED + 1)}
