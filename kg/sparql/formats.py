"""Answers in the formats that people and programs read.

CSV and TSV follow the SPARQL 1.1 recommendation of those names, XML and JSON theirs. A column or
value never changes the form of the whole: each format's own characters are escaped.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from kg.errors import QueryError, UsageError
from kg.graph.xml import xml_text
from kg.sparql.binding import serialise
from kg.sparql.results import Answer, Row, Table, Term, Triples, Truth
from kg.sparql.text import short, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

_IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")
_SPACE = re.compile(r"\s")
_NOT_LINK = re.compile(r"[<>\s|]")
_RESULTS = "http://www.w3.org/2005/sparql-results#"


def write(answer: Answer, form: str, width: int = 80) -> str:
    """An answer as text in one of ``FORMATS``; ``width`` is that of the terminal, in columns.

    An ASK is a line ``true`` or ``false`` where the format has no form of its own for it; triples
    are N-Triples in every format. Raises UsageError for an unknown format.
    """
    if form not in FORMATS:
        raise UsageError(f"no format {form}; there are {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        return answer.text
    if isinstance(answer, Truth):
        return _write_truth(answer, form)
    if form == "table":
        return write_text(answer, width)
    return _WRITERS[form](answer)


def _write_truth(answer: Truth, form: str) -> str:
    value = "true" if answer.value else "false"
    if form == "json":
        return json.dumps({"head": {}, "boolean": answer.value}) + "\n"
    if form == "xml":
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_RESULTS}">'
            f"<head/><boolean>{value}</boolean></sparql>\n"
        )
    return value + "\n"


def _write_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([cell.value if cell else "" for cell in row] for row in table.rows)
    return out.getvalue()


def _write_tsv(table: Table) -> str:
    lines = ["\t".join("?" + name for name in table.columns)]
    lines += ["\t".join(_tsv_cell(cell) for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _tsv_cell(cell: Term | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "bnode":
        return "_:" + cell.value
    try:
        return serialise(cell)
    except QueryError:  # an engine's IRI that the grammar has no form for
        return "<" + _SPACE.sub("%20", cell.value) + ">"


def _write_json(table: Table) -> str:
    bindings = [
        {name: _json_cell(cell) for name, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_cell(cell: Term) -> dict[str, str]:
    found = {"type": cell.kind, "value": cell.value}
    if cell.language:
        found["xml:lang"] = cell.language
    if cell.datatype:
        found["datatype"] = cell.datatype
    return found


def _write_xml(table: Table) -> str:
    head = "".join(f"<variable name={_attribute(name)}/>" for name in table.columns)
    body = "\n".join(f"<result>{_xml_row(table.columns, row)}</result>" for row in table.rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_RESULTS}">\n<head>{head}</head>\n'
        f"<results>\n{body}\n</results>\n</sparql>\n"
    )


def _attribute(value: str) -> str:
    return f'"{value.translate(_IN_XML)}"'


def _xml_row(columns: tuple[str, ...], row: Row) -> str:
    cells = zip(columns, row, strict=True)
    return "".join(
        f"<binding name={_attribute(name)}>{_xml_cell(cell)}</binding>" for name, cell in cells if cell
    )


def _xml_cell(cell: Term) -> str:
    value = xml_text(cell.value).translate(_IN_XML)
    mark = ""
    if cell.language:
        mark = f" xml:lang={_attribute(cell.language)}"
    elif cell.datatype:
        mark = f" datatype={_attribute(cell.datatype)}"
    return f"<{cell.kind}{mark}>{value}</{cell.kind}>"


def _write_markdown(table: Table) -> str:
    rows = [table.columns, tuple("---" for _ in table.columns)]
    rows += [tuple(_markdown_cell(cell) for cell in row) for row in table.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _markdown_cell(cell: Term | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "uri" and cell.value.startswith(("http://", "https://")):
        label = _MARKDOWN.sub(r"\\\1", short(cell))
        return f"[{label}](<{_NOT_LINK.sub('', cell.value)}>)"
    return _MARKDOWN.sub(r"\\\1", " ".join(short(cell).split()))


_WRITERS: dict[str, Callable[[Table], str]] = {
    "csv": _write_csv,
    "tsv": _write_tsv,
    "json": _write_json,
    "xml": _write_xml,
    "md": _write_markdown,
}
FORMATS = ("table", *_WRITERS)
