"""``documents.toml`` beside the files: what the files do not say of themselves.

["report.txt"]
title = "…"
publisher = "…"
published = "2016-10-31"
language = "en"
url = "https://…"
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.documents.dates import edtf
from kg.documents.metadata import Metadata
from kg.documents.phrases import phrases
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "documents.toml"
KEYS = ("title", "publisher", "published", "language", "url")


def check_overrides(folder: Path) -> None:
    """Read the folder's ``documents.toml`` if it has one; raises KgError where it is wrong."""
    _tables(folder)


def without_file(folder: Path) -> list[str]:
    """The names in the folder's ``documents.toml`` of which there is no file beside it, sorted."""
    return sorted(name for name in _tables(folder) if not (folder / name).exists())


def overrides(path: Path) -> Metadata:
    """What ``documents.toml`` beside a file says of it; raises KgError where it is wrong."""
    return _tables(path.parent).get(path.name, Metadata())


def _tables(folder: Path) -> dict[str, Metadata]:
    path = folder / FILE_NAME
    try:
        stat = path.stat()
    except OSError:
        return {}
    return _parsed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int, _size: int) -> dict[str, Metadata]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"{path}: this is not well-formed TOML ({error}); mend it or remove it") from error
    return {name: _metadata(path, name, entry) for name, entry in data.items()}


def _metadata(path: Path, name: str, entry: Any) -> Metadata:
    if not isinstance(entry, dict):
        raise KgError(
            f'{path}: {name} stands outside a table; put it under the file it is about, ["{name}.txt"]'
        )
    values = {key: _value(path, name, key, value) for key, value in entry.items()}
    return Metadata(**values)


def _value(path: Path, name: str, key: str, value: Any) -> str:
    where = f'{path}, ["{name}"]'
    if key not in KEYS:
        raise KgError(f"{where}: the key {key!r} is unknown; known keys are {', '.join(KEYS)}")
    if key == "published":
        text = value.isoformat()[:10] if isinstance(value, date) else str(value)
        found = None if isinstance(value, bool) else edtf(text)
        if found is None:
            raise KgError(
                f"{where}: published = {text!r} is no date; write it as 2016-10-31, 2016-10 or 2016"
            )
        return found
    if not isinstance(value, str) or not value.strip():
        raise KgError(f"{where}: {key} is not text; put it in quotation marks")
    if key == "language" and value not in phrases().languages:
        known = ", ".join(phrases().languages)
        raise KgError(f"{where}: language = {value!r} is not read; languages that are read are {known}")
    return value.strip()
