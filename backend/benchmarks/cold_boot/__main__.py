"""A first visit to the data grid: composed at run time, beside one bundle of the same sources.

    python -m benchmarks.cold_boot [--rounds 5]

In Chromium, with 150 ms of latency and 5 Mbit/s set by CDP: somebody signed in opens /data with an
empty cache; the clock stops when a row of the grid is drawn. Both pages have the same backend, the
bundle's through a proxy in this process. Then the composed page is opened again, and what its
scripts load from the network is counted.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.cold_boot import whole
from tests.e2e.builds import build_all
from tests.e2e.conftest import FLAGS, find_chromium, start_platform
from tests.e2e.server import free_port, wait_until

NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 5_000_000 / 8,
    "uploadThroughput": 5_000_000 / 8,
}
WATCH = """
const look = () => {
  const row = document.querySelector('.MuiDataGrid-row [role=gridcell]');
  if (row) window.shownAt = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
SIGN_IN = """
async () => (await fetch('/api/auth/login', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ email: 'user@example.com', password: 'user123' }),
})).status
"""
PATIENCE_SECONDS = 30
DISCOVERY = ("mf-manifest", "/api/discovery", "/api/registry/channels")


@dataclass
class Visit:
    """What one opening of the page took."""

    millis: float
    scripts: int  # bytes of script that came over the network
    urls: list[str]


@dataclass
class Traffic:
    """Bytes of scripts on the network, as CDP tells them."""

    scripts: set[str] = field(default_factory=set)
    received: int = 0
    urls: list[str] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)

    def watch(self, devtools: CDPSession) -> None:
        """Listen from now on."""
        devtools.on("Network.requestWillBeSent", self.on_request)
        devtools.on("Network.loadingFinished", self.on_finished)

    def on_request(self, event: dict[str, Any]) -> None:
        """Note the address, and whether it is a script."""
        self.urls.append(event["request"]["url"])
        if event.get("type") == "Script" or event["request"]["url"].endswith(".js"):
            self.scripts.add(event["requestId"])
            self.pending.add(event["requestId"])

    def on_finished(self, event: dict[str, Any]) -> None:
        """Count what came; from the cache nothing did."""
        self.pending.discard(event["requestId"])
        if event["requestId"] in self.scripts:
            self.received += event["encodedDataLength"]


def visit(context: BrowserContext, url: str) -> Visit:
    """Open the grid in a new tab."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    traffic = Traffic()
    traffic.watch(devtools)
    page.add_init_script(WATCH)
    page.goto(f"{url}/data")
    page.wait_for_function("() => window.shownAt !== undefined")
    seen = Visit(page.evaluate("window.shownAt"), traffic.received, list(traffic.urls))
    leave(page, traffic)
    return seen


def leave(page: Page, traffic: Traffic) -> None:
    """Let what is being fetched ahead come in, so that the cache is as a reader leaves it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while traffic.pending and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    page.close()


@contextmanager
def visitor(browser: Browser, url: str) -> Iterator[BrowserContext]:
    """A browser that is signed in and has none of the files in its cache."""
    with browser.new_context(base_url=url, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto("/api/auth/me")  # a problem document of the same origin, without scripts
        if page.evaluate(SIGN_IN) != 200:
            raise RuntimeError(f"{url} refuses to sign in")
        page.close()
        yield context


@contextmanager
def served(dist: Path, platform: str) -> Iterator[str]:
    """Serve the bundle in a thread; yields its address."""
    port = free_port()
    config = uvicorn.Config(whole.application(dist, platform), port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, 30)
    yield f"http://localhost:{port}"
    server.force_exit = server.should_exit = True
    thread.join()


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure(browser: Browser, composed: str, bundled: str, rounds: int) -> int:
    """Visit both in turns; return 1 when a target is missed."""
    cold: dict[str, list[Visit]] = {composed: [], bundled: []}
    for _ in range(rounds):
        for url, visits in cold.items():
            with visitor(browser, url) as context:
                visits.append(visit(context, url))
    with visitor(browser, composed) as context:
        visit(context, composed)
        warm = visit(context, composed)
    medians = {url: statistics.median(v.millis for v in visits) for url, visits in cold.items()}
    ratio = medians[composed] / medians[bundled]
    asked = [
        url for each in cold[composed] for url in each.urls if any(d in url for d in DISCOVERY)
    ]
    say("| first visit, empty cache | ms, median | KB of script before the first row |")
    say("|---|---:|---:|")
    for name, url in (("composed at run time", composed), ("one bundle", bundled)):
        kilobytes = statistics.median(each.scripts for each in cold[url]) / 1000
        say(f"| {name} | {medians[url]:.0f} | {kilobytes:.0f} |")
    say(f"ratio {ratio:.2f} (must ≤ 1.2); discovery or manifest requests: {len(asked)} (must be 0)")
    say(f"warm: {warm.millis:.0f} ms, {warm.scripts} bytes of script (must be 0)")
    return int(ratio > 1.2 or bool(asked) or warm.scripts > 0)


def main() -> int:
    """Build, serve, measure."""
    options = argparse.ArgumentParser(description="The first visit, composed and in one bundle.")
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    versions = build_all()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scratch = Path(folder)
        dist = whole.build(scratch / "whole")
        platform = start_platform(scratch / "platform", versions)
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        try:
            with served(dist, platform.url) as bundled:
                return measure(browser, platform.url, bundled, rounds)
        finally:
            browser.close()
            platform.stop()


if __name__ == "__main__":
    sys.exit(main())
