"""Acronyms that a document spells out: "Groupe de soutien (GS)" and later "GS" are one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.link.things import Thing

_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,5}s?")


def spelled_out(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Things named by an acronym alone, each with the thing whose initials it is."""
    by_initials: dict[str, Thing] = {}
    for thing in things:
        for mention in thing.mentions:
            initials = "".join(w[0] for w in re.findall(r"\w+", mention.text) if w[0].isupper())
            if len(initials) >= 2:
                by_initials.setdefault(initials, thing)
    for thing in things:
        if thing.entry is not None or not thing.mentions:
            continue
        text = thing.mentions[0].text
        owner = by_initials.get(text.rstrip("s"))
        if _ACRONYM.fullmatch(text) and owner is not None and owner is not thing and owner.cls == thing.cls:
            yield thing, owner
