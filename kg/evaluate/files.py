"""Annotation files as records: what a document says, as annotated by hand or exported from a graph.

The format is one JSON object a document, as ``kg export annotations`` writes it; role fillers are
names, or objects with "name" and "mention". What is no such object is refused by the name of the file
and the key that is wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.claim import ASSERTED, ROLES
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Names = tuple[str, ...]  # what one thing may be called, best first


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: its class, its name, and all other names of it."""

    cls: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An event; ``accepted`` are the classes that are right for it, ``source`` is None for no one."""

    cls: str
    accepted: frozenset[str]
    trigger: str
    quote: str
    roles: Mapping[str, tuple[Names, ...]]
    date: str
    status: str
    source: Names | None


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective."""

    category: str
    quote: str
    holders: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that is annotated in one document; ``language`` is "" where the file does not say it."""

    language: str = ""
    things: tuple[Thing, ...] = ()
    events: tuple[Told, ...] = ()
    relations: tuple[tuple[str, str, str], ...] = ()
    goals: tuple[Goal, ...] = ()


def read_annotation(path: Path) -> Annotation:
    """One annotation file; KgError names the file, and the key that is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror}); check its permissions"
        raise KgError(f"{path}: {reason}") from error
    except UnicodeDecodeError as error:
        raise KgError(f"{path}: the file is no UTF-8 text; save it as UTF-8") from error
    return parse_annotation(text, str(path))


def parse_annotation(text: str, name: str) -> Annotation:
    """The same from JSON text; ``name`` is what an error calls it.

    >>> parse_annotation('{"entities": [], "events": [{"class": "Clash"}]}', "report.json")
    Traceback (most recent call last):
    kg.errors.KgError: report.json: events[0].trigger is missing; give it as text
    """
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = (
            f"{error.msg} at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "too deep"
        )
        raise KgError(f"{name}: this is not well-formed JSON ({reason}); mend it") from error
    top = _Record(content, name, "")
    return Annotation(
        top.text("language", ""),
        tuple(
            Thing(record.text("class"), record.text("name"), tuple(record.texts("aliases")))
            for record in top.records("entities", required=True)
        ),
        tuple(_event(record) for record in top.records("events", required=True)),
        tuple(top.triples("relations")),
        tuple(
            Goal(record.text("category", ""), record.text("quote"), record.fillers("holder"))
            for record in top.records("objectives")
        ),
    )


def _event(record: _Record) -> Told:
    cls, source = record.text("class"), record.get("source")
    return Told(
        cls,
        frozenset((cls, *record.texts("alt"))),
        record.text("trigger"),
        record.text("quote"),
        {role: record.fillers(role) for role in ROLES},
        record.text("date", ""),
        record.text("status", "") or ASSERTED,
        record.names("source", source) if source else None,
    )


class _Record:
    """A JSON object and where it stands: ``events[3]`` of a file."""

    def __init__(self, content: Any, file: str, where: str) -> None:
        self.file = file
        self.where = where
        if not isinstance(content, dict):
            raise self.wrong("", "is no object; write it between { and }")
        self.content: dict[str, Any] = content

    def wrong(self, key: str, what: str) -> KgError:
        """The error for a key of this object, or for the object itself."""
        return KgError(f"{self.file}: {self._place(key) or 'what the file holds'} {what}")

    def _place(self, key: str) -> str:
        return ".".join(filter(None, (self.where, key)))

    def get(self, key: str) -> Any:
        """A value, None where it is missing."""
        return self.content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text, which must be there if it has no default."""
        value = self.get(key)
        if value is None:
            if default is None:
                raise self.wrong(key, "is missing; give it as text")
            return default
        if not isinstance(value, str):
            raise self.wrong(key, "is no text; put it in quotation marks")
        return value

    def texts(self, key: str) -> Iterator[str]:
        """The texts of a list."""
        for number, value in enumerate(self._list(key)):
            if not isinstance(value, str):
                raise self.wrong(f"{key}[{number}]", "is no text; put it in quotation marks")
            yield value

    def records(self, key: str, *, required: bool = False) -> Iterator[_Record]:
        """The objects of a list."""
        if required and self.get(key) is None:
            raise self.wrong(key, "is missing; give a list, [] where there is nothing")
        for number, value in enumerate(self._list(key)):
            yield _Record(value, self.file, self._place(f"{key}[{number}]"))

    def triples(self, key: str) -> Iterator[tuple[str, str, str]]:
        """Lists of three texts."""
        for number, value in enumerate(self._list(key)):
            parts = value if isinstance(value, list) else []
            if len(parts) != 3 or not all(isinstance(part, str) for part in parts):
                raise self.wrong(
                    f"{key}[{number}]", "is no list of three texts; name subject, relation, object"
                )
            yield parts[0], parts[1], parts[2]

    def fillers(self, key: str) -> tuple[Names, ...]:
        """The names of each filler of a role."""
        return tuple(self.names(f"{key}[{number}]", value) for number, value in enumerate(self._list(key)))

    def names(self, key: str, value: Any) -> Names:
        """The names of one filler, be it a text or an object with "name" and "mention"."""
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, dict):
            raise self.wrong(key, 'is neither a name nor an object with "name" and "mention"; give one')
        record = _Record(value, self.file, self._place(key))
        names = (record.text("name", ""), record.text("mention", ""), *record.texts("aliases"))
        return tuple(name for name in names if name)

    def _list(self, key: str) -> list[Any]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "is no list; write it between [ and ]")
        return value
