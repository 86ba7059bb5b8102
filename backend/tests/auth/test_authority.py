"""Revocation and raised epochs bind the next request, and cost no query while the feed is fresh."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia import changes, database
from intarsia.auth.authority import LAG_SECONDS, Authority, announce_revoked
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims
from intarsia.changes import ChangeFeed
from intarsia.errors import Unauthenticated, Unavailable
from intarsia.users.store import UserRow
from tests.auth.conftest import counted
from tests.conftest import FakeClock, finish_chores

LIFE = timedelta(minutes=15)


@pytest.fixture
async def authority(engine: AsyncEngine, clock: FakeClock) -> AsyncIterator[Authority]:
    feed = ChangeFeed(database.readers(engine), clock, history=LIFE)
    authority = Authority(feed, database.readers(engine), LIFE)
    await feed.start()
    yield authority
    await feed.hang_up()


async def revoke(engine: AsyncEngine, clock: FakeClock, sid: str = "sid-1") -> None:
    async with database.writers(engine).begin() as session:
        await session.execute(
            update(AuthSessionRow)
            .where(AuthSessionRow.sid == sid)
            .values(revoked_at=clock.now(), revoke_reason="test")
        )
        await announce_revoked(session, sid, clock.now())


async def raise_epoch(engine: AsyncEngine, clock: FakeClock, claims: Claims) -> None:
    async with database.writers(engine).begin() as session:
        await session.execute(update(UserRow).where(UserRow.id == claims.sub).values(epoch=1))
        await changes.record(session, clock.now(), "authority", f"user:{claims.sub}", {"epoch": 1})


async def code_of(authority: Authority, claims: Claims) -> str | None:
    try:
        await authority.judge(claims)
    except (Unauthenticated, Unavailable) as error:
        return error.code
    return None


def make_stale(authority: Authority) -> None:
    authority.feed.read_at = float("-inf")


class TestFreshFeed:
    async def test_judges_without_a_single_query(
        self, authority: Authority, claims: Claims, engine: AsyncEngine
    ) -> None:
        await authority.feed.catch_up()
        with counted(engine) as statements:
            assert await code_of(authority, claims) is None

        assert statements == []

    async def test_knows_what_was_revoked(
        self, authority: Authority, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        await revoke(engine, clock)
        await authority.feed.catch_up()

        assert await code_of(authority, claims) == "session_revoked"

    async def test_raised_epoch_asks_for_a_refresh_and_lets_the_new_token_through(
        self, authority: Authority, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        await raise_epoch(engine, clock, claims)
        await authority.feed.catch_up()
        newer = Claims(claims.sub, claims.sid, 0, claims.iat, claims.exp, "user", epoch=1)

        assert await code_of(authority, claims) == "token_stale"
        assert await code_of(authority, newer) is None

    async def test_new_process_knows_what_was_revoked_within_a_tokens_life(
        self, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        await revoke(engine, clock)
        clock.advance(minutes=15)
        feed = ChangeFeed(database.readers(engine), clock, history=LIFE)
        started = Authority(feed, database.readers(engine), LIFE)
        await feed.start()
        await feed.hang_up()

        assert await code_of(started, claims) == "session_revoked"

    async def test_forgets_what_no_token_that_is_out_can_be_affected_by(
        self,
        authority: Authority,
        claims: Claims,
        engine: AsyncEngine,
        clock: FakeClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await revoke(engine, clock)
        await raise_epoch(engine, clock, claims)
        await authority.feed.catch_up()
        later = time.monotonic() + LIFE.total_seconds() + LAG_SECONDS + 1
        monkeypatch.setattr("intarsia.auth.authority.monotonic", lambda: later)
        await revoke(engine, clock, "sid-2")
        await authority.feed.catch_up()

        assert set(authority.revoked) == {"sid-2"}
        assert authority.epochs == {}

    @pytest.mark.attack(22)
    async def test_clock_set_forward_and_back_brings_nothing_back(
        self, authority: Authority, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        """Nor does another replica's clock that is ahead."""
        await revoke(engine, clock)
        clock.advance(hours=2)
        await revoke(engine, clock, "sid-2")
        clock.advance(hours=-2)
        await authority.feed.catch_up()

        assert await code_of(authority, claims) == "session_revoked"

    @pytest.mark.attack(22)
    async def test_clock_set_back_brings_nothing_back_that_memory_forgot(
        self,
        authority: Authority,
        claims: Claims,
        engine: AsyncEngine,
        clock: FakeClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """By its own dates the token is as young as ever; by the feed it is too old to know."""
        await revoke(engine, clock)
        await authority.feed.catch_up()
        later = time.monotonic() + LIFE.total_seconds() + LAG_SECONDS + 1
        monkeypatch.setattr("intarsia.auth.authority.monotonic", lambda: later)
        await revoke(engine, clock, "sid-2")
        await authority.feed.catch_up()

        assert "sid-1" not in authority.revoked
        assert await code_of(authority, claims) == "session_revoked"
        young = replace(claims, sid="sid-3", seen=authority.feed.last)
        with counted(engine) as statements:
            assert await code_of(authority, young) is None
        assert statements == []

    @pytest.mark.attack(22)
    async def test_clock_set_back_brings_nothing_back_that_a_new_process_never_read(
        self, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        await revoke(engine, clock)
        clock.advance(hours=2)
        feed = ChangeFeed(database.readers(engine), clock, history=LIFE)
        started = Authority(feed, database.readers(engine), LIFE)
        await feed.start()
        clock.advance(hours=-2)

        assert started.revoked == {}
        assert await code_of(started, claims) == "session_revoked"
        await feed.hang_up()

    async def test_raised_twice_is_not_forgotten_with_the_first(
        self,
        authority: Authority,
        claims: Claims,
        engine: AsyncEngine,
        clock: FakeClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await raise_epoch(engine, clock, claims)
        await authority.feed.catch_up()
        later = time.monotonic() + LIFE.total_seconds() + LAG_SECONDS + 1
        monkeypatch.setattr("intarsia.auth.authority.monotonic", lambda: later)
        await raise_epoch(engine, clock, claims)
        await authority.feed.catch_up()

        assert await code_of(authority, replace(claims, seen=authority.feed.last)) == "token_stale"


class TestStaleFeed:
    async def test_asks_the_database(
        self, authority: Authority, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        make_stale(authority)
        assert await code_of(authority, claims) is None
        await revoke(engine, clock)

        assert await code_of(authority, claims) == "session_revoked"

    async def test_asks_for_the_epoch_too(
        self, authority: Authority, claims: Claims, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        make_stale(authority)
        await raise_epoch(engine, clock, claims)

        assert await code_of(authority, claims) == "token_stale"

    async def test_unknown_sign_in_is_none(self, authority: Authority, claims: Claims) -> None:
        make_stale(authority)
        other = Claims(claims.sub, "other", 0, claims.iat, claims.exp, "user", 0)

        assert await code_of(authority, other) == "session_revoked"

    async def test_deactivated_user_is_out(
        self, authority: Authority, claims: Claims, engine: AsyncEngine
    ) -> None:
        make_stale(authority)
        async with database.writers(engine).begin() as session:
            await session.execute(update(UserRow).values(is_active=False))

        assert await code_of(authority, claims) == "session_revoked"

    async def test_without_a_database_nobody_can_know(
        self, authority: Authority, claims: Claims, clock: FakeClock
    ) -> None:
        gone = database.open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
        authority.readers = database.readers(gone)
        make_stale(authority)

        with pytest.raises(Unavailable) as refusal:
            await authority.judge(claims)

        assert refusal.value.headers["Retry-After"]

    async def test_waits_for_a_silent_database_only_so_long(
        self, authority: Authority, claims: Claims, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def silent(*_: object) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr("intarsia.auth.authority.ASK_SECONDS", 0.05)
        monkeypatch.setattr("intarsia.auth.store.find", silent)
        make_stale(authority)

        assert await code_of(authority, claims) == "unavailable"


class TestRequest:
    def test_costs_no_query_for_authority_nor_for_the_user(
        self, client: TestClient, viewer: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.changes.TRUSTED_SECONDS", 60.0)  # on a busy machine, too
        client.get("/api/auth/me", headers=viewer)
        finish_chores(client)
        with counted(client.app_state["engine"]) as statements:
            client.get("/api/auth/me", headers=viewer)
            client.get("/api/auth/me", headers=viewer)

        tables = ("FROM auth_sessions", "FROM users")
        assert [each for each in statements if any(table in each for table in tables)] == []
