"""The sample that ships: digests in other words, read as what they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.documents import find_documents, read_document
from kg.resources import resource_folder

if TYPE_CHECKING:
    from kg.claim import Document

ORIGINALS = Path(__file__).parents[2] / "shared" / "documents"
RUN = 8  # words in a row that no digest may share with what it digests
WORDS = re.compile(r"[^\W_]+")


def read(folder: Path) -> list[Document]:
    return [read_document(source) for source in find_documents([folder])]


def content(document: Document) -> str:
    return "\n".join(document.text[block.start : block.end] for block in document.blocks)


def runs(text: str) -> dict[tuple[str, ...], str]:
    words = [word.lower() for word in WORDS.findall(text)]
    return {tuple(words[i : i + RUN]): " ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


# name, language, publisher, date of publication
SAMPLE = [
    ("coalition-lines-of-action.txt", "en", "French Ministry for Europe and Foreign Affairs", None),
    ("mossoul-en-images.txt", "fr", "20 Minutes", "2017-07"),
    ("mossoul-entree-dans-karama.txt", "fr", "RT en français", "2016-10-31"),
    ("mosul-aims-of-the-battle.txt", "en", "French Ministry for Europe and Foreign Affairs", "2017-02"),
    ("strongholds-must-fall-in-2016.txt", "en", "Middle East Eye", "2016-04-11"),
]


def test_the_sample_is_read_as_what_it_is() -> None:
    documents = read(resource_folder("sample"))
    assert [(d.name, d.language, d.publisher, d.published) for d in documents] == SAMPLE
    for document in documents:
        assert document.title
        assert content(document).startswith(document.title)
        assert 150 <= len(content(document).split()) <= 350, document.name
        assert "digest of: " in document.text
        assert {stretch.reason for stretch in document.skipped} <= {
            "front matter",
            "publication line",
            "mark",
        }


def test_no_digest_repeats_the_words_of_its_original() -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("the documents that the sample digests are not here")
    originals = {run for document in read(ORIGINALS) for run in runs(document.text)}
    for document in read(resource_folder("sample")):
        copied = [words for run, words in runs(content(document)).items() if run in originals]
        assert not copied, (document.name, copied)
