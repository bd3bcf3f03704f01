"""Which files are documents: from files, folders and patterns to a sorted list of sources."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.overrides import FILE_NAME, check_overrides
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDINGS = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx")
_MAGIC = frozenset("*?[")
_KINDS = ", ".join(ENDINGS)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was found. ``name`` is what the document is called; ``skip`` why it is not read."""

    path: Path
    name: str
    skip: str = ""


def find_documents(paths: Sequence[Path | str]) -> list[Source]:
    """The files behind files, folders (with all below them) and patterns, sorted by name.

    Hidden files and ``documents.toml`` are left out; a file with another ending than ``ENDINGS``
    comes with the reason in ``skip``. A name is the path relative to the folder that was given, with
    as many folders before it as it takes to tell it from the others.

    Raises KgError for a path that does not exist, for a folder or pattern without a document, and for
    a ``documents.toml`` beside a document that is not well-formed.
    """
    found: dict[Path, Source] = {}
    for given in paths:
        for source in _sources(Path(given)):
            found.setdefault(source.path.resolve(), source)
    for folder in sorted({source.path.parent for source in found.values() if not source.skip}):
        check_overrides(folder)
    return sorted(_with_unique_names(list(found.values())), key=lambda source: source.name)


def _sources(given: Path) -> Iterator[Source]:
    if given.is_dir():
        yield from _in_folder(given)
    elif given.exists():
        yield _source(given, given.name)
    elif any(_MAGIC & set(part) for part in given.parts):
        yield from _matching(given)
    else:
        raise KgError(f"{given}: there is no such file or folder; check the path")


def _matching(pattern: Path) -> Iterator[Source]:
    """The files that fit a pattern; their names are relative to its folder without wildcards."""
    first = next(i for i, part in enumerate(pattern.parts) if _MAGIC & set(part))
    root = Path(*pattern.parts[:first])
    found = False
    for path in sorted(root.glob("/".join(pattern.parts[first:]))):
        name = path.relative_to(root)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and not path.is_dir() and path.name != FILE_NAME:
            found = True
            yield _source(path, name.as_posix())
    if not found:
        raise KgError(f"{pattern}: no file fits this pattern; check it")


def _in_folder(folder: Path) -> Iterator[Source]:
    sources = [_source(path, path.relative_to(folder).as_posix()) for path in _walk(folder)]
    if not any(not source.skip for source in sources):
        raise KgError(f"{folder}: this folder holds no document; documents end in {_KINDS}")
    yield from sources


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, without what is hidden; links to folders are not followed."""

    def stop(error: OSError) -> None:
        raise KgError(f"{error.filename}: this folder cannot be opened; check its permissions") from error

    for here, folders, files in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (
            Path(here, name) for name in sorted(files) if not name.startswith(".") and name != FILE_NAME
        )


def _source(path: Path, name: str) -> Source:
    if not path.is_file():
        return Source(path, name, "this is no regular file; copy its content to one")
    if path.suffix.lower() not in ENDINGS:
        ending = path.suffix or "without an ending"
        return Source(path, name, f"files {ending} are not read; documents end in {_KINDS}")
    return Source(path, name)


def _with_unique_names(sources: list[Source]) -> list[Source]:
    """Put folders before names that several files share until each is one file's alone."""
    for depth in range(1, 64):
        counts = Counter(source.name for source in sources)
        if max(counts.values(), default=1) == 1:
            break
        sources = [
            replace(source, name=_longer(source, depth)) if counts[source.name] > 1 else source
            for source in sources
        ]
    return sources


def _longer(source: Source, depth: int) -> str:
    parts = source.path.resolve().parts[1:]
    own = source.name.count("/") + 1
    return "/".join(parts[-(max(own, depth) + 1) :])
