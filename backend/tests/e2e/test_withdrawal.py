"""A version that is withdrawn leaves open pages, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, hear

CHANGED = "Data, second edition"


@pytest.fixture
def live(platform: Server, changed_data_grid: tuple[Path, str]) -> Iterator[str]:
    """A changed data grid is live; afterwards everything is as it was."""
    dist, version = changed_data_grid
    before = platform.release()
    platform.publish("data-grid", dist, version)
    state(platform, "activate", version)
    platform.promote(data_grid=version)
    yield version
    state(platform, "activate", version)
    platform.rollback(before["number"])


def state(platform: Server, verb: str, version: str, *more: str) -> None:
    words = (verb, "data-grid", version, "--reason", "for a test", "--url", platform.url)
    platform.run(*words, *more)


class TestWithdrawal:
    def test_by_force_reloads_the_pages_that_run_it(
        self, page: Page, platform: Server, live: str
    ) -> None:
        hear(page, path="/data")
        expect_grid(page, CHANGED)

        state(platform, "withdraw", live, "--force")

        expect(page.get_by_role("heading", name="Data", level=1, exact=True)).to_be_visible()
        expect_grid(page, "Data")
