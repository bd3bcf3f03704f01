"""What the user's word means, be it a thing or an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnresolvedName
from kg.sparql.names import resolve

if TYPE_CHECKING:
    from kg.sparql.runner import Runner

KINDS = ("entity", "event")


def find_thing(name: str, runner: Runner, *, language: str = "en") -> str:
    """The IRI of the thing, or else of the event, that ``name`` means.

    Raises UnresolvedName with candidates of both kinds where the name is unknown or ambiguous.
    """
    candidates: list[str] = []
    for kind in KINDS:
        try:
            return resolve(name, kind, runner, language=language).value
        except UnresolvedName as error:
            if error.ambiguous:
                raise
            candidates += error.candidates
    hint = (
        f"did you mean {', '.join(candidates)}"
        if candidates
        else "'kg query places' and 'kg query actors' list some"
    )
    raise UnresolvedName(f"the graph knows nothing by the name {name!r}; {hint}", candidates)
