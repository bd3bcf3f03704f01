"""Other ways to write the name of a part of a state: "Idlib Province", "province of Idlib"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.language.words import divisions

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each kind of part with a pattern that finds the name in what it is called."""
    known = divisions(language)
    return tuple(
        (
            kind,
            re.compile(
                re.escape(form).replace(r"\{kind\}", kind).replace(r"\{name\}", "(.+)"), re.IGNORECASE
            ),
        )
        for kind in known.words
        for form in known.names
    )


def other_names(text: str, language: str) -> Iterator[str]:
    """What else the part of a state that is called ``text`` may be called."""
    known = divisions(language)
    parted = next(
        ((kind, match[1]) for kind, form in _forms(language) if (match := form.fullmatch(text))), None
    )
    name = parted[1] if parted else text
    for kind in dict.fromkeys((parted[0], *known.plain) if parted else known.plain):
        yield from (form.format(kind=kind, name=name) for form in known.names)
