"""What a text says of itself: title, publisher, date of publication, language, address."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from kg.claim import Skipped
from kg.documents.credits import dateline
from kg.documents.dates import edtf, find_date
from kg.documents.notices import is_letterhead, labelled, names_body
from kg.documents.phrases import bare, phrases
from kg.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.documents.pieces import Piece

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]*?)\s*:(?:\s+(?P<value>.*?))?\s*")
_OTHER_LINE = re.compile(r"\s*(?:#.*)?|\s+\S.*|-\s.*")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_KEYS = {
    "title": "title",
    "publisher": "publisher",
    "source": "publisher",
    "published": "published",
    "date": "published",
    "language": "language",
    "lang": "language",
    "url": "url",
    "link": "url",
}
LONGEST_VALUE = 14  # words of a publisher's name
ENDS = (12, 4)  # pieces at the beginning and at the end where labels other than dates count


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document apart from its text; ``published`` is EDTF."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This, with the other's values where it has none."""
        return Metadata(*(getattr(self, f.name) or getattr(other, f.name) for f in fields(self)))


def front_matter(text: str, name: str) -> tuple[Metadata, list[Skipped]]:
    """The ``key: value`` lines between ``---`` lines at the top of a text, and where they stand.

    A pair of ``---`` lines around something else is part of the text. Keys that mean nothing here are
    left to the tools that know them. Raises DocumentError, naming the key, for a date or language
    that cannot be understood.
    """
    found = _FRONT.match(text)
    if not found or not found.group("body").strip():
        return Metadata(), []
    values: dict[str, str] = {}
    for line in found.group("body").splitlines():
        pair = _PAIR.fullmatch(line)
        if pair and not line[:1].isspace():
            field = _KEYS.get(pair.group("key").lower())
            value = (pair.group("value") or "").strip().strip("\"'").strip()
            if field and value:
                values.setdefault(field, value)
        elif not _OTHER_LINE.fullmatch(line):
            return Metadata(), []
    if "published" in values:
        values["published"] = _checked_date(values["published"], name)
    if "language" in values:
        values["language"] = checked_language(values["language"], name, "language in its front matter")
    return Metadata(**values), [Skipped(0, found.end(), "front matter")]


def _checked_date(value: str, name: str) -> str:
    day = find_date(value)
    found = edtf(value) or (day[2] if day else None)
    if found is None:
        raise DocumentError(
            name, f"the date {value!r} in its front matter is no date; write it as 2016-10-31"
        )
    return found


def checked_language(value: str, name: str, where: str) -> str:
    """The code of a language that is read ("fr-FR" is "fr"); raises DocumentError for others."""
    code = re.split(r"[-_]", value.strip().lower())[0]
    if code not in phrases().languages:
        known = " and ".join(phrases().languages)
        raise DocumentError(name, f"{where} is {value!r}; languages that are read are {known}")
    return code


def from_text(text: str, pieces: Sequence[Piece]) -> Metadata:
    """What the pieces of a text tell: labelled lines, the dateline, the first headline.

    Only lines that are about the text itself count: a date in a sentence is an event's.
    """
    values = _labels(text, pieces)
    for piece in pieces:
        body = text[piece.start : piece.end]
        if piece.reason == "dateline" and (line := dateline(text[piece.start : piece.end + 100])):
            # a day without a place may begin a chronicle
            values.setdefault("dateline", line.published or "" if line.place else "")
            values.setdefault("publisher", line.publisher or "")
        elif piece.reason in ("publication line", "byline") and (day := find_date(body)):
            values.setdefault("bare date", day[2])
    published = next(
        (values[k] for k in ("published", "dateline", "bare date", "updated") if values.get(k)), None
    )
    return Metadata(
        title=values.get("title") or _headline(text, pieces),
        publisher=values.get("publisher") or None,
        published=published,
        url=values.get("url"),
    )


def _labels(text: str, pieces: Sequence[Piece]) -> dict[str, str]:
    values: dict[str, str] = {}
    for i, piece in enumerate(pieces):
        if piece.reason not in ("publication line", "photo credit"):
            continue
        pair = labelled(text[piece.start : piece.end])
        alone = not any(p.chunk == piece.chunk and p is not piece for p in pieces[max(0, i - 1) : i])
        if pair is None or not (alone or piece.reason == "publication line"):
            continue
        field, value = pair
        if field in ("published", "updated"):
            day = find_date(value)
            values.setdefault(field, day[2] if day else "")
        elif i < ENDS[0] or i >= len(pieces) - ENDS[1]:
            address = _ADDRESS.search(value)
            if field == "url" and address:
                values.setdefault(field, address.group())
            elif field == "title" or (field == "publisher" and len(value.split()) <= LONGEST_VALUE):
                values.setdefault(field, value)
    return values


def _headline(text: str, pieces: Sequence[Piece]) -> str | None:
    """The first headline before any paragraph; one of a letterhead only where no better one follows."""
    heads: list[tuple[int, str]] = []
    for piece in pieces:
        if piece.reason and piece.reason != "repeated":
            continue
        if piece.kind == "paragraph":
            break
        if piece.kind == "headline":
            heads.append((piece.chunk, " ".join(text[piece.start : piece.end].split())))
    headed = {chunk for chunk, line in heads if is_letterhead(line)}
    better = (
        line
        for chunk, line in heads
        if not is_letterhead(line) and not names_body(line, long=chunk in headed)
    )
    return next(better, heads[0][1] if heads else None)


def clean_title(title: str | None, text: str) -> str | None:
    """A title from a file's properties unless it is a file name or a default of a program."""
    if not title or not title.strip():
        return None
    title = " ".join(title.split())
    looks_like_file = re.search(r"\.\w{3,5}$|[_\\/]|^\S+$", title)
    return None if looks_like_file and bare(title) not in bare(text[:2000]) else title
