"""The English frames: whole, unambiguous in form, and wide enough for the training documents."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.language.inflect import forms
from kg.ontology import Frame, load_ontology

CHECKOUT = Path(__file__).parent.parent
TRAIN = CHECKOUT.parent / "shared" / "evaluation" / "train"
FLOOR = 0.9  # share of the annotated triggers that some frame of their class expects


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    return [frame for frame in load_ontology().frames if frame.language == "en"]


@pytest.fixture(scope="module")
def classes() -> frozenset[str]:
    return frozenset(load_ontology().event_classes)


def test_breadth(frames: list[Frame]) -> None:
    assert len(frames) >= 350
    assert sum(len(frame.words) for frame in frames) >= 1000


def test_every_class_has_verbs_and_nouns(frames: list[Frame], classes: frozenset[str]) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for frame in frames:
        found[frame.evokes].add(frame.pos)
    assert {name for name in classes if not {"verb", "noun"} <= found[name]} == set()


def test_every_word_inflects(frames: list[Frame]) -> None:
    for frame in frames:
        for pattern in frame.words:
            word = pattern.words[pattern.trigger]
            found = forms(word, frame.pos, "en")
            assert word in found
            assert all(re.fullmatch(r"[\w'.]+", form) for form in found), (frame.iri, found)
            assert frame.pos != "verb" or len(found) >= 3, (frame.iri, word)


def test_words_are_written_as_the_tokenizer_parts_them(frames: list[Frame]) -> None:
    assert [p for frame in frames for p in frame.words if any("-" in word for word in p.words)] == []


def test_nothing_stands_twice(frames: list[Frame]) -> None:
    seen = Counter(
        (pattern.words, frame.pos, frame.evokes, frame.slots) for frame in frames for pattern in frame.words
    )
    assert [key for key, count in seen.items() if count > 1] == []


def test_every_frame_fills_a_role(frames: list[Frame]) -> None:
    assert [frame.iri for frame in frames if not frame.slots] == []


@pytest.mark.parametrize(
    ("expression", "pos", "evoked"),
    [
        # words that say one thing
        ("retake", "verb", {"Capture"}),
        ("besiege", "verb", {"Encirclement", "Offensive"}),
        ("airstrike", "noun", {"Airstrike"}),
        ("stronghold", "noun", {"Control"}),
        ("sanction", "noun", {"Sanction"}),
        ("repatriate", "verb", {"Return"}),
        # words that say several
        ("capture", "verb", {"Capture", "Detention", "Offensive"}),
        ("strike", "verb", {"Offensive", "Airstrike", "Shelling"}),
        ("surrender", "verb", {"Withdrawal", "Agreement", "Detention"}),
        # expressions, marked at the word that carries the event
        ("take control", "noun", {"Capture"}),
        ("under control", "noun", {"Control"}),
        ("lay siege", "noun", {"Encirclement"}),
        ("blow up", "verb", {"Bombing", "Destruction"}),
        ("pledge allegiance", "noun", {"Agreement"}),
        ("come under fire", "noun", {"Clash"}),
        ("counter offensive", "noun", {"Offensive"}),
    ],
)
def test_evoked_classes(frames: list[Frame], expression: str, pos: str, evoked: set[str]) -> None:
    wanted = tuple(expression.split())
    found = {f.evokes for f in frames if f.pos == pos for p in f.words if p.words == wanted}
    assert evoked <= found


@pytest.mark.parametrize(
    ("expression", "pos", "cls", "place", "role"),
    [
        # "The village fell to the rebels."
        ("fall", "verb", "Capture", "subject", "place"),
        ("fall", "verb", "Capture", "to", "agent"),
        # "The army drove the militia out of the town."
        ("drive out", "verb", "Withdrawal", "object", "target"),
        # "The garrison withdrew from the hill."
        ("withdraw", "verb", "Withdrawal", "subject", "agent"),
        # "Nine people died in the market."
        ("die", "verb", "Killing", "subject", "target"),
        # "Families fled the valley."
        ("flee", "verb", "Displacement", "object", "place"),
        # "the militia-held suburb"
        ("held", "adjective", "Control", "compound", "agent"),
        ("held", "adjective", "Control", "head", "place"),
        # "The navy evacuated the patients."
        ("evacuate", "verb", "Displacement", "subject", "agent"),
        ("evacuate", "verb", "Displacement", "object", "target"),
        # "A court sentenced the deserters to death."
        ("sentence death", "verb", "Detention", "object", "target"),
        # "a fortress in the hands of the clan"
        ("in hand", "noun", "Control", "of", "agent"),
    ],
)
def test_slots(frames: list[Frame], expression: str, pos: str, cls: str, place: str, role: str) -> None:
    wanted = tuple(expression.split())
    found = [f for f in frames if f.evokes == cls and f.pos == pos for p in f.words if p.words == wanted]
    assert found
    assert any(slot.place == place and role in slot.roles for frame in found for slot in frame.slots)


def test_weights_rank_the_readings_of_a_word(frames: list[Frame]) -> None:
    def weight(word: str, cls: str) -> float:
        return max(f.weight for f in frames if f.evokes == cls for p in f.words if p.words == (word,))

    assert weight("capture", "Capture") > weight("capture", "Detention")
    assert weight("liberate", "Capture") > weight("take", "Capture")
    assert weight("shell", "Shelling") > weight("fire", "Shelling")


@pytest.mark.skipif(not TRAIN.is_dir(), reason="the training annotations are not beside the checkout")
def test_coverage_of_the_training_documents(frames: list[Frame], capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, set[str]] = defaultdict(set)
    for frame in frames:
        for pattern in frame.words:
            known[frame.evokes] |= forms(pattern.words[pattern.trigger], frame.pos, "en")
    held_out = set((CHECKOUT / "tests" / "held_out.txt").read_text(encoding="utf-8").split())
    total: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for path in sorted((TRAIN / "gold").glob("en_*.json")):
        if path.stem in held_out:
            continue
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
            total[event["class"]] += 1
            words = event["trigger"].lower()
            covered[event["class"]] += bool({words, *words.split("-")} & known[event["class"]])
    with capsys.disabled():
        print()
        for name in sorted(total):
            print(f"  {name:15} {covered[name]:4} of {total[name]:4}")
        print(f"  all             {covered.total():4} of {total.total():4}")
    assert covered.total() / total.total() >= FLOOR
