"""The folder of an on-disk store: its marker file, and who may open it.

``kg-store.json`` says which version of the format a folder holds and where its IRIs begin. One
process may write, or many may read: both sides use the lock file of RocksDB itself, so that other
Oxigraph programs are noticed too.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING

from kg import __version__
from kg.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT_VERSION = 1
MARKER = "kg-store.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker file says."""

    base: str
    format_version: int = FORMAT_VERSION
    tool_version: str = __version__


def read_marker(path: Path) -> Marker | None:
    """The marker of a store's folder; None where there is no folder or an empty one.

    Raises StoreError where the folder is something else, or a store of another version.
    """
    try:
        if not path.exists() or (path.is_dir() and not any(path.iterdir())):
            return None
        if not path.is_dir():
            raise StoreError(path, "is a file and no store; give a folder with --store")
        said = (path / MARKER).read_bytes()
    except FileNotFoundError as error:
        reason = f"is a folder without {MARKER}, so no store; give another folder with --store"
        raise StoreError(path, reason) from error
    except OSError as error:
        reason = f"cannot be read ({_cause(error)}); check its permissions or give another --store"
        raise StoreError(path, reason) from error
    return _parse(path, said)


def _parse(path: Path, data: bytes) -> Marker:
    try:
        said = json.loads(data)
        version, base, tool = said["format_version"], str(said["base"]), str(said.get("tool_version", "?"))
    except (ValueError, KeyError, TypeError) as error:
        reason = f"has a damaged {MARKER}; remove the folder and build the store again"
        raise StoreError(path, reason) from error
    if version != FORMAT_VERSION:
        reason = (
            f"is a store of format {version}, made by campaign-kg {tool}, and this is format "
            f"{FORMAT_VERSION}; build it again in another folder"
        )
        raise StoreError(path, reason)
    return Marker(base, version, tool)


def write_marker(path: Path, marker: Marker) -> None:
    """Make the folder and its marker, the marker in one step."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        draft = path / f"{MARKER}.{os.getpid()}"
        draft.write_text(json.dumps(asdict(marker), indent=2, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(path / MARKER)
    except OSError as error:
        reason = f"cannot be made ({_cause(error)}); give another folder with --store"
        raise StoreError(path, reason) from error


def share_lock(path: Path) -> IO[bytes] | None:
    """Hold the store's lock for reading until the file that is returned is closed.

    Raises StoreError where another process writes. None on systems without POSIX record locks,
    where only writers keep one another out.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        lock = (path / "LOCK").open("rb")
    except OSError as error:
        reason = f"holds no graph yet or cannot be read ({_cause(error)}); run kg build first"
        raise StoreError(path, reason) from error
    try:
        fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise held(path) from error
    return lock


def held(path: Path) -> StoreError:
    """The error for a store that another process holds."""
    return StoreError(path, "is held by another process; wait until it ends, or give another --store")


def unusable(path: Path | None, error: Exception) -> StoreError:
    """Map an error of the engine to one sentence and the way out."""
    if path is None:
        return StoreError("the store in memory", f"failed ({error})")
    if isinstance(error, OSError) and "lock" in str(error).lower():
        return held(path)
    reason = (
        f"cannot be used ({_cause(error)}); check free space and permissions, or remove the "
        "folder and build it again"
    )
    return StoreError(path, reason)


def _cause(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
