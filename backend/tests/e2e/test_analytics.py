"""Analytics show what was recorded, and nothing else."""

import contextlib
import csv
import io
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from playwright.sync_api import Locator, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server, wait_until
from tests.e2e.steps import sign_in

COUNTS = {"report_opened": 7, "report_printed": 3}
SEEDED = ("click", "export", "save", "search")  # in the demo data, and by no page


def count_of(platform: Server, name: str) -> int:
    """Return how often an event is among what was recorded, counted one by one."""
    path = platform.folder / "data" / "intarsia.db"
    query = "SELECT count(*) FROM analytics_events WHERE name = ? AND day > date('now', '-30 days')"
    with contextlib.closing(sqlite3.connect(path)) as database:
        return int(database.execute(query, (name,)).fetchone()[0])


def record(platform: Server) -> None:
    """Record events as a guest would, yesterday's clock included."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    events = [
        {"name": name, "app": "data-grid", "at": yesterday}
        for name, count in COUNTS.items()
        for _ in range(count)
    ]
    before = {name: count_of(platform, name) for name in COUNTS}
    answer = httpx2.post(f"{platform.url}/api/analytics/events", json={"events": events})
    assert answer.status_code == 202
    after = {name: before[name] + count for name, count in COUNTS.items()}
    wait_until(lambda: after == {name: count_of(platform, name) for name in COUNTS})


def open_analytics(page: Page, name: str, search: str = "") -> None:
    sign_in(page, name, f"/analytics{search}")
    expect(page.get_by_role("heading", name="Analytics", level=1)).to_be_visible()
    expect(page.get_by_role("list", name="Numbers")).to_be_visible()


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def download(page: Page, title: str) -> list[list[str]]:
    """Return the rows of a chart's file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"CSV of {title}").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


class TestAnalytics:
    def test_numbers_equal_a_count_over_the_recorded_events(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        record(platform)
        open_analytics(page, "viewer", "?by=name")

        rows = {name: int(count) for name, count in download(page, "Most frequent")[1:]}
        counts = {name: count_of(platform, name) for name in (*COUNTS, *SEEDED)}
        assert {name: rows[name] for name in counts} == counts
        lines = download(page, "Events over time")
        for name in COUNTS:
            column = lines[0].index(name)
            assert sum(int(line[column]) for line in lines[1:]) == counts[name]

        section(page, "Most frequent").get_by_text("As a table").click()
        row = section(page, "Most frequent").get_by_role("row").filter(has_text="report_printed")
        expect(row).to_contain_text(str(counts["report_printed"]))
        guard.check()

    def test_range_and_grouping_are_in_the_address(self, page: Page, platform: Server) -> None:
        record(platform)
        open_analytics(page, "user")
        page.get_by_label("Range").select_option(label="7 days")
        page.get_by_label("Grouping").select_option(label="By app")
        expect(page).to_have_url(f"{platform.url}/analytics?range=7&by=app")

        page.reload()

        expect(page.get_by_label("Range")).to_have_value("7")
        expect(page.get_by_label("Grouping")).to_have_value("app")
        expect(page.get_by_role("img", name="Events over time")).to_be_visible()

    def test_failure_is_shown_in_place(self, page: Page, guard: Guard) -> None:
        guard.expect(r"503 GET .*/api/analytics", r"status of 503")
        page.route("**/api/analytics?*", lambda route: route.fulfill(status=503))
        sign_in(page, "viewer", "/analytics")

        problem = page.get_by_role("heading", name="The numbers could not be loaded")
        expect(problem).to_be_visible()
        page.unroute("**/api/analytics?*")
        page.get_by_role("button", name="Try again").click()

        expect(page.get_by_role("list", name="Numbers")).to_be_visible()
