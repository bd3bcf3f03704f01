"""The network read from an invented campaign: nodes, edges, filters, measures, layout, exports."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import fixture_readings as fixture
import networkx as nx
import pytest

from kg.graph.store import Store, open_store
from kg.network.analysis import measure
from kg.network.build import build_network
from kg.network.convert import to_gexf, to_graphml, to_json, to_networkx
from kg.network.layout import place_nodes
from kg.network.network import Edge, Network, Node, Sentence, Source
from kg.ontology import Ontology
from kg.resources import resource_folder

ARMY, BANNER, KARVEL = fixture.ARMY, fixture.BANNER, fixture.KARVEL


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return Ontology(resource_folder("ontology"))


@pytest.fixture(scope="module")
def store() -> Store:
    store = open_store(None)
    for reading in fixture.READINGS:
        store.replace_document(reading)
    return store


@pytest.fixture(scope="module")
def network(store: Store, ontology: Ontology) -> Network:
    return build_network(store, ontology)


def edges_of(network: Network) -> dict[tuple[str, str, str, str], Edge]:
    return {(edge.source, edge.target, edge.kind, edge.status): edge for edge in network.edges}


NODES = [
    # IRI, kind, class, claims
    (ARMY, "Actor", "ArmedForce", 9),
    (fixture.ORVANIA, "Actor", "State", 2),  # a state is an actor before it is a place
    (KARVEL, "Place", "City", 13),
    (fixture.DAM, "Place", "Facility", 3),
    (fixture.DAWN, "Operation", "Operation", 2),
    (fixture.DRESH, "Actor", "Person", 2),
]


@pytest.mark.parametrize(("iri", "kind", "cls", "claims"), NODES)
def test_node(network: Network, iri: str, kind: str, cls: str, claims: int) -> None:
    node = network.by_id[iri]
    assert (node.kind, node.cls, node.claims) == (kind, cls, claims)


def test_node_knows_what_documents_and_gazetteer_know(network: Network) -> None:
    city = network.by_id[KARVEL]
    assert (city.label("en"), city.label("fr"), city.label("de")) == ("Karvel", "Carvelle", "Karvel")
    assert city.point == (43.125, 21.5)
    assert dict(city.country) == {"en": "Orvania", "fr": "Orvanie"}
    # Names count as other names, on one line; "the army" and "the city" are only descriptions.
    assert "Orvanian soldiers" in network.by_id[ARMY].aliases
    assert not [a for node in network.nodes for a in node.aliases if "\n" in a or a.startswith("the ")]


EDGES = [
    # Three documents say that the army took Karvel.
    (ARMY, KARVEL, "Capture", "asserted", "captured", "a pris", 3),
    # "took Karvel from the Crimson Banner"
    (BANNER, KARVEL, "Capture", "asserted", "lost", "a perdu", 1),
    (BANNER, KARVEL, "Control", "asserted", "held", "a tenu", 1),
    (BANNER, fixture.DAM, "Shelling", "denied", "shelled", "a bombardé", 1),
    (fixture.LUSANIA, ARMY, "Support", "planned", "supported", "a soutenu", 1),
    # "The battle of Karvel is part of Operation Steady Dawn"
    (fixture.BATTLE, fixture.DAWN, "partOf", "asserted", "part of", "partie de", 1),
    (fixture.DRESH, fixture.DAWN, "leads", "asserted", "leads", "dirige", 1),
]


@pytest.mark.parametrize(("source", "target", "kind", "status", "english", "french", "weight"), EDGES)
def test_edge(
    network: Network,
    source: str,
    target: str,
    kind: str,
    status: str,
    english: str,
    french: str,
    weight: int,
) -> None:
    edge = edges_of(network)[source, target, kind, status]
    assert (edge.label("en"), edge.label("fr"), edge.weight) == (english, french, weight)
    assert edge.directed


def test_no_direction_between_those_who_agree(network: Network) -> None:
    (edge,) = [edge for edge in network.edges if edge.kind == "Agreement"]
    assert {edge.source, edge.target} == {fixture.VERRIN, fixture.ORVANIA}
    assert not edge.directed


def test_objectives_hang_on_their_holders(network: Network) -> None:
    aims = {node.id: node for node in network.nodes if node.kind == "Objective"}
    assert sorted(node.cls for node in aims.values()) == [
        "category-counter-financing",
        "category-counter-recruitment",
        "category-military",
    ]
    holders = {edge.source for edge in network.edges if edge.target in aims}
    assert holders == {fixture.LUSANIA, fixture.COALITION}
    funds = next(edge for edge in network.edges if "funds" in edge.sentences[0].quote)
    assert funds.sentences[0].latest == "2013-12-31"  # the deadline


def test_sentence_leads_back_to_its_document(network: Network) -> None:
    edge = edges_of(network)[BANNER, KARVEL, "Control", "asserted"]
    (sentence,) = edge.sentences
    text = fixture.REPORT_TEXT
    assert text[sentence.start : sentence.start + len(sentence.quote)] == sentence.quote
    assert sentence.document.publisher == "Meridian News"
    assert sentence.document.published == "2012-05-12"
    assert (sentence.date, sentence.earliest, sentence.latest) == ("2011-06/..", "2011-06-01", None)
    marked = {(sentence.quote[mark.start : mark.end], mark.node) for mark in sentence.marks}
    assert marked == {("held", None), ("Crimson Banner", BANNER), ("the city", KARVEL)}


def test_numbers_are_in_the_words_of_the_document(network: Network) -> None:
    edge = edges_of(network)[fixture.CIVILIANS, fixture.MARKET, "Killing", "asserted"]
    (sentence,) = edge.sentences
    assert sentence.numbers == (("quantity-killed", "About 40 to 45 (person)"),)
    assert dict(network.terms["quantity-killed"])["fr"] == "tués"


def test_attribution_names_the_speaker(network: Network) -> None:
    edge = edges_of(network)[BANNER, fixture.CIVILIANS, "Abuse", "alleged"]
    assert edge.sentences[0].speaker == fixture.MERIDIAN
    assert dict(edge.sentences[0].speaker_labels)["en"] == "Meridian News"
    assert fixture.MERIDIAN not in network.by_id  # who only speaks takes no part


def test_every_term_in_use_has_a_label_in_both_languages(network: Network) -> None:
    used = {name for node in network.nodes for name in (node.kind, node.cls)}
    used |= {name for edge in network.edges for name in (edge.kind, edge.status)}
    assert all({"en", "fr"} <= dict(network.terms[name]).keys() for name in used)
    assert all({"en", "fr"} <= dict(edge.labels).keys() for edge in network.edges)


FILTERS = [
    # what is asked, what every node and edge then is, how many edges
    ({"statuses": ["planned"]}, lambda e: e.status == "planned", 2),
    ({"relationships": ["Capture"]}, lambda e: e.kind == "Capture", 5),
    ({"minimum": 3}, lambda e: e.weight >= 3, 1),
    ({"kinds": ["Operation", "Person"]}, lambda e: e.kind in ("partOf", "leads"), 2),
    ({"around": [fixture.DAWN]}, lambda e: fixture.DAWN in (e.source, e.target), 2),
    # Held since June 2011 with no end, so also in 2030; nothing else goes on.
    ({"since": "2030-01-01"}, lambda e: e.kind == "Control", 1),
    ({"since": "2012-05-11", "until": "2012-05-11", "kinds": ["Actor"]}, lambda e: True, 4),
    ({"kinds": []}, lambda e: False, 0),
]


@pytest.mark.parametrize(("asked", "holds", "count"), FILTERS)
def test_filter(store: Store, ontology: Ontology, asked, holds, count: int) -> None:
    network = build_network(store, ontology, **asked)
    assert all(holds(edge) for edge in network.edges)
    assert len(network.edges) == count
    touched = {end for edge in network.edges for end in (edge.source, edge.target)}
    assert {node.id for node in network.nodes} == touched


def test_wider_surroundings(store: Store, ontology: Ontology) -> None:
    sizes = [len(build_network(store, ontology, around=[fixture.DAWN], hops=n).nodes) for n in (0, 1, 2, 3)]
    assert sizes[0] == 0 and sizes == sorted(set(sizes))


def test_what_no_edge_touches_is_kept_on_demand(store: Store, ontology: Ontology) -> None:
    everything = build_network(store, ontology, isolated=True)
    assert fixture.MERIDIAN in everything.by_id
    assert everything.connected() == build_network(store, ontology)


def test_order_of_documents_does_not_matter(ontology: Ontology, network: Network) -> None:
    store = open_store(None)
    for reading in reversed(fixture.READINGS):
        store.replace_document(reading)
    assert build_network(store, ontology) == network


def test_empty_store(ontology: Ontology) -> None:
    network = build_network(open_store(None), ontology)
    assert network == Network()
    assert measure(network) == {} and place_nodes(network) == {}


def chain(*pairs: str) -> Network:
    """A network of single letters: "ab" is an edge from a to b."""
    names = sorted(set("".join(pairs)))
    nodes = tuple(Node(name, (("en", name),), "Actor", "State") for name in names)
    sentence = Sentence("c", "It is so.", Source("d", "Title"), 0, "asserted")
    edges = tuple(Edge(a, b, "Support", (), "asserted", (sentence,)) for a, b in pairs)
    return Network(nodes, edges)


def test_measures() -> None:
    measures = measure(chain("ab", "bc", "cd", "bb"))
    assert [measures[name].links for name in "abcd"] == [1, 2, 2, 1]
    assert [round(measures[name].betweenness, 2) for name in "abcd"] == [0, 0.67, 0.67, 0]
    two = measure(chain("ab", "bc", "ca", "xy", "yz", "zx", "zw", "wx"))
    assert [two[name].community for name in "wxyzabc"] == [0, 0, 0, 0, 1, 1, 1]


def test_layout_keeps_nodes_and_names_apart(network: Network) -> None:
    boxes = {node.id: (120.0, 40.0) for node in network.nodes}
    places = place_nodes(network, boxes)
    assert places == place_nodes(network, boxes)
    spots = list(places.values())
    apart = [abs(a[0] - b[0]) >= 90 or abs(a[1] - b[1]) >= 30 for i, a in enumerate(spots) for b in spots[:i]]
    assert all(apart)


def test_parts_do_not_overlap() -> None:
    places = place_nodes(chain("ab", "bc", "ca", "xy", "pp"))
    rows = {name: x for name, (x, _) in places.items()}
    assert len({*places.values()}) == len(places)
    assert max(rows[n] for n in "abc") < min(rows[n] for n in "xy") or places["x"][1] > places["a"][1]


def test_networkx(network: Network) -> None:
    graph = to_networkx(network, language="fr")
    assert graph.number_of_nodes() == len(network.nodes)
    assert graph.number_of_edges() == len(network.edges)
    assert graph.nodes[KARVEL]["label"] == "Carvelle"
    captured = edges_of(network)[ARMY, KARVEL, "Capture", "asserted"]
    assert graph.edges[ARMY, KARVEL, captured.id]["weight"] == 3


def test_exports_can_be_read_again(network: Network) -> None:
    graphml = nx.read_graphml(io.BytesIO(to_graphml(network).encode()), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(to_gexf(network).encode()))
    linked = nx.node_link_graph(json.loads(to_json(network)), edges="edges")
    for graph in (graphml, gexf, linked):
        assert graph.number_of_edges() == len(network.edges)
        assert graph.nodes[KARVEL]["label"] == "Karvel"
        assert graph.nodes[KARVEL]["latitude"] == 43.125
    quotes = [s["quote"] for *_, data in linked.edges(data=True) for s in data["sentences"]]
    assert "The Crimson Banner had held the city since\nJune 2011." in quotes


def test_xml_exports_are_well_formed_whatever_labels_hold() -> None:
    network = chain("ab")
    odd = replace(network.nodes[0], labels=(("en", "bell \x07 and \ufffe"),), aliases=("\x00",))
    named = replace(network.edges[0], labels=(("en", "back\x08s"),))
    network = Network((odd, network.nodes[1]), (named,))
    for text in (to_graphml(network), to_gexf(network)):
        ET.fromstring(text)
        assert "bell \ufffd and \ufffd" in text
    assert json.loads(to_json(network))["nodes"][0]["label"] == "bell \x07 and \ufffe"


DIGEST = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from test_network import *
from kg.network.convert import EXPORTS
store = open_store(None)
for reading in fixture.READINGS:
    store.replace_document(reading)
network = build_network(store, Ontology(resource_folder("ontology")))
texts = [export(network) for export in EXPORTS.values()] + [str(measure(network)), str(place_nodes(network))]
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def test_same_in_every_process() -> None:
    """Sets of text have another order in every process; nothing may hang on it."""
    script = DIGEST.format(tests=str(Path(__file__).parent))
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
