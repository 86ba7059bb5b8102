from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.database import writers
from intarsia.users.store import UserRow
from tests.auth.browser import COOKIE, SAME_ORIGIN, Browser, set_cookies, set_lines
from tests.conftest import DEPLOY_TOKEN, ORIGIN, FakeClock

LOGIN = {"username": "admin", "password": "admin123"}


def login(client: TestClient, **body: object) -> httpx2.Response:
    return client.post("/api/auth/login", json=body)


class TestLogin:
    @pytest.mark.parametrize(
        "name",
        [
            {"username": "admin"},
            {"username": "ADMIN"},
            {"email": "admin@example.com"},
            {"email": "Admin@EXAMPLE.com"},
            {"username": "admin@example.com"},
        ],
        ids=str,
    )
    def test_takes_email_or_username_in_any_case(
        self, app: TestClient, name: dict[str, str]
    ) -> None:
        answer = login(app, **name, password="admin123")

        assert answer.status_code == 200
        assert answer.json()["user"]["email"] == "admin@example.com"

    def test_gives_an_api_client_both_tokens_and_no_cookie(self, client: TestClient) -> None:
        answer = login(client, **LOGIN)

        body = answer.json()
        assert body["token_type"] == "bearer"
        assert body["expires_in"] == 900
        assert {"access_token", "refresh_token", "user"} <= set(body)
        assert set_cookies(answer) == []

    @pytest.mark.attack(32)
    def test_gives_a_browser_the_refresh_token_as_cookie_only(self, browser: Browser) -> None:
        answer = browser.sign_in()

        assert "refresh_token" not in answer.json()
        assert browser.cookie is not None
        assert browser.cookie not in answer.text

    @pytest.mark.attack(29)
    def test_cookie_belongs_to_this_host_until_the_sign_in_ends(self, browser: Browser) -> None:
        (line,) = set_lines(browser.sign_in())

        name_and_value, *attributes = line.split("; ")
        assert name_and_value.startswith("__Host-rt=")
        assert {each.lower() for each in attributes} == {
            "expires=sat, 28 nov 2026 12:00:00 gmt",
            "httponly",
            "path=/",
            "samesite=strict",
            "secure",
        }

    def test_never_shows_a_password_hash(self, client: TestClient) -> None:
        answer = login(client, **LOGIN)

        assert "password" not in answer.text
        assert "$bcrypt" not in answer.text

    def test_wrong_password_and_unknown_user_read_alike(self, client: TestClient) -> None:
        wrong = login(client, username="admin", password="wrong").json()
        unknown = login(client, username="nobody", password="wrong").json()

        assert wrong.pop("request_id") != unknown.pop("request_id")
        assert wrong == unknown
        assert wrong["code"] == "invalid_credentials"

    def test_failure_sets_no_cookie(self, browser: Browser) -> None:
        body = {"username": "user", "password": "wrong"}

        assert set_cookies(browser.post("/api/auth/login", json=body)) == []

    async def test_deactivated_account_is_named_only_to_who_knows_the_password(
        self, client: TestClient, engine: AsyncEngine
    ) -> None:
        async with writers(engine).begin() as session:
            await session.execute(update(UserRow).values(is_active=False))

        assert login(client, **LOGIN).json()["code"] == "account_inactive"
        wrong = login(client, username="admin", password="wrong")
        assert wrong.json()["code"] == "invalid_credentials"

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"password": "x"},
            {"username": "admin"},
            {"username": "admin", "email": "a@b.c", "password": "x"},
            {"username": "admin", "password": ""},
            {"username": "admin", "password": "x" * 129},
            {"username": "x" * 255, "password": "x"},
            {"username": "a\0b", "password": "x"},
            {"username": ["admin"], "password": "x"},
            {"username": "admin", "password": 1},
            {"username": "admin", "password": "admin123", "role": "admin"},
        ],
        ids=lambda body: str(body)[:40],
    )
    def test_refuses_what_does_not_fit(self, app: TestClient, body: dict[str, object]) -> None:
        answer = login(app, **body)

        assert answer.status_code == 422
        assert "admin123" not in answer.text

    def test_half_a_surrogate_pair_is_invalid_and_no_failure(self, app: TestClient) -> None:
        raw = b'{"username": "\\ud800", "password": "x"}'

        answer = app.post(
            "/api/auth/login", content=raw, headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 422

    async def test_writes_down_where_it_came_from(
        self, client: TestClient, engine: AsyncEngine
    ) -> None:
        client.post("/api/auth/login", json=LOGIN, headers={"User-Agent": "x" * 1000})

        async with writers(engine)() as session:
            row = (await session.scalars(select(AuthSessionRow))).one()
        assert row.user_agent == "x" * 512
        assert row.absolute_expires_at - row.created_at == timedelta(days=7)


class TestToken:
    FORM = {"username": "viewer", "password": "viewer123", "grant_type": "password"}  # noqa: RUF012

    def test_gives_an_api_client_both_tokens(self, client: TestClient) -> None:
        answer = client.post("/api/auth/token", data=self.FORM)

        assert set(answer.json()) == {"access_token", "token_type", "expires_in", "refresh_token"}

    @pytest.mark.attack(32)
    def test_gives_a_browser_no_refresh_token_and_no_cookie(self, client: TestClient) -> None:
        answer = client.post("/api/auth/token", data=self.FORM, headers=SAME_ORIGIN)

        assert set(answer.json()) == {"access_token", "token_type", "expires_in"}
        assert set_cookies(answer) == []

    def test_takes_what_the_docs_page_sends(self, client: TestClient) -> None:
        empty = {"scope": "", "client_id": "", "client_secret": ""}

        assert client.post("/api/auth/token", data=self.FORM | empty).status_code == 200

    def test_refuses_another_grant(self, client: TestClient) -> None:
        form = self.FORM | {"grant_type": "client_credentials"}

        assert client.post("/api/auth/token", data=form).status_code == 422


class TestMe:
    def test_says_who_is_signed_in(self, client: TestClient, viewer: dict[str, str]) -> None:
        assert client.get("/api/auth/me", headers=viewer).json() == {
            "id": client.get("/api/auth/me", headers=viewer).json()["id"],
            "email": "viewer@example.com",
            "username": "viewer",
            "full_name": "Demo Viewer",
            "role": "viewer",
            "is_active": True,
            "created_at": "2026-11-21T12:00:00Z",
            "updated_at": "2026-11-21T12:00:00Z",
            "email_verified": False,
        }

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer é"])
    def test_anything_but_a_good_token_is_401_with_a_challenge(
        self, app: TestClient, header: str
    ) -> None:
        answer = app.get("/api/auth/me", headers={b"Authorization": header.encode("latin-1")})

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")

    def test_refresh_cookie_is_no_credential(self, browser: Browser) -> None:
        browser.sign_in()
        headers = {"Cookie": f"__Host-rt={browser.cookie}"}

        assert browser.client.get("/api/auth/me", headers=headers).status_code == 401

    def test_token_expires_at_the_very_second(self, client: TestClient, clock: FakeClock) -> None:
        body = login(client, **LOGIN).json()
        headers = {"Authorization": f"Bearer {body['access_token']}"}

        clock.advance(seconds=body["expires_in"] - 1)
        assert client.get("/api/auth/me", headers=headers).status_code == 200
        clock.advance(seconds=1)
        answer = client.get("/api/auth/me", headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")

    def test_role_that_this_version_does_not_know_is_no_role(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        tokens = client.app_state["tokens"]
        claims = tokens.read_access(admin["Authorization"].removeprefix("Bearer "))
        strange = tokens.mint_access(
            type(claims)(claims.sub, claims.sid, claims.gen, claims.iat, claims.exp, "emperor", 0),
            "1",
        )

        answer = client.get("/api/auth/me", headers={"Authorization": f"Bearer {strange}"})

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    def test_deploy_token_speaks_for_no_person(self, client: TestClient) -> None:
        headers = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}

        assert client.get("/api/auth/me", headers=headers).status_code == 404


class TestCrossSite:
    """The matrix of contracts §4."""

    @pytest.mark.parametrize("path", ["login", "refresh", "logout"])
    @pytest.mark.parametrize(
        ("headers", "allowed"),
        [
            ({}, True),
            ({"Cookie": "a=b"}, False),
            ({"Sec-Fetch-Site": "same-origin"}, True),
            ({"Sec-Fetch-Site": "same-origin", "Cookie": "a=b"}, True),
            ({"Sec-Fetch-Site": "same-site"}, False),
            ({"Sec-Fetch-Site": "cross-site"}, False),
            ({"Sec-Fetch-Site": "none"}, False),
            ({"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, False),
            ({"Origin": ORIGIN}, True),
            ({"Origin": "null"}, False),
            ({"Origin": f"{ORIGIN}.evil.example"}, False),
            ({"Origin": ORIGIN.replace("https", "http")}, False),
            ({"Origin": f"{ORIGIN}:8443"}, False),
            ({"Origin": "null", "Referer": f"{ORIGIN}/"}, False),
            ({"Referer": f"{ORIGIN}/data?x=1"}, True),
            ({"Referer": f"https://evil.example/{ORIGIN}"}, False),
            ({"Referer": f"{ORIGIN}@evil.example/"}, False),
            ({"Referer": "https://[broken"}, False),
        ],
        ids=str,
    )
    def test_only_our_own_pages_and_api_clients_may(
        self, app: TestClient, path: str, headers: dict[str, str], allowed: bool
    ) -> None:
        body = LOGIN if path == "login" else {}
        answer = app.post(f"/api/auth/{path}", json=body, headers=headers)
        app.cookies.clear()

        assert (answer.status_code == 403) is not allowed
        if not allowed:
            assert answer.json()["code"] == "cross_site"
            assert set_cookies(answer) == []

    @pytest.mark.parametrize(
        ("name", "ours"), [("Sec-Fetch-Site", "same-origin"), ("Origin", ORIGIN)]
    )
    def test_a_header_that_comes_twice_says_nothing(
        self, app: TestClient, name: str, ours: str
    ) -> None:
        answer = app.post("/api/auth/login", json=LOGIN, headers=[(name, ours), (name, "null")])

        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


@pytest.mark.attack(28)
class TestDoubledCookie:
    DOUBLED = {"Cookie": "__Host-rt=planted; __Host-rt=ours", **SAME_ORIGIN}  # noqa: RUF012

    def test_is_no_cookie_to_refresh_which_leaves_both(self, browser: Browser) -> None:
        browser.sign_in()
        twice = {"Cookie": f"__Host-rt={browser.cookie}; __Host-rt={browser.cookie}"}

        answer = browser.send("/api/auth/refresh", headers={**SAME_ORIGIN, **twice})

        assert answer.status_code == 204
        assert set_cookies(answer) == []

    @pytest.mark.parametrize("path", ["/api/auth/me", "/api/data", "/api/unknown"])
    def test_is_taken_back_everywhere_else(self, client: TestClient, path: str) -> None:
        (line,) = set_cookies(client.get(path, headers=self.DOUBLED))

        assert line.startswith('__Host-rt="";')
        assert "Max-Age=0" in line

    def test_is_replaced_by_signing_in(self, client: TestClient) -> None:
        (line,) = set_lines(client.post("/api/auth/login", json=LOGIN, headers=self.DOUBLED))

        assert "Max-Age=0" not in line

    def test_is_taken_back_once_by_logging_out(self, client: TestClient) -> None:
        answer = client.post("/api/auth/logout", json={}, headers=self.DOUBLED)

        (line,) = set_cookies(answer, COOKIE)

        assert "Max-Age=0" in line


class TestInsecureCookies:
    def test_setting_drops_prefix_and_secure(self, make_client: Callable[..., TestClient]) -> None:
        client = make_client(insecure_cookies=True)

        lines = set_cookies(client.post("/api/auth/login", json=LOGIN, headers=SAME_ORIGIN))

        assert {"rt", "device"} <= {line.partition("=")[0] for line in lines}
        assert not any("__Host-" in line or "secure" in line.lower() for line in lines)
