"""Keys alone reach everything, the focus can always be seen, and nothing holds it."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.keyboard import has_focus, wait_for_focus, walk
from tests.e2e.remotes import REMOTES
from tests.e2e.steps import sign_in
from tests.e2e.test_every_page import GUEST_PATHS, PATHS, settle

pytestmark = pytest.mark.usefixtures("history")
WIDE: ViewportSize = {"width": 1440, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 800}
OPENERS = {
    "/profile": ("Delete my account",),
    "/security": ("New token", "End all others"),
    "/users": ("New user", "Edit ", "Delete "),
    "/data": ("New record", "Import", "History of"),
    "/settings": ("Reset",),
    "/registry?view=apps&app=data-grid": ("Promote data-grid", "State of data-grid", "Lock"),
    "/registry?view=releases": ("Roll back to release",),
    "/": ("Go to",),
}
MENUS = ("Account of", "Appearance")


def check_walk(page: Page, least: int) -> None:
    """Everything was reached and every stop could be seen."""
    found = walk(page)
    where = f"{page.url} at {page.viewport_size}"
    assert found["missed"] == [], where
    assert found["unmarked"] == [], where
    assert found["count"] >= least, where


class TestWalk:
    def test_notices_what_is_missed_and_what_cannot_be_seen(self, page: Page) -> None:
        """The other tests mean something only if this walk can fail."""
        page.set_content(
            "<button>Fine</button><button tabindex=-1>Missed</button>"
            "<a href='#' style='outline: none'>Unmarked</a>"
        )
        found = walk(page)
        assert [found["count"], len(found["missed"]), len(found["unmarked"])] == [2, 1, 1]
        assert "Missed" in found["missed"][0]
        assert "Unmarked" in found["unmarked"][0]


class TestTab:
    def test_reaches_all_of_the_sign_in_page(self, page: Page) -> None:
        page.goto("/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        check_walk(page, least=5)

    @pytest.mark.parametrize("path", GUEST_PATHS)
    def test_reaches_all_of_the_pages_around_it(self, page: Page, path: str) -> None:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(GUEST_PATHS[path])
        check_walk(page, least=1)

    def test_reaches_all_of_every_page(self, page: Page) -> None:
        sign_in(page)
        for path in PATHS:
            page.set_viewport_size(WIDE)
            page.goto(path)
            settle(page)
            check_walk(page, least=5 + len(REMOTES))
            page.set_viewport_size(NARROW)
            expect(page.get_by_role("button", name="Open navigation")).to_be_visible()
            settle(page)
            check_walk(page, least=4)

    def test_skip_link_leads_past_the_navigation(self, page: Page) -> None:
        sign_in(page, path="/settings")
        settle(page)
        page.evaluate("document.activeElement.blur()")
        page.reload()
        settle(page)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert has_focus(page, "main")
        page.keyboard.press("Tab")
        assert has_focus(page, "main [role=tab]")


class TestEscape:
    @pytest.mark.parametrize("path", OPENERS)
    def test_closes_a_dialog_and_gives_the_focus_back(self, page: Page, path: str) -> None:
        sign_in(page, path=path)
        settle(page)
        for name in OPENERS[path]:
            opener = page.get_by_role("button", name=name).first
            opener.focus()
            page.keyboard.press("Enter")
            dialog = page.get_by_role("dialog")
            expect(dialog).to_be_visible()
            expect(page.locator("[role=dialog] :focus, [role=dialog]:focus")).to_have_count(1)
            for _ in range(12):
                page.keyboard.press("Tab")
                wait_for_focus(page, "[role=dialog], [data-testid^=sentinel]")
            page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)
            expect(opener).to_be_focused()

    def test_closes_a_menu_and_gives_the_focus_back(self, page: Page) -> None:
        sign_in(page)
        for name in MENUS:
            opener = page.get_by_role("button", name=name)
            opener.focus()
            page.keyboard.press("Enter")
            expect(page.locator("[role=menu] :focus")).to_have_count(1)
            page.keyboard.press("ArrowDown")
            expect(page.locator("[role=menu] :focus")).to_have_count(1)
            page.keyboard.press("Escape")
            expect(page.get_by_role("menu")).to_have_count(0)
            expect(opener).to_be_focused()


class TestArrows:
    def test_choose_a_tab(self, page: Page) -> None:
        sign_in(page, path="/registry")
        settle(page)
        page.get_by_role("tab", name="Live").focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name="Apps")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name="Apps")).to_have_attribute("aria-selected", "true")

    @pytest.mark.parametrize(
        ("path", "actions"),
        [
            ("/users", ("Details", "Edit", "Deactivate", "Delete")),
            ("/data", ("History", "Edit", "Delete")),
        ],
    )
    def test_reach_every_action_of_a_row(
        self, page: Page, path: str, actions: tuple[str, ...]
    ) -> None:
        sign_in(page, path=path)
        settle(page)
        expect(page.get_by_role("gridcell").first).to_be_visible()
        page.get_by_role("columnheader").nth(1).focus()  # the first may hold a box of its own
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=gridcell]:focus")).to_have_count(1)
        page.keyboard.press("End")
        for action in actions:
            expect(page.locator(f"[role=grid] [aria-label^={action}]:focus")).to_have_count(1)
            page.keyboard.press("Tab")
