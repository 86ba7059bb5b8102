"""The table of contracts §3 over HTTP: what a client gets, and what it does to its next try."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.database import writers
from intarsia.trail import AuditRow
from intarsia.users.store import UserRow
from tests.auth.browser import Browser, set_cookies
from tests.auth.lineage import bearer, flush_marks, generation, the_row
from tests.conftest import FakeClock


class TestRow0:
    @pytest.mark.attack(24)
    @pytest.mark.parametrize("token", ["", "x", "a.b.c"])
    def test_a_bad_token_revokes_nothing_and_sets_nothing(
        self, browser: Browser, token: str
    ) -> None:
        browser.sign_in()
        good, browser.cookie = browser.cookie, token

        answer = browser.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
        assert set_cookies(answer) == []
        browser.cookie = good
        assert browser.refresh().status_code == 200

    async def test_an_unknown_sid_is_a_bad_token(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        async with writers(engine).begin() as session:
            await session.delete(await session.get_one(AuthSessionRow, (await the_row(engine)).sid))

        assert browser.refresh().json()["code"] == "invalid_token"


class TestRow1:
    @pytest.mark.attack(21, 24)
    def test_expired_sign_in_is_refused_and_its_cookie_left_alone(
        self, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        clock.advance(days=7)

        answer = browser.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")
        assert set_cookies(answer) == []

    @pytest.mark.attack(21)
    def test_life_is_never_extended_and_bounds_the_access_token(
        self, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        for _ in range(6):
            clock.advance(days=1)
            assert browser.refresh().status_code == 200
        clock.advance(hours=23, minutes=59)

        assert browser.refresh().json()["expires_in"] == 60

    async def test_deactivated_user_is_refused(self, browser: Browser, engine: AsyncEngine) -> None:
        browser.sign_in()
        async with writers(engine).begin() as session:
            await session.execute(update(UserRow).values(is_active=False))

        assert browser.refresh().json()["code"] == "account_inactive"

    def test_logged_out_sign_in_is_refused(self, browser: Browser) -> None:
        browser.sign_in()
        kept = browser.cookie
        browser.post("/api/auth/logout", json={})
        browser.cookie = kept

        assert browser.refresh().json()["code"] == "session_revoked"


class TestRows2And3:
    @pytest.mark.attack(12, 24)
    def test_within_the_grace_the_token_stays_and_no_cookie_is_set(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        browser.refresh()
        clock.advance(seconds=29.9)

        answer = browser.refresh()

        assert answer.status_code == 200
        assert set_cookies(answer) == []

    def test_after_the_grace_it_rotates_again(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        browser.refresh()
        clock.advance(seconds=30)

        browser.refresh()

        assert generation(client, browser.cookie) == 2

    def test_24_at_once_make_exactly_one_rotation(
        self, client: TestClient, clock: FakeClock
    ) -> None:
        body = {"username": "user", "password": "user123"}
        token = client.post("/api/auth/login", json=body).json()["refresh_token"]

        def refresh(_number: int) -> httpx2.Response:
            return client.post("/api/auth/refresh", json={"refresh_token": token})

        with ThreadPoolExecutor(24) as threads:
            answers = list(threads.map(refresh, range(24)))

        assert [answer.status_code for answer in answers] == [200] * 24
        tokens = {answer.json()["refresh_token"] for answer in answers}
        assert [generation(client, each) for each in tokens] == [1]

    @pytest.mark.attack(22)
    def test_a_clock_set_back_rotates_instead_of_locking_out(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        browser.refresh()
        clock.advance(hours=-2)

        browser.refresh()

        assert generation(client, browser.cookie) == 2


class TestRows4To6:
    @pytest.fixture(autouse=True)
    def _lost(self, browser: Browser) -> None:
        """A rotation whose answer never arrived."""
        browser.sign_in()
        self.lost = browser.send("/api/auth/refresh", json={})

    @pytest.mark.attack(12)
    def test_previous_within_the_grace_gets_the_current_without_a_rotation(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        clock.advance(seconds=30)

        assert browser.refresh().status_code == 200
        assert generation(client, browser.cookie) == 1

    @pytest.mark.attack(13)
    def test_lost_answer_gets_the_current_days_later(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        clock.advance(days=3)

        assert browser.refresh().status_code == 200
        assert generation(client, browser.cookie) == 1

    @pytest.mark.attack(13)
    def test_use_within_a_minute_confirms_nothing(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        clock.advance(seconds=59)
        client.get("/api/auth/me", headers=bearer(self.lost))
        flush_marks(client)
        clock.advance(seconds=31)

        assert browser.refresh().status_code == 200

    @pytest.mark.attack(13)
    def test_use_after_a_minute_makes_the_previous_a_theft(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        clock.advance(seconds=45)
        client.get("/api/auth/me", headers=bearer(self.lost))
        clock.advance(seconds=15)
        client.get("/api/auth/me", headers=bearer(self.lost))
        flush_marks(client)

        answer = browser.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "reuse_detected")
        assert set_cookies(answer) == []

    async def test_theft_ends_the_sign_in_for_both(
        self, client: TestClient, browser: Browser, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        clock.advance(seconds=60)
        client.get("/api/auth/me", headers=bearer(self.lost))
        flush_marks(client)
        browser.refresh()

        refused = client.get("/api/auth/me", headers=bearer(self.lost))

        assert (refused.status_code, refused.json()["code"]) == (401, "session_revoked")
        assert (await the_row(engine)).revoke_reason == "reuse"

    @pytest.mark.attack(14)
    def test_older_than_the_previous_is_a_theft_at_once(
        self, browser: Browser, clock: FakeClock
    ) -> None:
        first = browser.cookie
        browser.refresh()
        clock.advance(seconds=30)
        browser.refresh()
        browser.cookie = first

        assert browser.refresh().json()["code"] == "reuse_detected"


@pytest.mark.attack(18)
class TestRow7:
    async def test_restored_database_refuses_and_revokes_nothing(
        self, browser: Browser, engine: AsyncEngine
    ) -> None:
        browser.sign_in()
        browser.refresh()
        async with writers(engine).begin() as session:
            await session.execute(update(AuthSessionRow).values(gen=0))

        assert browser.refresh().json()["code"] == "invalid_token"
        assert (await the_row(engine)).revoked_at is None

    async def test_is_an_alarm_on_the_trail_in_the_log_and_among_the_metrics(
        self,
        browser: Browser,
        client: TestClient,
        engine: AsyncEngine,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        browser.sign_in()
        browser.refresh()
        async with writers(engine).begin() as session:
            await session.execute(update(AuthSessionRow).values(gen=0))

        answer = browser.refresh()

        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert set_cookies(answer) == []
        async with writers(engine)() as session:
            row = (
                await session.scalars(
                    select(AuditRow).where(AuditRow.action == "auth.generation_ahead")
                )
            ).one()
        assert row.target == f"session:{(await the_row(engine)).sid}"
        assert row.detail == {"presented": 1, "stored": 0}
        logged = capsys.readouterr().out.splitlines()
        (line,) = [each for each in logged if "auth.generation_ahead" in each]
        assert "error" in line
        assert 'intarsia_alarms_total{name="generation_ahead"} 1.0' in client.get("/metrics").text
