"""The gallery shows every part of the library, in each scheme and width."""

from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.looks import check_looks
from tests.e2e.steps import sign_in

SECTIONS = [
    "Colours",
    "Type",
    "Buttons and fields",
    "Form",
    "Sign-in",
    "Dialogs",
    "Messages",
    "Table",
    "Charts",
    "Facts",
    "Empty, loading, failed",
]


def open_gallery(page: Page) -> None:
    """Open it, charts and table included."""
    sign_in(page, "viewer", "/gallery")
    for name in ("Pieces over time", "Pieces by wood", "Shares"):
        expect(page.get_by_role("img", name=name, exact=True).locator("svg").first).to_be_visible()
    expect(page.get_by_role("grid", name="Woods").get_by_role("row")).to_have_count(5)


class TestGallery:
    def test_every_section(self, page: Page, guard: Guard) -> None:
        """All of it in light, dark and high contrast: nothing for axe to find, nothing too wide."""
        open_gallery(page)
        sections = page.get_by_role("main").get_by_role("region")
        for name in SECTIONS:
            expect(sections.and_(page.get_by_role("region", name=name, exact=True))).to_be_visible()
        check_looks(page, guard)

    def test_dialogs_and_messages(self, page: Page, guard: Guard) -> None:
        """The editor's dialog, the question, and each kind of message."""
        open_gallery(page)
        for button, name in (("Ask", "Delete “Oak”?"), ("Edit in a dialog", "New wood")):
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("dialog", name=name)).to_be_visible()
            check_looks(page, guard, name)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="Tell a failure").click()
        expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
        check_looks(page, guard, "a failure")
