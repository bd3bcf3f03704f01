"""A text as blocks to read and stretches to skip; together they cover all of it.

Order of the work: pieces by their lines, then what each piece is by itself (``notices``, ``credits``),
then what it is by its neighbours (galleries, menus, repetitions), last the language of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.claim import Block, Skipped
from kg.documents.context import settle
from kg.documents.credits import credit_names, dateline, signature, trailing_credit
from kg.documents.notices import reason_to_skip
from kg.documents.phrases import phrases
from kg.documents.pieces import Piece, ends_sentence, split_pieces, trim
from kg.documents.tongues import assign_languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_STOP = re.compile(r"[.!…;:,][\"'”’»)\]]*$")
_QUESTION = re.compile(r"\?[\"'”’»)\]]*$")
_INNER_END = re.compile(r"[^\W\d_]{3}[.!?…][\"”»]?\s+[\"“«]?[^\W\d_a-zà-ÿ]")
_ROW = re.compile(r"\|.*\|$", re.DOTALL)
LONGEST_HEADLINE = 30  # words
OPENING = 4  # pieces among which a dateline is looked for


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is divided. ``pieces`` are all stretches in order, those to read with reason ""."""

    pieces: tuple[Piece, ...]
    language: str  # of most of the text; "" where there is nothing to read
    other: str = ""  # the language of most of the text where it is none that is read

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is read."""
        return tuple(Block(p.start, p.end, p.kind, p.language) for p in self.pieces if not p.reason)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What is not read, and why."""
        return tuple(Skipped(p.start, p.end, p.reason) for p in self.pieces if p.reason)


def lay_out(
    text: str,
    *,
    left_out: Sequence[Skipped] = (),
    kinds: Mapping[int, str] | None = None,
    language: str | None = None,
) -> Layout:
    """Divides a text.

    ``left_out`` are stretches that the format itself tells not to be text, in order; ``kinds`` gives
    the kind of the piece at an offset where the format tells it; ``language`` overrides what is found.
    """
    pieces: list[Piece] = []
    parts = list(_credits_joined(text, list(_split_around(text, left_out))))
    opening = 0 if _is_chronicle(text, parts) else OPENING
    for piece in parts:
        if kinds and piece.start in kinds:
            piece.kind = kinds[piece.start]
        pieces.extend(_taken_apart(text, piece, opens=len(pieces) < opening))
    settle(text, pieces)
    first = True
    for piece in pieces:
        if not piece.reason:
            piece.kind = piece.kind or kind_of(text[piece.start : piece.end], first=first)
            first = False
    divided, main, other = assign_languages(text, pieces, language)
    return Layout(tuple(divided), main, other)


def kind_of(text: str, *, first: bool = False) -> str:
    """Tell by its shape whether a text is a "headline", an "item" or a "paragraph".

    >>> kind_of("Battle for the bridge"), kind_of("The battle began.")
    ('headline', 'paragraph')
    """
    if _ROW.match(text):
        return "item"
    words = len(text.split())
    if words > LONGEST_HEADLINE or _STOP.search(text[-6:]) or _INNER_END.search(text):
        return "paragraph"
    if _QUESTION.search(text[-6:]):
        return "headline" if words <= (LONGEST_HEADLINE if first else 20) else "paragraph"
    return "headline"


def _split_around(text: str, left_out: Sequence[Skipped]) -> Iterator[Piece]:
    """The pieces of the text, each stretch left out as one of them."""
    last, chunk = 0, 0
    for stretch in [*left_out, Skipped(len(text), len(text), "")]:
        for piece in split_pieces(text, last, stretch.start):
            piece.chunk += chunk
            yield piece
        chunk += 1 + stretch.start - last
        last = stretch.end
        if stretch.start < stretch.end:
            yield Piece(*trim(text, stretch.start, stretch.end), reason=stretch.reason, chunk=chunk)
            chunk += 1


def _credits_joined(text: str, pieces: list[Piece]) -> Iterator[Piece]:
    """A credit after a dash is no item of a list."""
    held: Piece | None = None
    for piece in pieces:
        if held and piece.kind == "item" and credit_names(text[held.start : piece.end]):
            yield replace(held, end=piece.end, reason="photo credit")
            held = None
            continue
        if held:
            yield held
        held = piece if piece.reason == "mark" else None
        if held is None:
            yield piece
    if held:
        yield held


def _is_chronicle(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether several pieces begin with a day and a dash, which are then no datelines."""
    lines = (dateline(text[piece.start : piece.end]) for piece in pieces if not piece.reason)
    return sum(1 for line in lines if line and line.published and not line.publisher) > 1


def _taken_apart(text: str, piece: Piece, *, opens: bool) -> Iterator[Piece]:
    """The piece with its dateline, credit and heading suffix cut off, each with a reason."""
    if piece.reason:
        yield piece
        return
    piece.reason = reason_to_skip(text[piece.start : piece.end])
    if piece.reason:
        yield piece
        return
    if opens and (line := dateline(text[piece.start : piece.end])):
        at = piece.start + line.end
        yield _cut(text, piece, piece.start, at, "dateline")
        piece.start = trim(text, at, piece.end)[0]
    elif day := signature(text[piece.start : piece.end]):
        at = piece.start + day
        yield _cut(text, piece, piece.start, at, "publication line")
        piece.start = trim(text, at, piece.end)[0]
    if piece.start < piece.end:
        yield from _without_tail(text, piece)


def _without_tail(text: str, piece: Piece) -> Iterator[Piece]:
    body = text[piece.start : piece.end]
    at, reason = trailing_credit(body), "photo credit"
    if at is None and len(body) < 300 and (suffix := phrases().suffixes.search(body)):
        at, reason = suffix.start(), "menu"
    if not at:
        yield piece
        return
    tail = _cut(text, piece, piece.start + at, piece.end, reason)
    piece.end = trim(text, piece.start, piece.start + at)[1]
    if reason == "photo credit" and not piece.kind and not body[at:].strip().endswith(":"):
        piece.kind = _credited_kind(text[piece.start : piece.end], body[at:])
    # what is left may be furniture by itself
    piece.reason = reason_to_skip(text[piece.start : piece.end])
    yield piece
    yield tail


def _credited_kind(body: str, credit: str) -> str:
    """A paragraph may end with an agency's signature; name and agency, or no full stop, is a caption."""
    if "/" in credit or "©" in credit:
        return "caption"
    is_label = ":" in credit
    return "" if ends_sentence(body) or is_label else "caption"


def _cut(text: str, piece: Piece, start: int, end: int, reason: str) -> Piece:
    start, end = trim(text, start, end)
    return replace(piece, start=start, end=end, kind="", reason=reason)
