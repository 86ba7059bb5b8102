"""Without `Authorization` a cookie signs nobody in, but where contracts §4 says so."""

import re
from collections.abc import Iterator

from starlette.testclient import TestClient

from tests.auth.browser import SAME_ORIGIN, Browser

OPEN_TO_COOKIES = re.compile(r"(GET /api/auth/me|\w+ /api/session(/.*)?|\w+ /api/preferences)")
# For their own reasons these judge the refresh cookie, or a body.
BY_OTHER_MEANS = {"POST /api/auth/refresh", "POST /api/auth/logout"}


def operations(client: TestClient) -> Iterator[tuple[str, str]]:
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        for method in methods:
            yield method.upper(), path.replace("{", "").replace("}", "")


def guests_get_401(client: TestClient) -> list[tuple[str, str]]:
    """What needs a sign-in: a guest is told so before anything else is looked at."""
    return [
        (method, path)
        for method, path in operations(client)
        if path != "/api/events"
        and client.request(method, path, headers=SAME_ORIGIN).status_code == 401
    ]


class TestCookieAuthority:
    def test_is_for_nothing_else_that_needs_a_sign_in(self, client: TestClient) -> None:
        needing = guests_get_401(client)
        browser = Browser(client)
        browser.sign_in("admin")
        assert browser.get("/api/auth/me").status_code == 200
        headers = SAME_ORIGIN | {"Cookie": browser.cookies()}

        for method, path in needing:
            if OPEN_TO_COOKIES.fullmatch(f"{method} {path}"):
                continue
            answer = client.request(method, path, headers=headers)
            client.cookies.clear()
            assert answer.status_code == 401, f"{method} {path}"
            assert answer.json()["code"] == "unauthenticated", f"{method} {path}"

        assert len(needing) > 50

    def test_what_guests_may_do_makes_nobody_of_a_cookie(self, client: TestClient) -> None:
        """Where a guest is answered at all, the cookie beside makes no other answer of it."""
        needing = {f"{method} {path}" for method, path in guests_get_401(client)}
        browser = Browser(client)
        browser.sign_in("admin")
        headers = SAME_ORIGIN | {"Cookie": browser.cookies()}
        for method, path in operations(client):
            name = f"{method} {path}"
            if name in needing | BY_OTHER_MEANS or OPEN_TO_COOKIES.fullmatch(name):
                continue
            if path in {"/metrics", "/ready", "/api/events"}:
                continue  # differs from one moment to the next, or has no end
            guest = client.request(method, path, headers=SAME_ORIGIN)
            client.cookies.clear()
            signed = client.request(method, path, headers=headers)
            client.cookies.clear()
            assert signed.status_code == guest.status_code, name
