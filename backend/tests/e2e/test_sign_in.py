import httpx2
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import (
    expect_grid,
    expect_sign_in_page,
    fill_sign_in,
    open_grid,
    sign_in,
    sign_out,
)


class TestSignIn:
    def test_admin_reaches_the_grid_by_click(self, page: Page, guard: Guard) -> None:
        sign_in(page, "admin")
        guard.check()

        open_grid(page)

        assert page.url.endswith("/data")

    def test_deep_link_leads_through_sign_in_to_the_grid(self, page: Page, guard: Guard) -> None:
        page.goto("/data?status=active")
        expect_sign_in_page(page)
        guard.check()

        fill_sign_in(page, "viewer", "viewer123")

        expect_grid(page)
        assert page.url.endswith("/data?status=active")

    def test_wrong_password_is_told_in_place(self, page: Page, guard: Guard) -> None:
        guard.expect(r"401 POST .*/api/auth/login", r"status of 401")
        page.goto("/")

        fill_sign_in(page, "admin", "wrong")

        expect(page.get_by_role("alert")).to_contain_text("do not belong together")

    def test_reload_keeps_the_session(self, page: Page) -> None:
        sign_in(page, "user", "/data")

        page.reload()

        expect_grid(page)

    def test_no_token_is_where_a_script_or_a_reader_of_the_disk_could_find_it(
        self, page: Page
    ) -> None:
        sign_in(page)

        kept = page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        )

        assert "eyJ" not in kept


class TestSignOut:
    def test_binds_every_tab(self, new_page: NewPage) -> None:
        first, second = new_page(), new_page()
        sign_in(first)
        second.goto("/data")
        expect_grid(second)

        sign_out(first)

        expect_sign_in_page(first)
        expect_sign_in_page(second)

    def test_signing_in_binds_every_tab_too(self, new_page: NewPage) -> None:
        first, second = new_page(), new_page()
        second.goto("/")
        expect_sign_in_page(second)

        sign_in(first)

        expect(second.get_by_role("button", name="Account of")).to_be_visible()

    def test_token_of_the_ended_session_is_refused(self, page: Page, platform: Server) -> None:
        with page.expect_request("**/api/data?*") as sent:
            sign_in(page, "admin", "/data")
        headers = {"Authorization": sent.value.headers["authorization"]}
        assert httpx2.get(f"{platform.url}/api/auth/me", headers=headers).status_code == 200

        sign_out(page)
        expect_sign_in_page(page)

        answer = httpx2.get(f"{platform.url}/api/auth/me", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "session_revoked")
