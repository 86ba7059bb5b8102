"""Whatever changes something refuses other sites' pages where the browser's cookies come along."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, signed_in

SAFE = {"get", "head", "options"}
COOKIES = {"Cookie": "__Host-rt=a.b.c; intarsia.sid=s%3Ax.y"}
ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "another site, old browser": {"Origin": "https://evil.example"},
    "another port": {"Origin": f"{ORIGIN}:3000", "Sec-Fetch-Site": "same-site"},
    "a sandboxed frame": {"Origin": "null"},
    "only a referer": {"Referer": "https://evil.example/"},
    "not a word": {},
}
# Where cookies or tokens are handed out, or an account changed: not even without cookies.
ASKING = (
    "login",
    "token",
    "register",
    "refresh",
    "logout",
    "logout-all",
    "password",
    "password-reset",
    "password-reset/confirm",
    "verify-email",
)


def unsafe_operations(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every method and path of the document that changes something."""
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        for method in sorted(methods.keys() - SAFE):
            yield method.upper(), path.replace("{", "").replace("}", "")


@pytest.mark.attack(33)
class TestEveryUnsafeOperation:
    @pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
    def test_with_cookies_is_refused_even_with_an_admins_token(
        self, app: TestClient, headers: dict[str, str]
    ) -> None:
        admin = signed_in(app, "admin")
        app.cookies.clear()
        tried = 0
        for method, path in unsafe_operations(app):
            for credentials in ({}, admin):
                answer = app.request(method, path, headers=headers | COOKIES | credentials)
                assert (answer.status_code, answer.json()["code"]) == (403, "cross_site"), path
                assert "set-cookie" not in answer.headers
                tried += 1

        assert tried > 60

    @pytest.mark.parametrize("headers", [each for each in ELSEWHERE.values() if each])
    def test_that_asks_for_cookies_is_refused_without_any(
        self, app: TestClient, headers: dict[str, str]
    ) -> None:
        known = {path for _, path in unsafe_operations(app)}
        for call in ASKING:
            path = f"/api/auth/{call}"
            method = "PUT" if call == "password" else "POST"
            answer = app.request(method, path, headers=headers)
            assert path in known
            assert (answer.status_code, answer.json()["code"]) == (403, "cross_site"), path

    def test_of_our_own_page_is_not(self, app: TestClient) -> None:
        """Or the tests above would show nothing."""
        for method, path in unsafe_operations(app):
            headers = COOKIES | {"Sec-Fetch-Site": "same-origin"}
            answer = app.request(method, path, headers=headers)
            app.cookies.clear()
            is_refused = answer.status_code == 403 and answer.json()["code"] == "cross_site"
            assert not is_refused, path
