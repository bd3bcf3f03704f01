"""From files to a store, end to end: the one place that knows all stages.

    find -> plan (what is new, changed, gone) -> read (in one process or several) -> store -> events

A folder is mirrored: what was read from a file of it that is gone is removed. A file is added. The
result depends on the documents alone, not on their order, the number of workers or former builds.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import Sample, find_copies, find_documents
from kg.documents.overrides import FILE_NAME, without_file
from kg.errors import DocumentError, KgError, StoreError
from kg.graph.answer import Rows
from kg.graph.batch import Batch
from kg.graph.files import write_files, write_seen
from kg.graph.folder import read_marker
from kg.graph.names import DEFAULT_BASE
from kg.graph.store import open_store
from kg.plan import Plan, make_plan
from kg.resources import resource_folder
from kg.workers import count_tokens, make_reader, read_all, tool_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.claim import Reading
    from kg.documents import Source
    from kg.graph.manifest import StoredDocument
    from kg.graph.store import Store
    from kg.ontology import Ontology
    from kg.workers import Outcome, ReaderFactory

    Progress = Callable[[str, int, int], None]

_COUNTS = {
    "claims": "SELECT (COUNT(*) AS ?n) { ?x a ckg:Claim }",
    "events": "SELECT (COUNT(*) AS ?n) { ?x ckg:claimCount ?claims }",
    "corroborated": "SELECT (COUNT(*) AS ?n) { ?x ckg:corroborated true }",
    "entities": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?m a ckg:Mention ; ckg:entity ?x }",
    "relations": "SELECT (COUNT(*) AS ?n) { ?x a ckg:RelationClaim }",
    "objectives": "SELECT (COUNT(*) AS ?n) { ?x a ckg:Objective }",
}


@dataclass(slots=True)
class Summary:
    """What a build did, by names of documents, and what the store holds after it.

    ``counts`` has claims, events, corroborated (events), entities, relations and objectives of the
    whole store, ``languages`` its documents by language, ``copies`` a copy's name with its
    original's, ``others`` documents of former builds that this one did not look at. ``unknown`` counts
    documents of the store without a "date" or "publisher", ``strays`` says which entries of
    ``documents.toml`` have no file. ``tokens`` are
    those of the documents that were read, ``seconds`` the time that reading them took, with loading
    what reads them.
    """

    read: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    skipped: list[DocumentError] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    languages: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    tokens: int = 0
    seconds: float = 0.0


def build(
    paths: Sequence[Path | str],
    store_path: Path | None,
    *,
    ontology: Ontology,
    base: str | None = None,
    workers: int | None = None,
    only: bool = False,
    progress: Progress | None = None,
    reader_factory: ReaderFactory = make_reader,
) -> Summary:
    """Read documents into the store in a folder (None: in memory, for its summary alone).

    ``paths`` are files, folders and patterns, by default the sample that ships. ``workers`` are
    processes that read, None as many as pay. ``only`` removes every document that ``paths`` do not
    name. ``progress`` is told the stage, how many are done and of how many. Raises KgError, and
    leaves the store as it was, where not one document can be read and no file is gone. An interruption,
    or an error in between, leaves a store that holds what was read until then.
    """
    store_path = store_path and store_path.absolute()
    given = [Path(path) for path in paths] or [resource_folder("sample")]
    given = [path for path in given if path.name != FILE_NAME] or given  # as the shell's * gives it
    sources = find_documents(given)
    tell = progress or _silent
    with ExitStack() as stack:
        exists = store_path is not None and read_marker(store_path) is not None
        store = stack.enter_context(open_store(store_path, base=base)) if exists else None
        plan = make_plan(given, sources, store, tool_version(ontology), only=only, progress=tell)
        things = store.base if store else base or DEFAULT_BASE
        readings = read_all(plan.to_read, ontology, base=things, workers=workers, factory=reader_factory)
        began = time.monotonic()
        if not (plan.unchanged or plan.removed):
            readings = _with_first(readings, plan)
        if store is None:  # no folder is made before there is something to put into it
            store = stack.enter_context(open_store(store_path, base=base))
        summary = _Build(store, plan, ontology, tell, began).run(readings)
    summary.strays = _strays(sources)
    return summary


def _strays(sources: Sequence[Source]) -> list[str]:
    """What ``documents.toml`` beside the documents says of files that are not there."""
    folders = sorted({source.path.parent for source in sources})
    return [f'{folder / FILE_NAME}: ["{name}"]' for folder in folders for name in without_file(folder)]


def _silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


def _with_first(readings: Iterator[Outcome], plan: Plan) -> Iterator[Outcome]:
    """The same readings, after the first that succeeded has come; KgError where none does."""
    failed: list[Outcome] = []
    for pair in readings:
        if not isinstance(pair[1], DocumentError):
            return chain(failed, [pair], readings)
        failed.append(pair)
    raise nothing_read([*plan.skipped, *(error for _, error in failed if isinstance(error, DocumentError))])


def nothing_read(skipped: Sequence[DocumentError]) -> KgError:
    """The error for a build in which every document was skipped."""
    if len(skipped) == 1:
        return skipped[0]
    lines = "".join(f"\n  {error}" for error in skipped)
    return KgError(f"none of {len(skipped)} documents can be read:{lines}")


class _Build:
    """One run over an open store."""

    def __init__(self, store: Store, plan: Plan, ontology: Ontology, tell: Progress, began: float) -> None:
        self.store = store
        self.plan = plan
        self.ontology = ontology
        self.tell = tell
        self.began = began
        self.batch = Batch(store, tool=tool_version(ontology))
        self.summary = Summary(
            unchanged=plan.unchanged,
            removed=plan.removed + plan.unreadable,
            skipped=list(plan.skipped),
            others=plan.others,
        )

    def run(self, readings: Iterator[Outcome]) -> Summary:
        """Store what is read as it comes; whatever happens, leave a whole graph."""
        write_files(self.store.path, self.plan.files)
        self.store.load_ontology(self.ontology)
        for iri in self.plan.gone:
            self.store.remove_document(iri)
        try:
            self._read(readings)
        except StoreError:
            raise
        except BaseException:
            self._finish()
            raise
        self._finish()
        return self.summary

    def _read(self, readings: Iterator[Outcome]) -> None:
        of = len(self.plan.to_read)
        self.tell("reading", 0, of)
        for done, (document, reading) in enumerate(readings, 1):
            error = reading if isinstance(reading, DocumentError) else self._keep(reading)
            if error is None:
                self.summary.read.append(document.name)
                self.summary.tokens += count_tokens(document)
            else:
                self.summary.skipped.append(error)
                self._forget(document.name)
            self.tell("reading", done, of)
        self.summary.read.sort()
        self.summary.removed.sort()
        self.summary.skipped.sort(key=str)
        self.summary.seconds = time.monotonic() - self.began

    def _keep(self, reading: Reading) -> DocumentError | None:
        try:
            self.batch.add(reading)
        except ValueError as error:  # a value that RDF cannot hold
            reason = f"what was read from it cannot be stored ({error}); please report this fault"
            return DocumentError(reading.document.name, reason)
        return None

    def _forget(self, name: str) -> None:
        for document in self.store.documents():
            if document.name == name:
                self.store.remove_document(document.iri)
                self.summary.removed.append(name)

    def _finish(self) -> None:
        """Store what is still to store, say which documents are copies, compute the events and count."""
        self.batch.write()
        stored = self.store.documents()
        names = {document.name for document in stored}
        self.tell("events", 0, 1)
        self.summary.copies = self._copies(stored)
        self.store.mark_copies(self.summary.copies)
        self.store.rebuild_events(self.ontology)
        write_files(self.store.path, {name: path for name, path in self.plan.files.items() if name in names})
        write_seen(self.store.path, {name: seen for name, seen in self.plan.seen.items() if name in names})
        for document in stored:
            known = self.summary.languages
            known[document.language] = known.get(document.language, 0) + 1
        self.summary.unknown = {
            "date": sum(1 for document in stored if document.published is None),
            "publisher": sum(1 for document in stored if document.publisher is None),
        }
        self.summary.counts = count_records(self.store)
        self.tell("events", 1, 1)

    def _copies(self, stored: Sequence[StoredDocument]) -> dict[str, str]:
        """Copies among all documents of the store; what was known of those of which no sample is left."""
        iris = {document.iri: document for document in stored}
        samples: list[Sample] = []
        former: dict[str, str] = {}
        for document in stored:
            seen = self.plan.seen.get(document.name)
            if seen is not None and seen.digest == document.digest:
                samples.append(Sample.unpacked(document.name, document.published, seen.sample))
            elif document.copy_of in iris:
                former[document.name] = iris[document.copy_of].name
        return former | dict(find_copies(samples))


def count_records(store: Store) -> dict[str, int]:
    """How many claims, events, corroborated events, entities, relations and objectives a store holds."""
    counts = {}
    for name, query in _COUNTS.items():
        answer = store.query(query)
        assert isinstance(answer, Rows)
        counts[name] = next(int(row[0].value) for row in answer)
    return counts
