"""What `stores/base.py` promises, on every engine."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers, writers
from intarsia.sessions.stores.base import LIVES_AFTER_DEATH, Record, StoreAway
from intarsia.sessions.stores.sql import SqlStore
from tests.conftest import FakeClock


async def columns(engine: AsyncEngine) -> dict[str, object]:
    async with readers(engine)() as session:
        found = (await session.execute(text('SELECT * FROM "Sessions"'))).mappings().one()
    return dict(found)


class TestCreate:
    async def test_comes_back_as_it_went(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        assert await store.create(record, clock.now())

        assert await store.load(record.id, clock.now()) == record

    async def test_again_changes_nothing(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        changed = Record(record.id, {**record.data, "views": 9}, record.expires)

        assert not await store.create(changed, clock.now())

        assert await store.load(record.id, clock.now()) == record

    async def test_row_looks_as_sequelize_writes_it(
        self, store: SqlStore, record: Record, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        await store.create(record, clock.now())

        row = await columns(engine)
        assert list(row) == ["sid", "expires", "data", "createdAt", "updatedAt"]
        if engine.dialect.name == "sqlite":
            assert row["expires"] == "2026-11-21 12:30:00.000 +00:00"

    async def test_refuses_what_express_could_not_read(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        with pytest.raises(ValueError, match="cookie"):
            await store.create(Record(record.id, {}, record.expires), clock.now())


class TestLoad:
    async def test_knows_no_other(self, store: SqlStore, clock: FakeClock) -> None:
        assert await store.load("unknown", clock.now()) is None

    async def test_record_is_gone_at_its_very_end(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())

        clock.advance(minutes=29, seconds=59)
        assert await store.load(record.id, clock.now()) is not None
        clock.advance(seconds=1)
        assert await store.load(record.id, clock.now()) is None

    async def test_unreadable_text_is_no_record(
        self, store: SqlStore, record: Record, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        await store.create(record, clock.now())
        async with writers(engine).begin() as session:
            await session.execute(text("UPDATE \"Sessions\" SET data = '[1]'"))

        assert await store.load(record.id, clock.now()) is None

    async def test_several_at_once_leave_out_what_is_gone(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        other = Record("other", record.data, record.expires)
        for each in (record, other):
            await store.create(each, clock.now())
        await store.destroy("other", clock.now())

        found = await store.load_all([record.id, "other", "unknown"], clock.now())

        assert found == [record]


class TestSave:
    async def test_keeps_what_others_wrote_to_other_keys(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.save(record, {**record.data, "theirs": 1}, clock.now())

        saved = await store.save(record, {**record.data, "ours": 2, "views": 5}, clock.now())

        assert saved is not None
        assert saved.data == {**record.data, "theirs": 1, "ours": 2, "views": 5}
        assert await store.load(record.id, clock.now()) == saved

    async def test_removes_what_was_left_out_and_nothing_else(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.save(record, {**record.data, "theirs": 1}, clock.now())

        saved = await store.save(record, {"cookie": record.data["cookie"]}, clock.now())

        assert saved is not None
        assert saved.data == {"cookie": record.data["cookie"], "theirs": 1}

    async def test_many_at_once_lose_nothing(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())

        await asyncio.gather(
            *(store.save(record, {**record.data, f"k{n}": n}, clock.now()) for n in range(8))
        )

        held = await store.load(record.id, clock.now())
        assert held is not None
        assert held.data == {**record.data, **{f"k{n}": n for n in range(8)}}

    async def test_brings_nothing_back(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.destroy(record.id, clock.now())

        assert await store.save(record, {**record.data, "x": 1}, clock.now()) is None
        assert await store.load(record.id, clock.now()) is None


class TestTouch:
    async def test_moves_the_end_and_not_the_text(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        later = record.expires + timedelta(minutes=10)

        assert await store.touch(record.id, later, clock.now())

        assert await store.load(record.id, clock.now()) == Record(record.id, record.data, later)

    async def test_wakes_no_record_that_is_gone(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        clock.advance(minutes=30)

        assert not await store.touch(record.id, clock.now() + timedelta(hours=1), clock.now())


class TestDestroy:
    async def test_nobody_makes_it_again(
        self, store: SqlStore, record: Record, clock: FakeClock
    ) -> None:
        for _ in range(2):
            await store.destroy(record.id, clock.now())

        assert not await store.create(record, clock.now())
        assert await store.load(record.id, clock.now()) is None


class TestSweep:
    async def test_removes_what_is_over_and_nothing_else(
        self, store: SqlStore, record: Record, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        await store.create(record, clock.now())
        await store.create(Record("longer", record.data, record.expires), clock.now())
        await store.touch("longer", record.expires + timedelta(hours=1), clock.now())
        await store.destroy("dead", clock.now())
        clock.advance(minutes=30)

        await store.sweep(clock.now())

        assert (await columns(engine))["sid"] == "longer"
        assert not await store.create(Record("dead", record.data, record.expires), clock.now())
        clock.advance(days=LIVES_AFTER_DEATH)
        await store.sweep(clock.now())
        assert await store.create(Record("dead", record.data, record.expires), clock.now())


class TestAway:
    async def test_every_failure_means_the_same(
        self, store: SqlStore, record: Record, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        async with writers(engine).begin() as session:
            await session.execute(text('ALTER TABLE "Sessions" RENAME TO "Lost"'))
        now = clock.now()

        for call in (
            store.create(record, now),
            store.load(record.id, now),
            store.load_all([record.id], now),
            store.save(record, record.data, now),
            store.touch(record.id, now, now),
            store.destroy(record.id, now),
            store.sweep(now),
        ):
            with pytest.raises(StoreAway):
                await call
