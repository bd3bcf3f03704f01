"""What a page puts around its text: menus, notices, share links. A piece gets a reason or none.

A piece is only left out on clear signs, for a lost sentence is worse than a menu that is read: whole
lines from a list, beginnings that no report has, or several cues of a notice together.
"""

from __future__ import annotations

import re

from kg.documents.credits import byline_names, credit_names
from kg.documents.dates import find_date, is_date_line
from kg.documents.phrases import Phrases, bare, phrases

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"(?:</?[A-Za-z][^<>]*>\s*)+")
_TAG = re.compile(r"#\w+")
_SEPARATORS = re.compile(r"\s*[|•·>/»]\s*")
LONGEST = 6000  # characters: no notice is longer
LONGEST_NAME = 7  # words of a body's name


def reason_to_skip(text: str) -> str:
    """Why a piece is not content, "" where it is.

    >>> reason_to_skip("Read more"), reason_to_skip("The army took the bridge.")
    ('related link', '')
    """
    if not _LETTER.search(text):
        return "no words"
    if len(text) > LONGEST:
        return ""
    if _PICTURE.fullmatch(text):
        return "picture"
    if _MARKUP.fullmatch(text):
        return "markup"
    plain = _LINK.sub(lambda match: match.group("text"), text)
    return _line_reason(plain) or _notice_reason(plain)


def _line_reason(text: str) -> str:
    known = phrases()
    if len(text) > 400:
        return ""
    line = bare(text)
    if line in known.lines:
        return known.lines[line]
    if _BARE_LINK.fullmatch(text):
        return "link"
    if all(_TAG.fullmatch(word) for word in text.split()):
        return "tags"
    if credit_names(text):
        return "photo credit"
    if byline_names(text):
        return "byline"
    if labelled(text):
        return "publication line"
    if _is_menu(text, known):
        return "menu"
    words = len(text.split())
    for start in known.starts:
        if words <= start.most and start.pattern.match(text):
            return start.reason
    return ""


def _is_menu(text: str, known: Phrases) -> bool:
    """Names of sections or labels with marks between them, nothing else."""
    parts = [bare(part) for part in _SEPARATORS.split(text) if part.strip()]
    return len(parts) > 1 and all(part in known.navigation or part in known.lines for part in parts)


def labelled(text: str) -> tuple[str, str] | None:
    """The field and the value of a line such as "Published: 31 October 2016", None for others.

    A label without a colon counts only before a date ("Publié le 3 mars 2017").
    """
    if len(text) > 250:
        return None
    known = phrases()
    head, colon, value = text.partition(":")
    field = known.labels.get(bare(head)) if colon else None
    if field and value.strip():
        if field not in ("published", "updated"):
            return field, value.strip()
        return (field, value.strip()) if find_date(value) and len(value) < 60 else None
    day = find_date(text)
    if day is None or not is_date_line(text):
        return None
    words = [word for word in bare(text[: day[0]]).split() if word.strip(",.") not in known.days]
    field = known.labels.get(bare(" ".join(words)))
    return (field, text[day[0] :]) if field in ("published", "updated") else None


def is_letterhead(line: str) -> bool:
    """Whether a line says what sort of text it heads ("Press release no. 3") and nothing else."""
    return any(pattern.fullmatch(line) for pattern in phrases().letterheads)


def names_body(line: str, *, long: bool = False) -> bool:
    """Whether a line is the name of a body ("Ministry of Defence"); a ``long`` one may have any words.

    >>> names_body("Ministry of Defence"), names_body("Ministry of Defence denies the strike")
    (True, False)
    """
    known = phrases()
    words = line.split()
    capitals = all(word[:1].isupper() or bare(word) in known.function for word in words)
    short = len(words) <= LONGEST_NAME and capitals
    return (short or long) and any(bare(word) in known.bodies for word in words[:2])


def _notice_reason(text: str) -> str:
    words = len(text.split())
    for notice in phrases().notices:
        if words > notice.most or not notice.anchors.search(text):
            continue
        if sum(1 for cue in notice.cues if cue.search(text)) >= notice.least:
            return notice.reason
    return ""
