"""A page's script can read bodies, so none that a browser gets holds a refresh token."""

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.auth.browser import COOKIE, set_cookies
from tests.conftest import ORIGIN

LOGIN = {"username": "user", "password": "user123"}
REGISTER = {"name": "N", "email": "n@example.com", "password": "a long passphrase"}
CHANGE = {"current_password": "user123", "new_password": "another long passphrase"}
BROWSERS = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": ORIGIN}, {"Referer": f"{ORIGIN}/data"}]


@pytest.mark.attack(32)
@pytest.mark.parametrize("browser", BROWSERS, ids=lambda headers: next(iter(headers)))
class TestBodies:
    def test_of_every_way_to_sign_in_hold_none(
        self, client: TestClient, browser: dict[str, str]
    ) -> None:
        login = client.post("/api/auth/login", json=LOGIN, headers=browser)
        token = client.post("/api/auth/token", data=LOGIN, headers=browser)
        register = client.post("/api/auth/register", json=REGISTER, headers=browser)
        speaks = {"Authorization": f"Bearer {login.json()['access_token']}", **browser}
        change = client.put("/api/auth/password", json=CHANGE, headers=speaks)
        cookie = {"Cookie": f"{COOKIE}={value_of(change)}", **browser}
        refresh = client.post("/api/auth/refresh", json={}, headers=cookie)

        for answer in (login, token, register, change, refresh):
            assert answer.status_code in (200, 201), answer.text
            assert "refresh_token" not in answer.json()
            assert "rt+jwt" not in answer.text
            for line in set_cookies(answer, COOKIE):
                assert line.partition(";")[0].partition("=")[2] not in answer.text


def value_of(answer: httpx2.Response) -> str:
    (line,) = set_cookies(answer, COOKIE)
    return line.partition(";")[0].partition("=")[2]
