"""Many records at once, as files, and what happened to one."""

import csv
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, sign_in

# Where the box is seen to begin and to end; what is cut is not hit.
VISIBLE_EDGES = """(input) => {
  const root = input.closest('.MuiCheckbox-root');
  const box = root.querySelector('svg').getBoundingClientRect();
  const xs = [...Array(Math.floor(box.width)).keys()].map((step) => box.left + step + 0.5);
  const isSeen = (x) => root.contains(document.elementFromPoint(x, box.top + box.height / 2));
  const seen = xs.filter(isSeen);
  return [seen[0], seen.at(-1)];
}"""


def open_with(page: Page, platform: Server, words: str, *names: str) -> dict[str, str]:
    """Make records, and open the page at them; return the headers of who did."""
    with page.expect_request("**/api/data?*") as sent:
        sign_in(page, "user", "/data")
    headers = {"Authorization": sent.value.headers["authorization"]}
    rows = [{"name": name, "category": "Stock", "value": 1} for name in names]
    made = httpx2.post(f"{platform.url}/api/data/bulk", json={"create": rows}, headers=headers)
    assert made.status_code == 200
    page.get_by_label("Search").fill(words)
    expect(page.get_by_text(names[0])).to_be_visible()
    return headers


def total(platform: Server, headers: dict[str, str], words: str) -> int:
    answer = httpx2.get(f"{platform.url}/api/data", params={"q": words}, headers=headers)
    return int(answer.json()["total"])


class TestChosen:
    def test_get_another_status_and_are_deleted_after_a_question(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        headers = open_with(page, platform, "Bubinga", "Bubinga one", "Bubinga two")
        page.get_by_role("checkbox", name="Select all rows").check()
        expect(page.get_by_text("2 selected")).to_be_visible()
        guard.check()

        page.get_by_label("Set status").select_option(label="Pending")
        page.get_by_role("dialog").get_by_role("button", name="Set status").click()
        expect(page.get_by_text("2 records were changed")).to_be_visible()
        expect(page.get_by_role("grid").get_by_text("Pending")).to_have_count(2)

        page.get_by_role("checkbox", name="Select row").first.check()
        page.get_by_role("checkbox", name="Select row").nth(1).check()
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("2 records were deleted")).to_be_visible()
        assert total(platform, headers, "Bubinga") == 0

    def test_by_a_box_that_stands_whole_above_those_of_the_rows(self, page: Page) -> None:
        sign_in(page, "user", "/data")
        expect_grid(page)
        boxes = [
            page.get_by_role("checkbox", name=f"Select {what}").first for what in ("all", "row")
        ]
        edges = [box.evaluate(VISIBLE_EDGES) for box in boxes]
        assert edges[0] == pytest.approx(edges[1], abs=1)

    def test_stay_as_they_are_when_one_of_them_is_gone(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        guard.expect(r"422 POST", r"status of 422")
        headers = open_with(page, platform, "Wenge", "Wenge one", "Wenge two")
        page.get_by_role("checkbox", name="Select all rows").check()
        url = f"{platform.url}/api/data"
        listed = httpx2.get(url, params={"q": "Wenge one"}, headers=headers).json()
        httpx2.delete(f"{url}/{listed['items'][0]['id']}", headers=headers)

        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()

        expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
        assert total(platform, headers, "Wenge") == 1

    def test_are_chosen_on_cards_too(self, page: Page, platform: Server) -> None:
        page.set_viewport_size({"width": 360, "height": 800})
        open_with(page, platform, "Zirikote", "Zirikote one")

        page.get_by_role("checkbox", name="Select Zirikote one").check()

        expect(page.get_by_text("One selected")).to_be_visible()


class TestFiles:
    def test_are_saved_and_taken_in_again(
        self, page: Page, guard: Guard, platform: Server, tmp_path: Path
    ) -> None:
        headers = open_with(page, platform, "Padouk", "Padouk one", "=Padouk two")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        file = tmp_path / "data.csv"
        download.value.save_as(file)
        text = file.read_text(encoding="utf-8")
        names = [row["name"] for row in csv.DictReader(text.splitlines())]
        assert sorted(names) == ["'=Padouk two", "Padouk one"]

        page.get_by_role("button", name="Import").click()
        dialog = page.get_by_role("dialog")
        file.write_text(
            text.replace("Padouk one", "Padouk three") + ",Padouk new,Stock,2,active,,,\n"
        )
        dialog.get_by_label("Choose a file").last.set_input_files(file)
        expect(dialog.get_by_text("data.csv, 1 KB")).to_be_visible()
        guard.check()
        dialog.get_by_role("button", name="Import").click()

        expect(dialog.get_by_text("Added: 1. Changed: 2.")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(page.get_by_text("Padouk three")).to_be_visible()
        assert total(platform, headers, "Padouk") == 3

    def test_with_errors_are_refused_line_by_line(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        guard.expect(r"422 POST", r"status of 422")
        sign_in(page, "user", "/data")
        expect_grid(page)
        page.get_by_role("button", name="Import").click()
        dialog = page.get_by_role("dialog")
        file = b"name,category,value\nPernambuco,Stock,much\n,Stock,1\n"
        dialog.get_by_label("Choose a file").last.set_input_files(
            {"name": "wrong.csv", "mimeType": "text/csv", "buffer": file}
        )
        dialog.get_by_role("button", name="Import").click()

        expect(dialog.get_by_text("2 things are wrong")).to_be_visible()
        expect(dialog.get_by_text("Line 2, value:")).to_be_visible()
        expect(dialog.get_by_text("Line 3, name:")).to_be_visible()
        guard.check()


class TestHistory:
    def test_says_who_changed_what(self, page: Page, guard: Guard, platform: Server) -> None:
        headers = open_with(page, platform, "Cocobolo", "Cocobolo one")
        url = f"{platform.url}/api/data"
        item = httpx2.get(url, params={"q": "Cocobolo"}, headers=headers).json()["items"][0]
        httpx2.patch(f"{url}/{item['id']}", json={"status": "inactive"}, headers=headers)

        page.get_by_role("button", name="History of Cocobolo one").click()

        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("Status: Active → Inactive")).to_be_visible()
        expect(dialog.get_by_text("Demo User").first).to_be_visible()
        expect(dialog.get_by_role("listitem")).to_have_count(2)
        guard.check()

    def test_is_shown_to_viewers_who_choose_and_import_nothing(self, page: Page) -> None:
        sign_in(page, "viewer", "/data")
        expect_grid(page)

        expect(page.get_by_role("button", name="History of").first).to_be_visible()
        expect(page.get_by_role("checkbox")).to_have_count(0)
        expect(page.get_by_role("button", name="Import")).to_have_count(0)
        expect(page.get_by_role("button", name="Export")).to_be_visible()
