"""A piece of the host that cannot be fetched is named, with a way to try again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.failures import not_found
from tests.e2e.guard import Guard
from tests.e2e.looks import WIDTHS, overflow
from tests.e2e.steps import account_button, expect_sign_in_page, sign_in

ANY = re.compile(r"/mf/container/[^/]+/static/js/async/")


@pytest.fixture(autouse=True)
def _expected(guard: Guard) -> None:
    guard.expect(r"404 .*/mf/container/", r"status of 404", r"ChunkLoadError", r"Loading chunk")
    guard.expect(r"Failed to find a valid digest", r"failed: GET .*/mf/container/")


def chunk(name: str) -> re.Pattern[str]:
    return re.compile(rf"/mf/container/[^/]+/static/js/async/{name}\.")


def check(page: Page, guard: Guard, title: str) -> None:
    """The failure is shown, at every width, to everybody."""
    problem = page.get_by_role("alert", name=f"{title} is not available")
    expect(problem).to_contain_text("A piece of its program is missing")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        guard.check()
        assert overflow(page) == []


class TestMissingChunk:
    def test_of_guests(self, page: Page, guard: Guard) -> None:
        page.route(chunk("guest"), not_found)
        page.goto("/")
        check(page, guard, "Intarsia")

        page.unroute(chunk("guest"))
        page.get_by_role("button", name="Retry").click()

        expect_sign_in_page(page)

    def test_of_members(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        page.route(chunk("member"), not_found)
        page.reload()
        check(page, guard, "Intarsia")

        page.unroute(chunk("member"))
        page.get_by_role("button", name="Retry").click()

        expect(account_button(page)).to_be_visible()

    def test_of_one_page_leaves_the_others(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        account_button(page).click()
        profile = page.get_by_role("menuitem", name="Profile")
        expect(profile).to_be_visible()
        page.route(ANY, not_found)
        profile.click()
        check(page, guard, "Profile")

        page.unroute(ANY)
        page.get_by_role("button", name="Retry").click()

        expect(page.get_by_role("heading", level=1, name="Profile")).to_be_visible()
