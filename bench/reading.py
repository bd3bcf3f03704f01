"""Reading: tokens a second of a whole build against the two language pipelines alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.measure import medians
from kg.build import build
from kg.documents import find_documents, read_document
from kg.graph.names import DEFAULT_BASE
from kg.language import parse_all
from kg.ontology import load_ontology
from kg.workers import count_tokens, make_reader

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 5


def bench_reading(folder: Path) -> str:
    """One line: both speeds on the same texts in one process, with everything loaded, and their ratio.

    A build finds, opens and reads the documents, stores what they say, and computes the events.
    """
    ontology = load_ontology()
    documents = [read_document(source) for source in find_documents([folder]) if not source.skip]
    tokens = sum(count_tokens(document) for document in documents)
    reader = make_reader(ontology, DEFAULT_BASE)

    def pipelines() -> None:
        for _ in parse_all(documents):
            pass

    def whole() -> None:
        build([folder], None, ontology=ontology, workers=1, reader_factory=lambda _ontology, _base: reader)

    found = medians({"pipelines": pipelines, "build": whole}, rounds=ROUNDS)
    speeds = {name: tokens / spent for name, spent in found.items()}
    ratio = speeds["build"] / speeds["pipelines"]
    return (
        f"{len(documents)} documents, {tokens:,} tokens: kg build {speeds['build']:,.0f} tokens/s, "
        f"pipelines alone {speeds['pipelines']:,.0f} tokens/s, ratio {ratio:.2f}"
    )
