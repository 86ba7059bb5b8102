"""What `stores/base.py` promises, on every engine."""

import asyncio
from datetime import timedelta

import pytest

from intarsia.sessions import express
from intarsia.sessions.stores.base import LIVES_AFTER_DEATH, Record, RecordStore, StoreAway
from tests.conftest import FakeClock
from tests.sessions.engines import Engine

# Engines count lives in milliseconds or whole seconds, and Redis by a clock of its own.
PRECISION = timedelta(seconds=2)


def assert_alike(found: Record | None, wanted: Record) -> None:
    """The same record, but for how precisely an engine knows its end."""
    assert found is not None
    assert (found.id, found.data) == (wanted.id, wanted.data)
    assert abs(found.expires - wanted.expires) <= PRECISION


class TestCreate:
    async def test_comes_back_as_it_went(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        assert await store.create(record, clock.now())

        assert_alike(await store.load(record.id, clock.now()), record)

    async def test_again_changes_nothing(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        changed = Record(record.id, {**record.data, "views": 9}, record.expires)

        assert not await store.create(changed, clock.now())

        assert_alike(await store.load(record.id, clock.now()), record)

    async def test_refuses_what_express_could_not_read(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        with pytest.raises(ValueError, match="cookie"):
            await store.create(Record(record.id, {}, record.expires), clock.now())


class TestLoad:
    async def test_knows_no_other(self, store: RecordStore, clock: FakeClock) -> None:
        assert await store.load("unknown", clock.now()) is None

    async def test_record_is_gone_at_its_very_end(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await store.create(record, clock.now())

        await engine.passes(minutes=29, seconds=55)
        assert await store.load(record.id, clock.now()) is not None
        await engine.passes(seconds=5)
        assert await store.load(record.id, clock.now()) is None

    @pytest.mark.parametrize("kept", ["[1]", '"x"', "null", "17"])
    async def test_what_is_no_object_is_no_record(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine, kept: str
    ) -> None:
        await engine.plant(record.id, kept, record.expires)

        assert await store.load(record.id, clock.now()) is None
        assert await store.load_all([record.id], clock.now()) == []
        assert await store.save(record, record.data, clock.now()) is None

    async def test_record_without_its_cookie_object_gets_one(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await engine.plant(record.id, '{"views":3}', record.expires)

        held = await store.load(record.id, clock.now())
        assert held is not None
        await store.save(held, {**held.data, "views": 4}, clock.now())

        kept = express.load(await engine.text(record.id))
        assert kept is not None
        assert kept["views"] == 4
        assert kept["cookie"]["path"] == "/"

    async def test_destroys_again_what_another_writer_brought_back(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await store.destroy(record.id, clock.now())
        await engine.plant(record.id, express.dump(record.data), record.expires)

        assert await store.load_all([record.id], clock.now()) == []
        assert not await store.touch(record.id, record.expires, clock.now())
        assert await store.save(record, {**record.data, "x": 1}, clock.now()) is None
        assert await store.load(record.id, clock.now()) is None

        assert await engine.text(record.id) is None

    async def test_several_at_once_leave_out_what_is_gone(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        other = Record("other", record.data, record.expires)
        for each in (record, other):
            await store.create(each, clock.now())
        await store.destroy("other", clock.now())

        found = await store.load_all([record.id, "other", "unknown"], clock.now())

        (alone,) = found
        assert_alike(alone, record)


class TestSave:
    async def test_keeps_what_others_wrote_to_other_keys(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.save(record, {**record.data, "theirs": 1}, clock.now())

        saved = await store.save(record, {**record.data, "ours": 2, "views": 5}, clock.now())

        assert saved is not None
        assert saved.data == {**record.data, "theirs": 1, "ours": 2, "views": 5}
        assert_alike(await store.load(record.id, clock.now()), saved)

    async def test_removes_what_was_left_out_and_nothing_else(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.save(record, {**record.data, "theirs": 1}, clock.now())

        saved = await store.save(record, {"cookie": record.data["cookie"]}, clock.now())

        assert saved is not None
        assert saved.data == {"cookie": record.data["cookie"], "theirs": 1}

    async def test_many_at_once_lose_nothing(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())

        await asyncio.gather(
            *(store.save(record, {**record.data, f"k{n}": n}, clock.now()) for n in range(25))
        )

        held = await store.load(record.id, clock.now())
        assert held is not None
        assert held.data == {**record.data, **{f"k{n}": n for n in range(25)}}

    async def test_brings_nothing_back(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.destroy(record.id, clock.now())

        assert await store.save(record, {**record.data, "x": 1}, clock.now()) is None
        assert await store.load(record.id, clock.now()) is None


class TestTouch:
    async def test_moves_the_end_and_not_the_text(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        later = record.expires + timedelta(minutes=10)

        assert await store.touch(record.id, later, clock.now())

        found = await store.load(record.id, clock.now())
        assert_alike(found, Record(record.id, record.data, later))

    async def test_wakes_no_record_that_is_gone(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await store.create(record, clock.now())
        await engine.passes(minutes=30)

        assert not await store.touch(record.id, clock.now() + timedelta(hours=1), clock.now())


class TestDestroy:
    async def test_nobody_makes_it_again(
        self, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        for _ in range(2):
            await store.destroy(record.id, clock.now())

        assert not await store.create(record, clock.now())
        assert await store.load(record.id, clock.now()) is None


class TestSweep:
    async def test_removes_what_is_over_and_nothing_else(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await store.create(record, clock.now())
        await store.create(Record("longer", record.data, record.expires), clock.now())
        await store.touch("longer", record.expires + timedelta(hours=1), clock.now())
        await store.destroy("dead", clock.now())
        await engine.passes(minutes=30)

        await store.sweep(clock.now())

        assert await engine.text("longer") is not None
        assert await engine.text(record.id) is None
        assert not await store.create(Record("dead", record.data, record.expires), clock.now())
        await engine.passes(days=LIVES_AFTER_DEATH)
        await store.sweep(clock.now())
        anew = clock.now() + timedelta(minutes=1)
        assert await store.create(Record("dead", record.data, anew), clock.now())


class TestAway:
    async def test_every_failure_means_the_same(
        self, store: RecordStore, record: Record, clock: FakeClock, engine: Engine
    ) -> None:
        await engine.break_it()
        now = clock.now()

        for call in (
            store.create(record, now),
            store.load(record.id, now),
            store.load_all([record.id], now),
            store.save(record, record.data, now),
            store.touch(record.id, now, now),
            store.destroy(record.id, now),
        ):
            with pytest.raises(StoreAway):
                await call
