"""What a user's words mean: names in two languages, parts of names, IRIs, dates, numbers."""

from __future__ import annotations

import pytest
from fixture_readings import ARMY, BANNER, BASE, DAWN, KARVEL, MARKET, NARETH, ORVANIA, POLICE
from sparql_fixture import RIDGE, graph

from kg.claim import Block, Document, Entity, Mention, Reading
from kg.errors import QueryError, UnresolvedName
from kg.graph.store import open_store
from kg.ontology import load_ontology
from kg.sparql.local import LocalRunner
from kg.sparql.names import resolve
from kg.sparql.results import Term
from kg.sparql.saved import run_saved

CKG = "https://w3id.org/campaign-kg/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def runner() -> LocalRunner:
    return LocalRunner(graph())


# Words, the kind of thing they stand for, and what they mean.
MEANT = (
    ("Karvel", "place", KARVEL),
    ("Carvelle", "place", KARVEL),
    ("  karvel ", "place", KARVEL),
    ("CARVELLE", "entity", KARVEL),
    # a name that contains the whole of another
    ("Karvel market", "place", MARKET),
    ("marche de carvelle", "place", MARKET),
    # without accents, hyphens, apostrophes
    ("armee orvanienne", "actor", ARMY),
    ("Armée-Orvanienne", "actor", ARMY),
    ("sarqa's ridge – σ", "place", RIDGE),
    ("Crête de Šarqa’œ", "place", RIDGE),
    # a state is both
    ("Orvanie", "place", ORVANIA),
    ("Orvanie", "actor", ORVANIA),
    # a part that only one thing has
    ("Nareth Pl", "place", NARETH),
    ("pourpre", "actor", BANNER),
    ("steady", "operation", DAWN),
    ("orvanian police", "actor", POLICE),
    # a surface form
    ("Orvanian soldiers", "actor", ARMY),
    # IRIs, whole and as tables show them
    (KARVEL, "place", KARVEL),
    (f"<{KARVEL}>", "place", KARVEL),
    ("place/900001", "place", KARVEL),
    ("ckg:Capture", "class", CKG + "Capture"),
    # classes, categories, statuses
    ("Capture", "class", CKG + "Capture"),
    ("prise", "class", CKG + "Capture"),
    ("frappe aerienne", "class", CKG + "Airstrike"),
    ("chemical", "class", CKG + "ChemicalAttack"),
    ("militaire", "category", CKG + "category-military"),
    ("counter-financing", "category", CKG + "category-counter-financing"),
    ("denied", "status", CKG + "denied"),
    ("Nié", "status", CKG + "denied"),
)


@pytest.mark.parametrize(("words", "kind", "iri"), MEANT, ids=[f"{kind} {words}" for words, kind, _ in MEANT])
def test_names(runner: LocalRunner, words: str, kind: str, iri: str) -> None:
    assert resolve(words, kind, runner) == Term("uri", iri)


# Words that are dates, numbers or text.
VALUES = (
    ("2016", "from-date", Term("literal", "2016-01-01", "", XSD + "date")),
    ("2016", "to-date", Term("literal", "2016-12-31", "", XSD + "date")),
    ("2016-02", "to-date", Term("literal", "2016-02-29", "", XSD + "date")),
    ("2016-10/2017-07", "to-date", Term("literal", "2017-07-31", "", XSD + "date")),
    ("2016-10/..", "to-date", Term("literal", "2016-10-01", "", XSD + "date")),
    ("7", "integer", Term("literal", "7", "", XSD + "integer")),
    ('any "text"', "text", Term("literal", 'any "text"')),
)


@pytest.mark.parametrize(("words", "kind", "term"), VALUES)
def test_values(runner: LocalRunner, words: str, kind: str, term: Term) -> None:
    assert resolve(words, kind, runner) == term


