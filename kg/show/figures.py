"""The figures of an evaluation as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.documents.languages import language_name
from kg.evaluate.scoring import KINDS, MARKS, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.evaluate import Evaluation

    Figures = dict[str, Any]
    Row = tuple[str, list[dict[str, str]]]  # a label, and for each group its cells by column

ALL = "all"
_INDENT = "  "
_GOLD = "gold"
_SHARE = 4  # columns; the headline takes one more, of the empty cell before it


def figures(evaluation: Evaluation) -> Figures:
    """Everything that was counted: figures by language and by document, and what was left out."""
    documents = {
        name: {"language": evaluation.languages[name]} | summary(scores)
        for name, scores in sorted(evaluation.scores.items())
    }
    return {
        "figures": {language: summary(scores) for language, scores in evaluation.totals().items()},
        "documents": documents,
        "without_document": evaluation.alone,
        "without_reading": evaluation.unread,
        "without_annotation": evaluation.unannotated,
    }


def figures_json(evaluation: Evaluation) -> str:
    """The same as JSON."""
    return json.dumps(figures(evaluation), ensure_ascii=False, indent=1) + "\n"


def write_figures(evaluation: Evaluation, *, width: int = 80) -> str:
    """Tables of the figures: one group of columns for each language, and one for all."""
    told = figures(evaluation)["figures"]
    counts = {language: list(evaluation.languages.values()).count(language) for language in told}
    counts[ALL] = len(evaluation.languages)
    names = [language for language in told if len(told) > 2 or language != ALL]
    titles = [f"{ALL if name == ALL else language_name(name)} ({counts[name]})" for name in names]
    groups = [told[name] for name in names]
    tables = (
        ("documents", ("P", "R", "F1", _GOLD), list(_kinds(groups))),
        ("events", ("P", "R", "F1", _GOLD), list(_classes(groups, "by_event_class"))),
        ("entities", ("R", "class", _GOLD), list(_classes(groups, "by_entity_class"))),
    )
    size = max(len(label) for _, _, rows in tables for label, _ in rows) + 1
    blocks = ["\n".join(_table(title, titles, columns, rows, size, width)) for title, columns, rows in tables]
    return "\n\n".join(blocks) + "\n"


def _kinds(groups: Sequence[Figures]) -> Iterator[Row]:
    for kind in KINDS:
        yield kind, [_cells(group[kind]) for group in groups]
        for mark in MARKS.get(kind, ()):
            label = f"{_INDENT}{mark} right"
            yield label, [{"F1": f"{group[kind][mark]:.2f}"} for group in groups]
        if kind == "arguments":
            for role in groups[0]["by_role"]:
                yield f"{_INDENT}{role}", [_cells(group["by_role"][role]) for group in groups]
    yield "headline", [{"F1": f"{group['headline']:.3f}"} for group in groups]


def _classes(groups: Sequence[Figures], kind: str) -> Iterator[Row]:
    """One row for each class that some group has, the most frequent first."""
    numbers: dict[str, int] = {}
    for group in groups:
        for cls, row in group[kind].items():
            numbers[cls] = max(numbers.get(cls, 0), row["gold"])
    for cls in sorted(numbers, key=lambda cls: (-numbers[cls], cls)):
        yield cls, [_cells(group[kind][cls]) if cls in group[kind] else {} for group in groups]


def _cells(row: Figures) -> dict[str, str]:
    shares = {"P": "p", "R": "r", "F1": "f1", "class": "class"}
    cells = {column: f"{row[key]:.2f}" for column, key in shares.items() if key in row}
    return cells | {_GOLD: str(row["gold"])}


def _table(
    title: str, groups: Sequence[str], columns: Sequence[str], rows: Sequence[Row], size: int, width: int
) -> Iterator[str]:
    """Rows under their columns; groups that do not fit beside one another stand below one another."""
    widest = max((len(group.get(_GOLD, "")) for _, cells in rows for group in cells), default=0)
    widths = [
        1 + (max(widest, len(_GOLD)) if column == _GOLD else max(len(column), _SHARE)) for column in columns
    ]
    room = sum(widths) + 1
    wide = [max(room, len(name) + 2) for name in groups]
    first = 0
    while first < len(groups):
        end = first + 1
        while end < len(groups) and size + sum(wide[first : end + 1]) <= width:
            end += 1
        shown = range(first, end)
        yield from [""] if first else []
        yield _line(f"{title:<{size}}", (f"{groups[at]:>{wide[at]}}" for at in shown))
        head = "".join(f"{column:>{w}}" for column, w in zip(columns, widths, strict=True))
        yield _line(" " * size, (f"{head:>{wide[at]}}" for at in shown))
        for label, cells in rows:
            parts = (
                "".join(
                    f"{cells[at].get(column, ''):>{w}}" for column, w in zip(columns, widths, strict=True)
                )
                for at in shown
            )
            yield _line(
                f"{label:<{size}}", (f"{part:>{wide[at]}}" for part, at in zip(parts, shown, strict=True))
            )
        first = end


def _line(label: str, parts: Iterable[str]) -> str:
    return (label + "".join(parts)).rstrip()
