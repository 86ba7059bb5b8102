"""A first visit to the data grid: composed at run time, beside one bundle of the same sources.

    python -m benchmarks.cold_boot [--rounds 9] [--waterfall]

Chromium with 150 ms of latency and 5 Mbit/s. Somebody signed in opens /data with an empty cache;
the clock stops when a row of the grid is drawn. Both pages have the same backend, the bundle's
through a proxy in this process. Then the composed page is opened again. README.md has figures.
"""

import argparse
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from benchmarks.cold_boot import whole
from benchmarks.cold_boot.visits import Visit, Visitor, visit
from tests.e2e.builds import build_all
from tests.e2e.conftest import FLAGS, find_chromium, start_platform
from tests.e2e.server import free_port, wait_until
from tests.e2e.traffic import discovery, script_bytes

MUST = 1.2


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def served(dist: Path, platform: str) -> Iterator[str]:
    """Serve the bundle in a thread; yields its address."""
    port = free_port()
    config = uvicorn.Config(
        whole.application(dist, platform), port=port, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, 30)
        yield f"http://localhost:{port}"
    finally:
        server.force_exit = server.should_exit = True
        thread.join()


def measure(browser: Browser, composed: str, bundled: str, rounds: int) -> dict[str, list[Visit]]:
    """Visit both in turns, each time with an empty cache; then the composed page once more."""
    visitors = {"composed at run time": Visitor(browser, composed)}
    visitors["one bundle"] = Visitor(browser, bundled)
    seen: dict[str, list[Visit]] = {name: [] for name in visitors}
    for visitor in visitors.values():
        visitor.sign_in()
    for number in range(rounds + 1):
        for name, visitor in visitors.items():
            with visitor.fresh() as context:
                cold = visit(context)
            if number:  # the first round warms up the server
                seen[name].append(cold)
    with visitors["composed at run time"].fresh() as context:
        visit(context, is_settled=True)
        seen["composed, warm"] = [visit(context, is_settled=True)]
    return seen


def report(seen: dict[str, list[Visit]]) -> bool:
    """Print a table and the verdict; return whether all that must be is."""
    say("\n| visit | heading, ms | first row, ms | least … most | requests | script, KB |")
    say("|---|---:|---:|---:|---:|---:|")
    for name, visits in seen.items():
        rows = [each.rows for each in visits]
        say(
            f"| {name} | {statistics.median(each.heading for each in visits):.0f} "
            f"| {statistics.median(rows):.0f} | {min(rows):.0f} … {max(rows):.0f} "
            f"| {len(visits[0].requests)} | {script_bytes(visits[0].requests) / 1000:.0f} |"
        )
    composed, bundled, (warm,) = seen.values()
    ratio = middle(composed) / middle(bundled)
    asked = sorted({path for each in (*composed, warm) for path in discovery(each.requests)})
    fetched = script_bytes(warm.requests)
    least = min(each.rows for each in composed) / min(each.rows for each in bundled)
    say(f"\nfirst row, composed ÷ one bundle: {ratio:.2f} (must ≤ {MUST})")
    say(f"the same of the least: {least:.2f}")
    say(f"discovery or manifest requests: {len(asked)} {asked} (must be 0)")
    say(f"warm: {fetched} bytes of script over the network (must be 0)")
    return ratio <= MUST and not asked and fetched == 0


def middle(visits: list[Visit]) -> float:
    """Return the median time to the first row, in ms."""
    return statistics.median(each.rows for each in visits)


def waterfall(name: str, seen: Visit) -> None:
    """Print when each request of a visit began and ended."""
    say(f"\n{name}\n| ms | until | KB | |\n|---:|---:|---:|---|")
    start = seen.requests[0].began
    for each in seen.requests:
        until = f"{(each.ended - start) * 1000:.0f}" if each.ended is not None else ""
        began = (each.began - start) * 1000
        say(f"| {began:.0f} | {until} | {each.received / 1000:.1f} | {each.path} |")


def main() -> int:
    """Build, serve, measure."""
    options = argparse.ArgumentParser(description="The first visit, composed and in one bundle.")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--waterfall", action="store_true", help="list a visit's requests")
    asked = options.parse_args()
    versions = build_all()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scratch = Path(folder)
        dist = whole.build(scratch / "whole")
        platform = start_platform(scratch / "platform", versions)
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        try:
            with served(dist, platform.url) as bundled:
                seen = measure(browser, platform.url, bundled, asked.rounds)
        finally:
            browser.close()
            platform.stop()
    for name, visits in seen.items() if asked.waterfall else ():
        waterfall(name, visits[0])
    return 0 if report(seen) else 1


if __name__ == "__main__":
    sys.exit(main())
