"""Values become terms: whatever they hold, a query stays the query that it was."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib

from kg.errors import QueryError
from kg.sparql.binding import bind, serialise
from kg.sparql.results import Term, uri
from kg.sparql.tokens import (
    calls_services,
    form,
    optional_lines,
    tokens,
    undeclared_prefixes,
    variables,
    with_prefixes,
    without_lines,
)

# Values that would leave a text into which they were pasted.
VALUES = (
    "Mosul",
    "",
    "L’État  islamique – « Daech » 中文 𐍈",
    'a"b',
    "a'b",
    '"""',
    "'''",
    'x" } ; DROP ALL #',
    'x"@en . ?s ?p ?o } #',
    "} UNION { ?s ?p ?o",
    "line\nbreak\r\nand\ttab",
    "back\\slash",
    "ends in \\",
    '\\"',
    "\\u0022 } #",
    "\\U00000022 } #",
    "\\\\u0022",
    "\\n",
    "# no comment",
    "<urn:x>",
    "?_other $_other",
    "{{value}} %s {0}",
    "a\x07bell\x1f\x7f",
)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_values_come_back_as_they_went(value: str) -> None:
    text = bind("SELECT (?_value AS ?same) {}", {"value": Term("literal", value)})
    (row,) = pyoxigraph.Store().query(text)
    assert row["same"] == pyoxigraph.Literal(value)
    (other,) = rdflib.Graph().query(text)
    assert str(other[0]) == value


# Terms and how they are written.
TERMS = {
    uri("https://example.org/a?b=c&d=é"): "<https://example.org/a?b=c&d=é>",
    Term("literal", "Mossoul", "fr"): '"Mossoul"@fr',
    Term("literal", "x", "en-GB"): '"x"@en-GB',
    Term("literal", "2016-10-17", datatype="urn:date"): '"2016-10-17"^^<urn:date>',
}


@pytest.mark.parametrize(("term", "text"), TERMS.items(), ids=range(len(TERMS)))
def test_terms(term: Term, text: str) -> None:
    assert serialise(term) == text


# What no term can be made of.
REFUSED = (
    uri("https://example.org/> } DROP ALL #"),
    uri("https://example.org/a b"),
    uri("https://example.org/\\u003E"),
    uri("no-scheme"),
    uri(""),
    Term("literal", "x", "en } DROP"),
    Term("literal", "x", datatype="urn:a>b"),
    Term("literal", "half \ud800"),
    Term("bnode", "b0"),
)


@pytest.mark.parametrize("term", REFUSED, ids=range(len(REFUSED)))
def test_refused(term: Term) -> None:
    with pytest.raises(QueryError):
        bind("ASK { ?s ?p ?_x }", {"x": term})


# A query, its values and what is asked.
BOUND = (
    ("ASK { ?s ?p ?_x }", {"x": uri("urn:a")}, "ASK { ?s ?p <urn:a> }"),
    ("ASK { ?s ?p $_x }", {"x": uri("urn:a")}, "ASK { ?s ?p <urn:a> }"),
    # no variable: in a string, a comment, an IRI, a longer name
    ('ASK { ?s ?p "?_x" } # ?_x', {"x": uri("urn:a")}, 'ASK { ?s ?p "?_x" } # ?_x'),
    ("ASK { ?s ?p '''a ' ?_x''' , <urn:?_x> }", {}, "ASK { ?s ?p '''a ' ?_x''' , <urn:?_x> }"),
    ("ASK { ?s ?p ?_xy }", {"xy": uri("urn:b"), "x": uri("urn:a")}, "ASK { ?s ?p <urn:b> }"),
    # several values of one VALUES clause
    ("VALUES ?a { ?_x }", {"x": [uri("urn:a"), uri("urn:b")]}, "VALUES ?a { <urn:a> <urn:b> }"),
    # lines asked only with a value
    ("A\n?s ?p ?_x . #? x\nB", {}, "A\n\nB"),
    ("A\n?s ?p ?_x . #? x\nB", {"x": uri("urn:a")}, "A\n?s ?p <urn:a> .\nB"),
    ("?_x ?_y #? x y", {"x": uri("urn:a")}, ""),
)


@pytest.mark.parametrize(("text", "values", "bound"), BOUND, ids=range(len(BOUND)))
def test_bind(text: str, values: dict[str, Term], bound: str) -> None:
    assert bind(text, values) == bound


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(QueryError, match="parameter place"):
        bind("ASK { ?s ?p ?_place }", {})


# Texts and what they do.
FORMS = {
    "SELECT * {}": "SELECT",
    "# insert\nprefix drop: <urn:x> base <urn:insert> ask {}": "ASK",
    "PREFIX a: <urn:a#>\nCONSTRUCT WHERE { ?s ?p ?o }": "CONSTRUCT",
    "describe <urn:x>": "DESCRIBE",
    "INSERT DATA { <urn:a> <urn:b> 'select' }": "UPDATE",
    "PREFIX a: <urn:a#> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { SELECT * {} }": "UPDATE",
    "clear all": "UPDATE",
    "": "",
    "hello": "",
    "'SELECT'": "",
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_form(text: str, expected: str) -> None:
    assert form(text) == expected


def test_tokens_are_the_text() -> None:
    text = "SELECT ?a { ?a <= 3 ; <urn:x> \"a\\\"b\"@en, '''x''y''' . FILTER(?a<?b&&?c>1) } # end\n\"open"
    assert "".join(token.text for token in tokens(text)) == text


def test_variables_services_and_prefixes() -> None:
    text = "PREFIX a: <urn:a#> SELECT ?x { ?x a:b $y ; rdf:type _:c . SERVICE <urn:s> { ?x ckg:d '?z' } }"
    assert variables(text) == ["x", "y"]
    assert calls_services(text)
    assert not calls_services("SELECT ?service { ?service ?p 'SERVICE' }")
    assert undeclared_prefixes(text) == ["rdf", "ckg"]
    assert with_prefixes(text, {"ckg": "urn:c#"}) == "PREFIX ckg: <urn:c#> " + text


def test_optional_lines() -> None:
    text = "a #? x\n'#? y'\nc #? x z\nd # ? x"
    assert optional_lines(text) == {0: {"x"}, 2: {"x", "z"}}
    assert without_lines(text, frozenset({"x"})) == "a\n'#? y'\n\nd # ? x"
