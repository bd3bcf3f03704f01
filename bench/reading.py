"""Reading: tokens a second of a whole build against the two language pipelines alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.measure import medians
from kg.build import build
from kg.claim import Reading
from kg.documents import find_documents, read_document
from kg.graph.names import DEFAULT_BASE
from kg.language import parse
from kg.ontology import load_ontology
from kg.workers import count_tokens, make_reader, read_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.claim import Document
    from kg.ontology import Ontology
    from kg.workers import ReaderFactory

ROUNDS = 5
TIMES = 20  # how often the texts are told again for a fair amount of text
PROCESSES = 2
MOST = 180  # seconds for all rounds of a line


class Parser:
    """Takes the place of the reader: parses a document and reads nothing from it."""

    def read(self, document: Document) -> Reading:
        """Nothing but the document."""
        parse(document)
        return Reading(document)


def make_parser(_ontology: Ontology, _base: str) -> Parser:
    """A parser as a process makes its reader."""
    return Parser()


def bench_reading(folder: Path) -> Iterator[str]:
    """Lines with both speeds on the same texts and their ratio: as they are, and told many times.

    In one process everything is loaded already; several processes each load what they need, on both
    sides. A build finds, opens and reads the documents, stores on disk what they say, and computes
    the events.
    """
    ontology = load_ontology()
    reader = make_reader(ontology, DEFAULT_BASE)
    with TemporaryDirectory() as scratch:
        many = Path(scratch) / "many"
        for number in range(TIMES):
            shutil.copytree(folder, many / str(number))
        yield _compared(folder, ontology, 1, lambda _ontology, _base: reader)
        yield _compared(many, ontology, 1, lambda _ontology, _base: reader)
        yield _compared(many, ontology, PROCESSES, make_reader)


def _compared(folder: Path, ontology: Ontology, processes: int, factory: ReaderFactory) -> str:
    documents = [read_document(source) for source in find_documents([folder]) if not source.skip]

    def pipelines() -> None:
        for _ in read_all(documents, ontology, base=DEFAULT_BASE, workers=processes, factory=make_parser):
            pass

    def whole() -> None:
        with TemporaryDirectory() as scratch:
            store = Path(scratch) / "kg.store"
            build([folder], store, ontology=ontology, workers=processes, reader_factory=factory)

    found = medians({"pipelines": pipelines, "build": whole}, rounds=ROUNDS, most=MOST)
    tokens = sum(count_tokens(document) for document in documents)
    speeds = {name: tokens / spent for name, spent in found.items()}
    ratio = speeds["build"] / speeds["pipelines"]
    return (
        f"{len(documents)} documents, {tokens:,} tokens, processes: {processes}: "
        f"kg build {speeds['build']:,.0f} tokens/s, pipelines alone {speeds['pipelines']:,.0f} tokens/s, "
        f"ratio {ratio:.2f}"
    )
