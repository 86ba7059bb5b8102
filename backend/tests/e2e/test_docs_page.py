"""The API's documentation works offline, under its policy, can sign in, and is for everybody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.looks import AT_REST, HEIGHT, WIDTHS, overflow
from tests.e2e.server import Server

ME = "#operations-auth-me_api_auth_me_get"
CREATE = "#operations-data-create_data_api_data_post"
LIST = "#operations-data-list_data_api_data_get"
SCROLLS = """
(elements) => elements
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  .filter(({ tabIndex }) => tabIndex < 0)
  .map(({ outerHTML }) => outerHTML.slice(0, 200))
"""


@pytest.fixture
def docs(page: Page) -> Page:
    """The page as it opens."""
    page.goto("/api/docs")
    expect(authorize(page)).to_be_visible()
    return page


def authorize(page: Page) -> Locator:
    """The button that opens the dialog."""
    return page.get_by_role("button", name="Authorize", exact=True)


def open_dialog(page: Page) -> Locator:
    """Open the dialog and return it."""
    authorize(page).click()
    dialog = page.get_by_role("dialog", name="Available authorizations")
    expect(dialog).to_be_visible()
    return dialog


def way_to_sign_in(dialog: Locator, text: str) -> Locator:
    """One of the ways that the dialog offers."""
    return dialog.locator(".auth-container").filter(has_text=text)


def sign_in(page: Page) -> Locator:
    """Sign in by the dialog, which stays open."""
    dialog = open_dialog(page)
    dialog.get_by_role("textbox", name="username:").fill("viewer")
    dialog.get_by_role("textbox", name="password:").fill("viewer123")
    way_to_sign_in(dialog, "OAuth2").get_by_role("button", name="Authorize").click()
    expect(dialog.get_by_role("button", name="Logout")).to_be_visible()
    return dialog


def open_operation(page: Page, operation: str) -> Locator:
    """Expand an operation."""
    found = page.locator(operation)
    found.get_by_role("button").first.click()
    expect(found.get_by_role("button", name="Execute")).to_be_visible()
    return found


def execute_me(page: Page) -> None:
    """Ask the API who is signed in."""
    operation = open_operation(page, ME)
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("viewer@example.com")


def try_out(page: Page) -> None:
    """Expand operations of each kind and try one out."""
    sign_in(page).get_by_role("button", name="Close").first.click()
    execute_me(page)
    open_operation(page, LIST)
    open_operation(page, CREATE)
    page.locator(".model-container, .json-schema-2020-12-accordion").first.click()


class TestAuthorize:
    def test_signs_in_and_a_call_succeeds(self, page: Page, guard: Guard, platform: Server) -> None:
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.goto("/api/docs")

        sign_in(page).get_by_role("button", name="Close").first.click()
        execute_me(page)

        assert hosts == {platform.url.removeprefix("http://")}
        assert guard.unexpected() == []

    def test_takes_a_personal_token(self, docs: Page, platform: Server) -> None:
        dialog = open_dialog(docs)
        bearer = way_to_sign_in(dialog, "Token (http, Bearer)")
        bearer.get_by_role("textbox").fill(personal_token(platform))
        bearer.get_by_role("button", name="Authorize").click()
        dialog.get_by_role("button", name="Close").first.click()

        execute_me(docs)

    def test_dialog_keeps_the_focus_and_gives_it_back(self, docs: Page) -> None:
        dialog = open_dialog(docs)
        for _ in range(20):
            docs.keyboard.press("Tab")
            inside = docs.evaluate("document.activeElement.closest('dialog, body').tagName")
            on_page = docs.evaluate("document.activeElement === document.body")
            assert inside == "DIALOG" or on_page  # between the rounds the browser has it

        docs.keyboard.press("Escape")

        expect(dialog).to_have_count(0)
        expect(authorize(docs)).to_be_focused()


class TestKeyboard:
    def test_reaches_what_is_wider_than_its_place(self, docs: Page) -> None:
        docs.set_viewport_size({"width": 360, "height": HEIGHT})
        try_out(docs)

        assert docs.locator("pre, .table-container, .highlight-code").evaluate_all(SCROLLS) == []

    def test_opens_an_operation_and_its_address_names_it(self, docs: Page) -> None:
        docs.locator(ME).get_by_role("button").first.focus()

        docs.keyboard.press("Enter")

        expect(docs.locator(ME).get_by_role("button", name="Execute")).to_be_visible()
        expect(docs).to_have_url(re.compile(r"#/auth/me_api_auth_me_get$"))


class TestLooks:
    @pytest.mark.parametrize("prepare", [open_dialog, sign_in, try_out, None])
    def test_is_readable_in_either_scheme_and_width(
        self, docs: Page, guard: Guard, prepare: Callable[[Page], object] | None
    ) -> None:
        if prepare:
            prepare(docs)
        for width in WIDTHS:
            docs.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in ("light", "dark"):
                docs.emulate_media(color_scheme=scheme)
                dark = docs.locator("html.dark-mode")
                expect(dark).to_have_count(1 if scheme == "dark" else 0)
                docs.evaluate(AT_REST)
                guard.check()
                assert overflow(docs) == []


def personal_token(platform: Server) -> str:
    """Make one of the viewer's."""
    with httpx2.Client(base_url=platform.url) as client:
        body = {"username": "viewer", "password": "viewer123"}
        access = client.post("/api/auth/login", json=body).json()["access_token"]
        asked = {
            "name": "docs page",
            "scopes": ["data:read"],
            "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        }
        headers = {"Authorization": f"Bearer {access}"}
        made = client.post("/api/tokens", json=asked, headers=headers)
        return str(made.json()["token"])
