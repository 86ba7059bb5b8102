"""Password, sign-ins, tokens and notices in a browser, and what administrators see of a user."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import expect_sign_in_page, fill_sign_in, is_own_stream, join, sign_in

PASSWORD = "marquetry 9 veneers"
TWO_SECONDS = 2_000
NewPage = Callable[..., Page]


@pytest.fixture
def second(new_page: NewPage, other_context: BrowserContext, guards: list[Guard]) -> Page:
    """A second browser, whose sign-in is about to be ended from elsewhere."""
    other = new_page(other_context)
    guards[-1].expect(r"401 ", r"status of 401")
    return other


def join_as(page: Page, name: str) -> str:
    """Make an account of this test's own, and wait until the page hears of what happens."""
    address = f"{name}@example.com"
    page.goto("/register")
    with page.expect_response(is_own_stream):
        join(page, name.title(), address, PASSWORD)
        expect(page.get_by_role("button", name="Account of")).to_be_visible()
    return address


def sign_in_second(other: Page, address: str) -> None:
    other.goto("/")
    with other.expect_response(is_own_stream):
        fill_sign_in(other, address, PASSWORD)
        expect(other.get_by_role("button", name="Account of")).to_be_visible()


class TestPassword:
    def test_a_change_throws_the_other_browser_out_and_keeps_this_page(
        self, page: Page, second: Page
    ) -> None:
        """Within two seconds; this page is not even loaded again."""
        address = join_as(page, "emil")
        sign_in_second(second, address)
        page.goto("/security")
        page.get_by_role("textbox", name="Current password").fill(PASSWORD)
        page.get_by_role("textbox", name="New password").fill(f"{PASSWORD} 2")
        page.evaluate("window.kept = true")
        with page.expect_response("**/api/auth/password"):
            page.get_by_role("button", name="Change the password").click()
        expect_sign_in_page_soon(second)
        expect(page.get_by_text("Your password is changed", exact=False)).to_be_visible()

        expect(page.get_by_role("textbox", name="Current password")).to_have_value("")
        assert page.evaluate("window.kept")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Security")
        fill_sign_in(second, address, f"{PASSWORD} 2")
        expect(second.get_by_role("button", name="Account of")).to_be_visible()

    def test_a_wrong_one_is_told_at_its_field(self, page: Page, guard: Guard) -> None:
        guard.expect(r"403 PUT .*/api/auth/password", r"status of 403")
        sign_in(page, "viewer", "/security")
        page.get_by_role("textbox", name="Current password").fill("not this one")
        page.get_by_role("textbox", name="New password").fill(PASSWORD)
        page.get_by_role("button", name="Change the password").click()
        expect(page.get_by_role("textbox", name="Current password")).to_be_focused()
        expect(page.get_by_text("That is not your password.")).to_be_visible()


class TestSessions:
    def test_another_is_ended_from_the_list(self, page: Page, second: Page, guard: Guard) -> None:
        address = join_as(page, "fay")
        sign_in_second(second, address)
        page.goto("/security")
        items = page.get_by_role("list", name="Sign-ins").get_by_role("listitem")
        expect(items).to_have_count(2)
        expect(items.filter(has_text="This one")).to_have_count(1)
        other = items.filter(has_not_text="This one")
        other.get_by_role("button", name="Timeline").click()
        expect(other.get_by_role("list", name="Timeline")).to_contain_text("Signed in")
        guard.check()

        other.get_by_role("button", name="End the sign-in").click()
        expect_sign_in_page_soon(second)
        expect(items).to_have_count(1)
        page.get_by_label("Show ended ones").click()
        expect(items.filter(has_text="ended from elsewhere")).to_have_count(1)

    def test_all_others_and_everywhere(self, page: Page, second: Page) -> None:
        address = join_as(page, "gil")
        sign_in_second(second, address)
        page.goto("/security")
        page.get_by_role("button", name="End all others").click()
        page.get_by_role("dialog").get_by_role("button", name="End all others").click()
        expect_sign_in_page_soon(second)
        expect(page.get_by_role("list", name="Sign-ins").get_by_role("listitem")).to_have_count(1)

        page.get_by_role("button", name="Sign out everywhere").click()
        page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
        expect_sign_in_page(page)
        page.reload()
        expect_sign_in_page(page)

    def test_an_administrator_ends_one_and_reads_what_was_done(
        self, page: Page, second: Page, guard: Guard
    ) -> None:
        address = join_as(second, "hal")
        sign_in(page, path=f"/users?q={address}")
        page.get_by_role("row", name=address).get_by_role("link", name="Details").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hal")
        expect(page.get_by_role("list", name="Audit")).to_contain_text("user.registered")
        guard.check()
        page.get_by_role("button", name="End the sign-in").click()
        page.get_by_role("dialog").get_by_role("button", name="End").click()
        expect_sign_in_page_soon(second)


