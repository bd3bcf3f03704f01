"""The language of each piece of a text: its own where it tells, else its neighbours'."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.documents.languages import SURE, clear_language, identify, language_name, likelier, telling_words
from kg.documents.phrases import phrases
from kg.documents.pieces import trim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.documents.pieces import Piece

_SENTENCE_GAP = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”»]))\s+(?=[\"“«]?\s?[^\W\d_a-zß-ÿ])")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
SHORT = 8  # words: fewer do not tell a third language
FOREIGN_SHARE = 0.9  # of the letters of a document that may be in other languages
UNSURE = 0.8  # probability from which a language that is read is believed


def assign_languages(text: str, pieces: list[Piece], given: str | None) -> tuple[list[Piece], str, str]:
    """The pieces, cut where a paragraph changes its language, each with its language.

    Pieces in a third language get a reason. Returned with them: the language of most of the text
    ("" where it is none of those that are read) and the third language of most of the rest.
    """
    pieces = [part for piece in pieces for part in _by_sentence(text, piece)]
    foreign: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for piece in pieces:
        if piece.reason:
            continue
        body = text[piece.start : piece.end]
        piece.language, third = _language(body)
        if third:
            foreign[third] += len(body)
            piece.reason = f"in {language_name(third)}, which is not read"
        elif piece.language:
            own[piece.language] += len(body)
    main = given or (max(sorted(own), key=lambda name: own[name]) if own else "")
    other = max(sorted(foreign), key=lambda name: foreign[name]) if foreign else ""
    if not main:
        main, other = _as_a_whole(text, pieces, other)
    elif not given and foreign.total() > FOREIGN_SHARE * (own.total() + foreign.total()):
        main = ""
    _fill(pieces, main)
    return pieces, main, other


def _language(body: str) -> tuple[str, str]:
    """(language, "") where it is one that is read, ("", third) where it is another, ("", "") unsure."""
    clear = clear_language(body)
    if clear:
        return clear, ""
    letters = len(_LETTER.findall(body))
    latin = len(_LATIN.findall(body))
    words = len(body.split())
    strange = letters > 0 and latin * 2 < letters
    if words < 3 and not strange:
        return "", ""
    found, sure = identify(body)
    if found in phrases().languages:
        return (found, "") if sure >= UNSURE else ("", "")
    total, counts = telling_words(body)
    foreign = strange or (words >= SHORT and sure >= SURE and max(counts.values()) * 10 < total)
    return ("", found) if foreign else ("", "")


def _as_a_whole(text: str, pieces: list[Piece], other: str) -> tuple[str, str]:
    """The language of a text none of whose pieces tells its own."""
    body = "\n".join(text[piece.start : piece.end] for piece in pieces if not piece.reason)
    if not body:
        return "", other
    found, sure = identify(body)
    if found in phrases().languages:
        return found, other
    if sure >= SURE or len(body.split()) >= 3 * SHORT:
        return "", found
    return likelier(body)[0], other


def _fill(pieces: list[Piece], main: str) -> None:
    """Short pieces take the language that their neighbours share, else the document's."""
    kept = [piece for piece in pieces if not piece.reason]
    before = _carried([piece.language for piece in kept], main)
    after = _carried([piece.language for piece in reversed(kept)], main)[::-1]
    for piece, left, right in zip(kept, before, after, strict=True):
        piece.language = piece.language or (left if left == right else main)


def _carried(told: list[str], last: str) -> list[str]:
    """Each language, or the last one that was told before it."""
    carried = []
    for language in told:
        last = language or last
        carried.append(last)
    return carried


def _by_sentence(text: str, piece: Piece) -> Iterator[Piece]:
    """A paragraph cut where one sentence is clearly in another language than the one before."""
    body = text[piece.start : piece.end]
    counts = sorted(telling_words(body)[1].values()) if not piece.reason else [0]
    if len(counts) < 2 or counts[-2] < 3:
        yield piece
        return
    last, language = piece.start, ""
    starts = [piece.start, *(match.end() for match in _SENTENCE_GAP.finditer(text, piece.start, piece.end))]
    for start, end in zip(starts, [*starts[1:], piece.end], strict=True):
        own = clear_language(text[start:end], least=3)
        if own and language and own != language:
            yield replace(piece, start=last, end=trim(text, last, start)[1])
            last = start
        language = own or language
    yield replace(piece, start=last)
