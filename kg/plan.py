"""What a build has to do: which documents are new, changed, unchanged, gone or cannot be read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING

from kg.documents import Sample, read_document
from kg.documents.overrides import overrides
from kg.errors import DocumentError
from kg.graph.files import Seen, read_files, read_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.claim import Document
    from kg.documents import Source
    from kg.graph.manifest import StoredDocument
    from kg.graph.store import Store


UNSETTLED = 2_000_000_000
"""Nanoseconds within which a file may change without a new time."""


@dataclass(slots=True)
class Plan:
    """The work of one build.

    ``to_read`` are documents that are new or changed. ``gone`` holds IRIs of stored documents to
    remove; ``removed`` are the names of those whose file is gone, ``unreadable`` of those whose file
    cannot be read any more. ``others`` are names of stored documents that were not asked for. ``files``
    says where each document, stored or planned, comes from, ``seen`` how its file was when it was opened.
    """

    to_read: list[Document] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[DocumentError] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)


def make_plan(
    given: Iterable[Path],
    sources: Sequence[Source],
    store: Store | None,
    tool: str,
    *,
    only: bool,
    progress: Callable[[str, int, int], None],
) -> Plan:
    """Compare the files behind ``sources`` with what a store holds (None: nothing).

    ``given`` are the paths that were asked for: folders among them are mirrored. A document that was
    read by another ``tool`` counts as changed. With ``only`` everything else is to go. A file that is as
    it was is not opened.
    """
    files = read_files(store.path) if store else {}
    stored = store.documents() if store else []
    folders = [path.resolve() for path in given if path.is_dir()]
    sources = _with_free_names(_with_known_names(sources, files, folders), files)
    plan = Plan(files=files | {source.name: source.path.resolve() for source in sources})
    plan.seen = read_seen(store.path) if store else {}
    known = {document.name: document.digest for document in stored if document.tool == tool}
    progress("opening", 0, len(sources))
    for done, source in enumerate(sources, 1):
        seen = plan.seen.get(source.name)
        moved = files.get(source.name) != plan.files[source.name]
        if seen and seen.digest == known.get(source.name) and (same := _same(source, seen, moved=moved)):
            plan.seen[source.name] = same
            plan.unchanged.append(source.name)
        else:
            _open(source, plan, known)
        progress("opening", done, len(sources))
    _find_gone(plan, stored, files, sources, None if only else folders)
    return plan


def _same(source: Source, seen: Seen, *, moved: bool) -> Seen | None:
    """How a file is, where it is as it was; by its size and time, or its content where these do not tell."""
    size, mtime = _size_and_time(source.path)
    if source.skip or size != seen.size or _given(source) != seen.given:
        return None
    if mtime and mtime == seen.mtime and not moved:
        return seen
    return replace(seen, mtime=mtime) if _content(source.path) == seen.content else None


def _open(source: Source, plan: Plan, known: Mapping[str, str]) -> None:
    """Open a file, and plan to read it where it says something else than what is ``known``."""
    before = _size_and_time(source.path)
    try:
        document = read_document(source)
    except DocumentError as error:
        plan.skipped.append(error)
        return
    content = _content(source.path)
    if content and _size_and_time(source.path) == before:  # else it changed while it was read
        sample = Sample.of(document).packed()
        plan.seen[source.name] = Seen(*before, content, _given(source), document.digest, sample)
    if known.get(document.name) == document.digest:
        plan.unchanged.append(document.name)
    else:
        plan.to_read.append(document)


def _size_and_time(path: Path) -> tuple[int, int]:
    """Bytes, and nanoseconds of the last change; -1 and 0 where they do not tell."""
    try:
        stat = path.stat()
    except OSError:
        return -1, 0
    settled = time.time_ns() - stat.st_mtime_ns > UNSETTLED
    return stat.st_size, stat.st_mtime_ns if settled else 0


def _content(path: Path) -> str:
    """A hash of the bytes, "" where the file cannot be opened."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _given(source: Source) -> list[str | None]:
    return list(astuple(overrides(source.path)))


def _with_known_names(
    sources: Iterable[Source], files: Mapping[str, Path], folders: Sequence[Path]
) -> list[Source]:
    """Sources under the names that they have in the store already, unless a folder above gives a longer one.

    So a folder within one that was built before changes nothing, and the order of both does not matter.
    """
    known = {path: name for name, path in files.items()}
    renamed = []
    for source in sources:
        path = source.path.resolve()
        former = known.get(path, source.name)
        keeps = not _is_below(path, folders) or former.endswith(f"/{source.name}")
        renamed.append(replace(source, name=former) if keeps else source)
    return renamed


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _with_free_names(sources: Sequence[Source], files: Mapping[str, Path]) -> list[Source]:
    """Sources under names that no other file has that is still there; folders before a name tell apart."""
    taken = {name: path for name, path in files.items() if path.exists()}
    renamed = []
    for source in sources:
        path = source.path.resolve()
        name, depth = source.name, source.name.count("/") + 1
        while taken.get(name, path) != path and depth < len(path.parts) - 1:
            depth += 1
            name = "/".join(path.parts[-depth:])
        taken[name] = path
        renamed.append(replace(source, name=name))
    return renamed


def _find_gone(
    plan: Plan,
    stored: Iterable[StoredDocument],
    files: Mapping[str, Path],
    sources: Iterable[Source],
    folders: Sequence[Path] | None,
) -> None:
    """Sort stored documents that are not planned; with ``folders`` None all of them go."""
    wanted = {*plan.unchanged, *(document.name for document in plan.to_read)}
    paths = {source.path.resolve(): source.name for source in sources}
    skipped = {str(error.path) for error in plan.skipped}
    for document in stored:
        path = files.get(document.name)
        if document.name in wanted:
            continue
        if path in paths or document.name in skipped:
            plan.gone.append(document.iri)
            if path not in paths or paths[path] not in wanted:  # else it is there under another name
                plan.unreadable.append(document.name)
        elif folders is None or (path is not None and _is_below(path, folders)):
            plan.gone.append(document.iri)
            plan.removed.append(document.name)
        else:
            plan.others.append(document.name)
