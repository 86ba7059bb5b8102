"""The `/user` addresses: what they answer, set and keep."""

import re
from collections.abc import Callable

import httpx2
import pytest
from redis import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.database import readers
from tests.auth.browser import set_cookies
from tests.conftest import FakeClock
from tests.user_routes.person import COOKIE, EMAIL, PASSWORD, Person

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
NEW = {"name": "Zoë 🦆 Müller", "email": "zoe@example.com", "password": "a long enough phrase"}
WEEK = 604_800


def attributes(answer: httpx2.Response) -> set[str]:
    (line,) = set_cookies(answer, COOKIE)
    return {each.strip().lower() for each in line.split(";")[1:]}


class TestRegister:
    def test_answers_with_the_user_and_the_session(self, person: Person) -> None:
        answer = person.post("/user", NEW)

        assert answer.status_code == 201
        body = answer.json()
        assert body == {
            "user": {
                "id": body["user"]["id"],
                "name": NEW["name"],
                "email": NEW["email"],
                "createdAt": "2026-11-21T12:00:00.000Z",
                "updateAt": "2026-11-21T12:00:00.000Z",
            },
            "sessionId": body["sessionId"],
        }
        assert re.fullmatch(UUID, body["sessionId"])
        assert person.get().json() == body["user"]

    def test_keeps_a_hash_for_a_week(self, person: Person, kept: Redis) -> None:
        user = person.post("/user", NEW).json()["user"]

        key = f"session:{person.session_id}"
        assert kept.keys("sess*") == [key]
        assert kept.hgetall(key) == {
            "id": user["id"],
            "name": NEW["name"],
            "email": NEW["email"],
            "createdAt": user["createdAt"],
            "updatedAt": user["updateAt"],
        }
        seconds = kept.ttl(key)
        assert isinstance(seconds, int)
        assert WEEK - 60 < seconds <= WEEK

    def test_sets_the_cookie_as_it_is(self, person: Person) -> None:
        answer = person.post("/user", NEW)

        (line,) = set_cookies(answer, COOKIE)
        assert line.partition(";")[0] == f"{COOKIE}={person.session_id}"
        assert attributes(answer) == {
            "expires=sat, 28 nov 2026 12:00:00 gmt",
            "httponly",
            "path=/",
            "samesite=strict",
            "secure",
        }

    def test_sets_none_that_is_secure_on_plain_http(self, start: Callable[..., TestClient]) -> None:
        person = Person(start(public_url="http://localhost:8000"))

        assert "secure" not in attributes(person.post("/user", NEW))

    @pytest.mark.parametrize(
        ("changed", "status", "code"),
        [
            ({"password": "short"}, 422, "invalid_request"),
            ({"password": "zoe@example.com"}, 422, "invalid_request"),
            ({"email": EMAIL}, 409, "email_taken"),
            ({"role": "admin"}, 422, "invalid_request"),
            ({"email": "nobody"}, 422, "invalid_request"),
        ],
        ids=str,
    )
    def test_has_the_rules_of_every_registration(
        self, person: Person, kept: Redis, changed: dict[str, str], status: int, code: str
    ) -> None:
        answer = person.post("/user", NEW | changed)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert set_cookies(answer) == []
        assert kept.keys("sess*") == []

    def test_is_closed_where_registration_is(self, start: Callable[..., TestClient]) -> None:
        answer = Person(start(registration_open=False)).post("/user", NEW)

        assert (answer.status_code, answer.json()["code"]) == (403, "registration_closed")


