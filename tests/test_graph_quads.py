"""What stands in the graph of a document, asked of the quads themselves."""

from dataclasses import replace

import pytest
from fixture_readings import BASE, KARVEL, READINGS, reading

from kg.claim import Claim, Document, Evidence, Quantity, Reading
from kg.graph import names
from kg.graph.facts import Facts
from kg.graph.quads import reading_quads
from kg.ontology.namespaces import PREFIXES, THINGS

REPORT = reading("karvel-report.txt")


def lines(each: Reading, base: str = BASE) -> list[str]:
    return sorted(str(quad) for quad in reading_quads(each, base=base))


def test_the_same_reading_gives_the_same_quads() -> None:
    assert lines(REPORT) == lines(replace(REPORT))


def test_every_quad_is_in_the_graph_of_its_document_and_none_has_a_blank_node() -> None:
    for each in READINGS:
        found = list(reading_quads(each, base=BASE))
        assert {quad.graph_name.value for quad in found} == {names.document_iri(each.document, BASE)}
        assert not any(str(term).startswith("_:") for quad in found for term in (quad.subject, quad.object))


def test_the_base_begins_every_iri_of_ours() -> None:
    moved = lines(REPORT, "http://localhost/x/")
    assert not any(BASE in line for line in moved)
    assert any("ontology#place> <http://localhost/x/place/900001>" in line for line in moved)


# What the graph says of one record: its class and label, property, values.
@pytest.mark.parametrize(
    ("of_class", "trigger", "name", "expected"),
    [
        ("ckg:Claim", "took", "ckg:date", ["2012-05-10"]),
        ("ckg:Claim", "took", "ckg:earliest", ["2012-05-10"]),
        ("ckg:Claim", "held", "ckg:earliest", ["2011-06-01"]),
        ("ckg:Claim", "held", "ckg:latest", []),
        ("ckg:Claim", "took", "ckg:place", [KARVEL]),
        ("ckg:Claim", "took", "ckg:source", [f"{BASE}entity/orvanian-army"]),
        ("ckg:Claim", "shields", "ckg:status", [names.PREFIXES["ckg"] + "alleged"]),
        ("ckg:Claim", "shelled", "ckg:eventClass", [names.PREFIXES["ckg"] + "Shelling"]),
        ("ckg:Claim", "took", "ckg:rule", ["fixture-capture"]),
    ],
)
def test_a_claim(of_class: str, trigger: str, name: str, expected: list[str]) -> None:
    facts = Facts(reading_quads(REPORT, base=BASE))
    claim = next(c for c in facts.of_class(of_class) if facts.text(c, "ckg:trigger") == trigger)
    assert facts.texts(claim, name) == expected


def test_every_quote_stands_at_its_offsets() -> None:
    for each in READINGS:
        facts = Facts(reading_quads(each, base=BASE))
        records = [facts.of_class(f"ckg:{c}") for c in ("Claim", "Objective", "RelationClaim", "Mention")]
        for record in (one for some in records for one in some):
            quote, start, end = facts.quote(record)
            assert quote == each.document.text[start:end] != ""


def test_a_place_has_names_coordinates_and_what_contains_it() -> None:
    facts = Facts(reading_quads(REPORT, base=BASE))
    assert facts.label(KARVEL, "en") == "Karvel"
    assert facts.label(KARVEL, "fr") == "Carvelle"
    assert facts.texts(KARVEL, "geo:asWKT") == ["POINT(21.5 43.125)"]
    assert facts.texts(KARVEL, "ckg:latitude") == ["43.125"]
    assert facts.texts(KARVEL, "skos:exactMatch") == ["https://sws.geonames.org/900001/"]
    assert facts.texts(KARVEL, "ckg:within") == [f"{BASE}place/900003"]
    assert facts.texts(KARVEL, "ckg:known") == ["true"]


def test_inherited_fillers_have_no_words_and_order_is_kept() -> None:
    facts = Facts(reading_quads(reading("lusania-communique.txt"), base=BASE))
    claim = next(c for c in facts.of_class("ckg:Claim") if facts.text(c, "ckg:trigger") == "agreement")
    assert [words for _, words in facts.fillers(claim, "agent")] == ["Oda Verrin", "Orvania"]
    assert [words for _, words in facts.fillers(claim, "place")] == [""]


def test_a_quantity_without_upper_bound_says_none() -> None:
    document = Document("a.txt", "More than 40 died.", "en", ())
    evidence = Evidence(0, 18, "More than 40 died.", "rule")
    quantity = Quantity("killed", 40, float("inf"), "More than 40", "person")
    page = Reading(document, claims=(Claim("Killing", "died", 13, evidence, quantities=(quantity,)),))
    facts = Facts(reading_quads(page, base=BASE))
    part = facts.text(facts.of_class("ckg:Claim")[0], "ckg:quantity") or ""
    assert (facts.text(part, "ckg:low"), facts.text(part, "ckg:high")) == ("40", None)


def test_what_is_said_decides_the_iri_of_a_claim() -> None:
    claim = REPORT.claims[2]
    document = names.document_iri(REPORT.document, BASE)
    same = names.claim_iri(replace(claim, evidence=replace(claim.evidence, rule="other")), document, BASE)
    assert same == names.claim_iri(claim, document, BASE)
    for other in (
        replace(claim, date="2012-05-11"),
        replace(claim, status="denied"),
        replace(claim, roles=()),
    ):
        assert names.claim_iri(other, document, BASE) != same
    assert names.claim_iri(claim, document + "x", BASE) != same


def test_prefixes_are_those_of_the_ontology() -> None:
    shared = names.PREFIXES.keys() & PREFIXES.keys()
    assert "ckg" in shared
    assert {p: names.PREFIXES[p] for p in shared} == {p: PREFIXES[p] for p in shared}
    assert str(THINGS) == names.DEFAULT_BASE
