"""The page in a real Chromium: what a reader clicks, types, reads, on a desk and on a telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import browser
import fixture_readings as fixture
import pytest

from kg.graph.store import open_store
from kg.network.build import build_network
from kg.network.network import Edge, Mark, Network, Node, Sentence, Source
from kg.ontology import Ontology
from kg.resources import resource_folder
from kg.view.page import embed, languages, render_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

TITLE = "Karvel, spring 2012"


@pytest.fixture(scope="module")
def network() -> Network:
    store = open_store(None)
    for reading in fixture.READINGS:
        store.replace_document(reading)
    return build_network(store, Ontology(resource_folder("ontology")))


@pytest.fixture(scope="module")
def address(network: Network, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    path.write_text(render_page(network, title=TITLE), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with browser.started(tmp_path_factory.mktemp("profile")) as context:
        yield context


@pytest.fixture
def desk(context: BrowserContext, address: str) -> Iterator[Page]:
    """The page on a wide screen; it must neither reach out nor complain, whatever the test does."""
    watched = browser.watch(context, 1400, 860)
    yield watched.open(address)
    watched.page.close()
    assert (watched.requests, watched.errors) == ([], [])


@pytest.fixture
def telephone(context: BrowserContext, address: str) -> Iterator[Page]:
    watched = browser.watch(context, 400, 800, "dark")
    yield watched.open(address)
    watched.page.close()
    assert (watched.requests, watched.errors) == ([], [])


def at_edge(page: Page, edge: str) -> tuple[float, float]:
    """Where on the screen the middle of an edge is drawn."""
    x, y = page.evaluate(
        """(id) => {
            const { edges } = JSON.parse(document.getElementById("data").textContent);
            const at = edges.findIndex((edge) => edge.id === id);
            const middle = kgGraph.canvasToDOM(kgGraph.body.edges[at].edgeType.getPoint(0.5));
            const box = document.querySelector("#graph canvas").getBoundingClientRect();
            return [box.left + middle.x, box.top + middle.y];
        }""",
        edge,
    )
    return x, y


def edge_id(network: Network, source: str, target: str, kind: str) -> str:
    (edge,) = [e for e in network.edges if (e.source, e.target, e.kind) == (source, target, kind)]
    return edge.id


def panel(page: Page) -> str:
    return page.inner_text("#panel")


def test_click_on_an_edge_shows_its_sentences(desk: Page, network: Network) -> None:
    captured = edge_id(network, fixture.ARMY, fixture.KARVEL, "Capture")
    desk.mouse.click(*at_edge(desk, captured))
    text = panel(desk)
    assert "Orvanian soldiers took Karvel on 10 May 2012, the army said." in text
    assert "L'armée orvanienne s'est emparée de Carvelle le 10 mai 2012." in text
    assert "Army takes Karvel after six-week siege" in text  # the title
    assert "Meridian News · published May 12, 2012" in text
    assert "according to Orvanian Army" in text
    assert desk.eval_on_selector_all("#panel mark", "all => all.map(e => e.textContent)") == [
        "took",  # in May
        "took",  # on 10 May, published a day earlier than
        "emparée",
    ]
    assert desk.get_attribute("#panel figcaption a", "href") == "https://example.org/karvel-report"
    assert desk.evaluate("location.hash") == f"#edge={captured}"


def test_a_sentence_shows_its_numbers(context: BrowserContext, address: str, network: Network) -> None:
    killed = edge_id(network, fixture.CIVILIANS, fixture.MARKET, "Killing")
    page = browser.watch(context, 1000, 700).open(f"{address}#edge={killed}")
    assert "killed: About 40 to 45 (person)" in panel(page)
    page.close()


def test_edges_of_one_pair_can_each_be_clicked(desk: Page) -> None:
    hidden = desk.evaluate(
        """() => {
            const point = (at, part) => kgGraph.canvasToDOM(kgGraph.body.edges[at].edgeType.getPoint(part));
            const parts = Array.from({ length: 29 }, (_, step) => 0.15 + step / 40);
            return Object.keys(kgGraph.body.edges).map(Number)
                .filter((at) => !parts.some((part) => kgGraph.getEdgeAt(point(at, part)) === at));
        }"""
    )
    assert hidden == []


SEARCHES = [
    # what is typed, who is found: names of either language, without accents, parts of names
    ("banniere", "Crimson Banner"),
    ("CARVELLE", "Karvel"),
    ("orvanian sold", "Orvanian Army"),
    ("dresh", "Ilan Dresh"),
]


@pytest.mark.parametrize(("typed", "found"), SEARCHES)
def test_search(desk: Page, typed: str, found: str) -> None:
    desk.fill("#search", typed)
    desk.press("#search", "Enter")
    assert desk.inner_text("#panel h2") == found
    assert desk.is_hidden("#suggestions")
    node = desk.evaluate("kgGraph.getSelectedNodes()[0]")
    box = desk.evaluate("(id) => kgGraph.canvasToDOM(kgGraph.getPosition(id))", node)
    width = desk.evaluate("document.querySelector('#graph').clientWidth")
    assert 0 < box["x"] < width


def test_search_without_result_says_so(desk: Page) -> None:
    desk.fill("#search", "zzz")
    assert desk.inner_text("#suggestions") == "Nothing of that name is shown here."


def test_keyboard_alone_leads_to_a_sentence(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("lusan")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "panel"
    for _ in range(20):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.matches('.row')"):
            break
    desk.keyboard.press("Enter")
    assert desk.locator("#panel blockquote").count() == 1
    assert desk.evaluate("document.activeElement.id") == "panel"
    desk.keyboard.press("Escape")
    assert desk.is_hidden("#panel")
    desk.go_back()
    assert desk.locator("#panel blockquote").count() == 1


def shown(page: Page) -> tuple[int, int]:
    """How many nodes and edges the drawing holds, and that the page says the same."""
    counts = page.evaluate("[Object.keys(kgGraph.body.nodes).length, Object.keys(kgGraph.body.edges).length]")
    said = [int(n) for n in re.findall(r"\d+", page.inner_text("#shown"))]
    assert [said[0], said[2]] == counts
    return counts[0], counts[1]


def test_filters(desk: Page, network: Network) -> None:
    whole = (len(network.nodes), len(network.edges))
    assert shown(desk) == whole
    desk.get_by_label("Objective", exact=False).first.uncheck()
    assert shown(desk) == (whole[0] - 3, whole[1] - 3)
    desk.get_by_label("Planned").uncheck()
    assert shown(desk)[1] == whole[1] - 5
    desk.click("#no-relationships")
    assert shown(desk) == (0, 0)
    assert desk.is_visible("#empty")
    desk.click("#reset")
    assert shown(desk) == whole
    desk.fill("#minimum", "3")
    assert shown(desk) == (2, 1)
    desk.fill("#minimum", "1")
    desk.fill("#since", "2030-01-01")
    desk.dispatch_event("#since", "change")
    desk.get_by_label("Include undated").uncheck()
    assert shown(desk) == (2, 1)  # what is held since 2011 with no end


def test_a_kind_is_switched_with_its_classes(desk: Page, network: Network) -> None:
    desk.get_by_label("City").uncheck()
    place = desk.locator("#kinds > li", has_text="Place").locator("input").first
    assert place.evaluate("box => box.indeterminate")
    assert fixture.KARVEL in network.by_id and shown(desk)[0] < len(network.nodes)
    place.check()
    assert shown(desk) == (len(network.nodes), len(network.edges))


def test_surroundings(desk: Page) -> None:
    desk.fill("#search", "steady dawn")
    desk.press("#search", "Enter")
    desk.get_by_role("button", name="Only its surroundings").click()
    assert shown(desk) == (3, 2)
    desk.get_by_role("button", name="One step wider").click()
    assert shown(desk)[0] > 3


def test_other_language(desk: Page) -> None:
    desk.fill("#search", "Karvel")
    desk.press("#search", "Enter")
    desk.select_option("#language", "fr")
    assert desk.inner_text("#panel h2") == "Carvelle"
    assert "a pris" in panel(desk)
    assert desk.get_attribute("html", "lang") == "fr"
    assert desk.get_attribute("#filters", "aria-label") == "Filtres"
    labels = desk.evaluate("Object.values(kgGraph.body.nodes).map((node) => node.options.label)")
    assert "armée orvanienne" in labels and "Orvanian Army" not in labels


@pytest.mark.parametrize("language", languages())
def test_every_word_is_there_in_every_language(language: str) -> None:
    from kg.view.page import _words

    words = _words()
    assert words[language].keys() == words["en"].keys()
    for key, phrase in words["en"].items():
        other = words[language][key]
        assert type(other) is type(phrase)
        braces = [set(re.findall(r"\{\w+\}", str(text))) for text in (phrase, other)]
        assert braces[0] == braces[1], key


def test_link_to_a_node_and_an_edge(context: BrowserContext, address: str, network: Network) -> None:
    captured = edge_id(network, fixture.ARMY, fixture.KARVEL, "Capture")
    links = {
        "#node=place/900001": "Karvel",
        f"#node={fixture.KARVEL}": "Karvel",
        f"#edge={captured}": "captured",
    }
    for link, heading in links.items():
        watched = browser.watch(context, 1000, 700)
        page = watched.open(address + link)
        assert heading in page.inner_text("#panel h2")
        page.close()
        assert (watched.requests, watched.errors) == ([], [])


def test_sheet_and_drawer_on_a_telephone(telephone: Page) -> None:
    wide = "document.documentElement.scrollWidth"
    assert telephone.evaluate(wide) == 400
    assert telephone.get_attribute("html", "data-theme") == "dark"
    assert telephone.is_hidden("#filters")
    telephone.click("#open-filters")
    telephone.get_by_label("Planned").uncheck()
    telephone.click("#close-filters")
    assert telephone.is_hidden("#filters")
    telephone.fill("#search", "karvel")
    telephone.press("#search", "Enter")
    sheet = telephone.locator("#panel").bounding_box()
    assert sheet and sheet["x"] == 0 and sheet["width"] == 400
    assert sheet["y"] > 300 and sheet["y"] + sheet["height"] == 800
    node = telephone.evaluate("kgGraph.canvasToDOM(kgGraph.getPosition(kgGraph.getSelectedNodes()[0]))")
    top = telephone.locator("#graph").bounding_box()
    assert top and top["y"] < top["y"] + node["y"] < sheet["y"]
    assert telephone.evaluate(wide) == 400


@pytest.mark.parametrize("width", [320, 360])
def test_narrow_telephones(context: BrowserContext, address: str, width: int) -> None:
    page = browser.watch(context, width, 640).open(address)
    ends = "[...document.querySelectorAll('header *')].map((each) => each.getBoundingClientRect().right)"
    assert max(page.evaluate(ends)) <= width
    page.close()


def test_theme_and_physics(desk: Page) -> None:
    before = desk.evaluate("kgGraph.body.nodes[0].options.color.background")
    desk.click("#theme")
    assert desk.evaluate("kgGraph.body.nodes[0].options.color.background") != before
    place = desk.evaluate("kgGraph.getPosition(0)")
    assert desk.evaluate("kgGraph.physics.physicsEnabled") is False
    desk.click("#physics")
    moved = (
        f"Math.hypot(kgGraph.getPosition(0).x - {place['x']}, kgGraph.getPosition(0).y - {place['y']}) > 1"
    )
    browser.until(desk, moved)
    desk.click("#physics")
    assert desk.evaluate("kgGraph.physics.physicsEnabled") is False


HOSTILE = (
    "</script><script>window.broken=1</script><img src=x onerror='window.broken=1'>\u2028\u2029&amp;{{data}}"
)


def test_no_text_becomes_markup(context: BrowserContext, tmp_path: Path) -> None:
    source = Source("d", HOSTILE, HOSTILE, HOSTILE, "javascript:window.broken=1")
    sentence = Sentence("c", HOSTILE, source, 0, "x", (Mark(0, 9), Mark(9, 12, "a")), HOSTILE)
    nodes = tuple(Node(iri, (("en", HOSTILE),), "Actor", HOSTILE, (HOSTILE,)) for iri in "ab")
    edge = Edge("a", "b", HOSTILE, (("en", HOSTILE),), "x", (sentence,))
    path = tmp_path / "page.html"
    path.write_text(render_page(Network(nodes, (edge,)), title=HOSTILE), encoding="utf-8")
    watched = browser.watch(context, 1000, 700)
    page = watched.open(f"{path.as_uri()}#edge={edge.id}")
    assert page.evaluate("window.broken") is None
    assert page.text_content("h1") == HOSTILE
    assert page.text_content("#panel blockquote") == HOSTILE
    assert page.locator("#panel a").count() == 0
    page.close()
    assert (watched.requests, watched.errors) == ([], [])


def test_empty_network(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render_page(Network(), language="fr"), encoding="utf-8")
    watched = browser.watch(context, 1000, 700)
    page = watched.open(path.as_uri())
    assert page.inner_text("h1") == "Graphe de la campagne"
    assert page.is_visible("#empty")
    page.close()
    assert (watched.requests, watched.errors) == ([], [])


def test_large_network_writes_only_the_names_of_lit_edges(context: BrowserContext, tmp_path: Path) -> None:
    """Text is what makes a large drawing slow."""
    source = Source("d", "Title")
    nodes = tuple(Node(f"n{i}", (("en", f"Node {i}"),), "Place", "City", (), i % 9) for i in range(400))
    edges = tuple(
        Edge(f"n{i % 400}", f"n{(i * 7 + i // 400) % 400}", "Support", (("en", "supported"),), "asserted",
             (Sentence(f"c{i}", "So it is.", source, i, "asserted"),))
        for i in range(1200)
    )  # fmt: skip
    path = tmp_path / "page.html"
    path.write_text(render_page(Network(nodes, edges)), encoding="utf-8")
    watched = browser.watch(context, 1400, 860)
    page = watched.open(path.as_uri())
    named = "Object.values(kgGraph.body.edges).filter((edge) => edge.options.label?.trim()).length"
    assert page.evaluate(named) == 0
    page.fill("#search", "node 7")
    page.press("#search", "Enter")
    assert page.evaluate(named) == page.locator("#panel .row").count() > 0
    page.keyboard.press("Escape")
    browser.until(page, f"{named} === 0")
    page.close()
    assert (watched.requests, watched.errors) == ([], [])


def test_page_is_the_same_every_time(network: Network) -> None:
    assert render_page(network, title=TITLE) == render_page(network, title=TITLE)


def test_data_never_closes_its_element() -> None:
    assert "<" not in embed([HOSTILE, {"<!--": "<script>"}])
