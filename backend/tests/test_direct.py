"""Statements straight to the driver: many at once, and whatever happens to one of them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.direct import Away, Direct, Prepared, open_direct
from intarsia.sessions.store import RecordWorkRow

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PROMISE = (
    insert(RecordWorkRow)
    .values(record_id=bindparam("id"), at=bindparam("now"), expires=None)
    .returning(RecordWorkRow.record_id, RecordWorkRow.at)
)


@pytest.fixture
async def direct(engine: AsyncEngine) -> AsyncIterator[Direct]:
    async with AsyncExitStack() as stack:
        yield open_direct(engine, stack)


@pytest.fixture
def promise(direct: Direct) -> Prepared:
    return Prepared(PROMISE, direct.dialect)


def values(number: int) -> dict[str, Any]:
    return {"id": f"r{number}", "now": NOW}


async def count(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM session_work")) or 0)


async def test_each_of_many_gets_its_own_row(
    engine: AsyncEngine, direct: Direct, promise: Prepared
) -> None:
    rows = await asyncio.gather(*(direct.one(promise, values(number)) for number in range(40)))

    assert [row and row["record_id"] for row in rows] == [f"r{number}" for number in range(40)]
    assert all(row and row["at"] == NOW for row in rows)
    assert await count(engine) == 40


async def test_a_failure_is_told_and_the_next_works(
    engine: AsyncEngine, direct: Direct, promise: Prepared
) -> None:
    await direct.one(promise, values(1))

    with pytest.raises(Away):
        await direct.one(promise, values(1))

    assert await direct.one(promise, values(2)) == {"record_id": "r2", "at": NOW}
    assert await count(engine) == 2


async def test_who_leaves_takes_no_place_along(direct: Direct, promise: Prepared) -> None:
    for number in range(10):
        asking = asyncio.create_task(direct.one(promise, values(number)))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    rows = await asyncio.gather(*(direct.one(promise, values(100 + n)) for n in range(10)))
    assert [row and row["record_id"] for row in rows] == [f"r{100 + n}" for n in range(10)]


async def test_finds_the_server_again(
    engine: AsyncEngine, direct: Direct, promise: Prepared
) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server")
    await direct.one(promise, values(1))
    async with engine.connect() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    with contextlib.suppress(Away):  # unless the loss was noticed before
        await direct.one(promise, values(2))

    assert await direct.one(promise, values(3)) == {"record_id": "r3", "at": NOW}


async def test_nothing_is_opened_for_nothing(engine: AsyncEngine) -> None:
    async with AsyncExitStack() as stack:
        open_direct(engine, stack)
