"""The bell: what happened elsewhere while a page was open, counted, spoken and listed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import click_data, expect_grid, hear

BELL = re.compile("^Notices")


@pytest.mark.usefixtures("newcomer")
class TestNotices:
    """As somebody to whom nothing else happens: demo users sign in from many devices."""

    def test_a_release_is_announced_and_taken_by_a_reload(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        """By keyboard alone: open the list, read, reload; the page shows the newer release."""
        hear(page, "newcomer")
        expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()
        number = platform.release()["number"]
        platform.rollback(number)

        bell = page.get_by_role("button", name="Notices, 1 unread")
        expect(bell).to_be_visible()
        expect(page.locator("[aria-live=polite]")).to_contain_text(f"Release {number + 1} is live")
        bell.focus()
        page.keyboard.press("Enter")
        panel = page.get_by_role("dialog", name="Notices")
        expect(panel.get_by_role("listitem")).to_contain_text(f"Release {number + 1} is live")
        guard.check()

        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(page.get_by_role("button", name="Notices", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        panel.get_by_role("button", name="Reload").press("Enter")
        expect(page.get_by_role("navigation").get_by_text(f"Release {number + 1}")).to_be_visible()
        expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()

    def test_offline_and_back(self, page: Page, context: BrowserContext, guard: Guard) -> None:
        guard.expect("ERR_INTERNET_DISCONNECTED")
        hear(page, "newcomer")
        context.set_offline(offline=True)
        expect(page.locator("[aria-live=polite]")).to_have_text(re.compile("^You are offline"))
        context.set_offline(offline=False)
        expect(page.locator("[aria-live=polite]")).to_have_text("You are back online.")

    def test_settings_changed_elsewhere_but_not_here(
        self, page: Page, other_context: BrowserContext, new_page: Callable[..., Page]
    ) -> None:
        other = new_page(other_context)
        hear(page, "newcomer")
        hear(other, "newcomer")
        page.get_by_role("button", name="Appearance").click()
        page.get_by_role("menuitemradio", name="Dark").click()

        expect(other.get_by_role("button", name="Notices, 1 unread")).to_be_visible()
        other.get_by_role("button", name=BELL).click()
        panel = other.get_by_role("dialog", name="Notices")
        expect(panel.get_by_text("Your settings were changed elsewhere.")).to_be_visible()
        panel.get_by_role("button", name="Clear").click()
        expect(panel.get_by_role("heading", name="Nothing new")).to_be_visible()
        expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()

        other.keyboard.press("Escape")
        other.get_by_role("button", name="Appearance").click()
        other.get_by_role("menuitemradio", name="As the system").click()
        expect(page.get_by_role("button", name="Notices, 1 unread")).to_be_visible()

    def test_an_app_that_failed(self, page: Page, guard: Guard) -> None:
        guard.expect(
            r"404 .*/mf/data-grid/", r"status of 404", r"remoteEntry", "Federation Runtime"
        )
        page.route("**/mf/data-grid/*/remoteEntry.js", lambda route: route.fulfill(status=404))
        hear(page, "newcomer")
        click_data(page)
        expect(page.get_by_role("button", name="Notices, 1 unread")).to_be_visible()
        page.unroute("**/mf/data-grid/*/remoteEntry.js")
        page.get_by_role("alert").get_by_role("button", name="Retry").click()
        expect_grid(page)
