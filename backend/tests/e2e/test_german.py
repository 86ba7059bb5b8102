"""Every page in German: longer words fit, and no page trips over texts that come late."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.looks import AT_REST, HEIGHT, WIDTHS, overflow
from tests.e2e.server import Server
from tests.e2e.steps import sign_in_german
from tests.e2e.test_every_page import GUEST_PATHS, PATHS


@pytest.fixture
def german(browser: Browser, platform: Server) -> Iterator[BrowserContext]:
    """The browser of somebody who reads German."""
    with browser.new_context(
        base_url=platform.url, locale="de-DE", reduced_motion="reduce"
    ) as context:
        yield context


def check(page: Page, path: str) -> None:
    """The page is there, in German, and fits."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main").locator("[aria-busy=true], [role=progressbar]")).to_have_count(
        0
    )
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("alert", name="nicht verfügbar")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(AT_REST)
        assert overflow(page) == [], path


class TestGerman:
    @pytest.mark.parametrize("role", ["admin", "user"])
    @pytest.mark.usefixtures("history")
    def test_pages_fit(self, german: BrowserContext, new_page: NewPage, role: str) -> None:
        page = new_page(german)
        sign_in_german(page, role)
        for path in PATHS:
            page.goto(path)
            check(page, path)

    def test_pages_around_sign_in_fit(self, german: BrowserContext, new_page: NewPage) -> None:
        page = new_page(german)
        for path in ("/login", *GUEST_PATHS):
            page.goto("about:blank")
            page.goto(path)
            check(page, path)
