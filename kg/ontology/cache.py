"""Parsed Turtle kept in the user's cache folder, keyed by the content of the files.

Parsing the frames and the gazetteer takes a second; reading them back takes milliseconds. The
cache is plain JSON, so that reading it runs nothing. Nothing depends on it: a folder that cannot
be written, or a file that is damaged, costs only the time to parse again.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEPT = 8
"""How many versions of one part are kept."""


def user_cache_folder() -> Path | None:
    """Where this user's cached files go: ``KG_CACHE`` or the system's usual folder; None without a home."""
    if chosen := os.environ.get("KG_CACHE"):
        return Path(chosen)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "campaign-kg"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "campaign-kg"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "campaign-kg"


def content_key(paths: Iterable[Path], salt: str) -> str:
    """SHA-256 of the names and bytes of files and of ``salt``, as 32 hexadecimal digits."""
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        content = path.read_bytes()
        digest.update(f"\x1f{path.name}\x1f{len(content)}\x1f".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def fetch(part: str, key: str) -> Any | None:
    """What was kept under a key, None where nothing readable was."""
    folder = user_cache_folder()
    if folder is None:
        return None
    try:
        return json.loads((folder / f"{part}-{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Make many records without the garbage collector, which finds nothing and doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def keep(part: str, key: str, value: object) -> None:
    """Keep a value of lists, texts and numbers under a key; the file appears whole or not at all."""
    folder = user_cache_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(folder / f"{part}-{key}.json", json.dumps(value, ensure_ascii=False).encode())
        by_age = sorted(folder.glob(f"{part}-*.json"), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-KEPT]:
            old.unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
