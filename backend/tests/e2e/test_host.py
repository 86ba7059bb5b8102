"""The host's own pages: numbers that are true, and the command list."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, sign_in


class TestDashboard:
    def test_shows_what_the_server_counts(self, page: Page, platform: Server) -> None:
        with page.expect_response("**/api/data?limit=1") as answer:
            sign_in(page)
        numbers = page.get_by_role("list", name="Numbers")

        records = numbers.get_by_role("listitem").filter(has_text="Records")
        expect(records).to_have_text(f"Records{answer.value.json()['total']}")
        release = numbers.get_by_role("listitem").filter(has_text="Release")
        expect(release).to_contain_text(str(platform.release()["number"]))
        for label in ("Users", "Events in 30 days", "Open errors", "Active sign-ins"):
            expect(numbers.get_by_role("listitem").filter(has_text=label)).to_have_text(
                re.compile(rf"^{label}[\d,]+$")
            )

    def test_shows_each_role_what_it_may_read(self, page: Page) -> None:
        sign_in(page, "viewer")

        numbers = page.get_by_role("list", name="Numbers")
        expect(numbers.get_by_role("listitem")).to_have_text(
            [re.compile("^Records"), re.compile("^Events"), re.compile("^Release")]
        )

    def test_says_which_number_is_not_to_be_had_and_tries_again(
        self, page: Page, guard: Guard
    ) -> None:
        guard.expect(r"503 GET .*/api/users/stats", r"status of 503")
        page.route("**/api/users/stats", lambda route: route.fulfill(status=503))
        sign_in(page)
        numbers = page.get_by_role("list", name="Numbers").get_by_role("listitem")
        users = numbers.filter(has_text="Users")
        expect(users.filter(has_text="\N{EN DASH}")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("Some numbers could not be loaded")
        guard.check()

        page.unroute("**/api/users/stats")
        page.get_by_role("button", name="Try again").click()

        expect(users.filter(has_text=re.compile(r"\d"))).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)


class TestCommandList:
    def test_leads_to_a_page_by_keyboard_alone(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Page or command")
        expect(field).to_be_focused()
        guard.check()

        page.keyboard.type("brow")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")

        expect_grid(page)
        expect(field).to_have_count(0)

    def test_opens_by_its_button_and_closes_by_escape(self, page: Page) -> None:
        sign_in(page)
        page.get_by_role("button", name="Go to").click()
        dialog = page.get_by_role("dialog", name="Go to")
        expect(dialog.get_by_role("option", name="Registry")).to_be_visible()

        page.keyboard.type("no such thing")
        expect(dialog.get_by_role("status")).to_have_text("Nothing fits")
        page.keyboard.press("Escape")

        expect(dialog).to_be_hidden()
