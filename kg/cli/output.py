"""Where results go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAM = "-"


@contextmanager
def open_output(target: str) -> Iterator[IO[bytes]]:
    """A binary stream to a file, or to standard output for "-"; UsageError where it cannot be written."""
    if target == STREAM:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give a file with -o")
    draft = path.with_name(f".{path.name}.{os.getpid()}") if path.is_file() or not path.exists() else path
    try:
        with draft.open("wb") as out:
            yield out
        if draft != path:
            draft.replace(path)
    except OSError as error:
        _discard(draft, path)
        raise UsageError(f"{path} cannot be written ({error.strerror}); give another file with -o") from error
    except BaseException:
        _discard(draft, path)
        raise


def _discard(draft: Path, path: Path) -> None:
    if draft != path:
        with contextlib.suppress(OSError):
            draft.unlink()
