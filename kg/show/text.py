"""A profile as text for a terminal."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.sparql.results import uri
from kg.sparql.text import short, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.show.profile import Claimed, Profile, Said

_STEP = 4  # columns
_FEWEST = 20  # columns for text
_SHOWN = 12  # other names


def write_profile(told: Profile, *, width: int = 80, language: str = "en") -> str:
    """``told`` in lines of at most ``width`` columns, with words of ``language``."""
    words = _words()[language]
    lines = [*_wrapped(told.name, width), *_head(told, words, width)]
    lines += _statements(told, words, width) if told.is_event else _events(told, words, width)
    lines += _ties(told, words, width)
    lines += _aims(told, words, width)
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _head(told: Profile, words: Mapping[str, str], width: int) -> Iterator[str]:
    facts = {
        "": ", ".join(told.classes),
        words["also"]: _some(told.forms),
        words["described"]: _some(told.described),
        words["in"]: ", ".join(told.within),
        words["at"]: f"{told.point[0]}, {told.point[1]}" if told.point else "",
        words["same"]: " ".join(told.same_as),
        **{role: ", ".join(names) for role, names in told.roles},
        words["part"]: ", ".join(told.part_of),
        words["date"]: told.date,
        words["status"]: told.status,
        words["publishers"]: str(told.publishers) if told.is_event else "",
        words["identifier"]: short(uri(told.iri)),
    }
    size = max(len(name) for name, value in facts.items() if value) + 2
    for name, value in facts.items():
        if value and not name:
            yield from _wrapped(value, width, _STEP)
        elif value:
            first, *others = wrap(value, max(_FEWEST, width - size - _STEP))
            yield f"{'':{_STEP}}{name:<{size}}{first}"
            yield from (f"{'':{_STEP + size}}{line}" for line in others)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f", … (+{len(names) - _SHOWN})" if len(names) > _SHOWN else "")


def _events(told: Profile, words: Mapping[str, str], width: int) -> Iterator[str]:
    """The claims under the events that they tell of, in order of time."""
    if not told.claims:
        yield from ("", words["silent"])
        return
    events: dict[tuple[str, str], list[Claimed]] = {}
    for claim in told.claims:
        events.setdefault(claim.event, []).append(claim)
    yield from _title(words["events"], len(events))
    for (_, label), claims in events.items():
        yield ""
        yield from _wrapped(label, width)
        for claim in claims:
            yield from _sentence(claim.said, width, _notes(claim, words))
            yield from _figures(claim, width)


def _statements(told: Profile, words: Mapping[str, str], width: int) -> Iterator[str]:
    """The claims of an event, each with the roles that it fills."""
    yield from _title(words["statements"], len(told.claims))
    for claim in told.claims:
        yield ""
        roles = "; ".join(f"{role}: {', '.join(names)}" for role, names in claim.roles)
        yield from _wrapped(" · ".join(filter(None, (claim.date or claim.what, roles))), width)
        yield from _sentence(claim.said, width, _notes(claim, words))
        yield from _figures(claim, width)


def _figures(claim: Claimed, width: int) -> Iterator[str]:
    """The numbers of a claim under its sentence: "killed: at least 12 (civilians)"."""
    told = (f"{kind}: {words}" + (f" ({unit})" if unit else "") for kind, words, unit in claim.figures)
    if claim.figures:
        yield from _wrapped("; ".join(told), width, 2 * _STEP)


def _ties(told: Profile, words: Mapping[str, str], width: int) -> Iterator[str]:
    ties: dict[str, list[Said]] = {}
    for tie in told.ties:
        ties.setdefault(f"{tie.subject} – {tie.relation} – {tie.object}", []).append(tie.said)
    if ties:
        yield from _title(words["relations"], len(ties))
    for label, sentences in ties.items():
        yield ""
        yield from _wrapped(label, width)
        for said in sentences:
            yield from _sentence(said, width)


def _aims(told: Profile, words: Mapping[str, str], width: int) -> Iterator[str]:
    if told.aims:
        yield from _title(words["objectives"], len(told.aims))
    for aim in told.aims:
        yield ""
        by = (words["deadline"], aim.deadline) if aim.deadline else ()
        yield from _wrapped(" · ".join((aim.category, " ".join(by))).removesuffix(" · "), width)
        yield from _sentence(aim.said, width)


def _title(text: str, number: int) -> Iterator[str]:
    line = f"{text} ({number})"
    yield from ("", line, "-" * len(line))


def _notes(claim: Claimed, words: Mapping[str, str]) -> Iterator[str]:
    """How the sentence tells it, where not as a plain fact, and whether another contradicts it."""
    if claim.hedged:
        yield claim.status
    if claim.contradicted:
        yield words["contradicted"]


def _sentence(said: Said, width: int, notes: Iterable[str] = ()) -> Iterator[str]:
    yield from _wrapped(f"“{said.quote}”", width, _STEP)
    where = ", ".join(filter(None, (said.document, said.publisher, said.published)))
    yield from _wrapped(" · ".join((f"— {where}", *notes)), width, 2 * _STEP)


def _wrapped(text: str, width: int, indent: int = 0) -> Iterator[str]:
    for line in wrap(text, max(_FEWEST, width - indent)):
        yield f"{'':{indent}}{line}"
