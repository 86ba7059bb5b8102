"""What a process remembers of tokens, and when it must not trust it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from intarsia import changes, database
from intarsia.changes import ChangeFeed
from intarsia.errors import Unauthenticated
from intarsia.tokens import service, store
from intarsia.tokens.keeper import TokenKeeper
from intarsia.tokens.store import Kind, TokenRow
from intarsia.tokens.usage import TokenUsage
from intarsia.users.store import UserRow
from tests.conftest import FakeClock

TEXT = "itk_" + "A" * 43


@pytest.fixture
async def keeper(engine: AsyncEngine, clock: FakeClock) -> AsyncIterator[TokenKeeper]:
    """Of a process in which the token of a demo user has not been seen yet."""
    readers, writers = database.readers(engine), database.writers(engine)
    async with writers.begin() as session:
        user = (await session.scalars(select(UserRow).where(UserRow.username == "user"))).one()
        row = TokenRow(
            id="token-1",
            digest=service.digest_of(TEXT),
            kind=Kind.PERSONAL,
            name="script",
            user_id=user.id,
            created_by=user.id,
            scopes=["data:read", "of-a-version-to-come"],
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
        await store.add(session, row)
    feed = ChangeFeed(readers, clock, history=timedelta(minutes=15))
    keeper = TokenKeeper(feed, readers, TokenUsage(writers))
    await feed.start()
    yield keeper
    await feed.hang_up()


async def revoke(session: AsyncSession, clock: FakeClock) -> None:
    await session.execute(update(TokenRow).values(revoked_at=clock.now()))


class TestCaller:
    async def test_is_known_until_the_feed_says_otherwise(
        self, keeper: TokenKeeper, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        first = await keeper.caller(TEXT, clock.now())
        async with database.writers(engine).begin() as session:
            await revoke(session, clock)  # by another process, unannounced as yet
        await keeper.feed.catch_up()
        assert await keeper.caller(TEXT, clock.now()) is first

        async with database.writers(engine).begin() as session:
            await changes.record(session, clock.now(), service.TOPIC, "token-1", {})
        await keeper.feed.catch_up()

        with pytest.raises(Unauthenticated):
            await keeper.caller(TEXT, clock.now())

    async def test_is_asked_for_each_time_while_the_feed_is_not_fresh(
        self, keeper: TokenKeeper, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        await keeper.caller(TEXT, clock.now())
        async with database.writers(engine).begin() as session:
            await revoke(session, clock)
        keeper.feed.read_at = float("-inf")

        with pytest.raises(Unauthenticated):
            await keeper.caller(TEXT, clock.now())

    async def test_is_not_remembered_when_something_was_dropped_while_asking(
        self, keeper: TokenKeeper, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        find = store.find_by_digest

        async def find_and_drop(session: AsyncSession, digest: str) -> TokenRow | None:
            row = await find(session, digest)
            keeper.drop(lambda known: True)  # announced between the read and the remembering
            return row

        monkeypatch.setattr(store, "find_by_digest", find_and_drop)
        await keeper.caller(TEXT, clock.now())

        assert keeper.known == {}

    async def test_scope_that_this_version_does_not_know_grants_nothing(
        self, keeper: TokenKeeper, clock: FakeClock
    ) -> None:
        caller = await keeper.caller(TEXT, clock.now())

        assert set(caller.grants) == {"data:read"}
