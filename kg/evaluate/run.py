"""Documents and their annotations, from folders to figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.documents import find_documents, read_document
from kg.errors import DocumentError, KgError, UsageError
from kg.evaluate.files import Annotation, parse_annotation, read_annotation
from kg.evaluate.scoring import Scores, score_document
from kg.graph.annotations import annotation_files
from kg.graph.names import DEFAULT_BASE
from kg.graph.store import open_store
from kg.workers import make_reader, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.claim import Document, Reading
    from kg.documents import Source
    from kg.ontology import Ontology
    from kg.workers import ReaderFactory

    Progress = Callable[[int, int], None]

ENDING = ".json"


@dataclass(slots=True)
class Evaluation:
    """The counts of every document that was compared, by the name of its annotation.

    ``languages`` are theirs. ``alone`` are annotations without a document that can be opened, each
    with what is wrong; they do not count. ``unread`` are documents of which there is no reading, with
    why; they count as ones from which nothing was read. ``unannotated`` are documents left out.
    """

    scores: dict[str, Scores] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    alone: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    unannotated: list[str] = field(default_factory=list)

    def totals(self) -> dict[str, Scores]:
        """The counts of each language, by its code, and of all documents as "all"."""
        totals = {language: Scores() for language in [*sorted(set(self.languages.values())), "all"]}
        for name, scores in self.scores.items():
            for language in (self.languages[name], "all"):
                totals[language].add(scores)
        return totals


def evaluate(
    gold: Path,
    paths: Sequence[Path | str],
    *,
    ontology: Ontology,
    system: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    factory: ReaderFactory = make_reader,
) -> Evaluation:
    """Read the documents behind ``paths`` that have an annotation in ``gold``, and compare both.

    With ``system`` nothing is read: the annotations in that folder are compared. ``workers`` are
    processes that read, None as many as pay. ``progress`` is told how many are read, and of how many.
    Raises KgError where no annotation has a document, or a file is no annotation.
    """
    annotations = {path.stem: read_annotation(path) for path in annotation_paths(gold)}
    result = Evaluation()
    documents = dict(_documents(paths, annotations, result))
    if not documents:
        name, reason = min(result.alone.items())
        raise KgError(
            f"none of {len(annotations)} annotations can be compared: {gold / name}{ENDING}: {reason}"
        )
    if system is None:
        readings = _read(documents, ontology, workers, progress, factory, result)
    else:
        readings = _from_files(documents, system, result)
    for name, told in readings:
        document = documents[name]
        result.scores[name] = score_document(annotations[name], told, document.text)
        result.languages[name] = annotations[name].language or document.language
    return result


def annotation_paths(folder: Path) -> list[Path]:
    """The annotation files of a folder, sorted; KgError where there is none."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; give one with annotations, name{ENDING} each")
    paths = sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())
    if not paths:
        raise UsageError(f"{folder}: this folder holds no annotation; their files end in {ENDING}")
    return paths


def _documents(
    paths: Sequence[Path | str], annotations: Mapping[str, Annotation], result: Evaluation
) -> Iterator[tuple[str, Document]]:
    """The annotated documents by the names of their annotations; what is left out goes to ``result``."""
    sources = _sources(paths)
    result.unannotated = [source.name for name, source in sources.items() if name not in annotations]
    for name in annotations:
        if name not in sources:
            result.alone[name] = "there is no such document; give the folder that holds it"
            continue
        try:
            yield name, read_document(sources[name])
        except DocumentError as error:
            result.alone[name] = str(error)


def _sources(paths: Sequence[Path | str]) -> dict[str, Source]:
    """Documents by the names that ``kg export annotations`` gives to their files."""
    sources = [source for source in find_documents(paths) if not source.skip]
    stems = Counter(source.path.stem for source in sources)
    return {
        source.path.stem if stems[source.path.stem] == 1 else source.name.replace("/", "__"): source
        for source in sources
    }


def _read(
    documents: Mapping[str, Document],
    ontology: Ontology,
    workers: int | None,
    progress: Progress | None,
    factory: ReaderFactory,
    result: Evaluation,
) -> Iterator[tuple[str, Annotation]]:
    names = {document.name: name for name, document in documents.items()}
    readings = read_all(
        list(documents.values()), ontology, base=DEFAULT_BASE, workers=workers, factory=factory
    )
    for done, (document, reading) in enumerate(readings, 1):
        name = names[document.name]
        told = reading if isinstance(reading, DocumentError) else _annotation_of(reading)
        if isinstance(told, DocumentError):
            result.unread[name] = str(told)
            told = Annotation()
        yield name, told
        if progress is not None:
            progress(done, len(documents))


def _annotation_of(reading: Reading) -> Annotation | DocumentError:
    """What ``kg export annotations`` would write of a reading."""
    with open_store(None) as store:
        try:
            store.replace_document(reading)
        except ValueError as error:  # a value that RDF cannot hold
            return DocumentError(reading.document.name, f"what was read from it cannot be stored ({error})")
        ((name, text),) = annotation_files(store)
    return parse_annotation(text, name)


def _from_files(
    documents: Mapping[str, Document], system: Path, result: Evaluation
) -> Iterator[tuple[str, Annotation]]:
    known = {path.stem: path for path in annotation_paths(system)}
    for name in documents:
        if name not in known:
            result.unread[name] = f"{system} has no {name}{ENDING}"
        yield name, read_annotation(known[name]) if name in known else Annotation()
