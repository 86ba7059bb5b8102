"""What each engine keeps is what the npm package for it writes (contracts §7)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from intarsia.errors import Conflict
from intarsia.sessions import express
from intarsia.sessions.stores import open_store
from intarsia.sessions.stores.base import LIVES_AFTER_DEATH, Record, RecordStore, StoreAway
from intarsia.sessions.stores.mongo import MongoStore
from intarsia.sessions.stores.mongo_turns import LONGEST_TURN
from tests.conftest import FakeClock
from tests.redis_server import RedisServer, redis
from tests.sessions.engines import InMongo, InRedis, Sql

__all__ = ["redis"]  # a fixture
ON = "place"  # which engines a test is about


@pytest.mark.parametrize(ON, ["redis"], indirect=True)
class TestRedis:
    async def test_key_text_and_life(
        self, engine: InRedis, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        life = timedelta(seconds=90, milliseconds=1)
        await store.create(Record(record.id, record.data, clock.now() + life), clock.now())

        kept: Any = await engine.client.get(f"sess:{record.id}")
        assert json.loads(kept) == record.data
        assert await engine.client.ttl(f"sess:{record.id}") == 91

    async def test_touching_is_expire_only(
        self, engine: InRedis, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        before = await engine.text(record.id)

        await store.touch(record.id, clock.now() + timedelta(hours=2), clock.now())

        assert await engine.client.ttl(f"sess:{record.id}") == 7200
        assert await engine.text(record.id) == before

    async def test_saving_leaves_the_life_as_it_is(
        self, engine: InRedis, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())
        await store.touch(record.id, clock.now() + timedelta(hours=2), clock.now())

        await store.save(record, {**record.data, "views": 2}, clock.now())

        assert await engine.client.ttl(f"sess:{record.id}") == 7200

    async def test_tombstone_outlives_the_longest_session(
        self, engine: InRedis, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.destroy(record.id, clock.now())

        assert await engine.client.ttl(f"sess-dead:{record.id}") == LIVES_AFTER_DEATH * 86_400

    async def test_key_of_another_type_is_no_record(
        self, engine: InRedis, store: RecordStore, clock: FakeClock
    ) -> None:
        await engine.client.hset("sess:x", "a", "b")  # type: ignore[misc]

        assert await store.load("x", clock.now()) is None
        assert await store.load_all(["x"], clock.now()) == []

    async def test_key_without_an_end_lives_for_a_day(
        self, engine: InRedis, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await engine.client.set(f"sess:{record.id}", express.dump(record.data))

        held = await store.load(record.id, clock.now())

        assert held is not None
        assert held.expires == clock.now() + timedelta(days=1)


@pytest.mark.parametrize(ON, ["mongodb"], indirect=True)
class TestMongo:
    async def test_document(
        self, engine: InMongo, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())

        kept = await engine.sessions.find_one({})
        assert kept == {
            "_id": record.id,
            "session": express.dump(record.data),
            "expires": record.expires,
        }

    async def test_sub_document_is_read_and_stays_one(
        self, engine: InMongo, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        ends = datetime(2026, 11, 21, 13, 0, 0, 201000, tzinfo=UTC)
        cookie = {"originalMaxAge": 1_800_000, "expires": ends, "path": "/"}
        session = {"cookie": cookie, "views": 1}
        await engine.sessions.insert_one({"_id": "x", "session": session, "expires": ends})

        held = await store.load("x", clock.now())
        assert held is not None
        assert held.data["cookie"]["expires"] == "2026-11-21T13:00:00.201Z"
        await store.save(held, {**held.data, "views": 2}, clock.now())

        kept = await engine.sessions.find_one({"_id": "x"})
        assert kept is not None
        assert kept["session"]["views"] == 2

    @pytest.mark.parametrize("is_ours", [True, False])
    async def test_turn_that_a_dead_writer_left_is_taken(
        self, engine: InMongo, store: MongoStore, record: Record, clock: FakeClock, is_ours: bool
    ) -> None:
        """On servers that need turns; ours at once, another process's after ten seconds."""
        store.turns.needed = True
        await store.create(record, clock.now())
        owner = store.turns.owner if is_ours else "another"
        until = clock.now() + LONGEST_TURN
        await store.turns.turns.insert_one({"_id": record.id, "owner": owner, "until": until})
        if not is_ours:
            with pytest.raises(Conflict):
                await store.save(record, {**record.data, "views": 2}, clock.now())
            clock.advance(seconds=10)

        assert await store.save(record, {**record.data, "views": 2}, clock.now()) is not None

        assert await store.turns.turns.find_one({}) is None

    async def test_ends_are_indexed(self, engine: InMongo, store: RecordStore) -> None:
        await store.prepare()

        indexes = await engine.sessions.index_information()
        assert "expires_1" in indexes


class TestSql:
    @pytest.mark.parametrize(ON, ["sqlite", "postgresql", "connect-pg-simple"], indirect=True)
    async def test_row_looks_as_the_package_writes_it(
        self, engine: Sql, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        await store.create(record, clock.now())

        query = text(f'SELECT * FROM "{engine.form.table.name}"')  # noqa: S608
        async with engine.engine.connect() as connection:
            row = dict((await connection.execute(query)).mappings().one())
        if engine.name == "connect-pg-simple":
            assert list(row) == ["sid", "sess", "expire"]
        else:
            assert list(row) == ["sid", "expires", "data", "createdAt", "updatedAt"]
        if engine.name == "sqlite":
            assert row["expires"] == "2026-11-21 12:30:00.000 +00:00"

    @pytest.mark.parametrize(ON, ["connect-pg-simple"], indirect=True)
    async def test_end_is_in_the_zone_of_the_connection(
        self, engine: Sql, store: RecordStore, record: Record, clock: FakeClock
    ) -> None:
        """As connect-pg-simple does, which has the server cast."""
        name = engine.url.rpartition("/")[2]
        async with engine.engine.begin() as connection:
            await connection.execute(text(f"ALTER DATABASE {name} SET timezone TO 'Asia/Tokyo'"))
        await engine.engine.dispose()
        async with open_store(engine.url, "connect-pg-simple") as elsewhere:
            await elsewhere.create(record, clock.now())
            held = await elsewhere.load(record.id, clock.now())

        assert held is not None
        assert held.expires == record.expires
        async with engine.engine.connect() as connection:
            kept = await connection.scalar(text("SELECT expire FROM session"))
        assert kept == datetime(2026, 11, 21, 21, 30)


class TestHanging:
    async def test_redis_that_answers_nothing_is_away(
        self, redis: RedisServer, clock: FakeClock
    ) -> None:
        async with open_store(redis.url) as store:
            assert await store.load("x", clock.now()) is None
            redis.pause()
            try:
                with pytest.raises(StoreAway):
                    await store.load("x", clock.now())
            finally:
                redis.resume()
            assert await store.load("x", clock.now()) is None


class TestUrl:
    @pytest.mark.parametrize(
        ("url", "form"),
        [("mysql://x/y", "sequelize"), ("", "sequelize"), ("sqlite:///x.db", "connect-pg-simple")],
    )
    def test_what_no_engine_knows_is_refused(self, url: str, form: str) -> None:
        with pytest.raises(ValueError, match=r"begins with|needs PostgreSQL"):
            open_store(url, form)