# Words that mean nothing or too much, and what the message says.
UNRESOLVED = (
    ("Karwel", "place", "there is no place 'Karwel'; did you mean Karvel (city)"),
    ("Carvele", "place", "did you mean Karvel (city)"),
    ("Karvel", "actor", "there is no actor 'Karvel'"),
    ("Zzyzzyx Qqq", "place", "the graph holds none that looks like it"),
    ("", "place", "there is no place ''"),
    ("?!", "place", "there is no place '?!'"),
    ("orvan", "actor", "'orvan' may mean Orvanian Army (armed force), "),
    ("place/1", "place", "there is no place 'place/1'"),
    ("https://example.org/nowhere", "place", "the graph knows no https://example.org/nowhere"),
    ("<urn:x> } DROP ALL #", "place", "there is no place"),
    ("<urn:x } DROP ALL>", "place", "is not an IRI"),
    ("Captur", "status", "there is no status 'Captur'"),
    ("next week", "from-date", "is no EDTF date; write 2016,"),
    ("2016-13", "to-date", "is no EDTF date"),
    ("../..", "to-date", "neither a first nor a last day"),
    ("many", "integer", "is no whole number"),
)


@pytest.mark.parametrize(("words", "kind", "message"), UNRESOLVED)
def test_unresolved(runner: LocalRunner, words: str, kind: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(words, kind, runner)
    assert message in str(caught.value)


def test_candidates_come_best_first_and_in_the_language_asked(runner: LocalRunner) -> None:
    with pytest.raises(UnresolvedName) as caught:
        resolve("Carvell", "place", runner, language="fr")
    assert caught.value.candidates[0] == "Carvelle (ville)"
    with pytest.raises(UnresolvedName) as caught:
        resolve("karvel m", "entity", runner)
    assert caught.value.candidates == ("Karvel market (facility)", "Karvel museum (facility)")


def test_the_parameter_is_named(runner: LocalRunner) -> None:
    with pytest.raises(UnresolvedName, match=r"^place: there is no place 'Karwel'"):
        run_saved("holders", {"place": "Karwel"}, runner)


def test_things_spoken_of_go_before_others_and_namesakes_are_told_apart() -> None:
    """Three places of one name: as long as documents speak of one, it is meant."""
    text = "Dara fell.\nDara stood.\n"

    def read(name: str, *spoken: int) -> Reading:
        entities = tuple(
            Entity(
                f"{BASE}place/{number}", "Dara", "City", (Mention(0, 4, "Dara"),) if number in spoken else ()
            )
            for number in (1, 2, 3)
        )
        return Reading(Document(name, text, "en", (Block(0, len(text) - 1, "paragraph", "en"),)), entities)

    with open_store(None) as store:
        store.load_ontology(load_ontology())
        store.replace_document(read("one.txt", 2))
        runner = LocalRunner(store)
        assert resolve("dara", "place", runner).value == f"{BASE}place/2"
        store.replace_document(read("two.txt", 2, 3))
        with pytest.raises(UnresolvedName) as caught:
            resolve("dara", "place", runner)
        assert caught.value.candidates == ("Dara (city) place/2", "Dara (city) place/3")


@pytest.mark.parametrize("words", ["PKK/YPG", "pkk/ypg"])
def test_a_name_with_a_slash_is_no_iri(words: str) -> None:
    with open_store(None) as store:
        store.load_ontology(load_ontology())
        allies = Entity(f"{BASE}entity/allies", "PKK/YPG", "ArmedGroup", (Mention(0, 7, "PKK/YPG"),))
        document = Document("a.txt", "PKK/YPG won.", "en", (Block(0, 12, "paragraph", "en"),))
        store.replace_document(Reading(document, (allies,)))
        assert resolve(words, "entity", LocalRunner(store)).value == allies.iri


def test_other_bases() -> None:
    with open_store(None, base="https://example.org/war/") as store:
        document = Document("a.txt", "Dara fell.", "en", (Block(0, 10, "paragraph", "en"),))
        place = Entity("https://example.org/war/place/1", "Dara", "City", (Mention(0, 4, "Dara"),))
        store.replace_document(Reading(document, (place,)))
        assert resolve("place/1", "place", LocalRunner(store)).value == "https://example.org/war/place/1"