class TestSignIn:
    def test_answers_as_registering_does(self, person: Person, kept: Redis) -> None:
        answer = person.post("/user/signin", {"email": EMAIL, "password": PASSWORD})

        assert answer.status_code == 200
        assert set(answer.json()) == {"user", "sessionId"}
        assert answer.json()["user"]["email"] == EMAIL
        assert kept.exists(f"session:{person.session_id}")

    def test_each_has_its_own_session(self, signed_in: Person) -> None:
        first = signed_in.session_id

        signed_in.post("/user/signin", {"email": EMAIL, "password": PASSWORD})

        assert signed_in.session_id != first
        assert signed_in.get().status_code == 200
        signed_in.session_id = first
        assert signed_in.get().status_code == 200

    @pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
    def test_wrong_password_and_unknown_user_read_alike(self, person: Person, email: str) -> None:
        answer = person.post("/user/signin", {"email": email, "password": "wrong"})

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")
        assert set_cookies(answer) == []

    def test_wrong_passwords_are_counted_with_those_of_the_other_door(
        self, start: Callable[..., TestClient]
    ) -> None:
        person = Person(start(rate_limits=True))
        wrong = {"email": EMAIL, "password": "wrong"}
        here = next(
            number for number in range(100) if person.post("/user/signin", wrong).status_code == 429
        )
        there = person.send("POST", "/api/auth/login", wrong)

        assert here > 0
        assert there.status_code == 429
        assert "retry-after" in there.headers

    async def test_hands_out_no_token(self, signed_in: Person, engine: AsyncEngine) -> None:
        answer = signed_in.post("/user/signin", {"email": EMAIL, "password": PASSWORD})

        assert "token" not in answer.text
        assert "eyJ" not in answer.text + str(answer.headers)

    def test_is_on_the_list_of_devices_and_on_the_audit_trail(
        self, client: TestClient, person: Person, admin: dict[str, str], user: dict[str, str]
    ) -> None:
        firefox = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
        body = {"email": EMAIL, "password": PASSWORD}
        person.post("/user/signin", body, User_Agent=firefox)

        listed = client.get("/api/auth/sessions", headers=user).json()["items"]
        (device,) = [each for each in listed if each["device"] == "Firefox on Windows"]
        trail = client.get(f"/api/audit?target=session:{device['sid']}", headers=admin).json()
        assert [each["action"] for each in trail["items"]] == ["auth.sign_in"]


class TestSignOut:
    async def test_ends_the_session_everywhere(
        self, signed_in: Person, kept: Redis, engine: AsyncEngine
    ) -> None:
        answer = signed_in.delete()

        assert (answer.status_code, answer.content) == (204, b"")
        (line,) = set_cookies(answer, COOKIE)
        assert "max-age=0" in line.lower()
        assert kept.keys("session:*") == []
        assert signed_in.get().status_code == 401
        async with readers(engine)() as session:
            row = (await session.scalars(select(AuthSessionRow))).one()
        assert row.revoke_reason == "logout"

    def test_is_fine_without_one(self, person: Person) -> None:
        assert person.delete().status_code == 204
        person.session_id = "not an id"
        assert person.delete().status_code == 204


class TestEnd:
    def test_comes_with_the_sign_in(self, signed_in: Person, clock: FakeClock) -> None:
        clock.advance(days=7, seconds=-1)
        assert signed_in.get().status_code == 200

        clock.advance(seconds=1)

        assert signed_in.get().status_code == 401


class TestOff:
    def test_serves_and_documents_nothing(self, start: Callable[..., TestClient]) -> None:
        client = start(compat_user_routes=False)

        paths = client.get("/api/openapi.json").json()["paths"]
        assert [path for path in paths if not path.startswith(("/api", "/health"))] == [
            "/ready",
            "/metrics",
        ]
        assert client.post("/user", json=NEW).status_code == 405
        assert client.delete("/user/session").status_code == 405
        assert "json" not in client.get("/user").headers["content-type"]  # a page, as any address

    def test_on_documents_four(self, client: TestClient) -> None:
        paths = client.get("/api/openapi.json").json()["paths"]

        ours = {path: set(calls) for path, calls in paths.items() if path.startswith("/user")}
        assert ours == {
            "/user": {"post", "get"},
            "/user/signin": {"post"},
            "/user/session": {"delete"},
        }
