"""Answers as text: whatever a cell holds, the form stays whole."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.sparql.formats import FORMATS, write
from kg.sparql.results import Table, Term, Triples, Truth, read_json, uri
from kg.sparql.text import cell_width, short, wrap

XSD = "http://www.w3.org/2001/XMLSchema#"
THING = "https://w3id.org/campaign-kg/id/event/0123456789abcdef"
ODD = Table(
    ("what", "n", "thing"),
    (
        (
            Term("literal", 'He said "stop", then\nleft.\ttab'),
            Term("literal", "5", "", XSD + "integer"),
            uri(THING),
        ),
        (Term("literal", "Prise de « Mossoul » | <b>", "fr"), None, Term("bnode", "b0")),
        (Term("literal", "=1+1;'\\"), Term("literal", "2016-10", "", XSD + "gYearMonth"), uri("urn:a&b")),
        (None, None, None),
        (Term("literal", "bell \x07 and \ufffe]]>"), None, uri("mailto:x@example.org")),
    ),
)
EMPTY = Table(("what",), ())


def test_json_is_read_back() -> None:
    assert read_json(write(ODD, "json")) == ODD
    assert read_json(write(EMPTY, "json")) == EMPTY
    assert read_json(write(Truth(True), "json")) == Truth(True)


def test_an_engine_reads_the_w3c_formats() -> None:
    plain = Table(ODD.columns, ODD.rows[:3])
    for form, parser in (
        ("json", pyoxigraph.QueryResultsFormat.JSON),
        ("xml", pyoxigraph.QueryResultsFormat.XML),
        ("tsv", pyoxigraph.QueryResultsFormat.TSV),
    ):
        rows = list(pyoxigraph.parse_query_results(write(plain, form).encode(), format=parser))
        assert [row["what"].value for row in rows] == [row[0].value for row in plain.rows if row[0]]
        assert rows[1]["what"].language == "fr"
        assert rows[0]["n"].value == "5"
        assert rows[1]["n"] is None


def test_csv() -> None:
    rows = list(csv.reader(io.StringIO(write(ODD, "csv"), newline="")))
    assert rows[0] == ["what", "n", "thing"]
    assert [row[0] for row in rows[1:]] == [row[0].value if row[0] else "" for row in ODD.rows]
    assert write(EMPTY, "csv") == "what\r\n"


def test_xml_is_well_formed_whatever_cells_hold() -> None:
    root = ET.fromstring(write(ODD, "xml"))
    assert len(root.findall(".//{*}result")) == 5
    assert ET.fromstring(write(Truth(False), "xml")).findtext("{*}boolean") == "false"


def test_markdown_keeps_its_columns() -> None:
    lines = write(ODD, "md").splitlines()
    assert len(lines) == 2 + len(ODD.rows)
    assert lines[1] == "| --- | --- | --- |"
    for line in lines:
        assert line.replace("\\|", "").count("|") == 4
    assert "[event/0123456789abcdef](<https://w3id.org/campaign-kg/id/event/0123456789abcdef>)" in lines[2]
    assert "\\<b\\>" in lines[3]


@pytest.mark.parametrize("form", FORMATS)
def test_other_answers(form: str) -> None:
    assert write(Triples("<urn:a> <urn:b> <urn:c> .\n"), form) == "<urn:a> <urn:b> <urn:c> .\n"
    assert "true" in write(Truth(True), form)
    assert write(EMPTY, form).endswith("\n")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="no format yaml; there are table, csv, tsv, json, xml, md"):
        write(EMPTY, "yaml")


SENTENCE = "Soldiers took the village of Tashir after three days of fights, officials told Meridian News."
WIDE = Table(
    ("date", "what", "sentence"),
    ((Term("literal", "2012-05"), Term("literal", "Capture of Tashir"), Term("literal", SENTENCE)),),
)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("table", [ODD, EMPTY, WIDE], ids=["odd", "empty", "wide"])
def test_no_line_is_wider_than_the_terminal(table: Table, width: int) -> None:
    lines = write(table, "table", width).splitlines()
    assert max(map(cell_width, lines)) <= width
    words = " ".join(lines).split()
    assert all(ch.isprintable() for line in lines for ch in line)
    if table is WIDE and width >= 40:
        assert set(SENTENCE.split()) <= set(words)


def test_a_table() -> None:
    assert write(WIDE, "table", 60).splitlines() == [
        "date     what               sentence",
        "-------  -----------------  --------------------------------",
        "2012-05  Capture of Tashir  Soldiers took the village of",
        "                            Tashir after three days of",
        "                            fights, officials told Meridian",
        "                            News.",
    ]


@pytest.mark.parametrize(("times", "block"), [(8, False), (40, True)])
def test_a_row_is_a_block_where_a_cell_would_be_a_tower(times: int, *, block: bool) -> None:
    row = tuple(Term("literal", text) for text in ("Mosul", "asserted", "word " * times, "event/0123456789"))
    written = write(Table(("place", "status", "sentence", "event"), (row,)), "table", 50)
    assert written.startswith("place     Mosul\n") is block
    assert "event/0123456789" in written


@pytest.mark.parametrize("width", [54, 56, 60, 80])
def test_dates_stay_whole_where_names_cannot(width: int) -> None:
    row = ("2016-04-11", "Counterterrorism forces", "Coalition", "asserted", "event/0123456789")
    table = Table(("date", "taker", "loser", "status", "event"), (tuple(Term("literal", x) for x in row),))
    written = write(table, "table", width)
    assert written.startswith("date  ")
    assert {"2016-04-11", "event/0123456789"} <= set(written.split())
    assert max(map(len, written.splitlines())) <= width


def test_a_name_breaks_at_its_hyphen_before_a_word_does() -> None:
    row = ("2016-04-11", "Pro-government forces", "Coalition", "asserted", "event/0123456789")
    table = Table(("date", "taker", "loser", "status", "event"), (tuple(Term("literal", x) for x in row),))
    assert {"2016-04-11", "Pro-", "government"} <= set(write(table, "table", 60).split())


def test_a_row_is_a_block_where_columns_do_not_fit() -> None:
    assert write(WIDE, "table", 20).splitlines()[:3] == [
        "date      2012-05",
        "what      Capture of",
        "          Tashir",
    ]


# Texts, a width, and the lines they make.
WRAPPED = (
    ("one two three", 7, ["one two", "three"]),
    ("one two three", 80, ["one two three"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("a abcdefghij b", 4, ["a", "abcd", "efgh", "ij b"]),
    ("a pro-government unit", 10, ["a", "pro-", "government", "unit"]),
    ("-abcdef", 4, ["-abc", "def"]),
    ("", 4, [""]),
    ("摩苏尔市", 4, ["摩苏", "尔市"]),
    ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
)


@pytest.mark.parametrize(("text", "size", "lines"), WRAPPED)
def test_wrap(text: str, size: int, lines: list[str]) -> None:
    assert wrap(text, size) == lines


# Terms and what a table shows of them.
SHORT = {
    uri(THING): "event/0123456789abcdef",
    uri("https://w3id.org/campaign-kg/ontology#Capture"): "ckg:Capture",
    uri("https://example.org/x"): "https://example.org/x",
    Term("literal", "Mosul", "en"): "Mosul",
    Term("bnode", "b0"): "_:b0",
}


@pytest.mark.parametrize(("term", "text"), SHORT.items())
def test_short(term: Term, text: str) -> None:
    assert short(term) == text


# Texts that are no SPARQL result.
NO_RESULT = (
    "",
    "[]",
    "{}",
    "null",
    '"x"',
    '{"head": {}}',
    '{"head": {"vars": ["x"]}, "results": {"bindings": [3]}}',
)


@pytest.mark.parametrize("text", NO_RESULT)
def test_no_result(text: str) -> None:
    with pytest.raises(ValueError):
        read_json(text)


def test_typed_literals_of_the_draft() -> None:
    text = '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "typed-literal", "value": "1",'
    text += f' "datatype": "{XSD}string"}}}}]}}}}'
    assert read_json(text) == Table(("x",), ((Term("literal", "1"),),))
