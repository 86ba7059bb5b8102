"""A refresh token in two hands: who is noticed, when, and that a forger ends nobody's sign-in."""

import base64

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.tokens import Claims
from tests.auth.browser import Browser, set_cookies
from tests.auth.lineage import bearer, flush_marks, generation, the_row
from tests.conftest import FakeClock


def use_for_long(client: TestClient, clock: FakeClock, answer: httpx2.Response) -> None:
    """Use an access token until its generation is known to be held."""
    clock.advance(seconds=60)
    assert client.get("/api/auth/me", headers=bearer(answer)).status_code == 200
    flush_marks(client)


@pytest.fixture
def thief(client: TestClient, browser: Browser) -> Browser:
    """Somebody with a copy of the victim's cookie."""
    browser.sign_in()
    thief = Browser(client)
    thief.cookie = browser.cookie
    return thief


class TestTwoHands:
    @pytest.mark.attack(15)
    def test_thief_who_comes_after_the_victim_ends_it_for_both(
        self, client: TestClient, browser: Browser, thief: Browser, clock: FakeClock
    ) -> None:
        rotated = browser.refresh()
        use_for_long(client, clock, rotated)

        answer = thief.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "reuse_detected")
        refused = client.get("/api/auth/me", headers=bearer(rotated))
        assert refused.json()["code"] == "session_revoked"
        assert browser.refresh().json()["code"] == "session_revoked"

    @pytest.mark.attack(15)
    def test_thief_who_comes_first_is_betrayed_by_the_victims_next_rotation(
        self, client: TestClient, browser: Browser, thief: Browser, clock: FakeClock
    ) -> None:
        stolen = thief.refresh()
        use_for_long(client, clock, stolen)

        answer = browser.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "reuse_detected")
        refused = client.get("/api/auth/me", headers=bearer(stolen))
        assert refused.json()["code"] == "session_revoked"
        assert thief.refresh().json()["code"] == "session_revoked"

    @pytest.mark.attack(15)
    def test_thief_who_only_rotates_leaves_the_victim_signed_in_and_is_noticed_later(
        self, client: TestClient, browser: Browser, thief: Browser, clock: FakeClock
    ) -> None:
        thief.refresh()
        clock.advance(minutes=13)

        assert browser.refresh().status_code == 200  # as after a lost answer
        use_for_long(client, clock, browser.refresh())

        assert thief.refresh().json()["code"] == "reuse_detected"

    @pytest.mark.attack(16)
    def test_thief_who_follows_each_rotation_at_once_never_gets_a_lineage_of_his_own(
        self, client: TestClient, browser: Browser, thief: Browser, clock: FakeClock
    ) -> None:
        for number in range(1, 5):
            clock.advance(minutes=13)
            browser.refresh()
            thief.refresh()
            assert generation(client, browser.cookie) == generation(client, thief.cookie) == number
        clock.advance(minutes=13)
        use_for_long(client, clock, browser.refresh())

        assert thief.refresh().json()["code"] == "reuse_detected"  # once he is late
        assert browser.refresh().json()["code"] == "session_revoked"

    @pytest.mark.attack(16)
    def test_thief_who_follows_is_put_out_by_what_the_victim_can_do(
        self, client: TestClient, browser: Browser, thief: Browser, clock: FakeClock
    ) -> None:
        clock.advance(minutes=13)
        browser.refresh()
        followed = thief.refresh()

        browser.post("/api/auth/logout", json={})

        assert thief.refresh().json()["code"] == "session_revoked"
        refused = client.get("/api/auth/me", headers=bearer(followed))
        assert refused.json()["code"] == "session_revoked"

    @pytest.mark.attack(14)
    @pytest.mark.parametrize("wait", [0, 29, 31, 86_400])
    def test_a_grandparent_is_a_theft_at_any_time(
        self, browser: Browser, thief: Browser, clock: FakeClock, wait: int
    ) -> None:
        browser.refresh()
        clock.advance(seconds=30)
        browser.refresh()
        clock.advance(seconds=wait)

        answer = thief.refresh()

        assert (answer.status_code, answer.json()["code"]) == (401, "reuse_detected")
        assert set_cookies(answer) == []
        assert browser.refresh().json()["code"] == "session_revoked"


class TestForger:
    """Whoever knows a sid, which every access token shows, must not be able to end it."""

    @pytest.mark.attack(17)
    async def test_bad_signature_with_a_real_sid_revokes_nothing(
        self, client: TestClient, browser: Browser, thief: Browser, engine: AsyncEngine
    ) -> None:
        browser.refresh()
        row = await the_row(engine)
        for forged in forgeries(client, thief.cookie or "", row.sid):
            thief.cookie = forged
            for path in ("refresh", "logout"):
                answer = thief.post(f"/api/auth/{path}", json={"sid": row.sid})
                thief.cookie = forged
                assert (path, answer.status_code) in {("refresh", 401), ("logout", 204)}

        assert (await the_row(engine)).revoked_at is None
        assert browser.refresh().status_code == 200


def forgeries(client: TestClient, token: str, sid: str) -> list[str]:
    """Tokens that name a real sign-in without having been signed for it."""
    header, body, signature = token.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    raw[0] ^= 1
    flipped = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    claims = Claims("somebody", sid, 0, 1_800_000_000, 1_900_000_000, "user", 0)
    access = client.app_state["tokens"].mint_access(claims, "1")  # under the other key
    return [f"{header}.{body}.{flipped}", f"{header}.{body}.", access]
