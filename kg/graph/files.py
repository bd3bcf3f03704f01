"""Which file each document of a store was read from, beside the graph.

``kg-files.json`` stands in the store's folder and not in the graph, because paths differ from
machine to machine. A store in memory, or one without this file, knows no paths.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = "kg-files.json"


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
    if folder is None:
        return
    text = json.dumps({name: str(files[name]) for name in sorted(files)}, ensure_ascii=False, indent=1)
    draft = folder / f"{FILES}.{os.getpid()}"
    try:
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(folder / FILES)
    except OSError as error:
        reason = f"cannot be written ({error.strerror}); check free space and permissions"
        raise StoreError(folder, reason) from error
