"""The session record's cookie: what it is, what it opens, and what never."""

from collections.abc import Callable

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.database import readers, writers
from intarsia.sessions import express
from intarsia.sessions.store import RecordWorkRow
from intarsia.sessions.stores.sql_forms import SessionRow
from intarsia.users.store import UserRow
from tests.auth.browser import COOKIE, RECORD, SAME_ORIGIN, Browser, set_cookies
from tests.conftest import SESSION_KEY, FakeClock
from tests.sessions.conftest import store_away

ME = "/api/auth/me"


def bearer(answer: httpx2.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def record_id(browser: Browser) -> str:
    assert browser.record is not None
    found = express.read_cookie_value(browser.record, [SESSION_KEY])
    assert found is not None
    return found


async def records(engine: AsyncEngine) -> list[str]:
    async with readers(engine)() as session:
        return list(await session.scalars(select(SessionRow.sid)))


async def work(engine: AsyncEngine) -> list[str]:
    async with readers(engine)() as session:
        return list(await session.scalars(select(RecordWorkRow.record_id)))


def settle(client: TestClient) -> None:
    assert client.portal is not None
    client.portal.call(client.app_state["records"].keep_promises)


@pytest.fixture
def other(client: TestClient) -> Browser:
    return Browser(client)


class TestSignIn:
    async def test_makes_a_record_that_names_nobody(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()

        async with readers(engine)() as session:
            row = (await session.scalars(select(SessionRow))).one()
            of = (await session.scalars(select(AuthSessionRow))).one()
        assert (row.sid, of.record_id) == (record_id(browser), record_id(browser))
        assert row.expires == of.absolute_expires_at
        assert express.load(row.data) == {
            "cookie": {
                "originalMaxAge": 604_800_000,
                "expires": "2026-11-28T12:00:00.000Z",
                "httpOnly": True,
                "path": "/",
                "sameSite": "lax",
                "secure": True,
            }
        }

    @pytest.mark.attack(29)
    def test_cookie_has_expires_and_no_max_age(self, browser: Browser) -> None:
        (line,) = set_cookies(browser.sign_in(), RECORD)

        _, *attributes = line.split("; ")
        assert {each.lower() for each in attributes} == {
            "expires=sat, 28 nov 2026 12:00:00 gmt",
            "httponly",
            "path=/",
            "samesite=lax",
            "secure",
        }

    @pytest.mark.attack(29)
    def test_name_and_same_site_are_settings(self, make_client: Callable[..., TestClient]) -> None:
        client = make_client(
            session_cookie_name="shop.sid",
            session_cookie_samesite="strict",
            public_url="http://localhost:8000",
        )
        body = {"username": "user", "password": "user123"}

        answer = client.post("/api/auth/login", json=body, headers=SAME_ORIGIN)

        (line,) = set_cookies(answer, "shop.sid")
        assert "samesite=strict" in line.lower()
        assert "secure" not in line.lower()
        client.cookies.clear()

    def test_cookie_is_read_and_taken_back_by_the_name_of_the_settings(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        client = make_client(session_cookie_name="shop.sid", session_cookie_samesite="strict")
        body = {"username": "user", "password": "user123"}
        answer = client.post("/api/auth/login", json=body, headers=SAME_ORIGIN)
        (line,) = set_cookies(answer, "shop.sid")
        value = line.partition(";")[0].partition("=")[2]
        client.cookies.clear()

        assert client.get(ME, headers={"Cookie": f"shop.sid={value}"}).status_code == 200
        assert client.get(ME, headers={"Cookie": f"{RECORD}={value}"}).status_code == 401

        sent = SAME_ORIGIN | {"Cookie": f"shop.sid={value}"}
        (line,) = set_cookies(client.post("/api/auth/logout", headers=sent), "shop.sid")
        assert {"max-age=0", "samesite=strict"} <= set(line.lower().split("; "))
        client.cookies.clear()
        assert client.get(ME, headers={"Cookie": f"shop.sid={value}"}).status_code == 401

    async def test_gives_an_api_client_none(self, client: TestClient, engine: AsyncEngine) -> None:
        body = {"username": "user", "password": "user123"}
        form = {**body, "grant_type": "password"}

        client.post("/api/auth/login", json=body)
        client.post("/api/auth/token", data=form, headers=SAME_ORIGIN)

        assert await records(engine) == []
        assert await work(engine) == []

    @pytest.mark.attack(26)
    def test_makes_a_new_id_whatever_was_there(self, browser: Browser) -> None:
        browser.sign_in("viewer")
        before = record_id(browser)

        browser.sign_in("user")

        assert record_id(browser) != before
        assert browser.get(ME).json()["username"] == "user"

    @pytest.mark.attack(26, 27)
    async def test_never_adopts_a_planted_id_however_well_signed(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        planted = express.new_record_id()
        browser.record = express.cookie_value(planted, [SESSION_KEY])

        browser.sign_in()

        assert planted not in {record_id(browser), *await records(engine)}
        browser.record = express.cookie_value(planted, [SESSION_KEY])
        assert browser.get(ME).status_code == 401


class TestAuthority:
    def test_says_who_is_signed_in(self, browser: Browser) -> None:
        browser.sign_in()

        assert browser.get(ME).json()["username"] == "user"

    @pytest.mark.parametrize("path", ["/api/data", "/api/auth/sessions", "/api/settings"])
    def test_opens_nothing_else(self, browser: Browser, path: str) -> None:
        browser.sign_in("admin")

        assert browser.get(path).status_code == 401

    def test_opens_preferences(self, browser: Browser) -> None:
        browser.sign_in()

        browser.post("/api/preferences", json={"theme": "dark"})

        assert browser.get("/api/preferences").json()["theme"] == "dark"
        assert Browser(browser.client).get("/api/preferences").json()["theme"] == "system"

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_changes_nothing_for_another_site(self, browser: Browser, site: str) -> None:
        browser.sign_in()
        headers = {"Sec-Fetch-Site": site}

        answer = browser.send("/api/preferences", headers=headers, json={"theme": "dark"})

        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
        assert browser.get("/api/preferences").json()["theme"] == "system"

    @pytest.mark.attack(27)
    def test_is_nothing_beside_a_token(self, browser: Browser, other: Browser) -> None:
        signed_in = browser.sign_in("user")
        other.sign_in("admin")
        browser.record = other.record

        assert browser.get(ME, **bearer(signed_in)).json()["username"] == "user"

    @pytest.mark.parametrize("header", ["Bearer x.y.z", "Bearer", "Basic YTpi", ""])
    def test_is_no_way_out_of_a_bad_token(self, browser: Browser, header: str) -> None:
        browser.sign_in()

        assert browser.get(ME, Authorization=header).status_code == 401

    @pytest.mark.attack(28)
    def test_twice_is_none_and_is_taken_back(self, browser: Browser) -> None:
        browser.sign_in()
        twice = f"{RECORD}={browser.record}; {RECORD}={browser.record}"

        answer = browser.get(ME, Cookie=twice)

        assert answer.status_code == 401
        (line,) = set_cookies(answer)
        assert line.startswith(f'{RECORD}="";')
        refreshed = browser.send("/api/auth/refresh", headers={**SAME_ORIGIN, "Cookie": twice})
        assert set_cookies(refreshed) == []

    @pytest.mark.attack(30)
    def test_outlives_a_change_of_secrets(
        self, browser: Browser, make_client: Callable[..., TestClient]
    ) -> None:
        browser.sign_in()
        new = "another-session-key-for-tests-0123456789ab"
        both = make_client(session_secret=SecretStr(f"{new}\n{SESSION_KEY}"))
        only_new = make_client(session_secret=SecretStr(new))

        browser.client = both
        assert browser.get(ME).status_code == 200
        browser.client = only_new
        assert browser.get(ME).status_code == 401

    async def test_confirms_no_refresh_token(
        self, browser: Browser, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        clock.advance(minutes=5)
        browser.get(ME)
        client = browser.client
        assert client.portal is not None
        client.portal.call(client.app_state["gatekeeper"].marks.flush)

        async with readers(engine)() as session:
            row = (await session.scalars(select(AuthSessionRow))).one()
        assert row.last_seen_at == clock.now()
        assert row.confirmed_gen == -1


class TestEnd:
    """Authority is never in a record: whatever an Express writer does, the sign-in decides."""

    def test_a_demotion_holds_at_once(self, browser: Browser, admin: dict[str, str]) -> None:
        browser.sign_in()
        assert browser.get(ME).json()["role"] == "user"
        user_id = browser.get(ME).json()["id"]

        body = {"role": "viewer"}
        browser.client.patch(f"/api/users/{user_id}", json=body, headers=admin)

        assert browser.get(ME).json()["role"] == "viewer"

    async def test_deactivation_holds_at_once_and_destroys_the_record(
        self, browser: Browser, admin: dict[str, str], engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        user_id = browser.get(ME).json()["id"]

        body = {"is_active": False}
        browser.client.patch(f"/api/users/{user_id}", json=body, headers=admin)

        assert browser.get(ME).status_code == 401
        assert await records(engine) == []

    async def test_a_record_that_was_brought_back_is_destroyed_again(
        self, browser: Browser, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        browser.sign_in()
        held, brought = browser.record, record_id(browser)
        browser.post("/api/auth/logout", json={})
        async with writers(engine).begin() as session:
            await session.execute(text("DELETE FROM session_tombstones"))
            row = {
                "sid": brought,
                "data": '{"cookie":{}}',
                "expires": clock.now().replace(year=2027),
            }
            times = {"created_at": clock.now(), "updated_at": clock.now()}
            session.add(SessionRow(**row, **times))
        browser.record = held

        assert browser.get(ME).status_code == 401
        assert await records(engine) == []

    async def test_express_ending_a_record_ends_only_that(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        signed_in = browser.sign_in()
        async with writers(engine).begin() as session:
            await session.execute(text('DELETE FROM "Sessions"'))

        assert browser.get(ME).status_code == 401
        assert browser.get(ME, **bearer(signed_in)).status_code == 200

    def test_ends_with_the_sign_in(self, browser: Browser, clock: FakeClock) -> None:
        browser.sign_in()
        clock.advance(days=6, hours=23)
        assert browser.get(ME).status_code == 200
        clock.advance(hours=1)

        assert browser.get(ME).status_code == 401

    async def test_is_read_once_in_an_access_tokens_life(
        self, browser: Browser, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        browser.sign_in()
        assert browser.get(ME).status_code == 200
        async with writers(engine).begin() as session:  # as no code of ours would
            await session.execute(update(AuthSessionRow).values(revoked_at=clock.now()))

        assert browser.get(ME).status_code == 200
        clock.advance(minutes=15)
        assert browser.get(ME).status_code == 401

    async def test_an_inactive_users_record_opens_nothing(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        async with writers(engine).begin() as session:
            await session.execute(update(UserRow).values(is_active=False))

        assert browser.get(ME).status_code == 401


class TestLogout:
    @pytest.mark.attack(29)
    async def test_ends_both_and_takes_both_cookies_back(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        held = browser.record

        answer = browser.post("/api/auth/logout", json={})

        (line,) = set_cookies(answer, RECORD)
        for attribute in ("Path=/", "Secure", "HttpOnly", "SameSite=lax", "Max-Age=0"):
            assert attribute in line
        assert len(set_cookies(answer, COOKIE)) == 1
        assert await records(engine) == []
        browser.record = held
        assert browser.get(ME).status_code == 401

    def test_works_with_the_records_cookie_alone(self, browser: Browser) -> None:
        signed_in = browser.sign_in()
        browser.cookie = None

        assert browser.post("/api/auth/logout", json={}).status_code == 204

        assert browser.get(ME, **bearer(signed_in)).status_code == 401

    @pytest.mark.attack(25)
    def test_of_a_record_that_is_anothers_is_a_conflict(self, browser: Browser) -> None:
        browser.sign_in()
        browser.cookie = None

        answer = browser.post("/api/auth/logout", json={"sid": "another"})

        assert (answer.status_code, answer.json()["code"]) == (409, "session_changed")
        assert set_cookies(answer) == []

    @pytest.mark.attack(27)
    def test_with_a_planted_record_ends_only_ones_own_sign_in(
        self, browser: Browser, other: Browser
    ) -> None:
        browser.sign_in("user")
        thief = other.sign_in("viewer")
        browser.record = other.record

        browser.post("/api/auth/logout", json={})

        assert other.get(ME, **bearer(thief)).status_code == 200


@pytest.mark.attack(31)
class TestStoreAway:
    def test_cookie_is_503_a_token_works_and_pages_are_served(self, browser: Browser) -> None:
        signed_in = browser.sign_in()

        with store_away(browser.client):
            answer = browser.get(ME)
            assert (answer.status_code, answer.json()["code"]) == (503, "sessions_unavailable")
            assert answer.headers["Retry-After"]
            assert browser.get(ME, **bearer(signed_in)).status_code == 200
            assert browser.get("/health").status_code == 200
            assert Browser(browser.client).get("/api/preferences").status_code == 200
            assert browser.refresh().status_code == 200

    async def test_logout_succeeds_and_the_job_destroys_the_record(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        held, was = browser.record, record_id(browser)

        with store_away(browser.client):
            assert browser.post("/api/auth/logout", json={}).status_code == 204
            assert await records(engine) == await work(engine) == [was]

        browser.record = held
        settle(browser.client)
        assert await records(engine) == await work(engine) == []

    async def test_sign_in_succeeds_and_the_job_makes_the_record(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        with store_away(browser.client):
            signed_in = browser.sign_in()
            assert await work(engine) == [record_id(browser)]
            assert await records(engine) == []

        assert browser.get(ME, **bearer(signed_in)).status_code == 200
        settle(browser.client)
        assert browser.get(ME).status_code == 200
        assert await work(engine) == []

    async def test_an_end_goes_before_a_beginning_that_waits(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        with store_away(browser.client):
            browser.sign_in()
            browser.post("/api/auth/logout", json={})

        settle(browser.client)

        assert await records(engine) == await work(engine) == []
