"""Without the store of session records visitors get every public page, and Bearer works on."""

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import Browser
from tests.auth.lineage import bearer
from tests.sessions.conftest import store_away

HTML = {"Accept": "text/html"}
PUBLIC = [
    "/",
    "/data",
    "/mf/data-grid/1.0.0/intarsia.json",
    "/mf/data-grid/intarsia.json",
    "/health",
    "/api/docs",
    "/api/openapi.json",
    "/api/preferences",
]


@pytest.mark.attack(31)
class TestStoreAway:
    @pytest.mark.usefixtures("released")
    def test_public_pages_and_files_are_served_to_a_guest_and_to_a_held_cookie(
        self, client: TestClient
    ) -> None:
        browser, guest = Browser(client), Browser(client)
        browser.sign_in()
        before = {path: guest.get(path, **HTML).status_code for path in PUBLIC}
        assert set(before.values()) == {200}, before

        with store_away(client):
            for path in PUBLIC:
                assert guest.get(path, **HTML).status_code == 200, path
                if path != "/api/preferences":  # which the cookie would make somebody's own
                    assert browser.get(path, **HTML).status_code == 200, path

    @pytest.mark.usefixtures("released")
    def test_whoever_signs_in_works_on(self, client: TestClient) -> None:
        browser = Browser(client)
        with store_away(client):
            token = bearer(browser.sign_in())

            for path in ("/api/auth/me", "/api/data", "/api/settings", "/api/preferences"):
                assert browser.get(path, **token).status_code == 200, path
            assert browser.get("/api/auth/me").status_code == 503
            assert browser.refresh().status_code == 200
            assert browser.post("/api/auth/logout", json={}).status_code == 204
        assert client.get("/api/auth/me", headers=token).status_code == 401
