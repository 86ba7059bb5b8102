"""The registry's page: who looks sees what is live and what was, administrators change it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.builds import dist_of
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import sign_in

APP = "data-grid"
NEXT = "9.0.0"
RACED = "9.0.1"


def open_registry(page: Page, name: str, search: str = "") -> None:
    sign_in(page, name, f"/registry{search}")
    expect(page.get_by_role("heading", name="Registry", level=1)).to_be_visible()


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


@pytest.fixture
def before(platform: Server) -> Iterator[int]:
    """The release that is live before the test and, by rolling back, after it."""
    number = platform.release()["number"]
    for version in (NEXT, RACED):
        platform.publish(APP, dist_of(APP), version)
    yield int(number)
    platform.rollback(number)


class TestAdmin:
    def test_promotes_a_version_with_a_note_and_rolls_back_the_whole_release(
        self, page: Page, guard: Guard, platform: Server, before: int
    ) -> None:
        apps = platform.release()["apps"]
        open_registry(page, "admin", f"?view=apps&app={APP}")
        page.get_by_role("button", name=f"Promote {APP} {NEXT}").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(f"After this: {NEXT}")).to_be_visible()
        dialog.get_by_label("Note").fill("Larger rows")
        guard.check()
        dialog.get_by_role("button", name="Promote").click()
        expect(dialog).to_be_hidden()
        expect(row_of(page, NEXT).get_by_text("Live on stable")).to_be_visible()
        assert platform.release()["apps"][APP] == {"version": NEXT}

        open_tab(page, "Releases")
        newest = page.get_by_role("listitem").filter(has_text="Live on stable").first
        expect(newest.get_by_text("Larger rows")).to_be_visible()
        expect(newest.get_by_text(f"→ {NEXT}")).to_be_visible()
        guard.check()

        page.get_by_role("button", name=f"Roll back to release {before}", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
        expect(page.get_by_text(f"Release {before + 2} is live on stable")).to_be_visible()
        assert platform.release()["apps"] == apps

    def test_rolls_back_one_app(self, page: Page, platform: Server, before: int) -> None:
        was = platform.release()["apps"][APP]
        platform.promote(data_grid=NEXT)
        open_registry(page, "admin")
        expect(row_of(page, APP).get_by_role("cell", name=NEXT)).to_be_visible()

        page.get_by_role("button", name=f"Roll back {APP}").click()
        page.get_by_role("dialog").get_by_role("button", name="Roll back").click()

        expect(page.get_by_text(f"Release {before + 2} is live on stable")).to_be_visible()
        expect(row_of(page, APP).get_by_role("cell", name=was["version"])).to_be_visible()
        assert platform.release()["apps"][APP] == was

    def test_is_told_when_somebody_else_was_faster_and_goes_on_from_there(
        self, page: Page, guard: Guard, platform: Server, before: int
    ) -> None:
        guard.expect(r"412 POST", r"status of 412")
        open_registry(page, "admin", f"?view=apps&app={APP}")
        page.get_by_role("button", name=f"Promote {APP} {NEXT}").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(f"After this: {NEXT}")).to_be_visible()
        platform.promote(data_grid=RACED)

        dialog.get_by_role("button", name="Promote").click()
        expect(dialog.get_by_role("alert").get_by_text("Someone else released")).to_be_visible()
        assert platform.release()["apps"][APP] == {"version": RACED}

        dialog.get_by_role("button", name="Load it").click()
        expect(dialog.get_by_text(f"now: {RACED}. After this: {NEXT}")).to_be_visible()
        dialog.get_by_role("button", name="Promote").click()
        expect(dialog).to_be_hidden()
        assert platform.release()["apps"][APP] == {"version": NEXT}
        assert platform.release()["number"] == before + 2

    def test_sees_a_channel_without_a_release(self, page: Page) -> None:
        open_registry(page, "admin", "?channel=next")

        expect(page.get_by_role("heading", name="Nothing is live on next")).to_be_visible()


class TestViewer:
    def test_sees_everything_and_no_way_to_change_it(self, page: Page, guard: Guard) -> None:
        open_registry(page, "viewer")
        for tab in ("Live", "Apps", "Releases"):
            open_tab(page, tab)
            expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
            expect(page.get_by_role("tabpanel").get_by_role("status")).to_have_count(0)
            expect(page.get_by_role("button", name="Promote")).to_have_count(0)
            expect(page.get_by_role("button", name="Roll back")).to_have_count(0)
            guard.check()


class TestLoading:
    def test_failure_is_shown_in_place_and_tried_again(self, page: Page, guard: Guard) -> None:
        guard.expect(r"503 GET .*/releases", r"status of 503")
        page.route("**/channels/stable/releases*", lambda route: route.fulfill(status=503))
        open_registry(page, "viewer")
        expect(page.get_by_role("heading", name="This could not be loaded")).to_be_visible()

        page.unroute("**/channels/stable/releases*")
        page.get_by_role("button", name="Try again").click()

        expect(page.get_by_role("table", name="Live")).to_be_visible()
