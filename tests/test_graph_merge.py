"""Which claims are of one event, which contradict each other, and who stands behind them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from fixture_readings import BATTLE, DAWN, KARVEL, READINGS, TASHIR, reading

from kg.graph.answer import Rows
from kg.graph.dispute import accounts, denials, publishers
from kg.graph.edtf import bounds
from kg.graph.merge import Told, World, merge
from kg.graph.store import Store, open_store
from kg.ontology import load_ontology

# City "c" and its market "m" lie in region "r", and that in state "S"; unit "u" belongs to army "a".
WORLD = World(
    {
        "m": frozenset("crS"),
        "c": frozenset("rS"),
        "d": frozenset("rS"),
        "r": frozenset("S"),
        "u": frozenset("a"),
    },
    frozenset("rS"),
    frozenset({"Clash"}),
)


def told(
    iri: str,
    where: str = "",
    who: str = "",
    whom: str = "",
    when: str | None = None,
    *,
    cls: str = "Capture",
    status: str = "asserted",
    doc: str | None = None,
    published: str = "2012-05-12",
) -> Told:
    """A claim; every letter of where, who and whom is a thing; each document has its publisher."""
    doc = doc or f"doc-{iri}"
    return Told(
        iri, cls, status, doc, f"of {doc}", date.fromisoformat(published), when,
        agents=frozenset(who), targets=frozenset(whom), places=frozenset(where),
    )  # fmt: skip


def together(*claims: Told) -> list[str]:
    """The groups of claims as words, one letter per claim."""
    return sorted("".join(sorted(claim.iri for claim in group)) for group in merge(claims, WORLD))


# Each row: the claims, and the groups they form.
@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # the same place, army and day; the same month of another kind of event is apart
        ((told("x", "c", "a", when="2012-05-10"), told("y", "c", "a", when="2012-05-10")), ["xy"]),
        ((told("x", "c", "a", when="2012-05"), told("y", "c", "a", when="2012-05", cls="Clash")), ["x", "y"]),
        # a vaguer date that includes the day; a day outside it
        ((told("x", "c", "a", when="2012-05-10"), told("y", "c", "a", when="2012-05")), ["xy"]),
        ((told("x", "c", "a", when="2012-05-10"), told("y", "c", "a", when="2012-06")), ["x", "y"]),
        # a unit of the army, a market of the city
        ((told("x", "c", "u", when="2012-05-10"), told("y", "c", "a", when="2012-05-10")), ["xy"]),
        ((told("x", "m", "a", when="2012-05-10"), told("y", "c", "a", when="2012-05-10")), ["xy"]),
        # another place, another agent, another target
        ((told("x", "c", "a", when="2012-05-10"), told("y", "d", "a", when="2012-05-10")), ["x", "y"]),
        ((told("x", "c", "a", when="2012-05-10"), told("y", "c", "b", when="2012-05-10")), ["x", "y"]),
        ((told("x", "c", "a", "b", "2012-05-10"), told("y", "c", "a", "e", "2012-05-10")), ["x", "y"]),
        # who takes it from "b" is not "b", though both are told as takers; who fights may be told as either
        ((told("x", "c", "a", "b", "2012-05"), told("y", "c", "ab", when="2012-05")), ["x", "y"]),
        (
            (
                told("x", "c", "a", "b", "2012-05", cls="Clash"),
                told("y", "c", "ab", when="2012-05", cls="Clash"),
            ),
            ["xy"],
        ),
        # undated: an actor in common is needed, and documents of about one time
        ((told("x", "c", "a"), told("y", "c", "a")), ["xy"]),
        ((told("x", "c"), told("y", "c")), ["x", "y"]),
        ((told("x", "c", "a"), told("y", "c", "a", published="2014-05-12")), ["x", "y"]),
        # who did it to whom is enough where no place is told; who did it is not
        ((told("x", "", "a", "b"), told("y", "", "a", "b")), ["xy"]),
        ((told("x", "", "a"), told("y", "", "a")), ["x", "y"]),
        ((told("x", "", "a", when="2012-05-10"), told("y", "", "a", when="2012-05-10")), ["xy"]),
        # a wide place and a day are not enough without an actor
        ((told("x", "S", when="2012-05-10"), told("y", "S", when="2012-05-10")), ["x", "y"]),
        ((told("x", "S", "a", when="2012-05-10"), told("y", "S", "a", when="2012-05-10")), ["xy"]),
        # neither place nor actor
        ((told("x", when="2012-05-10"), told("y", when="2012-05-10")), ["x", "y"]),
        # alleged may be of what is asserted; planned and denied are apart
        ((told("x", "c", "a"), told("y", "c", "a", status="alleged")), ["xy"]),
        ((told("x", "c", "a"), told("y", "c", "a", status="planned")), ["x", "y"]),
        ((told("x", "c", "a"), told("y", "c", "a", status="denied")), ["x", "y"]),
        ((told("x", "c", "a", status="planned"), told("y", "c", "a", status="planned")), ["xy"]),
        # nothing is later than a document that says it happened
        ((told("x", "c", "a"), told("y", "c", "a", when="2013-01-01", published="2013-01-02")), ["x", "y"]),
        # a claim without agent does not glue two that differ in it
        (
            (
                told("x", "c", "a", when="2012-05-10"),
                told("y", "c", "b", when="2012-05-10"),
                told("z", "c", when="2012-05-10"),
            ),
            ["x", "y", "z"],
        ),
        # nor a vague date two days
        (
            (
                told("x", "c", "a", when="2012-05-08"),
                told("y", "c", "a", when="2012-05-10"),
                told("z", "c", "a", when="2012-05"),
            ),
            ["x", "y", "z"],
        ),
    ],
)  # fmt: skip
def test_merging(claims: tuple[Told, ...], expected: list[str]) -> None:
    assert together(*claims) == expected
    assert together(*reversed(claims)) == expected


def test_merging_does_not_depend_on_order() -> None:
    rng = random.Random(5)
    claims = [
        told(
            chr(0x100 + n),
            *(rng.choice(("", *letters)) for letters in ("cdmr", "abu", "abe")),
            rng.choice((None, "2012-05", f"2012-05-{rng.randint(1, 9):02}")),
            cls=rng.choice(("Capture", "Clash")),
        )
        for n in range(300)
    ]
    first = together(*claims)
    assert len(first) < 300
    for _ in range(3):
        rng.shuffle(claims)
        assert together(*claims) == first


def disputes(*claims: Told) -> list[str]:
    """The pairs that contradict each other."""
    found = accounts(merge(claims, WORLD), WORLD)
    happened = [one for one in found if one.claims[0].family == "happened"]
    denied = [one for one in found if one.claims[0].family == "denied"]
    pairs = [pair for one in found for pair in one.disputes] + list(denials(happened, denied, WORLD))
    return sorted("".join(sorted(pair)) for pair in pairs)


X = told("x", "c", "a", "e", "2012-05-10")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((X, told("y", "c", "b", "e", "2012-05-10")), ["xy"]),  # who did it
        ((X, told("y", "c", "a", "f", "2012-05-10")), ["xy"]),  # whom it hit
        ((X, told("y", "c", "a", "e", "2012-05-09")), ["xy"]),  # the day
        ((X, told("y", "c", "a", "e", "2012-05-07")), []),  # too far apart
        ((X, told("y", "c", "b", "f", "2012-05-10")), []),  # too different to be one event
        ((X, told("y", "c", "b", "e", "2012-05-10", doc="doc-x")), []),  # one document tells of two events
        ((X, told("y", "c", "a", "e", "2012-05-09", published="2012-05-09")), []),  # printed before the tenth
        ((X, told("y", "r", "b", "e", "2012-05-10")), []),  # a wide place
        ((X, told("y", "c", "a", "e", "2012-05-10")), []),  # agreement
        ((X, told("y", "c", "a", "e", status="denied")), ["xy"]),  # a denial
        ((X, told("y", "d", "a", "e", status="denied")), []),
        # a series of days is a series of events
        ((X, told("y", "c", "a", "e", "2012-05-08"), told("z", "c", "a", "e", "2012-05-12")), []),
    ],
)
def test_contradictions(claims: tuple[Told, ...], expected: list[str]) -> None:
    assert disputes(*claims) == expected


QUOTE = "the army said that it had taken the city after a siege of six weeks"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((told("x", doc="1"), told("y", doc="2")), 2),
        ((told("x", doc="1"), told("y", doc="1")), 1),
        # two documents of one publisher
        ((told("x", doc="1"), replace(told("y", doc="2"), publisher="of 1")), 1),
        # a copy, named by its original
        ((told("x", doc="1"), replace(told("y", doc="1"), publisher="of 2")), 1),
        # the same long sentence
        ((replace(told("x"), quote=QUOTE), replace(told("y"), quote=QUOTE)), 1),
        ((replace(told("x"), quote="it fell"), replace(told("y"), quote="it fell")), 2),
        # an unknown publisher is no witness
        ((told("x"), replace(told("y"), publisher=None)), 1),
        ((replace(told("x"), publisher=None),), 0),
    ],
)
def test_independent_publishers(claims: tuple[Told, ...], expected: int) -> None:
    assert publishers(claims) == expected
    assert publishers(reversed(claims)) == expected


def test_windows_follow_dates_and_publication() -> None:
    assert told("x", when="2012-05").window == bounds("2012-05")
    assert told("x", when="2011-06/..").window == (date(2011, 6, 1), date(2012, 5, 12))
    assert told("x").window == (date(2012, 4, 11), date(2012, 5, 12))
    assert told("x", status="planned").window == (date(2012, 4, 11), date(2013, 5, 13))
    assert replace(told("x"), published=None).window == (date.min, date.max)


# -- the events of the invented campaign -----------------------------------------------------


def built(*, order: int = 1) -> Store:
    store = open_store(None)
    for each in READINGS[::order]:
        store.replace_document(each)
    store.rebuild_events(load_ontology())
    return store


EVENTS = """
SELECT ?label ?date ?status ?claims ?publishers ?corroborated ?part WHERE {
  ?event ckg:claimCount ?claims ; ckg:publisherCount ?publishers ; ckg:corroborated ?corroborated ;
    ckg:status ?state ; ckg:place ?place ; rdfs:label ?label ; a ?class .
  OPTIONAL { ?event ckg:date ?date } OPTIONAL { ?event ckg:partOf ?part }
  BIND(STRAFTER(STR(?state), "#") AS ?status) FILTER(?class = ckg:Capture && lang(?label) = "en")
} ORDER BY ?label"""


def table(store: Store, query: str) -> list[list[str | None]]:
    answer = store.query(query)
    assert isinstance(answer, Rows)
    return [[value.value if value else None for value in row] for row in answer]


def test_events_of_the_campaign() -> None:
    city = "Capture of Karvel from Crimson Banner by Orvanian Army (2012-05-10)"
    village = "Capture of Tashir by Nareth Guard and Orvanian Army (2012-05-07)"
    assert table(built(), EVENTS) == [
        [city, "2012-05-10", "asserted", "3", "3", "true", DAWN],
        [village, "2012-05-07", "asserted", "2", "2", "true", None],
    ]


def test_contradictions_of_the_campaign_go_both_ways() -> None:
    query = "SELECT ?a ?b { ?x ckg:contradicts ?y . ?x ckg:trigger ?a . ?y ckg:trigger ?b } ORDER BY ?a"
    expected = [("captured", "pris"), ("exploded", "explosé"), ("explosé", "exploded"), ("pris", "captured")]
    assert table(built(), query) == [list(pair) for pair in expected]


def test_every_claim_is_of_one_event() -> None:
    query = "SELECT ?claim (COUNT(DISTINCT ?event) AS ?n) { ?event ckg:claim ?claim } GROUP BY ?claim"
    counts = table(built(), query)
    assert [n for _, n in counts] == ["1"] * sum(len(each.claims) for each in READINGS)


def test_events_do_not_depend_on_the_order_of_documents() -> None:
    assert list(built().dump_nquads()) == list(built(order=-1).dump_nquads())


def test_events_have_labels_in_both_languages() -> None:
    query = (
        "SELECT DISTINCT (LANG(?label) AS ?tag) { ?e ckg:claimCount ?n ; rdfs:label ?label } ORDER BY ?tag"
    )
    assert table(built(), query) == [["en"], ["fr"]]


def test_copies_neither_corroborate_nor_contradict() -> None:
    store = built()
    copy, report, _ = (document.name for document in store.documents())
    store.mark_copies({copy: report})
    assert not store.events_current()
    store.rebuild_events(load_ontology())
    assert [row[3:5] for row in table(store, EVENTS)] == [["3", "2"], ["1", "1"], ["1", "1"]]


def test_of_two_operations_in_a_sentence_the_inner_one_counts() -> None:
    report = reading("karvel-report.txt")
    sentence = "Orvanian soldiers took Karvel in the battle of Karvel, part of Operation Steady Dawn."
    spoken = {BATTLE: sentence.index("battle"), DAWN: sentence.index("Operation")}
    claim = replace(report.claims[2], evidence=replace(report.claims[2].evidence, start=0, end=len(sentence)))
    entities = tuple(
        replace(
            e,
            mentions=tuple(
                replace(e.mentions[0], start=spoken[i], end=spoken[i] + 9) for i in [e.iri] if i in spoken
            ),
        )
        for e in report.entities
    )
    page = replace(
        report,
        document=replace(report.document, text=sentence, blocks=()),
        entities=entities,
        claims=(claim,),
        relations=tuple(
            replace(r, evidence=claim.evidence) for r in report.relations if r.predicate == "partOf"
        ),
    )
    with open_store(None) as store:
        store.replace_document(page)
        store.rebuild_events(load_ontology())
        assert table(store, "SELECT ?part { ?event ckg:claim ?c ; ckg:partOf ?part }") == [[BATTLE]]
        assert table(store, "SELECT ?p { ?event ckg:claim ?c ; ckg:place ?p }") == [[KARVEL]]
        assert TASHIR not in {
            row[0] for row in table(store, "SELECT ?p { ?e ckg:claimCount ?n ; ckg:place ?p }")
        }
