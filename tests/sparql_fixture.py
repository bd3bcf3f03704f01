"""The graph that tests of queries ask: the invented campaign, one more document, the ontology.

The document that is added here holds what engines differ on: long sentences, quotation marks,
letters beyond ASCII, several fillers of one role, a backer, numbers with a fraction.
"""

from __future__ import annotations

from functools import cache

from fixture_readings import (
    ARMY,
    BANNER,
    BASE,
    CIVILIANS,
    COALITION,
    LUSANIA,
    MARKET,
    NARETH,
    ORVANIA,
    POLICE,
    READINGS,
    TASHIR,
)

from kg.claim import Block, Claim, Document, Entity, Evidence, Filler, Mention, Objective, Quantity, Reading
from kg.graph.store import Store, open_store
from kg.ontology import load_ontology

_LONG = (
    "On 9 May 2012 "
    + "the guns of the “Crimson Banner” – once more – hit Karvel’s bazaar, " * 30
    + "they said."
)
_SUPPLY = (
    'The Northern Coalition backed the army and the police when they "cleared" Tashir \\ Ταχίρ in May 2012.'
)
_STRENGTH = "Some 2.5 thousand men of Lusania stood in Orvania."
_RIDGE = "Civilians fled the Šarqa’s ridge."
_TEXT = f"Ledger of the war\n\n{_LONG}\n{_SUPPLY}\n{_STRENGTH}\n{_RIDGE}\n"
RIDGE = f"{BASE}entity/sarqa-ridge"


def _evidence(quote: str) -> Evidence:
    start = _TEXT.index(quote)
    return Evidence(start, start + len(quote), quote, "fixture")


def _claim(cls: str, trigger: str, quote: str, **known: object) -> Claim:
    return Claim(cls, trigger, _TEXT.index(trigger), _evidence(quote), **known)  # type: ignore[arg-type]


def ledger() -> Reading:
    """The document of odd letters and long sentences."""
    document = Document(
        "ledger.txt",
        _TEXT,
        "en",
        (Block(0, 17, "headline", "en"), Block(19, len(_TEXT) - 1, "paragraph", "en")),
        title="Ledger of the war – “day by day”",
        publisher="L’Écho d’Orvanie",
        published="2012-06",
    )
    at = _TEXT.index("Crimson Banner")
    entities = (
        Entity(BANNER, "Crimson Banner", "ArmedGroup", (Mention(at, at + 14, "Crimson Banner"),), known=True),
        Entity(COALITION, "Northern Coalition", "Coalition", known=True),
        Entity(RIDGE, "Šarqa’s Ridge – Σ", "Region", labels=(("fr", "Crête de Šarqa’œ"),), within=NARETH),
    )
    claims = (
        _claim(
            "Shelling",
            "hit",
            _LONG,
            roles=(("agent", (Filler(BANNER, "Crimson Banner", at),)), ("place", (Filler(MARKET),))),
            date="2012-05-09",
            status="alleged",
        ),
        _claim(
            "Clearance",
            "cleared",
            _SUPPLY,
            roles=(
                ("agent", (Filler(ARMY), Filler(POLICE))),
                ("place", (Filler(TASHIR),)),
                ("supporter", (Filler(COALITION),)),
            ),
            date="2012-05",
        ),
        _claim(
            "Deployment",
            "stood",
            _STRENGTH,
            roles=(("agent", (Filler(LUSANIA),)), ("place", (Filler(ORVANIA),))),
            quantities=(
                Quantity("strength", 2500.5, 2500.5, "Some 2.5 thousand", "men", "about", among=True),
            ),
        ),
        _claim(
            "Displacement",
            "fled",
            _RIDGE,
            roles=(
                ("agent", (Filler(CIVILIANS),)),
                ("target", (Filler(BANNER),)),
                ("place", (Filler(RIDGE),)),
            ),
        ),
    )
    return Reading(document, entities, claims, (), (Objective("security", _evidence(_STRENGTH)),))


def fill(store: Store) -> None:
    """Put the whole graph into an empty store."""
    ontology = load_ontology()
    for reading in (*READINGS, ledger()):
        store.replace_document(reading)
    store.load_ontology(ontology)
    store.rebuild_events(ontology)


