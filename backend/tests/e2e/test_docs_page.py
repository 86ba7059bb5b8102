"""The API's documentation works offline, under its policy, and can sign in."""

from playwright.sync_api import BrowserContext, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server


class TestDocsPage:
    def test_authorize_button_signs_in_and_a_call_succeeds(
        self, context: BrowserContext, platform: Server
    ) -> None:
        page = context.new_page()
        guard = Guard(page)  # not axe: the page is Swagger UI's
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.goto("/api/docs")

        page.get_by_role("button", name="Authorize").click()
        page.get_by_role("textbox", name="username:").fill("viewer")
        page.get_by_role("textbox", name="password:").fill("viewer123")
        page.locator(".auth-btn-wrapper").get_by_role("button", name="Apply").or_(
            page.locator(".auth-btn-wrapper").get_by_role("button", name="Authorize")
        ).click()
        expect(page.get_by_role("button", name="Remove authorization")).to_be_visible()
        page.get_by_role("button", name="Close").first.click()

        page.locator("#operations-auth-me_api_auth_me_get").get_by_role("button").first.click()
        page.get_by_role("button", name="Execute").click()

        expect(page.locator(".live-responses-table")).to_contain_text("viewer@example.com")
        assert hosts == {platform.url.removeprefix("http://")}
        assert guard.unexpected() == []
