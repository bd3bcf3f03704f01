"""Which file each document of a store was read from and what it was like, beside the graph.

``kg-files.json`` and ``kg-seen.json`` stand in the store's folder and not in the graph, because paths
differ from machine to machine. A store in memory, or one without these files, knows no paths and has
seen no file.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = "kg-files.json"
SEEN = "kg-seen.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """A document's file when it was opened last.

    ``mtime`` is in nanoseconds, 0 where a change might not show in it; ``content`` is the SHA-256 of the
    file, ``given`` what stood beside it, ``digest`` the document's, ``sample`` what tells its copies.
    """

    size: int
    mtime: int
    content: str
    given: list[str | None]
    digest: str
    sample: str


def read_files(folder: Path | None) -> dict[str, Path]:
    """The absolute path behind each document's name; StoreError where the list is damaged."""
    if folder is None:
        return {}
    try:
        said = json.loads((folder / FILES).read_text(encoding="utf-8"))
        return {str(name): Path(path) for name, path in said.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        reason = f"has a damaged {FILES}; remove that file and run kg build again"
        raise StoreError(folder, reason) from error


def write_files(folder: Path | None, files: Mapping[str, Path]) -> None:
    """Keep the paths; the file appears whole or not at all."""
    if folder is not None:
        _write(folder, FILES, {name: str(files[name]) for name in sorted(files)})


def read_seen(folder: Path | None) -> dict[str, Seen]:
    """How each document's file was; nothing where the list is damaged, for it only spares work."""
    if folder is None:
        return {}
    try:
        said = json.loads((folder / SEEN).read_bytes())
        return {str(name): Seen(**entry) for name, entry in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_seen(folder: Path | None, seen: Mapping[str, Seen]) -> None:
    """Keep how each document's file was."""
    if folder is not None:
        _write(folder, SEEN, {name: asdict(seen[name]) for name in sorted(seen)})


def _write(folder: Path, name: str, content: dict[str, Any]) -> None:
    draft = folder / f"{name}.{os.getpid()}"
    try:
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(folder / name)
    except OSError as error:
        reason = f"cannot be written ({error.strerror}); check free space and permissions"
        raise StoreError(folder, reason) from error
