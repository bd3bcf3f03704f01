"""What a build has to do: which documents are new, changed, unchanged, gone or cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.documents import read_document
from kg.errors import DocumentError
from kg.graph.files import read_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.claim import Document
    from kg.documents import Source
    from kg.graph.manifest import StoredDocument
    from kg.graph.store import Store


@dataclass(slots=True)
class Plan:
    """The work of one build.

    ``documents`` are all that were given and can be opened, ``to_read`` those among them that are new
    or changed. ``gone`` holds IRIs of stored documents to remove; ``removed`` are the names of those
    whose file is gone, ``unreadable`` of those whose file cannot be read any more. ``others`` are names
    of stored documents that were not asked for. ``files`` says where each document, stored or planned,
    comes from.
    """

    documents: list[Document] = field(default_factory=list)
    to_read: list[Document] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[DocumentError] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)


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
    read by another ``tool`` counts as changed. With ``only`` everything else is to go.
    """
    files = read_files(store.path) if store else {}
    stored = store.documents() if store else []
    folders = [path.resolve() for path in given if path.is_dir()]
    sources = _with_free_names(_with_known_names(sources, files, folders), files)
    plan = Plan(files=files | {source.name: source.path.resolve() for source in sources})
    known = {(document.name, document.digest) for document in stored if document.tool == tool}
    progress("opening", 0, len(sources))
    for done, source in enumerate(sources, 1):
        try:
            document = read_document(source)
        except DocumentError as error:
            plan.skipped.append(error)
        else:
            plan.documents.append(document)
            if (document.name, document.digest) in known:
                plan.unchanged.append(document.name)
            else:
                plan.to_read.append(document)
        progress("opening", done, len(sources))
    _find_gone(plan, stored, files, sources, None if only else folders)
    return plan


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
    wanted = {document.name for document in plan.documents}
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
