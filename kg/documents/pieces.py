"""A text as pieces: lines joined where a sentence was wrapped, cut where things were glued together."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.documents.phrases import bare, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028]")
_MARK = re.compile(
    r"(?P<item>[•◦▪●‣·■►✓]\s*|[-*+–—]\s+(?=[^\W_]|[\"“«(\[*])|\.\s+(?=[A-ZÀ-Þ])|\(?(?:\d{1,2}|[a-z])[.)]\s+(?=\S))"
    r"|(?P<heading>\#{1,6}\s+|={2,6}\s*(?=[^=\s]))"
    r"|(?P<quote>(?:>\s?)+)"
)
_HEADING_END = re.compile(r"\s*(?:={2,6}|\#+)$")
_LOWER, _UPPER = "a-zß-öø-ÿœ", "A-ZÀ-ÖØ-ÞŒ"
_GLUE = re.compile(
    rf"(?<=[{_LOWER}])(?=[{_UPPER}][{_LOWER}'’\s])|(?<=[{_UPPER}.!?…][\"”»])(?=[{_UPPER}][{_LOWER}])"
)
_INTERTITLE = re.compile(rf"(?:^|(?<=[.!?…\"”»)]))\s?-\s(?P<title>[^-–—.!?]{{3,60}}?)\s-(?=[{_UPPER}\"“«])")
_DASHED = re.compile(r"-\s[^-–—]{3,60}\s-")
_TOKEN_AFTER = re.compile(r"[^\W\d_]{1,40}")
_FINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
WIDEST = 130  # characters: no line of a text that was wrapped by hand or program is longer
NARROWEST = 40
LONGEST_QUOTED = 400  # characters of a quotation at whose end a cut is looked for


@dataclass(slots=True)
class Piece:
    """A stretch of text that is read or skipped as one; ``reason`` says why it is not read."""

    start: int
    end: int
    kind: str = ""
    reason: str = ""
    chunk: int = 0  # pieces of one chunk have no empty line between them
    level: int = 0  # of a marked heading
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    chunk: int

    @property
    def length(self) -> int:
        return self.end - self.start


def _lines(text: str, begin: int, end: int) -> list[_Line]:
    """The lines that are not empty, without white space around them."""
    found: list[_Line] = []
    chunk, last = 0, begin
    for match in _LINE.finditer(text, begin, end):
        raw = match.group()
        body = raw.strip()
        if not body:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        if found and len(_BREAK.findall(text[last:start])) != 1:
            chunk += 1
        found.append(_Line(start, start + len(body), start - match.start(), chunk))
        last = found[-1].end
    return found


def ends_sentence(text: str) -> bool:
    """Whether a stretch of text ends as a sentence does."""
    return bool(_FINAL.search(text[-8:]))


def _runs_on(before: str, after: str) -> bool:
    """Whether a sentence goes on in the next line, whatever the width of the lines."""
    if ends_sentence(before):
        return False
    if after[0].islower() and not _MARK.match(after):
        return True
    last = bare(before.rsplit(None, 1)[-1])
    return before[-1] in ",-–" or (len(before) > NARROWEST and last in phrases().function)


def _width(text: str, pairs: list[tuple[_Line, _Line]]) -> int:
    """The width to which lines were wrapped, 0 where they were not."""
    lengths = sorted(a.length for a, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    if not NARROWEST <= width <= WIDEST or lengths[-1] > WIDEST + 30:
        return 0
    going_on = full = short = 0
    for a, b in pairs:
        before, after = text[a.start : a.end], text[b.start : b.end]
        if _runs_on(before, after):
            going_on += 1
        elif not ends_sentence(before) and not _MARK.match(after):
            fits = a.length + 1 + len(after.split(None, 1)[0]) <= width
            short, full = short + fits, full + (not fits)
    wrapped = going_on + full
    return width if going_on and wrapped * 4 >= len(pairs) and wrapped > 2 * short else 0


def _join(text: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together. A line was wrapped where the next one's first word did not fit."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a.chunk == b.chunk]
    width = _width(text, pairs)
    group: list[_Line] = []
    for line in lines:
        if group and not _continues(text, group[-1], line, width):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(text: str, before: _Line, line: _Line, width: int) -> bool:
    body = text[line.start : line.end]
    previous = text[before.start : before.end]
    if before.chunk != line.chunk or _MARK.match(body) or previous.startswith(("#", "==")):
        return False
    if _runs_on(previous, body):
        return True
    if not width or (
        line.indent >= before.indent + 2 and ends_sentence(previous) and not _MARK.match(previous)
    ):
        return False
    first_word = body.split(None, 1)[0]
    return before.length + 1 + len(first_word) > width


def split_pieces(text: str, begin: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of a text between two offsets; each character that is not white space is in one.

    List marks and heading marks are pieces of their own with a reason.
    """
    pieces: list[Piece] = []
    words = Vocabulary(text)
    for group in _join(text, _lines(text, begin, len(text) if end is None else end)):
        start, stop, chunk = group[0].start, group[-1].end, group[0].chunk
        mark = _MARK.match(text, start, stop)
        kind, level = "", 0
        if mark and mark.end() < stop:
            kind = {"item": "item", "heading": "headline", "quote": ""}[mark.lastgroup or "quote"]
            level = len(mark.group().strip()) if kind == "headline" else 0
            pieces.append(_piece(text, start, mark.end(), "mark", chunk))
            start = mark.end()
        tail = _HEADING_END.search(text, start, stop) if kind == "headline" else None
        body_end = tail.start() if tail and tail.start() > start else stop
        cuts = cut_points(text, start, body_end, words) if not level else []
        for a, b in zip([start, *cuts], [*cuts, body_end], strict=True):
            pieces.extend(_titled(text, _piece(text, a, b, "", chunk, kind if a == start else "", level)))
        if body_end < stop:
            pieces.append(_piece(text, body_end, stop, "mark", chunk))
    return [piece for piece in pieces if piece.start < piece.end]


