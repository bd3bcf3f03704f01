"""Every saved query, against a graph whose rows are known, on two engines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rdflib import Graph, Literal
from sparql_fixture import CASES, graph

from kg.errors import QueryError
from kg.language import LANGUAGES
from kg.sparql.binding import bind
from kg.sparql.catalogue import check_queries, find_query, list_queries
from kg.sparql.local import LocalRunner
from kg.sparql.results import Table, Term
from kg.sparql.saved import run_saved, values_of
from kg.sparql.text import short

EXPECTED = Path(__file__).parent / "queries_expected"
REWRITE = "KG_REWRITE_EXPECTED"  # set it to write the files anew, then read what changed
NAMES = [case[0] for case in CASES]


def answer(query: str, params: dict[str, str], language: str) -> Table:
    return run_saved(query, params, LocalRunner(graph()), language=language)


def as_text(table: Table) -> str:
    """Rows as the files hold them: no IRIs, whose hashes say nothing to a reader."""
    kept = [
        at
        for at, _ in enumerate(table.columns)
        if not any(row[at] and row[at].kind == "uri" for row in table.rows)
    ]
    lines = ["\t".join(table.columns[at] for at in kept)]
    lines += ["\t".join(cell_text(row[at]) for at in kept) for row in table.rows]
    return "".join(line.rstrip() + "\n" for line in lines)


def cell_text(cell: Term | None) -> str:
    return " ".join(short(cell).split()) if cell else ""


@pytest.mark.parametrize(("case", "query", "params", "language"), CASES, ids=NAMES)
def test_rows(case: str, query: str, params: dict[str, str], language: str) -> None:
    path = EXPECTED / f"{case}.tsv"
    found = as_text(answer(query, params, language))
    if os.environ.get(REWRITE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
    assert len(found.splitlines()) > 1


@pytest.mark.parametrize(("case", "query", "params", "language"), CASES, ids=NAMES)
def test_every_row_leads_to_something_in_the_graph(
    case: str, query: str, params: dict[str, str], language: str
) -> None:
    runner = LocalRunner(graph())
    for row in answer(query, params, language).rows:
        last = row[-1]
        if last is None:
            continue  # who leads an operation: no event tells it
        assert last.kind == "uri"
        if "/event/" in last.value:
            assert run_saved("evidence", {"event": last.value}, runner).rows


def test_every_query_and_parameter_is_tried() -> None:
    asked = {(query, name) for _, query, params, _ in CASES for name in params}
    declared = {(query.name, each.name) for query in list_queries() for each in query.parameters}
    tried_with = {query for query, _ in asked}
    assert {query for _, query, _, _ in CASES} == {query.name for query in list_queries()}
    assert {query for query, _ in declared} == tried_with
    assert {name for _, name in declared} == {name for _, name in asked}


def test_files_hold_together() -> None:
    assert check_queries() == []
    assert len(list_queries()) >= 14


@pytest.fixture(scope="module")
def rdflib_graph() -> Graph:
    """The same statements in rdflib's own store, without names of what no document speaks of."""
    triples = {str(quad.triple) for quad in graph().quads() if "/graph/gazetteer" not in str(quad.graph_name)}
    return Graph().parse(data="".join(f"{triple} .\n" for triple in sorted(triples)), format="nt")


@pytest.mark.parametrize(("case", "query", "params", "language"), CASES, ids=NAMES)
def test_rdflib_gives_the_same_rows(
    rdflib_graph: Graph, case: str, query: str, params: dict[str, str], language: str
) -> None:
    saved = find_query(query)
    values = values_of(saved, params, LocalRunner(graph()), language=language)
    result = rdflib_graph.query(bind(saved.text, values))
    rows = [tuple(row) for row in result]
    assert [[as_term(cell) for cell in row] for row in rows] == [
        list(map(normal, row)) for row in answer(query, params, language).rows
    ]


def as_term(cell: object) -> Term | None:
    if cell is None:
        return None
    if isinstance(cell, Literal):
        return normal_term(Term("literal", str(cell), cell.language or "", str(cell.datatype or "")))
    return Term("uri", str(cell))


def normal(cell: Term | None) -> Term | None:
    return normal_term(cell) if cell else None


def normal_term(cell: Term) -> Term:
    """Numbers by value: 5.0 and 5 are one decimal; a plain string has no datatype."""
    if cell.datatype.endswith("#decimal"):
        return cell._replace(value=str(float(cell.value)))
    return cell._replace(datatype="") if cell.datatype.endswith("#string") else cell


# What a file of queries/ may get wrong, and the words that say so.
BROKEN = {
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s": ["no summary in en", "no summary in fr", "no tags"],
    "#+ tags: [a]\nSELECT ?s { ?s ?p ?_place } ORDER BY ?s": ["?_place is not declared"],
    "#+ parameters:\n#+   place:\n#+     type: place\nSELECT ?s { ?s ?p ?o } ORDER BY ?s": [
        "place is not used"
    ],
    "#+ parameters:\n#+   place:\n#+     type: place\nSELECT ?s { ?s ?p ?_place } ORDER BY ?s": [
        "without '#? place'"
    ],
    "#+ parameters:\n#+   place:\n#+     type: hamlet\nSELECT ?s { ?s ?p ?_place } ORDER BY ?s": [
        "type 'hamlet'"
    ],
    "#+ summary: What: this\nSELECT ?s { ?s ?p ?o } ORDER BY ?s": ["in quotation marks"],
    "#+ summary\nSELECT ?s { ?s ?p ?o } ORDER BY ?s": ["is not a decorator"],
    "SELECT ?s { ?s ?p } ORDER BY ?s": ["line 1, column 21"],
    "SELECT ?s { ?s ckg:place ?o } ORDER BY ?s": ["prefix ckg: is not declared"],
    "SELECT ?s { ?s ?p ?o }": ["no ORDER BY"],
    "ASK { ?s ?p ?o }": ["a saved query is a SELECT"],
    "INSERT DATA { <urn:a> <urn:b> 1 }": ["a saved query is a SELECT"],
}


@pytest.mark.parametrize(("text", "messages"), BROKEN.items(), ids=range(len(BROKEN)))
def test_broken_files_are_told(tmp_path: Path, text: str, messages: list[str]) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    problems = "\n".join(map(str, check_queries(tmp_path)))
    for message in messages:
        assert message in problems


def test_an_empty_folder_is_a_problem_and_a_missing_one_an_error(tmp_path: Path) -> None:
    assert len(check_queries(tmp_path)) == 1
    with pytest.raises(QueryError, match="no such folder"):
        list_queries(tmp_path / "nowhere")


def test_texts_are_in_every_language() -> None:
    for query in list_queries():
        assert set(query.summary) == set(query.description) == set(LANGUAGES)
