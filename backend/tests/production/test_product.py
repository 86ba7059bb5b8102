"""People meet the whole product behind the gateway."""

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import account_button, fill_sign_in
from tests.production.stack import ADMIN, URL, make
from tests.scripts.test_prerequisites import ROOT

PICTURES = ROOT / "screenshots/production"
REMOTES = {
    "data": "Data",
    "analytics": "Analytics",
    "settings": "Settings",
    "users": "Users",
    "registry": "Registry",
}


class TestBrowser:
    def test_the_admin_signs_in_and_every_remote_loads(self, page: Page, password: str) -> None:
        page.goto("/")
        page.screenshot(path=PICTURES / "sign-in.png")
        fill_sign_in(page, ADMIN, password)
        expect(account_button(page)).to_be_visible()
        page.screenshot(path=PICTURES / "home.png")
        for route, title in REMOTES.items():
            with page.expect_response(lambda answer: "/mf/" in answer.url or "/api/" in answer.url):
                page.goto(f"/{route}")
            expect(page.get_by_role("heading", level=1)).to_contain_text(title)
            page.wait_for_load_state("load")
            page.screenshot(path=PICTURES / f"{route}.png")


class TestGateway:
    def test_ids_of_requests_come_back(self) -> None:
        answer = httpx2.get(f"{URL}/api/auth/config", headers={"X-Request-ID": "told-by-me"})
        assert answer.headers["x-request-id"] == "told-by-me"

    def test_bodies_are_passed_through_as_they_were_compressed(self) -> None:
        host = httpx2.get(f"{URL}/").text
        script = host.partition('src="/mf/')[2].partition('"')[0]
        headers = {"Accept-Encoding": "br"}
        answer = httpx2.get(f"{URL}/mf/{script}", headers=headers)
        assert answer.headers["content-encoding"] == "br"
        assert "immutable" in answer.headers["cache-control"]

    def test_what_is_too_large_is_a_problem_document(self) -> None:
        answer = httpx2.post(f"{URL}/api/auth/login", content=b"x" * 3_000_000)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "too_large"

    def test_metrics_stay_inside(self) -> None:
        assert httpx2.get(f"{URL}/metrics").status_code == 404

    def test_events_arrive_as_they_happen(self) -> None:
        """The first frame comes while the stream is open: nothing collects it on the way."""
        with httpx2.stream("GET", f"{URL}/api/events", timeout=10) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert next(answer.iter_bytes())

    def test_an_address_that_a_caller_makes_up_is_not_believed(self, admin: httpx2.Client) -> None:
        admin.patch("/api/users/me", json={}, headers={"X-Forwarded-For": "203.0.113.9"})
        seen = admin.get("/api/audit", params={"limit": 50}).raise_for_status().text
        assert "203.0.113.9" not in seen


class TestAgain:
    def test_down_and_up_keeps_data_and_a_rollback(self, admin: httpx2.Client) -> None:
        """Starting the same images again releases nothing, whatever is live by now."""
        admin.post("/api/registry/channels/stable/rollback", json={"release": 1}).raise_for_status()
        asked = ("/api/registry/channels/stable", "/api/users", "/api/audit?limit=100")
        before = [admin.get(path).raise_for_status().json() for path in asked]

        make("prod-down")
        make("prod-up")

        assert [admin.get(path).raise_for_status().json() for path in asked] == before


@pytest.mark.parametrize("path", ["/", "/data", "/users"])
def test_pages_are_served_without_a_session(path: str) -> None:
    assert 'id="intarsia-boot"' in httpx2.get(f"{URL}{path}").text