def _piece(text: str, start: int, end: int, reason: str, chunk: int, kind: str = "", level: int = 0) -> Piece:
    start, end = trim(text, start, end)
    return Piece(start, end, kind, reason, chunk, level)


def _titled(text: str, piece: Piece) -> Iterator[Piece]:
    """A heading between dashes in the middle of a paragraph, as agencies set it, without its dashes."""
    if _DASHED.fullmatch(text, piece.start, piece.end):
        yield _piece(text, piece.start, piece.start + 1, "mark", piece.chunk)
        yield _piece(text, piece.start + 1, piece.end - 1, "", piece.chunk, "headline")
        yield _piece(text, piece.end - 1, piece.end, "mark", piece.chunk)
    else:
        yield piece


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


class Vocabulary:
    """The words of a text as they stand between spaces and punctuation, found when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(re.findall(r"[^\W\d_]+", self._text))
        return word in self._words


def cut_points(text: str, start: int, end: int, words: Vocabulary) -> list[int]:
    """Where two things were run together without a space ("…of the yearThe army said", "- Title -").

    A capital inside a word is such a place only with a second sign: see ``_is_glue``.
    """
    cuts: set[int] = set()
    for match in _INTERTITLE.finditer(text, start, end):
        if len(match.group("title").split()) <= 8:
            cuts.update((match.start(), match.end()))
    last = start
    for match in _GLUE.finditer(text, start, end):
        where = match.start()
        if where > last and _is_glue(text, last, where, end, words):
            cuts.update((where, *_label_start(text, last, where)))
            last = where
    return sorted(cut for cut in cuts if start < cut < end)


def _is_glue(text: str, last: int, where: int, end: int, words: Vocabulary) -> bool:
    """Whether there is a second sign.

    It is a quotation that closes, a known label, a small letter at the word's beginning, or two words
    that the text or the language knows.
    """
    if text[where - 1] in '"”»':
        quoted = text[max(last, where - LONGEST_QUOTED) : where - 1]
        if text[where - 1] == '"' and quoted.count('"') % 2 == 0:  # it opens a quotation
            return False
        return quoted.isupper() or quoted[-1:] in ".!?…"
    left, found = _word_before(text, last, where), _TOKEN_AFTER.match(text, where, end)
    right = found.group() if found else ""
    if next(_label_start(text, last, where), None) is not None:
        return True
    if where - last < 80 and bare(text[last:where]) in phrases().lines:
        return True
    if len(left) < 4 or len(right) < 2:
        return False
    return left[0].islower() or (left in words and (right.casefold() in phrases().function or right in words))


def _word_before(text: str, last: int, where: int) -> str:
    """The letters that end at ``where``, at most 40 of them."""
    start = where
    while start > max(last, where - 40) and text[start - 1].isalpha():
        start -= 1
    return text[start:where]


def _label_start(text: str, last: int, where: int) -> Iterator[int]:
    """Where a label that ends at ``where`` begins, after the end of a sentence ("….Read More|Slideshow")."""
    tail = text[max(last, where - 40) : where]
    for match in re.finditer(r"(?<=[.!?…\"”»)\]])\s*", tail):
        if bare(tail[match.end() :]) in phrases().lines:
            yield where - len(tail) + match.end()
            return
