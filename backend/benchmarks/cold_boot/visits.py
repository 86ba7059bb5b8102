"""Visits of somebody signed in to the data grid, over a slow line, as CDP sets and tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.e2e.steps import expect_grid, sign_in
from tests.e2e.traffic import Asked, Traffic

NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 5_000_000 / 8,  # bytes a second
    "uploadThroughput": 5_000_000 / 8,
}
PATH = "/data"
# By the page's own clock, which begins with the navigation.
WATCH = """
const look = () => {
  const heading = document.querySelector('main h1');
  if (heading && window.headingAt === undefined) window.headingAt = performance.now();
  const row = document.querySelector('.MuiDataGrid-row [role=gridcell]');
  if (row) window.rowsAt = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass
class Visit:
    """What one opening of the page took, up to its first row."""

    heading: float  # ms
    rows: float  # ms
    requests: list[Asked]


def visit(context: BrowserContext, *, is_settled: bool = False) -> Visit:
    """Open the grid in a new tab; `is_settled` waits for what the page fetches ahead afterwards."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    traffic = Traffic.of(devtools)
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    page.add_init_script(WATCH)
    page.goto(PATH, wait_until="commit")
    page.wait_for_function("() => window.rowsAt !== undefined")
    if is_settled:
        traffic.wait_for_scripts(page)
    requests = [replace(each) for each in traffic.requests]
    seen = Visit(page.evaluate("window.headingAt"), page.evaluate("window.rowsAt"), requests)
    page.close()
    return seen


@dataclass
class Visitor:
    """Somebody who signs in once by the form, and comes back each time with an empty cache."""

    browser: Browser
    url: str
    state: StorageState | None = None  # cookies and local storage

    def sign_in(self) -> None:
        """Fill in the form, and see the grid once."""
        with self.browser.new_context(base_url=self.url) as context:
            page = context.new_page()
            sign_in(page, "admin", PATH)
            expect_grid(page)
            self.state = context.storage_state()

    @contextmanager
    def fresh(self) -> Iterator[BrowserContext]:
        """Yield a browser with the cookies of the last visit and nothing else."""
        settings: dict[str, Any] = {"base_url": self.url, "reduced_motion": "reduce"}
        with self.browser.new_context(**settings, storage_state=self.state) as context:
            yield context
            self.state = context.storage_state()
