"""Photo credits, bylines, datelines and imprints: who made a text or picture, when and where.

They are known by their shape (a name, a slash, an agency; a label and a name) with the agencies and
labels of ``furniture.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.documents.dates import find_date, is_date_line
from kg.documents.phrases import alternatives, bare, phrases

_NAME_WORD = re.compile(r"(?:[^\W\d_]\.|[^\W\d_][\w'’.-]*[\w.])|[^\W\d_]", re.UNICODE)
_PARTS = re.compile(r"\s*[/|,;]\s*|\s+[-‒–—]\s+")
_OPENING = re.compile(r"^[\s\-‒–—•·|]*(?:©|\(c\))?\s*", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?P<paren>\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\s*)$"
    r"|(?P<dash>(?:[\s\u2002\u2003]*(?:©|\(c\))|[\s\u2002\u2003]+[-‒–—|]\s+)\s*(?P<after>[^.!?©]{2,80}))$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:(?P<place>[^\W\d_][^.!?()\n]{1,60}?)[,.]?\s*)?\((?P<agency>[^()\d]{2,40})\)\s*(?:[-‒–—]{1,2}|:)\s+"
    r"|(?P<date>[^()\n]{6,60}?)\s*\.?\s*[-‒–—]{1,2}\s+(?=[^\W\d_«“\"])"
)

_BARS = "|•·"
_SET_OFF = f"{_BARS},:(-–—"
LONGEST_IMPRINT = 100  # characters
LONGEST_SENDER = 8  # words


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dispatch says from where, when and by whom it was sent."""

    end: int
    published: str | None
    publisher: str | None
    place: str = ""


def is_agency(text: str) -> bool:
    """Whether a text is the name of an agency, with or without a label or "via" before it."""
    words = bare(text).split()
    known = phrases()
    while words and (words[0].strip(":") in known.credit_labels or words[0] in known.credit_by):
        words = words[1:]
    return " ".join(words).lstrip(": ") in known.agencies


def names_in(text: str, links: frozenset[str] | None = None) -> list[str]:
    """The names of a line that is made of names alone (capitalised words), bare; else nothing.

    ``links`` are the words that may stand between names, by default those for "and".
    """
    links = phrases().name_links if links is None else links
    names: list[list[str]] = [[]]
    for word in re.split(r"[\s,]+", text.strip()):
        if word == "&" or bare(word) in links:
            names.append([])
        elif _NAME_WORD.fullmatch(word) and (word[0].isupper() or word in phrases().particles):
            names[-1].append(bare(word))
        else:
            return []
    return [" ".join(name) for name in names if name]


@cache
def _labelled() -> re.Pattern[str]:
    labels, by = alternatives(phrases().credit_labels), alternatives(phrases().credit_by)
    return re.compile(rf"(?:{labels})\s*(?:{by}\b|[:©])\s*(?:©\s*)?(?P<name>\S.{{1,80}})", re.IGNORECASE)


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(phrases().bylines)})\b\s*:?\s+(?P<name>\S.{{1,80}})", re.IGNORECASE)


def credit_names(text: str) -> list[str]:
    """The names in a line that is a credit and nothing else, bare; empty where it is none.

    >>> credit_names("- JOHN DOE/AFP"), credit_names("Photo: Jane Roe"), credit_names("Iran/Iraq")
    (['john doe', 'afp'], ['jane roe'], [])
    """
    if len(text) > 120:
        return []
    body = text.strip()
    if body[:1] in "([" and body[-1:] in ")]":
        body = body[1:-1].strip()
        if is_agency(body):
            return [bare(body)]
    marked = _OPENING.match(body)
    rest = body[marked.end() :] if marked else body
    labelled = _labelled().fullmatch(rest)
    if labelled:
        rest = labelled.group("name")
    parts = [part for part in _PARTS.split(rest.strip(" .")) if part]
    names = [name for part in parts for name in ([bare(part)] if is_agency(part) else names_in(part))]
    if not parts or len(names) < len(parts) or any(len(part.split()) > 5 for part in parts):
        return []
    sure = any(is_agency(part) for part in parts) and (
        len(parts) > 1 or bool(marked and marked.group().strip())
    )
    return names if sure or labelled or ("©" in body[:4]) else []


def byline_names(text: str) -> list[str]:
    """The names in a line that says who wrote ("By Jane Roe, in Tal Afar"), bare; else nothing."""
    if len(text) > 120 or text.rstrip()[-1:] in ".!?":
        return []
    found = _byline().fullmatch(text.strip())
    if not found:
        return []
    line = found.group("name")
    day = find_date(line)
    if day and not line[day[1] :].strip(" |,-–"):
        line = line[: day[0]].rstrip(" |,-–")
    links = phrases().name_links | phrases().byline_links
    names = [name for part in _PARTS.split(line) if part for name in names_in(part, links) or [""]]
    lengths = [len(name.split()) for name in names]
    return names if names and lengths[0] >= 2 and min(lengths) > 0 and max(lengths) <= 4 else []


