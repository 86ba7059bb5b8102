"""The registry's page: states of versions, locks of channels, and any two releases compared."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.builds import dist_of
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.test_registry import open_registry, open_tab, row_of

APP = "data-grid"
BAD = "9.1.0"


@pytest.fixture
def bad(platform: Server) -> Iterator[int]:
    """A version that is live and shall go; yields the release before it."""
    number = int(platform.release()["number"])
    platform.publish(APP, dist_of(APP), BAD)
    platform.run("activate", APP, BAD, "--reason", "for this test", "--url", platform.url)
    platform.promote(data_grid=BAD)
    yield number
    platform.run("unlock", "stable", "--url", platform.url)
    platform.rollback(number)


class TestStates:
    def test_withdraws_a_version_with_a_reason(
        self, page: Page, guard: Guard, platform: Server, bad: int
    ) -> None:
        before = platform.release()["number"]
        open_registry(page, "admin", f"?view=apps&app={APP}")
        page.get_by_role("button", name=f"State of {APP} {BAD}").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("State").select_option("withdrawn")
        dialog.get_by_label("Reason").fill("Loses entries")
        guard.check()
        dialog.get_by_role("button", name="Withdraw").click()

        expect(dialog).to_be_hidden()
        row = row_of(page, BAD)
        expect(row.get_by_text("Withdrawn")).to_be_visible()
        expect(row.get_by_text("Loses entries")).to_be_visible()
        expect(row.get_by_role("button", name=f"Promote {APP} {BAD}")).to_be_disabled()
        guard.check()
        live = platform.release()
        assert live["number"] == before + 1
        assert live["apps"][APP] != {"version": BAD}

        row.get_by_role("button", name=f"State of {APP} {BAD}").click()
        dialog.get_by_label("Reason").fill("Was something else")
        dialog.get_by_role("button", name="Activate").click()
        expect(row.get_by_text("Withdrawn")).to_have_count(0)
        assert platform.release()["number"] == before + 1


class TestLocks:
    @pytest.mark.usefixtures("bad")
    def test_closes_a_channel_and_says_why(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        open_registry(page, "admin")
        page.get_by_role("button", name="Lock").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("Fair until Friday")
        guard.check()
        dialog.get_by_role("button", name="Lock").click()
        expect(page.get_by_text("Fair until Friday")).to_be_visible()
        expect(page.get_by_role("button", name="Lock", exact=True)).to_have_count(0)
        guard.check()
        refused = platform.run("promote", "stable", f"{APP}=", "--url", platform.url, expect=1)
        assert "Fair until Friday" in refused

        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_text("stable is open again")).to_be_visible()
        expect(page.get_by_text("Fair until Friday")).to_have_count(0)


class TestCompare:
    def test_shows_what_differs_between_two_releases(
        self, page: Page, guard: Guard, platform: Server, bad: int
    ) -> None:
        open_registry(page, "viewer")
        open_tab(page, "Compare")
        panel = page.get_by_role("tabpanel")
        expect(panel.get_by_role("listitem").filter(has_text=f"→ {BAD}")).to_be_visible()
        guard.check()

        newest = f"stable@{platform.release()['number']}"
        panel.get_by_label("Before").select_option(newest)
        expect(panel.get_by_text("The same apps in the same versions")).to_be_visible()
        panel.get_by_label("Before").select_option(f"stable@{bad}")
        expect(panel.get_by_role("listitem").filter(has_text=APP)).to_be_visible()
        expect(page.get_by_role("button", name="Lock")).to_have_count(0)
