"""What a piece is by its neighbours: captions of a gallery, names under them, menus, repetitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.documents.credits import byline_names, credit_names, imprint
from kg.documents.dates import find_date, is_date_line
from kg.documents.notices import is_letterhead, labelled
from kg.documents.phrases import bare, phrases
from kg.documents.pieces import Piece, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
GALLERY = 3  # credit lines that make a gallery
SHORTEST_REPEATED = 3  # words
SHORT_HEADING = 5  # words
OPENING, CLOSING = 8, 4  # first and last pieces among which a date alone is the date of publication


def settle(text: str, pieces: list[Piece]) -> None:
    """Gives reasons and kinds to pieces by what stands around them (in place)."""
    _keep_dated_records(text, pieces)
    _bylines(text, pieces)
    _date_alone(text, pieces)
    _captions(pieces)
    _menus(text, pieces)
    _closing_sections(text, pieces)
    _repeated(text, pieces)
    _headings_without_text(text, pieces)


def _body(text: str, piece: Piece) -> str:
    return text[piece.start : piece.end]


def _open(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not piece.reason]


def _keep_dated_records(text: str, pieces: list[Piece]) -> None:
    """Several "Date: …" lines are a list of incidents, not dates of publication."""
    dated = [
        piece
        for piece in pieces
        if piece.reason == "publication line" and (labelled(_body(text, piece)) or ("",))[0] == "published"
    ]
    if len(dated) > 1:
        for piece in dated:
            piece.reason = ""


def _bylines(text: str, pieces: list[Piece]) -> None:
    """A line that is nothing but a name which a credit or byline of the text has."""
    names: set[str] = set()
    for piece in pieces:
        if piece.reason in ("photo credit", "byline"):
            names.update(credit_names(_body(text, piece)) or byline_names(_body(text, piece)))
    names = {name for name in names if " " in name and name not in phrases().agencies}
    for piece in _open(pieces) if names else ():
        if piece.end - piece.start < 60 and bare(_body(text, piece)) in names:
            piece.reason = "byline"


def _date_alone(text: str, pieces: list[Piece]) -> None:
    """A date on a line of its own, or with a place or publisher, before the first sentence or at the end.

    Several of them are a chronicle and are read.
    """
    told = [i for i, p in enumerate(pieces) if not p.reason and ends_sentence(_body(text, p))]
    begin, end = min([OPENING, *told]), max([len(pieces) - CLOSING - 1, *told])
    title = _title(text, pieces, begin)
    for says in (_is_date, imprint):
        alone = [i for i, p in enumerate(pieces) if p.reason in ("", "no words") and says(_body(text, p))]
        near = [i for i in alone if i < begin and i != title], [i for i in alone if i > end]
        if all(len(part) < 2 for part in near) and {*alone} <= {*near[0], *near[1], title}:
            for i in (*near[0], *near[1]):
                pieces[i].reason = "publication line"


def _is_date(line: str) -> bool:
    return is_date_line(line) and (find_date(line) is not None or bool(_LETTER.search(line)))


def _title(text: str, pieces: list[Piece], begin: int) -> int:
    """The first line, unless it is a date or has one word before its date and another line below; else -1."""
    lines = [i for i, piece in enumerate(pieces[:begin]) if not piece.reason]
    if not lines or is_date_line(_body(text, pieces[lines[0]])):
        return -1
    sender = imprint(_body(text, pieces[lines[0]]))
    letterhead = len(lines) > 1 and sender.isalpha() and not is_letterhead(sender)
    return -1 if letterhead else lines[0]


def _captions(pieces: list[Piece]) -> None:
    """Credits on lines of their own: above or below the captions they belong to."""
    credits = [i for i, piece in enumerate(pieces) if piece.reason == "photo credit"]
    for i in credits:
        for j in (i - 1, i + 1):
            near = pieces[j] if 0 <= j < len(pieces) else None
            if near and not near.reason and not near.kind and near.chunk == pieces[i].chunk:
                near.kind = "caption"
    credits = [i for i in credits if i == 0 or pieces[i - 1].chunk != pieces[i].chunk]
    if len(credits) < GALLERY:
        return
    for i, following in zip(credits, [*credits[1:], credits[-1] + 2], strict=True):
        between = [piece for piece in pieces[i + 1 : following] if not piece.reason]
        if 0 < len(between) <= 2:
            for piece in between:
                piece.kind = piece.kind or "caption"


def _menus(text: str, pieces: list[Piece]) -> None:
    """Two or more names of sections one after the other."""
    known = phrases()
    run: list[Piece] = []
    for piece in [*pieces, Piece(0, 0, reason="end")]:
        word = bare(_body(text, piece)) if piece.end - piece.start < 40 else ""
        if word and (word in known.navigation or piece.reason == "menu"):
            run.append(piece)
            continue
        if len(run) > 1:
            for item in run:
                item.reason = item.reason or "menu"
        run = [] if piece.reason != "mark" else run


def _closing_sections(text: str, pieces: list[Piece]) -> None:
    """References and links at the end of an encyclopedia's article, under a marked heading."""
    level = 0
    for piece in pieces:
        if piece.level and not piece.reason:
            closes = bare(_body(text, piece)) in phrases().closing
            if closes and (not level or piece.level <= level):
                level = piece.level
            elif level and piece.level <= level:
                level = 0
        if level and not piece.reason:
            piece.reason = "reference list"


def _repeated(text: str, pieces: list[Piece]) -> None:
    """What was said before word for word."""
    seen: set[tuple[str, ...]] = set()
    for piece in _open(pieces):
        words = tuple(_WORDS.findall(_body(text, piece).casefold()))
        if len(words) < SHORTEST_REPEATED:
            continue
        if words in seen:
            piece.reason = "repeated"
        seen.add(words)


def _headings_without_text(text: str, pieces: list[Piece]) -> None:
    """A short heading after the last sentence, with nothing but furniture below it."""
    for piece in _tail(text, pieces):
        piece.reason = "heading without text"


def _tail(text: str, pieces: list[Piece]) -> Iterator[Piece]:
    furniture = False
    first = next((piece for piece in pieces if not piece.reason), None)
    for piece in reversed(pieces):
        if piece.reason:
            furniture = furniture or piece.reason not in ("mark", "repeated", "photo credit")
            continue
        body = _body(text, piece)
        short = len(body.split()) <= SHORT_HEADING and not ends_sentence(body) and body[-1:] != "?"
        if not furniture or piece.kind or not short or piece is first:
            return
        yield piece
