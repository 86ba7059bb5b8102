"""Authority is never in a hash: the sign-in that names it decides, whoever wrote into Redis."""

from collections.abc import Callable

import httpx2
import pytest
from redis import Redis
from starlette.testclient import TestClient

from intarsia.sessions import express
from intarsia.sessions.user_session import new_id
from tests.auth.browser import Browser, set_cookies
from tests.conftest import SESSION_KEY, FakeClock
from tests.redis_server import RedisServer
from tests.user_routes.person import COOKIE, EMAIL, PASSWORD, Person

BODY = {"email": EMAIL, "password": PASSWORD}


def key(person: Person) -> str:
    return f"session:{person.session_id}"


def hash_of(kept: Redis, person: Person) -> dict[str, str]:
    found = kept.hgetall(key(person))
    assert isinstance(found, dict)
    return found


def settle(client: TestClient) -> None:
    """Do what could not be done at once, as the job does in its time."""
    assert client.portal is not None
    client.portal.call(client.app_state["records"].keep_promises)


class TestHash:
    def test_planted_one_is_nobody(self, signed_in: Person, kept: Redis) -> None:
        ours = hash_of(kept, signed_in)
        signed_in.session_id = new_id()
        kept.hset(key(signed_in), mapping=ours)

        answer = signed_in.get()

        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert "www-authenticate" in answer.headers

    def test_of_ours_that_names_another_is_nobody(self, signed_in: Person, kept: Redis) -> None:
        kept.hset(key(signed_in), "id", "somebody-else")

        assert signed_in.get().status_code == 401

    def test_may_hold_what_a_service_added(self, signed_in: Person, kept: Redis) -> None:
        kept.hset(key(signed_in), mapping={"cart": "17", "name": "changed"})

        assert signed_in.get().json()["name"] == "Demo User"

    @pytest.mark.parametrize("value", [b"", b"text", b"\xff\xfe"])
    def test_something_else_in_its_place_is_nobody(
        self, signed_in: Person, kept: Redis, value: bytes
    ) -> None:
        kept.set(key(signed_in), value)
        assert signed_in.get().status_code == 401
        kept.delete(key(signed_in))
        kept.hset(key(signed_in), mapping={"id": value})
        assert signed_in.get().status_code == 401

    def test_removed_by_a_service_ends_the_session(self, signed_in: Person, kept: Redis) -> None:
        assert signed_in.get().status_code == 200
        kept.delete(key(signed_in))

        assert signed_in.get().status_code == 401


class TestRevoked:
    @pytest.mark.parametrize("minutes", [0, 20])
    def test_is_401_and_stays_so_though_a_service_writes_the_hash_again(
        self, client: TestClient, signed_in: Person, kept: Redis, clock: FakeClock, minutes: int
    ) -> None:
        written = hash_of(kept, signed_in)
        assert signed_in.get().status_code == 200
        signed_in.delete()

        clock.advance(minutes=minutes)
        kept.hset(key(signed_in), mapping=written)

        assert signed_in.get().status_code == 401
        assert kept.keys("session:*") == []

    def test_hash_goes_even_where_no_tombstone_stands(self, signed_in: Person, kept: Redis) -> None:
        """Redis may have lost what was not on its disk: the row in the database knows."""
        written = hash_of(kept, signed_in)
        signed_in.delete()
        kept.flushall()
        kept.hset(key(signed_in), mapping=written)

        assert signed_in.get().status_code == 401
        assert kept.keys("session:*") == []

    def test_from_elsewhere_binds_the_next_request(
        self, client: TestClient, signed_in: Person, kept: Redis, user: dict[str, str]
    ) -> None:
        assert signed_in.get().status_code == 200

        client.post("/api/auth/logout-all", headers=user)

        assert signed_in.get().status_code == 401
        assert kept.keys("session:*") == []

    def test_deactivated_user_is_nobody(
        self, client: TestClient, signed_in: Person, admin: dict[str, str]
    ) -> None:
        user_id = signed_in.get().json()["id"]

        client.patch(f"/api/users/{user_id}", json={"is_active": False}, headers=admin)

        assert signed_in.get().status_code == 401


class TestCookie:
    @pytest.mark.parametrize("path", ["/api/auth/me", "/api/data", "/api/auth/sessions"])
    def test_opens_nothing_else(self, signed_in: Person, path: str) -> None:
        assert signed_in.get(path).status_code == 401

    def test_record_of_express_is_no_session_of_this_kind(
        self, client: TestClient, person: Person
    ) -> None:
        browser = Browser(client)
        browser.sign_in("user")
        record_id = express.read_cookie_value(browser.record or "", [SESSION_KEY])

        assert client.get("/user", headers={"Cookie": browser.cookies()}).status_code == 401
        person.session_id = record_id or ""
        assert person.get().status_code == 401

    def test_session_is_no_record_of_express(self, client: TestClient, signed_in: Person) -> None:
        """Not even signed, which nobody but us could do."""
        browser = Browser(client)
        browser.record = express.cookie_value(signed_in.session_id, [SESSION_KEY])

        assert browser.get("/api/auth/me").status_code == 401

    def test_given_twice_counts_as_none_and_is_taken_back(self, signed_in: Person) -> None:
        twice = f"{COOKIE}={signed_in.session_id}; {COOKIE}={new_id()}"

        answer = signed_in.get(Cookie=twice)

        assert answer.status_code == 401
        (line,) = set_cookies(answer, COOKIE)
        assert "max-age=0" in line.lower()

    @pytest.mark.parametrize("value", ["", "*", "a" * 5000, "../sess", "session:1"])
    def test_nonsense_is_401(self, person: Person, value: str) -> None:
        person.session_id = value

        assert person.get().status_code == 401


class TestCrossSite:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Referer": "https://evil.example/page"},
        ],
        ids=str,
    )
    def test_pages_of_others_sign_nobody_in_or_out(
        self, signed_in: Person, headers: dict[str, str]
    ) -> None:
        answers: list[httpx2.Response] = [
            signed_in.post("/user/signin", BODY, **headers),
            signed_in.post("/user", {**BODY, "name": "x"}, **headers),
            signed_in.delete(**headers),
        ]

        assert {each.status_code for each in answers} == {403}
        assert {each.json()["code"] for each in answers} == {"cross_site"}
        assert signed_in.get().status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [{}, {"Sec_Fetch_Site": "same-origin"}, {"Origin": "https://testserver"}],
        ids=str,
    )
    def test_our_pages_and_clients_that_say_nothing_may_send_the_cookie(
        self, signed_in: Person, headers: dict[str, str]
    ) -> None:
        """No page of another site can send it: it is SameSite=Strict."""
        assert signed_in.post("/user/signin", BODY, **headers).status_code == 200
        assert signed_in.delete(**headers).status_code == 204


class TestRedisAway:
    def test_signing_in_and_out_work_and_the_rest_says_when_to_ask_again(
        self, start: Callable[..., TestClient], redis_server: RedisServer
    ) -> None:
        client = start(session_store_url=redis_server.url)
        person = Person(client)
        redis_server.stop()

        assert person.post("/user/signin", BODY).status_code == 200
        answer = person.get()
        assert (answer.status_code, answer.json()["code"]) == (503, "sessions_unavailable")
        assert "retry-after" in answer.headers
        first = person.session_id
        person.post("/user/signin", BODY)
        assert person.delete().status_code == 204
        ended, person.session_id = person.session_id, first

        redis_server.start()
        settle(client)

        assert person.get().status_code == 200
        person.session_id = ended
        assert person.get().status_code == 401
