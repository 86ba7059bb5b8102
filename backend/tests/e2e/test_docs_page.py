"""The API's documentation works offline, under its policy, and can sign in."""

from datetime import UTC, datetime, timedelta

import httpx2
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
        page.get_by_role("button", name="Apply given OAuth2 credentials").click()
        expect(page.get_by_role("button", name="Remove authorization")).to_be_visible()
        page.get_by_role("button", name="Close").first.click()

        page.locator("#operations-auth-me_api_auth_me_get").get_by_role("button").first.click()
        page.get_by_role("button", name="Execute").click()

        expect(page.locator(".live-responses-table")).to_contain_text("viewer@example.com")
        assert hosts == {platform.url.removeprefix("http://")}
        assert guard.unexpected() == []

    def test_authorize_button_takes_a_personal_token(
        self, context: BrowserContext, platform: Server
    ) -> None:
        page = context.new_page()
        guard = Guard(page)
        page.goto("/api/docs")
        page.get_by_role("button", name="Authorize").click()
        bearer = page.locator(".auth-container").filter(has_text="Token (http, Bearer)")
        bearer.get_by_role("textbox").fill(personal_token(platform))
        bearer.get_by_role("button", name="Apply credentials").click()
        page.get_by_role("button", name="Close").first.click()

        page.locator("#operations-auth-me_api_auth_me_get").get_by_role("button").first.click()
        page.get_by_role("button", name="Execute").click()

        expect(page.locator(".live-responses-table")).to_contain_text("viewer@example.com")
        assert guard.unexpected() == []


def personal_token(platform: Server) -> str:
    """Make one of the viewer's."""
    with httpx2.Client(base_url=platform.url) as client:
        body = {"username": "viewer", "password": "viewer123"}
        access = client.post("/api/auth/login", json=body).json()["access_token"]
        asked = {
            "name": "docs page",
            "scopes": ["data:read"],
            "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        }
        headers = {"Authorization": f"Bearer {access}"}
        made = client.post("/api/tokens", json=asked, headers=headers)
        return str(made.json()["token"])
