"""Records as rows that JSON can keep, and back again: made for reading thousands in milliseconds.

Frames, of which there are most, are flat rows: words as lines of text, slots as an index into a
table, for few combinations of slots exist.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any

from kg.ontology.labels import Grammar
from kg.ontology.model import Model
from kg.ontology.records import EdgeRule, Frame, GazetteerEntry, Pattern, QuantityKind, Slot, Tenure, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = dict[str, Any]


def frame_rows(frames: Sequence[Frame]) -> Rows:
    """Frames as rows."""
    slots = {found: index for index, found in enumerate(dict.fromkeys(frame.slots for frame in frames))}
    rows = [
        [
            frame.iri,
            frame.language,
            frame.evokes,
            frame.pos,
            "\n".join(map(_pattern_text, frame.words)),
            slots[frame.slots],
            frame.weight,
            frame.reflexive,
        ]
        for frame in frames
    ]
    return {"slots": [[astuple(slot) for slot in found] for found in slots], "frames": rows}


def rows_frames(kept: Rows) -> tuple[Frame, ...]:
    """Frames from their rows."""
    slots = [tuple(Slot(*_tuples(slot)) for slot in found) for found in kept["slots"]]
    make = tuple.__new__  # what Pattern(…) does, without a call of Python for each of thousands
    return tuple(
        Frame(
            iri,
            language,
            evokes,
            pos,
            tuple(
                [
                    make(Pattern, ((word,), 0)) if " " not in word else read_pattern(word)
                    for word in words.split("\n")
                ]
            ),
            slots[index],
            weight,
            reflexive,
        )
        for iri, language, evokes, pos, words, index, weight, reflexive in kept["frames"]
    )


def _pattern_text(pattern: Pattern) -> str:
    before, after = pattern.words[: pattern.trigger], pattern.words[pattern.trigger + 1 :]
    return (
        " ".join((*before, f"*{pattern.words[pattern.trigger]}", *after))
        if before
        else " ".join(pattern.words)
    )


def read_pattern(text: str) -> Pattern:
    """The words of ``ckg:word``: "take *control" gives ("take", "control") with trigger 1."""
    star = text.find("*")
    trigger = text.count(" ", 0, star) if star > 0 else 0
    return Pattern(tuple(text.replace("*", "").split()), trigger)


def entry_rows(entries: Sequence[GazetteerEntry]) -> Rows:
    """Entries of the gazetteer as rows."""
    return {"entries": [astuple(entry) for entry in entries]}


def rows_entries(kept: Rows) -> tuple[GazetteerEntry, ...]:
    """Entries of the gazetteer from their rows."""
    return tuple(
        GazetteerEntry(
            iri,
            cls,
            name,
            tuple(map(tuple, labels)),
            tuple(map(tuple, aliases)),
            tuple(acronyms),
            tuple(map(tuple, adjectives)),
            state,
            within,
            tuple(same_as),
            capital,
            iso,
            (point[0], point[1]) if point else None,
            tuple(Tenure(*tenure) for tenure in tenures),
        )
        for (
            iri,
            cls,
            name,
            labels,
            aliases,
            acronyms,
            adjectives,
            state,
            within,
            same_as,
            capital,
            iso,
            point,
            tenures,
        ) in kept["entries"]
    )


def model_rows(model: Model) -> Rows:
    """The model as rows, one list for each of its fields."""
    return {
        field.name: [row if isinstance(row, tuple) else astuple(row) for row in getattr(model, field.name)]
        for field in fields(model)
    }


def rows_model(kept: Rows) -> Model:
    """The model from its rows."""
    rows = {name: _tuples(value) for name, value in kept.items()}
    rows["terms"] = tuple(Term(*row) for row in rows["terms"])
    rows["grammars"] = tuple(Grammar(*row) for row in rows["grammars"])
    rows["quantities"] = tuple(QuantityKind(*row) for row in rows["quantities"])
    rows["edge_rules"] = tuple(EdgeRule(*row) for row in rows["edge_rules"])
    return Model(**rows)


def _tuples(value: Any) -> Any:
    """Lists, as JSON has them, as tuples all the way down."""
    return tuple([_tuples(item) for item in value]) if type(value) is list else value