@cache
def graph() -> Store:
    """The whole graph in memory, built once for all tests that only ask."""
    store = open_store(None)
    fill(store)
    return store


# Every saved query as the tests ask it: name of the case (of its file of expected rows, too), name
# of the query, the user's words, language.
CASES: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("actor-actions", "actor-actions", {"actor": "Orvanian Army"}, "en"),
    ("actor-actions.captures", "actor-actions", {"actor": "armée orvanienne", "class": "prise"}, "fr"),
    ("actor-actions.backed", "actor-actions", {"actor": "northern coalition", "from": "2012"}, "en"),
    ("actors", "actors", {}, "en"),
    ("actors.captures", "actors", {"class": "capture"}, "fr"),
    ("attributed", "attributed", {}, "en"),
    ("attributed.alleged", "attributed", {"status": "allégué", "actor": "Meridian"}, "fr"),
    ("attributed.document", "attributed", {"document": "lusania-communique.txt"}, "en"),
    ("captures", "captures", {}, "en"),
    ("captures.place", "captures", {"place": "Carvelle", "actor": "Bannière pourpre"}, "fr"),
    ("captures.period", "captures", {"from": "2012-05-08", "to": "2012-05"}, "en"),
    ("contradictions", "contradictions", {}, "en"),
    ("contradictions.place", "contradictions", {"place": "Tashir", "actor": "Nareth Guard"}, "fr"),
    ("corroborated", "corroborated", {}, "en"),
    ("corroborated.three", "corroborated", {"publishers": "3", "place": "Nareth", "class": "Capture"}, "fr"),
    ("documents", "documents", {}, "en"),
    ("documents.one", "documents", {"document": "ledger of the war"}, "en"),
    ("done-to-actor", "done-to-actor", {"actor": "Crimson Banner"}, "en"),
    ("done-to-actor.support", "done-to-actor", {"actor": "Orvanian Army", "class": "support"}, "fr"),
    ("events-at-place", "events-at-place", {"place": "Karvel"}, "en"),
    ("events-at-place.all", "events-at-place", {}, "fr"),
    ("events-at-place.region", "events-at-place", {"place": "plaine du Nareth", "to": "2012-05-08"}, "fr"),
    ("events-at-place.state", "events-at-place", {"place": "Orvania", "class": "bombing"}, "en"),
    ("evidence", "evidence", {}, "en"),
    ("evidence.event", "evidence", {"event": "Capture of Karvel"}, "en"),
    ("evidence.place", "evidence", {"place": "Tashir", "actor": "Crimson Banner"}, "fr"),
    ("figures", "figures", {}, "en"),
    ("figures.place", "figures", {"place": "Karvel", "class": "killing"}, "fr"),
    ("harm", "harm", {}, "en"),
    ("harm.actor", "harm", {"actor": "Crimson Banner", "place": "Karvel", "class": "destruction"}, "fr"),
    ("holders", "holders", {}, "en"),
    ("holders.place", "holders", {"place": "Carvelle", "actor": "Crimson Banner"}, "fr"),
    ("objectives", "objectives", {}, "en"),
    ("objectives.category", "objectives", {"category": "counter-financing", "actor": "Lusanie"}, "fr"),
    ("operations", "operations", {}, "en"),
    ("operations.one", "operations", {"operation": "steady dawn"}, "fr"),
    ("people-and-aid", "people-and-aid", {}, "en"),
    ("people-and-aid.place", "people-and-aid", {"place": "Karvel"}, "fr"),
    ("places", "places", {}, "en"),
    ("places.within", "places", {"place": "Nareth"}, "fr"),
    ("relations", "relations", {}, "en"),
    ("relations.thing", "relations", {"thing": "Dresh"}, "fr"),
    ("strikes", "strikes", {}, "en"),
    ("strikes.actor", "strikes", {"actor": "Crimson Banner", "place": "Karvel", "from": "2012-05-09"}, "fr"),
    ("support", "support", {}, "en"),
    ("support.actor", "support", {"actor": "Northern", "to": "2012"}, "fr"),
    ("timeline", "timeline", {}, "en"),
    ("timeline.period", "timeline", {"from": "2012-05-10", "to": "2012-05-14"}, "fr"),
    ("timeline.alleged", "timeline", {"status": "alleged", "class": "tirs d'artillerie"}, "fr"),
)
