"""Lists that the server pages: forwards, back, after a reload, and where one was in them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.server import wait_until
from tests.e2e.steps import expect_grid, sign_in

FAR_DOWN = 300  # pixels: past the first rows, so that a jump to the top is seen


@pytest.fixture
def records(page: Page) -> Page:
    """The seeded records, of which there are many pages."""
    sign_in(page, "user", "/data")
    expect_grid(page)
    return page


def turn(page: Page, to: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("button", name=to).click()


def expect_rows(page: Page, first: int, last: int) -> None:
    """The pager says so, and the rows are there."""
    says = page.get_by_role("navigation", name="Pages").get_by_role("status")
    expect(says).to_have_text(re.compile(f"^{first}\N{EN DASH}{last} of"))
    expect(page.get_by_role("progressbar")).to_have_count(0)


def first_row(page: Page) -> Locator:
    """The last rows are shown until the next ones are there: what waits for a row names its id."""
    return page.get_by_role("grid").get_by_role("row").nth(1)


def id_of(row: Locator) -> str:
    found = row.get_attribute("data-id")
    assert found is not None
    return found


class TestPager:
    def test_goes_on_and_back(self, records: Page) -> None:
        """A page is other rows, and the way back leads to the same ones."""
        expect_rows(records, 1, 25)
        row = first_row(records)
        first = id_of(row)
        turn(records, "Next page")
        expect_rows(records, 26, 50)
        expect(row).not_to_have_attribute("data-id", first)
        second = id_of(row)
        turn(records, "Next page")
        expect_rows(records, 51, 75)
        expect(row).not_to_have_attribute("data-id", second)

        turn(records, "Previous page")
        expect_rows(records, 26, 50)
        expect(row).to_have_attribute("data-id", second)
        records.go_back()
        expect_rows(records, 51, 75)
        turn(records, "First page")
        expect_rows(records, 1, 25)
        expect(row).to_have_attribute("data-id", first)
        for name in ("First page", "Previous page"):
            expect(records.get_by_role("button", name=name)).to_be_disabled()

    def test_a_reload_keeps_the_page(self, records: Page) -> None:
        row = first_row(records)
        first = id_of(row)
        turn(records, "Next page")
        expect_rows(records, 26, 50)
        expect(row).not_to_have_attribute("data-id", first)
        second = id_of(row)

        records.reload()

        expect_rows(records, 26, 50)
        expect(row).to_have_attribute("data-id", second)
        turn(records, "Previous page")
        expect_rows(records, 1, 25)

    def test_another_order_begins_at_the_first_page(self, records: Page) -> None:
        turn(records, "Next page")
        expect_rows(records, 26, 50)
        records.get_by_role("columnheader", name="Name").click()
        expect_rows(records, 1, 25)
        expect(records).not_to_have_url(re.compile("cursor="))

    def test_as_many_rows_as_are_wanted(self, records: Page) -> None:
        records.get_by_label("Rows per page").select_option("100")
        expect_rows(records, 1, 100)
        expect(records).to_have_url(re.compile("limit=100"))


class TestPlace:
    def test_stays_while_a_row_is_looked_at(self, records: Page) -> None:
        """What a page draws again does not bring the list back to its top, under the pointer."""
        scroller = records.locator(".MuiDataGrid-virtualScroller")

        def place() -> int:
            return int(scroller.evaluate("(it) => it.scrollTop"))

        scroller.hover()
        records.mouse.wheel(0, FAR_DOWN)
        wait_until(lambda: place() == FAR_DOWN)
        row = records.locator("[role=row][data-rowindex='9']")
        expect(row).to_be_in_viewport(ratio=1)  # or the click itself would scroll
        row.get_by_role("button", name="Edit ").click()
        records.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        expect(records.get_by_role("dialog")).to_have_count(0)

        assert place() == FAR_DOWN


class TestHeight:
    def test_a_short_list_ends_with_its_rows(self, page: Page) -> None:
        sign_in(page, path="/users?q=viewer")
        expect(page.get_by_role("grid").get_by_role("row")).to_have_count(2)  # one is the head
        expect(page.get_by_role("progressbar")).to_have_count(0)

        row = first_row(page).bounding_box()
        pager = page.get_by_role("navigation", name="Pages").bounding_box()

        assert row
        assert pager
        assert 0 <= pager["y"] - (row["y"] + row["height"]) < 20

    def test_a_long_one_scrolls_within_the_window(self, records: Page) -> None:
        box = records.get_by_role("navigation", name="Pages").bounding_box()

        assert box
        assert box["y"] + box["height"] <= 1000  # 25 rows are 1,300 pixels high
