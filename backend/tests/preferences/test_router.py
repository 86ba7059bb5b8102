import httpx2
import pytest
from starlette.datastructures import Headers as Received
from starlette.testclient import TestClient

from intarsia.auth.keys import KeyRing
from intarsia.preferences import cookie
from intarsia.signed import seal, sign
from tests.conftest import DEPLOY_TOKEN, SESSION_KEY

Headers = dict[str, str]
PATH = "/api/preferences"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
BUILT_IN = {"theme": "system", "notifications": True, "language": None}


def choose(client: TestClient, body: object, **headers: str) -> httpx2.Response:
    return client.post(PATH, json=body, headers=SAME_ORIGIN | headers)


def with_cookie(client: TestClient, value: str) -> object:
    client.cookies.clear()
    return client.get(PATH, headers={b"Cookie": f"{cookie.NAME}={value}".encode()}).json()


def signed(payload: str, key: str = SESSION_KEY) -> str:
    return seal(key, cookie.PURPOSE, payload.encode())


class TestPerson:
    def test_are_three_of_the_settings(self, client: TestClient, user: Headers) -> None:
        chosen = {"theme": "dark", "notifications": False, "language": "de"}

        answer = client.post(PATH, json=chosen, headers=user)

        assert answer.json() == chosen == client.get(PATH, headers=user).json()
        assert "set-cookie" not in answer.headers
        settings = client.get("/api/settings", headers=user).json()
        assert settings["theme_mode"] == "dark"
        assert settings["notifications_enabled"] is False
        assert settings["language"] == "de"

    def test_cookie_of_a_guest_says_nothing_about_them(
        self, client: TestClient, user: Headers
    ) -> None:
        choose(client, {"theme": "dark"})

        assert client.get(PATH, headers=user).json() == BUILT_IN

    def test_bad_token_is_no_guest(self, client: TestClient) -> None:
        assert client.get(PATH, headers={"Authorization": "Bearer x"}).status_code == 401
        deploy = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}
        assert client.get(PATH, headers=deploy).status_code == 403


class TestGuest:
    def test_keeps_them_in_a_cookie(self, client: TestClient) -> None:
        assert client.get(PATH).json() == BUILT_IN

        answer = choose(client, {"theme": "dark"})
        choose(client, {"language": "de"})

        flags = answer.headers["set-cookie"].lower()
        assert all(each in flags for each in ("httponly", "samesite=lax", "secure", "path=/"))
        assert client.get(PATH).json() == BUILT_IN | {"theme": "dark", "language": "de"}

    def test_may_leave_the_language_to_the_browser(self, client: TestClient) -> None:
        choose(client, {"language": "de"})

        assert choose(client, {"language": None}).json() == BUILT_IN == client.get(PATH).json()

    def test_organisation_decides_what_a_guest_did_not(
        self, client: TestClient, admin: Headers
    ) -> None:
        client.put("/api/settings/defaults", json={"language": "de"}, headers=admin)
        choose(client, {"theme": "light"})

        assert client.get(PATH).json() == BUILT_IN | {"theme": "light", "language": "de"}

    @pytest.mark.parametrize(
        "body", [{"theme": "pink"}, {"notifications": "no"}, {"theme": None}, {"x": 1}], ids=str
    )
    def test_refuses_what_does_not_fit(self, client: TestClient, body: object) -> None:
        assert choose(client, body).status_code == 422

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Cookie": "a=b"},
        ],
        ids=str,
    )
    def test_other_sites_choose_nothing(self, client: TestClient, headers: Headers) -> None:
        answer = client.post(PATH, json={"theme": "dark"}, headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


class TestCookie:
    def test_is_read_when_it_is_ours(self, client: TestClient) -> None:
        assert with_cookie(client, signed('{"theme":"dark"}')) == BUILT_IN | {"theme": "dark"}

    @pytest.mark.parametrize(
        "value",
        [
            "",
            ".",
            "x",
            signed('{"theme":"dark"}', key="another-key"),
            signed('{"theme":"dark"}')[:-1],
            signed('{"theme":"pink"}'),
            signed('{"theme":"dark","role":"admin"}'),
            signed('["dark"]'),
            signed("{"),
            signed('{"theme":"dark"' + " " * 2048 + "}"),
            "é." + sign(SESSION_KEY, cookie.PURPOSE, "é"),
            "x.é",
            f"{signed('{}')}; {cookie.NAME}={signed('{}')}",
        ],
        ids=lambda value: ascii(value)[:30],
    )
    def test_counts_for_nothing_when_it_is_not(self, client: TestClient, value: str) -> None:
        assert with_cookie(client, value) == BUILT_IN

    def test_older_secret_verifies_too(self) -> None:
        ring = KeyRing(("new" * 12, "old" * 12))
        value = signed('{"theme":"dark"}', key="old" * 12)
        sent = {"cookie": f"{cookie.NAME}={value}"}

        assert cookie.read(Received(sent), ring) == {"theme": "dark"}
