"""A hint makes the feed look at once; without hints it looks all the same, only later."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import changes, database, hints
from intarsia.changes import Change, ChangeFeed, following
from intarsia.database import open_engine
from intarsia.hints import hinting
from tests.conftest import FakeClock
from tests.test_changes import DEADLINE, until

NEVER = 3600.0  # between two regular reads: only a hint explains what is heard sooner
END_LISTENERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
)
Commit = Callable[[str], Awaitable[None]]


@pytest.fixture
async def feed(engine: AsyncEngine, clock: FakeClock) -> ChangeFeed:
    return ChangeFeed(database.readers(engine), clock, history=timedelta(minutes=15))


@pytest.fixture
def heard(feed: ChangeFeed) -> list[str]:
    keys: list[str] = []

    async def hear(change: Change) -> None:
        keys.append(change.key)

    feed.subscribe("topic", hear)
    return keys


@pytest.fixture
async def commit(database_url: str, clock: FakeClock) -> AsyncIterator[Commit]:
    """Record a change as another process does: over connections of its own."""
    other = open_engine(database_url)

    async def write(key: str) -> None:
        async with database.writers(other).begin() as session:
            await changes.record(session, clock.now(), "topic", key, {})

    yield write
    await other.dispose()


async def until_watched(waken: list[float], commit: Commit) -> None:
    """Commit until that wakes somebody: nothing else tells when watching has begun."""
    waken.clear()
    async with asyncio.timeout(DEADLINE):
        while not waken:
            await commit("noise")
            await asyncio.sleep(0.05)


class TestHint:
    async def test_brings_another_process_change_before_the_next_read(
        self,
        feed: ChangeFeed,
        engine: AsyncEngine,
        heard: list[str],
        commit: Commit,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(changes, "POLL_SECONDS", NEVER)
        waken: list[float] = []

        async with following(feed) as reading:

            def wake() -> None:
                waken.append(time.monotonic())
                reading.wake()

            async with hinting(engine, wake):
                await until_watched(waken, commit)
                began = time.monotonic()
                await commit("news")
                await until(lambda: "news" in heard)

        assert time.monotonic() - began < 1.0

    async def test_that_is_lost_comes_again(
        self, engine: AsyncEngine, commit: Commit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if engine.dialect.name == "sqlite":
            pytest.skip("SQLite has no server that could end a connection")
        monkeypatch.setattr(hints, "RETRY_SECONDS", 0.01)
        waken: list[float] = []

        async with hinting(engine, lambda: waken.append(time.monotonic())):
            await until_watched(waken, commit)
            async with engine.connect() as connection:
                assert await connection.scalar(END_LISTENERS)
            await until_watched(waken, commit)

    async def test_that_never_comes_leaves_the_regular_read(
        self,
        feed: ChangeFeed,
        heard: list[str],
        commit: Commit,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Nor does trying again fill the log."""
        monkeypatch.setattr(changes, "POLL_SECONDS", 0.01)
        monkeypatch.setattr(hints, "RETRY_SECONDS", 0.01)
        tried: list[float] = []

        async def fail(*_: object) -> None:
            tried.append(time.monotonic())
            raise OSError

        monkeypatch.setattr(hints, "WATCHES", {"sqlite": fail, "postgresql": fail})
        gone = open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
        async with following(feed) as reading, hinting(gone, reading.wake):
            await commit("news")
            await until(lambda: heard == ["news"] and len(tried) > 3)

        assert capsys.readouterr().out == ""