class TestTokens:
    def test_one_is_made_used_and_deleted(self, page: Page, guard: Guard, platform: Server) -> None:
        """The text is shown once; with it a program may do what was chosen and nothing more."""
        sign_in(page, "user", "/security")
        page.get_by_role("button", name="New token").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Night job")
        dialog.get_by_label("read data").check()
        guard.check()
        dialog.get_by_role("button", name="Create").click()
        text = dialog.get_by_label("Token").input_value()
        guard.check()
        dialog.get_by_role("button", name="Copy").click()
        dialog.get_by_role("button", name="Done").click()
        expect(dialog).to_have_count(0)
        assert text not in page.content()

        headers = {"Authorization": f"Bearer {text}"}
        assert httpx2.get(f"{platform.url}/api/data", headers=headers).status_code == 200
        assert httpx2.get(f"{platform.url}/api/errors", headers=headers).status_code == 403
        page.get_by_role("button", name="Delete Night job").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("You have none.")).to_be_visible()
        assert httpx2.get(f"{platform.url}/api/data", headers=headers).status_code == 401


class TestNotices:
    def test_a_sign_in_from_a_new_device_is_told_at_the_bell(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        address = join_as(page, "ida")
        body = {"email": address, "password": PASSWORD}
        headers = {"User-Agent": "Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17 Mobile Safari/6"}
        httpx2.post(f"{platform.url}/api/auth/login", json=body, headers=headers)

        bell = page.get_by_role("button", name="Notices, 1 unread")
        expect(bell).to_be_visible()
        with page.expect_response("**/api/auth/notices/seen"):
            bell.click()
        panel = page.get_by_role("dialog", name="Notices")
        expect(panel).to_contain_text(re.compile("New sign-in with Safari on iPhone"))
        guard.check()
        panel.get_by_role("link", name="Check").click()
        expect(page.get_by_role("list", name="Recent notices")).to_contain_text("iPhone")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Security")
        expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()


class TestAudit:
    def test_is_filtered_and_exported(self, page: Page, guard: Guard, tmp_path: Path) -> None:
        sign_in(page, path="/users")
        page.get_by_role("link", name="Audit").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Audit")
        expect(page.get_by_role("gridcell").first).to_be_visible()
        page.get_by_label("What", exact=True).fill("auth.sign_in")
        expect(page).to_have_url(re.compile("action=auth.sign_in"))
        page.get_by_label("Who", exact=True).fill("admin@example.com")
        expect(page).to_have_url(re.compile("actor=admin"))
        expect(page.get_by_role("row").nth(1)).to_contain_text("Demo Admin")
        guard.check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export as JSON lines").click()
        file = tmp_path / "audit.jsonl"
        download.value.save_as(file)
        lines = file.read_text().splitlines()
        assert lines
        assert all('"action":"auth.sign_in"' in line for line in lines)


def expect_sign_in_page_soon(page: Page) -> None:
    """Thrown out within two seconds, without doing anything."""
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=TWO_SECONDS)