def trailing_credit(text: str) -> int | None:
    """Where a credit at the end of a caption or headline begins, None where there is none.

    >>> trailing_credit("Smoke over the bridge, 3 May 2017 (AFP)")
    33
    """
    found = _TRAILING.search(text[-120:])
    offset = max(0, len(text) - 120)
    if found and found.start() + offset > 0:
        inside = found.group("inside") or found.group("after") or ""
        if is_agency(inside) or credit_names(f"- {inside}") or credit_names(inside):
            return found.start() + offset
    return _bare_credit(text)


def _bare_credit(text: str) -> int | None:
    """A label and an agency ("… Source: Reuters") or name/agency after the end of a sentence."""
    if "/" not in text[-80:] and ":" not in text[-80:]:
        return None
    for match in re.finditer(r"(?:(?<=[.!?…\"”»)\]])|(?<=\s))\s*(?=[^\W\d_])", text[-80:]):
        at = max(0, len(text) - 80) + match.start()
        rest = text[at:].strip()
        after_sentence = text[at - 1 : at] in tuple('.!?…"”»)')
        if at == 0 or not rest or not credit_names(rest):
            continue
        labelled = _labelled().fullmatch(rest)
        if (after_sentence and "/" in rest) or (labelled and is_agency(labelled.group("name"))):
            return at
    return None


def dateline(text: str) -> Dateline | None:
    """What stands before the dash at the beginning of a dispatch, None where there is nothing.

    >>> dateline("LONDON, March 3, 2017 (Reuters) - The army said").published
    '2017-03-03'
    """
    found = _DATELINE.match(text[:200])
    if not found or found.end() >= len(text):
        return None
    head = found.group()
    day = find_date(head)
    agency = found.group("agency")
    if agency is not None:
        if not is_agency(agency) or (
            not (found.group("place") or "").strip(" ,")[:1].isupper() and found.group("place")
        ):
            return None
        return Dateline(found.end(), day[2] if day else None, agency.strip(), found.group("place") or "")
    if day is None or len(day[2]) < 10:
        return None
    before, after = head[: day[0]].strip(" ,"), head[day[1] :].strip(" ,.-–—\n")
    place = before if before.isupper() else _sender(head[: day[0]])
    sent = not after and (not before or place or bare(before) in phrases().around_dates)
    return Dateline(found.end(), day[2], None, place) if sent else None


def imprint(text: str) -> str:
    """The place or publisher of a line that is nothing but this and a day, "" for others.

    >>> imprint("Goma, le 28 janvier 2025"), imprint("Fall of Goma, 27 January 2025")
    ('Goma', '')
    """
    day = find_date(text) if len(text) <= LONGEST_IMPRINT else None
    alone = day is not None and len(day[2]) == 10 and is_date_line(text[day[0] :])
    return _sender(text[: day[0]]) if day and alone else ""


def signature(text: str) -> int | None:
    """Where the place and day end with which a text that is signed begins, None where there are none.

    >>> signature("Fait à Niamey, le 1er juin 2021 Le directeur")
    31
    """
    opening = _signed().match(text)
    day = find_date(text[:LONGEST_IMPRINT]) if opening else None
    return day[1] if opening and day and _sender(text[opening.end() : day[0]], set_off=False) else None


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(phrases().signed)})\s+", re.IGNORECASE)


def _sender(head: str, *, set_off: bool = True) -> str:
    """The place or publisher before a day; "" where it is none or nothing sets it off from the day.

    It is made of capitalised words, as no heading about events is in French and few are in English; a bar
    after it, or a word for a body such as "ministry" at its beginning, lets small words stand in it.
    """
    known = phrases()
    words = head.split()
    while words and (bare(words[-1]) in known.days or words[-1] in known.around_dates):
        words.pop()
    name = " ".join(words)
    parts = [word.lstrip("([") for word in words if bare(word)]
    if not 0 < len(parts) <= LONGEST_SENDER or not parts[0][:1].isupper():
        return ""
    if set_off and name[-1] not in _SET_OFF:
        return ""
    loose = name[-1] in _BARS or any(bare(part) in known.bodies for part in parts[:2])
    capitals = all(part[:1].isupper() or part in known.name_links for part in parts)
    return name.rstrip(_SET_OFF + " ") if loose or capitals else ""
