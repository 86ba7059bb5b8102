"""Pages of other sites, and of other ports, can start nothing that uses or sets our cookies."""

from collections.abc import Mapping

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.auth.browser import SAME_ORIGIN, Browser, set_cookies
from tests.conftest import ORIGIN

LOGIN = b'{"username": "user", "password": "user123"}'
REGISTER = b'{"name": "Mallory", "email": "mallory@example.com", "password": "marquetry-9-veneers"}'
BODIES = {"login": LOGIN, "register": REGISTER, "refresh": b"{}", "logout": b"{}"}
EVIL = {"Origin": "https://evil.example", "Referer": "https://evil.example/page"}
FORM = "application/x-www-form-urlencoded"

# What a browser says about requests that other pages make it send.
ATTACKS: dict[str, dict[str, str]] = {
    "cross-site form": {
        **EVIL,
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Content-Type": FORM,
    },
    "cross-site form of an old browser": {**EVIL, "Content-Type": FORM},
    "no-cors fetch": {
        **EVIL,
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Content-Type": "text/plain",
    },
    "no-cors fetch of an old browser": {**EVIL, "Content-Type": "text/plain"},
    "another port": {"Origin": f"{ORIGIN}:3000", "Sec-Fetch-Site": "same-site"},
    "another port, old browser": {"Origin": f"{ORIGIN}:3000"},
    "a sibling host": {"Origin": "https://blog.testserver", "Sec-Fetch-Site": "same-site"},
    "a sandboxed frame": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    "a sandboxed frame, old browser": {"Origin": "null"},
    "a typed address": {"Sec-Fetch-Site": "none"},
    "a page that hides itself": {"Origin": "null", "Referer": f"{ORIGIN}/"},
    "only a referer": {"Referer": "https://evil.example/"},
    "our name in theirs": {"Origin": "https://testserver.evil.example"},
}


def send(client: TestClient, call: str, headers: Mapping[str, str]) -> httpx2.Response:
    sent = {"Content-Type": "application/json", **headers}
    answer = client.post(f"/api/auth/{call}", content=BODIES[call], headers=sent)
    client.cookies.clear()
    return answer


@pytest.mark.attack(33)
@pytest.mark.parametrize("call", BODIES)
class TestCrossSite:
    @pytest.mark.parametrize("headers", ATTACKS.values(), ids=ATTACKS)
    @pytest.mark.parametrize("cookies", ["", "__Host-rt=a.b.c"], ids=["bare", "cookie"])
    def test_is_refused_before_anything_happens(
        self, app: TestClient, call: str, headers: dict[str, str], cookies: str
    ) -> None:
        sent = headers | ({"Cookie": cookies} if cookies else {})
        answer = send(app, call, sent)

        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
        assert set_cookies(answer) == []
        assert "clear-site-data" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers

    def test_cookies_without_a_word_on_where_from_are_refused(
        self, app: TestClient, call: str
    ) -> None:
        answer = send(app, call, {"Cookie": "__Host-rt=a.b.c"})

        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")

    def test_asking_first_gives_no_permission(self, app: TestClient, call: str) -> None:
        asked = EVIL | {"Access-Control-Request-Method": "POST"}
        answer = app.options(f"/api/auth/{call}", headers=asked)

        assert answer.status_code == 405
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.attack(33)
class TestVictim:
    def test_stays_signed_in_whatever_other_pages_send(self, browser: Browser) -> None:
        browser.sign_in()
        for headers in ATTACKS.values():
            for call in ("logout", "refresh"):
                assert browser.send(f"/api/auth/{call}", headers=headers).status_code == 403

        assert browser.refresh().status_code == 200

    def test_own_page_may(self, browser: Browser) -> None:
        for headers in (SAME_ORIGIN, {"Origin": ORIGIN}, {"Referer": f"{ORIGIN}/login"}):
            body = {"username": "user", "password": "user123"}
            answer = browser.post("/api/auth/login", headers=headers, json=body)

            assert answer.status_code == 200
            assert browser.post("/api/auth/logout", headers=headers).status_code == 204

    @pytest.mark.parametrize("kind", ["text/plain", FORM, "multipart/form-data; boundary=x"])
    def test_json_in_a_form_is_no_json(self, app: TestClient, kind: str) -> None:
        """Even of our own page: a form can send this without asking."""
        answer = send(app, "login", SAME_ORIGIN | {"Content-Type": kind})

        assert answer.status_code == 422

    def test_token_form_from_elsewhere_sets_and_shows_nothing(self, app: TestClient) -> None:
        form = {"username": "user", "password": "user123"}
        answer = app.post("/api/auth/token", data=form, headers=ATTACKS["cross-site form"])

        assert set_cookies(answer) == []
        assert "refresh_token" not in answer.text
        assert "access-control-allow-origin" not in answer.headers
