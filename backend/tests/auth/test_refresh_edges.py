"""Clocks that jump, processes that die, and the life that nothing prolongs."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import Browser, set_cookies, set_lines
from tests.auth.lineage import bearer, flush_marks, generation
from tests.conftest import FakeClock

MakeClient = Callable[..., TestClient]


@pytest.mark.attack(12)
class TestReplayAroundTheGrace:
    @pytest.mark.parametrize(("seconds", "code"), [(29.999, 200), (30, 200), (30.001, 401)])
    def test_the_previous_token_is_good_until_the_grace_is_over(
        self, client: TestClient, browser: Browser, clock: FakeClock, seconds: float, code: int
    ) -> None:
        """The answer was received and used; a clock set back by a minute brings its time near."""
        browser.sign_in()
        answer = browser.send("/api/auth/refresh", json={})
        clock.advance(seconds=60)
        client.get("/api/auth/me", headers=bearer(answer))
        flush_marks(client)
        clock.advance(seconds=seconds - 60)

        assert browser.refresh().status_code == code

    @pytest.mark.parametrize(("seconds", "number"), [(29.999, 1), (30, 2), (30.001, 2)])
    def test_the_current_token_stays_until_the_grace_is_over(
        self, client: TestClient, browser: Browser, clock: FakeClock, seconds: float, number: int
    ) -> None:
        browser.sign_in()
        browser.refresh()
        clock.advance(seconds=seconds)

        answer = browser.refresh()

        assert generation(client, browser.cookie) == number
        assert len(set_cookies(answer)) == number - 1


@pytest.mark.attack(13)
class TestLostAnswer:
    @pytest.mark.parametrize(("seconds", "code"), [(59, None), (60, "reuse_detected")])
    def test_a_use_a_minute_after_the_rotation_confirms(
        self, client: TestClient, browser: Browser, clock: FakeClock, seconds: int, code: str | None
    ) -> None:
        """Whenever the token that is used was handed out."""
        browser.sign_in()
        browser.send("/api/auth/refresh", json={})
        clock.advance(seconds=59)
        made_good = browser.send("/api/auth/refresh", json={})
        clock.advance(seconds=seconds - 59)
        client.get("/api/auth/me", headers=bearer(made_good))
        flush_marks(client)

        assert browser.refresh().json().get("code") == code

    def test_confirmed_it_was_not_lost(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        browser.send("/api/auth/refresh", json={})
        clock.advance(days=1)
        made_good = browser.send("/api/auth/refresh", json={})
        clock.advance(seconds=60)
        client.get("/api/auth/me", headers=bearer(made_good))
        flush_marks(client)

        assert browser.refresh().json()["code"] == "reuse_detected"

    def test_fresh_token_beside_an_old_one_takes_nothing_back(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        """Both are used before the marks are written; the older confirms."""
        browser.sign_in()
        old = browser.send("/api/auth/refresh", json={})
        clock.advance(minutes=2)
        fresh = browser.send("/api/auth/refresh", json={})
        for answer in (old, fresh):
            client.get("/api/auth/me", headers=bearer(answer))
        flush_marks(client)

        assert browser.refresh().json()["code"] == "reuse_detected"


@pytest.mark.attack(21)
class TestAbsoluteExpiry:
    def test_nothing_prolongs_a_sign_in(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        answer = browser.sign_in()
        (line,) = set_lines(answer)
        end = line.partition("expires=")[2].partition(";")[0]
        for _ in range(7 * 6 - 1):
            clock.advance(hours=4)
            (line,) = set_lines(browser.refresh())
            assert f"expires={end};" in line
        clock.advance(hours=4)

        answer = browser.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")

    def test_an_access_token_does_not_outlive_it(
        self, client: TestClient, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        clock.advance(days=7, seconds=-1)
        answer = browser.refresh()
        assert answer.json()["expires_in"] == 1
        clock.advance(seconds=1)

        refused = client.get("/api/auth/me", headers=bearer(answer))

        assert refused.json()["code"] == "token_expired"


@pytest.mark.attack(22)
class TestClockSteps:
    @pytest.mark.parametrize("step", [-86_400, -7200, -61, -30, -1, 1, 30, 61, 7200, 86_400])
    def test_a_browser_at_rest_stays_signed_in(
        self, client: TestClient, browser: Browser, clock: FakeClock, step: int
    ) -> None:
        browser.sign_in()
        for _ in range(4):
            clock.advance(minutes=13)
            assert browser.refresh().status_code == 200
            clock.advance(seconds=step)
            assert browser.refresh().status_code == 200
        row = generation(client, browser.cookie)
        assert 4 <= row <= 8

    @pytest.mark.parametrize("step", [-7200, -61, -30, -1, 1, 29, 61, 7200])
    def test_a_lost_answer_is_made_good_all_the_same(
        self, client: TestClient, browser: Browser, clock: FakeClock, step: int
    ) -> None:
        browser.sign_in()
        browser.send("/api/auth/refresh", json={})
        clock.advance(seconds=step)

        assert browser.refresh().status_code == 200
        assert generation(client, browser.cookie) == 1

    def test_a_step_back_brings_an_ended_sign_in_no_new_life(
        self, browser: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        kept = browser.cookie
        browser.post("/api/auth/logout", json={})
        browser.cookie = kept
        for step in (-7200, 14_400, -3600):
            clock.advance(seconds=step)
            assert browser.refresh().json()["code"] == "session_revoked"


@pytest.mark.attack(23)
class TestCrashBetweenCommitAndAnswer:
    @pytest.mark.parametrize("seconds", [0.1, 31, 3600])
    def test_the_next_process_gives_what_the_dead_one_had_decided(
        self, make_client: MakeClient, clock: FakeClock, seconds: float
    ) -> None:
        browser = Browser(make_client())
        browser.sign_in()
        decided = browser.send("/api/auth/refresh", json={})  # committed; the answer dies with it
        clock.advance(seconds=seconds)

        browser.client = make_client()
        answer = browser.refresh()

        assert answer.status_code == 200
        assert set_cookies(answer) == set_cookies(decided)
