"""Refresh and logout never read `Authorization`: whatever it says, they do as without it."""

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.auth.browser import COOKIE, SAME_ORIGIN, Browser, set_lines
from tests.auth.lineage import bearer
from tests.conftest import DEPLOY_TOKEN, FakeClock, signed_in

BAD = ["Bearer x", "Bearer a.b.c", "Bearer itk_x", "Basic dXNlcjp1c2VyMTIz", "nonsense", "Bearer"]


def headers_with(authorization: str) -> dict[str, str]:
    return SAME_ORIGIN | {"Authorization": authorization}


@pytest.mark.parametrize("authorization", [*BAD, f"Bearer {DEPLOY_TOKEN}"])
class TestAnyAuthorization:
    def test_refresh_goes_by_the_cookie(self, browser: Browser, authorization: str) -> None:
        browser.sign_in()

        answer = browser.post("/api/auth/refresh", headers=headers_with(authorization))

        assert (answer.status_code, answer.json()["user"]["username"]) == (200, "user")

    def test_refresh_of_a_guest_is_a_guests(self, browser: Browser, authorization: str) -> None:
        answer = browser.post("/api/auth/refresh", headers=headers_with(authorization))

        assert answer.status_code == 204

    def test_logout_ends_what_the_cookie_says(self, browser: Browser, authorization: str) -> None:
        signed = browser.sign_in()

        answer = browser.post("/api/auth/logout", headers=headers_with(authorization))

        assert answer.status_code == 204
        assert len(set_lines(answer, COOKIE)) == 1
        assert browser.client.get("/api/auth/me", headers=bearer(signed)).status_code == 401


class TestSomebodyElses:
    def test_token_is_neither_refreshed_nor_ended(
        self, browser: Browser, client: TestClient, clock: FakeClock
    ) -> None:
        theirs = signed_in(client, "admin")
        mine = browser.sign_in()
        clock.advance(minutes=1)

        refreshed = browser.post("/api/auth/refresh", headers=SAME_ORIGIN | theirs)
        out = browser.post("/api/auth/logout", headers=SAME_ORIGIN | theirs)

        assert refreshed.json()["user"]["username"] == "user"
        assert out.status_code == 204
        assert client.get("/api/auth/me", headers=theirs).status_code == 200
        assert client.get("/api/auth/me", headers=bearer(mine)).status_code == 401

    def test_token_alone_ends_nothing(self, client: TestClient) -> None:
        theirs = signed_in(client, "admin")

        answers: list[httpx2.Response] = [
            client.post("/api/auth/logout", headers=theirs),
            client.post("/api/auth/logout", headers=theirs | SAME_ORIGIN),
        ]

        assert [answer.status_code for answer in answers] == [204, 204]
        assert client.get("/api/auth/me", headers=theirs).status_code == 200
