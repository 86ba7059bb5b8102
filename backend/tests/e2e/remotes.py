"""The remotes of the product, and how a person knows that one of them is there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Remote:
    """One remote; `content` finds something that only its own data can show."""

    app: str
    title: str
    content: Callable[[Page], Locator]

    def expect_on(self, page: Page, title: str = "") -> None:
        """The remote is drawn, with real data."""
        name = title or self.title
        expect(page.get_by_role("heading", name=name, level=1, exact=True)).to_be_visible()
        expect(self.content(page)).to_be_visible()

    def __str__(self) -> str:
        return self.app


REMOTES = (
    Remote(
        "user-management", "Users", lambda page: page.get_by_role("row", name="@example.com").first
    ),
    Remote("data-grid", "Data", lambda page: page.get_by_role("grid").get_by_role("row").nth(1)),
    Remote("analytics", "Analytics", lambda page: page.get_by_role("list", name="Numbers")),
    Remote("settings", "Settings", lambda page: page.get_by_label("Colour scheme")),
    Remote("registry", "Registry", lambda page: page.get_by_role("row", name="container")),
)
