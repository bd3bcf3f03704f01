"""The page's time to ready in headless Chromium against pyvis's own page of the same graph."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.network.build import build_network
from kg.ontology import load_ontology
from kg.view.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kg.graph.store import Store
    from kg.network.network import Network

ROUNDS = 5
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LATEST = 60  # seconds
_MARKED = "() => performance.getEntriesByName('kg-ready')[0]?.startTime ?? null"
# pyvis's page is ready when its layout has come to rest and is drawn.
_WHEN_STILL = """<script>
network.once("stabilizationIterationsDone", () =>
  network.once("afterDrawing", () => performance.mark("kg-ready")));
</script></body>"""


def bench_page(store: Store) -> str:
    """One line: the time from the request to the drawn graph on both pages, and their ratio."""
    from playwright.sync_api import sync_playwright

    network = build_network(store, load_ontology())
    with TemporaryDirectory() as scratch:
        pages = {name: Path(scratch) / f"{name}.html" for name in ("ours", "pyvis")}
        pages["ours"].write_text(render_page(network), encoding="utf-8")
        pages["pyvis"].write_text(own_page(network), encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, NAMES))), args=["--no-sandbox"]
            )
            times: dict[str, list[float]] = {name: [] for name in pages}
            for number in range(ROUNDS + 1):
                for name, path in pages.items():
                    spent = ready_after(browser, path)
                    if number:
                        times[name].append(spent)
            browser.close()
    found = {name: median(spent) for name, spent in times.items()}
    return (
        f"{len(network.nodes)} nodes, {len(network.edges)} edges: page ready after {found['ours']:.2f} s, "
        f"pyvis's own after {found['pyvis']:.2f} s, ratio {found['ours'] / found['pyvis']:.2f}"
    )


def own_page(network: Network) -> str:
    """What pyvis writes by itself, everything in one file as far as it can."""
    from pyvis.network import Network as Drawing

    drawing = Drawing(directed=True, cdn_resources="in_line")
    for node in network.nodes:
        drawing.add_node(node.id, label=node.label("en"), value=node.claims, group=node.kind)
    for edge in network.edges:
        title = "\n".join(sentence.quote for sentence in edge.sentences)
        drawing.add_edge(edge.source, edge.target, label=edge.label("en"), value=edge.weight, title=title)
    return str(drawing.generate_html()).replace("</body>", _WHEN_STILL)


def ready_after(browser: Browser, path: Path) -> float:
    """Seconds from the beginning of the navigation to the mark; nothing comes from the network."""
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(path.as_uri(), wait_until="commit")
    limit = time.monotonic() + LATEST
    while (spent := page.evaluate(_MARKED)) is None:  # the page's policy forbids Playwright's own waiting
        if time.monotonic() > limit:
            raise SystemExit(f"{path.name} is not ready after {LATEST} seconds")
        time.sleep(0.05)
    page.close()
    return float(spent) / 1000
