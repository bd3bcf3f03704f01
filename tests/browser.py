"""A real Chromium for tests of pages; it notes every request, console message and error."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("file:", "data:", "blob:")


def chromium() -> str:
    """The path of Chromium; where there is none the test is skipped, in CI it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("no Chromium here; install the package chromium")
    pytest.skip("no Chromium here")


@dataclass
class Watched:
    """A page under watch: ``requests`` that leave the file, and ``errors`` of any kind."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Open an address and wait until the graph is drawn."""
        self.page.goto(address)
        until(self.page, "window.kgReady === true")
        return self.page


def until(page: Page, expression: str, seconds: float = 20) -> None:
    """Wait until an expression holds; Playwright's own waiting evaluates text, which the page forbids."""
    last = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > last:
            raise AssertionError(f"after {seconds:g} s still not: {expression}")
        page.wait_for_timeout(20)


@contextmanager
def started(user_data: Path) -> Iterator[BrowserContext]:
    """A browser with an empty profile in ``user_data``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(user_data), executable_path=chromium(), args=list(FLAGS), headless=True
        )
        try:
            yield context
        finally:
            context.close()


def watch(context: BrowserContext, width: int, height: int, scheme: str = "light") -> Watched:
    """A new page of that size and colour scheme."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    watched = Watched(page)
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else watched.requests.append(r.url))
    page.on("console", lambda m: watched.errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    return watched
