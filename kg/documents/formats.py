"""What every reader of a format gives: a text, what its parts are, and what it says of itself."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.claim import Skipped
from kg.documents.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Extracted:
    """The text of a file. ``kinds`` maps the offset of a part to its kind where the format tells."""

    text: str
    media_type: str
    metadata: Metadata = field(default_factory=Metadata)
    kinds: dict[int, str] = field(default_factory=dict)
    left_out: list[Skipped] = field(default_factory=list)


class TextBuilder:
    """Joins the parts of a structured file to one text, an empty line between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.kinds: dict[int, str] = {}
        self.left_out: list[Skipped] = []

    def add(self, text: str, kind: str = "", *, reason: str = "") -> None:
        """Appends a part, its white space squeezed; one with a ``reason`` is not to be read."""
        text = " ".join(text.split())
        if not text:
            return
        start = self._length
        self._parts.append(text)
        self._length += len(text) + 2
        if reason:
            self.left_out.append(Skipped(start, start + len(text), reason))
        elif kind:
            self.kinds[start] = kind

    def extracted(self, media_type: str, metadata: Metadata) -> Extracted:
        """Everything added so far."""
        return Extracted("\n\n".join(self._parts), media_type, metadata, self.kinds, self.left_out)


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Keeps libraries from writing to the terminal; what they raise still comes through."""
    levels = [(logging.getLogger(name), logging.getLogger(name).level) for name in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger, _ in levels:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in levels:
                logger.setLevel(level)
