import re

import httpx2
from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, sign_in


def search(page: Page, words: str) -> None:
    page.get_by_label("Search").fill(words)
    expect(page).to_have_url(re.compile(r"[?&]q="))


class TestWriter:
    def test_creates_edits_and_deletes_a_row(self, page: Page, guard: Guard) -> None:
        sign_in(page, "user", "/data")
        expect_grid(page)

        page.get_by_role("button", name="New record").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Sapele fan")
        dialog.get_by_label("Category").fill("Stock")
        dialog.get_by_label("Value").fill("12.5")
        guard.check()
        dialog.get_by_role("button", name="Create").click()
        expect(dialog).to_be_hidden()

        search(page, "Sapele fan")
        page.get_by_role("button", name="Edit Sapele fan").click()
        expect(dialog.get_by_label("Value")).to_have_value("12.5")
        dialog.get_by_label("Name").fill("Sapele star")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_be_hidden()

        search(page, "Sapele star")
        page.get_by_role("button", name="Delete Sapele star").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("was deleted")).to_be_visible()
        expect(page.get_by_role("button", name="Delete Sapele star")).to_have_count(0)

    def test_sees_that_somebody_else_was_faster(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        guard.expect(r"412 PATCH|412 PUT", r"status of 412")
        with page.expect_request("**/api/data?*") as sent:
            sign_in(page, "user", "/data")
        headers = {"Authorization": sent.value.headers["authorization"]}
        made = httpx2.post(
            f"{platform.url}/api/data",
            json={"name": "Contended", "category": "Stock", "value": 1},
            headers=headers,
        ).json()
        search(page, "Contended")
        page.get_by_role("button", name="Edit Contended").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Value")).to_have_value("1")

        url = f"{platform.url}/api/data/{made['id']}"
        assert httpx2.patch(url, json={"value": 2}, headers=headers).status_code == 200
        dialog.get_by_label("Value").fill("3")
        dialog.get_by_role("button", name="Save").click()

        expect(dialog.get_by_role("alert")).to_be_visible()
        assert httpx2.get(url, headers=headers).json()["value"] == 2
        httpx2.delete(url, headers=headers)


class TestViewer:
    def test_sees_rows_and_no_way_to_change_them(self, page: Page, platform: Server) -> None:
        with page.expect_request("**/api/data?*") as sent:
            sign_in(page, "viewer", "/data")
        expect_grid(page)

        expect(page.get_by_role("button", name="New record")).to_have_count(0)
        expect(page.get_by_role("button", name="Edit ")).to_have_count(0)
        expect(page.get_by_role("button", name="Delete ")).to_have_count(0)

        headers = {"Authorization": sent.value.headers["authorization"]}
        forged = httpx2.post(
            f"{platform.url}/api/data",
            json={"name": "Forged", "category": "Stock", "value": 1},
            headers=headers,
        )
        assert (forged.status_code, forged.json()["code"]) == (403, "forbidden")


class TestList:
    def test_keeps_its_state_in_the_address(self, page: Page) -> None:
        sign_in(page, "viewer", "/data?status=pending&q=oak")

        expect_grid(page)

        expect(page.get_by_label("Search")).to_have_value("oak")
        expect(page.get_by_label("Status")).to_have_value("pending")
        names = page.get_by_role("grid").get_by_text("Oak")
        expect(names.first).to_be_visible()

    def test_sorts_on_the_server(self, page: Page) -> None:
        sign_in(page, "viewer", "/data")
        expect_grid(page)

        with page.expect_response("**/api/data?*sort=*") as answer:
            page.get_by_role("columnheader", name="Value").click()

        values = [item["value"] for item in answer.value.json()["items"]]
        assert values == sorted(values)
