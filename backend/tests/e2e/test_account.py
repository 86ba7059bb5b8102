"""Joining, a forgotten password, one's own data, and leaving: all of it in a browser."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.mailbox import link_to
from tests.e2e.server import Server
from tests.e2e.steps import expect_sign_in_page, fill_sign_in, join, sign_in

PASSWORD = "marquetry 9 veneers"


class TestRegister:
    def test_signs_in_at_once_and_goes_where_one_wanted(self, page: Page, guard: Guard) -> None:
        page.goto("/data")
        page.get_by_role("link", name="Create an account").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Create an account")
        guard.check()
        page.get_by_label("Name", exact=False).first.fill("Ada Lovelace")
        page.get_by_label("E-mail").fill("ada@example.com")
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Create account").click()

        expect(page.get_by_role("button", name="Account of Ada Lovelace")).to_be_visible()
        assert page.url.endswith("/data")

    def test_what_is_refused_stands_at_its_field(self, page: Page, guard: Guard) -> None:
        guard.expect(r"422 POST .*/register", r"409 POST .*/register", r"status of 4(22|09)")
        page.goto("/register")
        join(page, "Ada", "admin@example.com", "12345678")
        password = page.get_by_role("textbox", name="Password")
        expect(password).to_be_focused()
        expect(page.get_by_text("one of the passwords that are tried first")).to_be_visible()
        guard.check()

        password.fill(PASSWORD)
        page.get_by_role("button", name="Create account").click()
        expect(page.get_by_label("E-mail")).to_be_focused()
        expect(page.get_by_text("Somebody has an account with this address")).to_be_visible()

    def test_password_managers_know_each_field(self, page: Page) -> None:
        page.goto("/register")
        expect(page.get_by_label("E-mail")).to_have_attribute("autocomplete", "username")
        password = page.get_by_role("textbox", name="Password")
        expect(password).to_have_attribute("autocomplete", "new-password")
        expect(password).to_have_attribute("type", "password")
        page.get_by_role("button", name="Show password").click()
        expect(password).to_have_attribute("type", "text")


class TestForgottenPassword:
    def test_is_set_anew_by_the_mailed_link(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        page.goto("/register")
        join(page, "Bea", "bea@example.com", PASSWORD)
        expect(page.get_by_role("button", name="Account of Bea")).to_be_visible()
        page.context.clear_cookies()
        page.goto("/")
        page.get_by_role("link", name="Forgotten password?").click()
        page.get_by_label("E-mail").fill("bea@example.com")
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_role("status")).to_contain_text("a mail with a link is on its way")
        guard.check()

        page.goto(link_to(platform, "bea@example.com", "/reset-password"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Choose a new password")
        assert page.evaluate("location.href") == f"{platform.url}/reset-password"
        guard.check()
        page.get_by_role("textbox", name="New password").fill(f"{PASSWORD} 2")
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your password is changed")
        page.get_by_role("link", name="Sign in").click()
        fill_sign_in(page, "bea@example.com", f"{PASSWORD} 2")
        expect(page.get_by_role("button", name="Account of Bea")).to_be_visible()

    def test_says_nothing_of_who_has_an_account(self, page: Page) -> None:
        page.goto("/forgotten-password")
        page.get_by_label("E-mail").fill("nobody@example.com")
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_role("status")).to_contain_text("If there is an account")

    def test_a_link_without_its_token_says_so(self, page: Page) -> None:
        page.goto("/reset-password")
        expect(page.get_by_role("alert")).to_contain_text("This address is incomplete")
        expect(page.get_by_role("link", name="Ask for another link")).to_be_visible()

    def test_a_link_that_is_no_longer_good_says_so(self, page: Page, guard: Guard) -> None:
        guard.expect(r"4\d\d POST .*/password-reset/confirm", r"status of 4\d\d")
        page.goto("/reset-password#token=made-up")
        page.get_by_role("textbox", name="New password").fill(PASSWORD)
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_role("alert")).to_contain_text("no longer good")


class TestProfile:
    def test_the_address_is_proven_by_the_mailed_link(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        page.goto("/register")
        join(page, "Cleo", "cleo@example.com", PASSWORD)
        page.get_by_role("button", name="Account of").click()
        page.get_by_role("menuitem", name="Profile").click()
        expect(page.get_by_text("cleo@example.com is not confirmed yet")).to_be_visible()
        with page.expect_response("**/api/auth/verify-email") as again:
            page.get_by_role("button", name="Send again").click()
        assert again.value.status == 202
        guard.check()

        page.goto(link_to(platform, "cleo@example.com", "/verify-email"))
        expect(page.get_by_text("Your address is confirmed")).to_be_visible()
        assert page.evaluate("location.hash") == ""
        guard.check()
        page.get_by_role("link", name="To your profile").click()
        expect(page.get_by_text("cleo@example.com is confirmed.")).to_be_visible()

    def test_data_can_be_taken_along(self, page: Page, tmp_path: Path) -> None:
        sign_in(page, "viewer", "/profile")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        file = tmp_path / "mine.json"
        download.value.save_as(file)
        assert "viewer@example.com" in file.read_text()
        assert json.loads(file.read_text())

    def test_an_account_is_deleted_with_its_password(self, page: Page, guard: Guard) -> None:
        guard.expect(r"403 DELETE .*/api/auth/me", r"401 POST .*/login", r"status of 40[13]")
        page.goto("/register")
        join(page, "Dora", "dora@example.com", PASSWORD)
        expect(page.get_by_role("button", name="Account of Dora")).to_be_visible()
        page.goto("/profile")
        page.get_by_role("button", name="Delete my account").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Nobody can bring it back")
        dialog.get_by_role("textbox", name="Password").fill("not this one")
        dialog.get_by_role("button", name="Delete for good").click()
        expect(dialog.get_by_role("alert")).to_be_visible()
        guard.check()
        dialog.get_by_role("textbox", name="Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Delete for good").click()
        expect_sign_in_page(page)

        page.reload()
        expect_sign_in_page(page)
        fill_sign_in(page, "dora@example.com", PASSWORD)
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
