import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from intarsia import changes, database
from intarsia.changes import Change, ChangeFeed, following
from tests.conftest import FakeClock

DEADLINE = 10.0
END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid != pg_backend_pid()"
)


async def until(condition: Callable[[], bool]) -> None:
    """Poll; a condition that never comes true is a failure."""
    ends = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < ends, "in vain"
        await asyncio.sleep(0.01)


class Heard:
    """A subscriber that remembers."""

    def __init__(self, feed: ChangeFeed, topic: str = "topic") -> None:
        self.keys: list[str] = []
        feed.subscribe(topic, self.hear)

    async def hear(self, change: Change) -> None:
        self.keys.append(change.key)


@pytest.fixture
async def feed(engine: AsyncEngine, clock: FakeClock) -> AsyncIterator[ChangeFeed]:
    feed = ChangeFeed(database.readers(engine), clock, history=timedelta(minutes=15))
    yield feed
    await feed.hang_up()


@pytest.fixture
def record(engine: AsyncEngine, clock: FakeClock) -> Callable[..., Awaitable[None]]:
    async def write(*keys: str, topic: str = "topic") -> None:
        async with database.writers(engine).begin() as session:
            for key in keys:
                await changes.record(session, clock.now(), topic, key, {"any": "thing"})

    return write


Record = Callable[..., Awaitable[None]]


class TestStart:
    async def test_primes_subscribers_with_recent_history_only(
        self, feed: ChangeFeed, record: Record, clock: FakeClock
    ) -> None:
        heard = Heard(feed)
        await record("old")
        clock.advance(minutes=20)
        await record("recent")

        await feed.start()

        assert heard.keys == ["recent"]

    async def test_skips_what_is_too_old_even_if_nothing_is_recent(
        self, feed: ChangeFeed, record: Record, clock: FakeClock
    ) -> None:
        heard = Heard(feed)
        await record("old")
        clock.advance(minutes=20)

        await feed.start()
        await feed.catch_up()

        assert heard.keys == []


class TestCatchUp:
    async def test_hands_out_each_change_once_in_order_to_its_topic(
        self, feed: ChangeFeed, record: Record
    ) -> None:
        heard, other = Heard(feed), Heard(feed, "other")
        await feed.start()
        await record("1", "2")
        await record("x", topic="other")
        await record("3")

        await feed.catch_up()
        await feed.catch_up()

        assert (heard.keys, other.keys) == (["1", "2", "3"], ["x"])

    async def test_two_at_once_hand_out_nothing_twice(
        self, feed: ChangeFeed, record: Record
    ) -> None:
        heard = Heard(feed)
        await feed.start()
        await record("1", "2", "3")

        await asyncio.gather(*(feed.catch_up() for _ in range(5)))

        assert heard.keys == ["1", "2", "3"]

    async def test_sees_nothing_that_was_rolled_back(
        self, feed: ChangeFeed, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        heard = Heard(feed)
        await feed.start()
        async with database.writers(engine)() as session:
            await changes.record(session, clock.now(), "topic", "never", {})
            await session.rollback()

        await feed.catch_up()

        assert heard.keys == []

    async def test_ids_appear_in_the_order_of_commits_however_writers_race(
        self, feed: ChangeFeed, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        """A reader that passed id 7 while id 6 was uncommitted would never see 6."""
        heard = Heard(feed)
        await feed.start()

        async def write(number: int) -> None:
            async with database.writers(engine).begin() as session:
                await changes.record(session, clock.now(), "topic", str(number), {})
                await asyncio.sleep(0.001 * (number % 5))

        writing = asyncio.gather(*(write(number) for number in range(40)))
        while not writing.done():
            await feed.catch_up()
            await asyncio.sleep(0)
        await writing
        await feed.catch_up()

        assert sorted(heard.keys, key=int) == [str(number) for number in range(40)]


class TestFollow:
    async def test_hears_of_another_process_within_a_second(
        self, feed: ChangeFeed, record: Record
    ) -> None:
        heard = Heard(feed)
        async with following(feed):
            assert feed.is_fresh
            began = time.monotonic()
            await record("news")
            await until(lambda: heard.keys == ["news"])

        assert time.monotonic() - began < 1.0

    async def test_survives_an_unreadable_database_and_is_stale_meanwhile(
        self, feed: ChangeFeed, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.changes.POLL_SECONDS", 0.01)
        heard, readers = Heard(feed), feed.readers
        async with following(feed):
            gone = database.open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
            feed.readers = database.readers(gone)
            await feed.hang_up()
            await until(lambda: not feed.is_fresh)
            await record("missed")
            feed.readers = readers
            await until(lambda: feed.is_fresh and heard.keys == ["missed"])

    async def test_a_failing_subscriber_makes_it_stale_and_is_told_again(
        self, feed: ChangeFeed, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.changes.POLL_SECONDS", 0.01)
        broken, told = [True], []

        async def fail_at_first(change: Change) -> None:
            if broken[0]:
                raise LookupError
            told.append(change.key)

        feed.subscribe("topic", fail_at_first)
        async with following(feed):
            await record("1")
            await until(lambda: not feed.is_fresh)
            broken[0] = False
            await until(lambda: told == ["1"] and feed.is_fresh)

    async def test_trusts_a_read_for_a_second_from_when_it_began(
        self, feed: ChangeFeed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await feed.start()
        now = feed.read_at
        monkeypatch.setattr("intarsia.changes.time.monotonic", lambda: now + 0.99)
        assert feed.is_fresh
        monkeypatch.setattr("intarsia.changes.time.monotonic", lambda: now + 1.0)

        assert not feed.is_fresh


class TestConnection:
    async def test_is_taken_once(self, feed: ChangeFeed, engine: AsyncEngine) -> None:
        await feed.start()
        taken: list[object] = []
        event.listen(engine.sync_engine.pool, "checkout", lambda *args: taken.append(args))

        for _ in range(3):
            await feed.catch_up()

        assert taken == []

    async def test_that_broke_is_replaced_by_the_next_read(
        self, feed: ChangeFeed, engine: AsyncEngine, record: Record
    ) -> None:
        if engine.dialect.name == "sqlite":
            pytest.skip("SQLite has no server that could end a connection")
        heard = Heard(feed)
        await feed.start()
        await record("news")
        async with engine.connect() as connection:
            await connection.execute(END_OTHERS)
        await feed.take_note()
        assert not feed.is_fresh

        await feed.take_note()

        assert feed.is_fresh
        assert heard.keys == ["news"]


class TestRecord:
    async def test_lines_postgresql_writers_up_until_their_commit(
        self, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        if engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer at a time by itself")
        first: AsyncSession
        async with database.writers(engine)() as first, database.writers(engine)() as second:
            await changes.record(first, clock.now(), "topic", "1", {})
            waiting = asyncio.create_task(
                changes.record(second, clock.now(), "topic", "2", {}), name="second writer"
            )
            async with engine.connect() as observer:
                query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                ends = time.monotonic() + DEADLINE
                while not await observer.scalar(query):
                    assert time.monotonic() < ends
            assert not waiting.done()
            await first.commit()
            await waiting
            await second.commit()
