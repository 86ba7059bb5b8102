"""Refresh and logout over HTTP; the table's rows are in test_refresh_table.py."""

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import COOKIE, SAME_ORIGIN, Browser, set_cookies
from tests.auth.lineage import bearer, generation, sid_of


class TestRefresh:
    def test_rotates_and_answers_like_login(self, client: TestClient, browser: Browser) -> None:
        signed_in = browser.sign_in()

        answer = browser.refresh(sid=sid_of(client, signed_in))

        assert answer.json()["user"] == signed_in.json()["user"]
        assert set(answer.json()) == set(signed_in.json())
        assert generation(client, browser.cookie) == 1
        assert client.get("/api/auth/me", headers=bearer(answer)).status_code == 200

    def test_gives_an_api_client_its_token_in_the_body(self, client: TestClient) -> None:
        body = {"username": "user", "password": "user123"}
        first = client.post("/api/auth/login", json=body).json()["refresh_token"]

        answer = client.post("/api/auth/refresh", json={"refresh_token": first})

        assert generation(client, answer.json()["refresh_token"]) == 1
        assert set_cookies(answer) == []

    @pytest.mark.attack(32)
    def test_ignores_a_refresh_token_in_a_browsers_body(
        self, client: TestClient, browser: Browser
    ) -> None:
        body = {"username": "user", "password": "user123"}
        token = client.post("/api/auth/login", json=body).json()["refresh_token"]

        assert browser.refresh(refresh_token=token).status_code == 204

    def test_never_reads_authorization(self, client: TestClient, browser: Browser) -> None:
        browser.sign_in()
        headers = {**SAME_ORIGIN, "Authorization": "Bearer nonsense"}

        assert browser.post("/api/auth/refresh", headers=headers).status_code == 200

    def test_without_a_cookie_a_guest_gets_nothing_and_no_error(self, browser: Browser) -> None:
        answer = browser.refresh()

        assert (answer.status_code, answer.content) == (204, b"")

    def test_without_a_token_an_api_client_is_refused(self, client: TestClient) -> None:
        answer = client.post("/api/auth/refresh")

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    def test_is_stored_before_the_answer(self, browser: Browser, client: TestClient) -> None:
        browser.sign_in()
        first = browser.cookie

        for _ in range(5):
            browser.refresh()

        assert generation(client, browser.cookie) == 1
        assert browser.cookie != first


class TestSessionChanged:
    @pytest.mark.attack(24, 25)
    @pytest.mark.parametrize("path", ["refresh", "logout"])
    def test_cookie_of_somebody_else_is_a_conflict_and_stays(
        self, client: TestClient, browser: Browser, path: str
    ) -> None:
        before = sid_of(client, browser.sign_in("user"))
        browser.sign_in("viewer")

        answer = browser.post(f"/api/auth/{path}", json={"sid": before})

        assert (answer.status_code, answer.json()["code"]) == (409, "session_changed")
        assert set_cookies(answer) == []
        assert browser.refresh().json()["user"]["username"] == "viewer"


class TestLogout:
    def test_binds_the_very_next_request(self, client: TestClient, browser: Browser) -> None:
        signed_in = browser.sign_in()

        answer = browser.post("/api/auth/logout", json={"sid": sid_of(client, signed_in)})

        assert answer.status_code == 204
        refused = client.get("/api/auth/me", headers=bearer(signed_in))
        assert (refused.status_code, refused.json()["code"]) == (401, "session_revoked")

    @pytest.mark.attack(29)
    def test_takes_the_cookie_back_with_the_attributes_it_was_set_with(
        self, browser: Browser
    ) -> None:
        browser.sign_in()

        answer = browser.post("/api/auth/logout", json={})

        (line,) = set_cookies(answer, COOKIE)
        for attribute in ("Path=/", "Secure", "HttpOnly", "SameSite=strict", "Max-Age=0"):
            assert attribute in line
        assert "Domain" not in line
        assert answer.headers["Clear-Site-Data"] == '"storage"'

    def test_works_with_an_old_generation(self, client: TestClient, browser: Browser) -> None:
        signed_in = browser.sign_in()
        browser.send("/api/auth/refresh", json={})

        browser.post("/api/auth/logout", json={})

        assert client.get("/api/auth/me", headers=bearer(signed_in)).status_code == 401

    @pytest.mark.parametrize("headers", [SAME_ORIGIN, {}], ids=["browser", "api-client"])
    @pytest.mark.parametrize("body", [None, {}, {"refresh_token": "bad"}])
    def test_is_fine_without_a_sign_in(
        self, client: TestClient, headers: dict[str, str], body: object
    ) -> None:
        assert client.post("/api/auth/logout", json=body, headers=headers).status_code == 204

    def test_ends_an_api_clients_sign_in(self, client: TestClient) -> None:
        body = {"username": "user", "password": "user123"}
        signed_in = client.post("/api/auth/login", json=body)
        token = {"refresh_token": signed_in.json()["refresh_token"]}

        client.post("/api/auth/logout", json=token)

        assert client.get("/api/auth/me", headers=bearer(signed_in)).status_code == 401
        again = client.post("/api/auth/refresh", json=token)
        assert again.json()["code"] == "session_revoked"
