"""Each engine for session records, with what a test must do behind the store's back."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from redis.asyncio import Redis
from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import open_engine
from intarsia.sessions.stores import open_store
from intarsia.sessions.stores.base import RecordStore
from intarsia.sessions.stores.sql_forms import FORMS, Form
from tests.conftest import FakeClock, postgres_database, postgres_server
from tests.mongo_server import mongo_database

NAMES = ("sqlite", "postgresql", "connect-pg-simple", "redis", "mongodb")


class Engine(Protocol):
    """An engine as other writers see it."""

    name: str
    url: str
    store: RecordStore
    clock: FakeClock

    async def text(self, record_id: str) -> str | None:
        """What is kept under an id, live or not."""
        ...

    async def plant(self, record_id: str, text: str, expires: datetime) -> None:
        """Write what another writer would, well-formed or not."""
        ...

    async def passes(self, **delta: float) -> None:
        """Let time go by, for the clock and for the engine."""
        ...

    async def break_it(self) -> None:
        """Have it refuse whatever is asked."""
        ...


@dataclass
class Sql:
    name: str
    url: str
    store: RecordStore
    clock: FakeClock
    engine: AsyncEngine

    @property
    def form(self) -> Form:
        return FORMS[form_of(self.name)]

    async def text(self, record_id: str) -> str | None:
        async with self.engine.connect() as connection:
            found: str | None = await connection.scalar(
                select(self.form.text).where(self.form.sid == record_id)
            )
        return found

    async def plant(self, record_id: str, text: str, expires: datetime) -> None:
        form, now = self.form, self.clock.now()
        times = dict.fromkeys((*form.new, *form.changed), now)
        values = {form.sid.name: record_id, form.written: text, form.expires.name: expires}
        async with self.engine.begin() as connection:
            await connection.execute(delete(form.table).where(form.sid == record_id))
            await connection.execute(insert(form.table).values({**values, **times}))

    async def passes(self, **delta: float) -> None:
        self.clock.advance(**delta)

    async def break_it(self) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(f'ALTER TABLE "{self.form.table.name}" RENAME TO "Lost"'))


@dataclass
class InRedis:
    name: str
    url: str
    store: RecordStore
    clock: FakeClock
    client: Redis

    async def text(self, record_id: str) -> str | None:
        found = await self.client.get(f"sess:{record_id}")
        return None if found is None else found.decode()

    async def plant(self, record_id: str, text: str, expires: datetime) -> None:
        life = expires - self.clock.now()
        await self.client.set(f"sess:{record_id}", text, ex=life)

    async def passes(self, **delta: float) -> None:
        """Redis counts by its own clock; to it, time goes by as every life becomes shorter."""
        self.clock.advance(**delta)
        gone = timedelta(**delta) // timedelta(milliseconds=1)
        async for key in self.client.scan_iter("*"):
            await self.client.pexpire(key, await self.client.pttl(key) - gone)

    async def break_it(self) -> None:
        """Refuse all that a store sends, and every new connection."""
        await self.client.acl_setuser("default", categories=["-@all"], commands=["+acl"])


@dataclass
class InMongo:
    name: str
    url: str
    store: RecordStore
    clock: FakeClock
    client: AsyncMongoClient[dict[str, Any]]

    @property
    def sessions(self) -> AsyncCollection[dict[str, Any]]:
        return self.client.get_default_database()["sessions"]

    async def text(self, record_id: str) -> str | None:
        found = await self.sessions.find_one({"_id": record_id})
        return None if found is None else found["session"]

    async def plant(self, record_id: str, text: str, expires: datetime) -> None:
        values = {"session": text, "expires": expires}
        await self.sessions.update_one({"_id": record_id}, {"$set": values}, upsert=True)

    async def passes(self, **delta: float) -> None:
        self.clock.advance(**delta)

    async def break_it(self) -> None:
        """Close what the store speaks through."""
        sessions: Any = self.store
        await sessions.sessions.database.client.close()


@contextlib.contextmanager
def place(request: pytest.FixtureRequest, name: str) -> Iterator[str]:
    """The URL of an engine with nothing in it."""
    if name == "redis":
        yield request.getfixturevalue("session_redis").url
    elif name == "mongodb":
        with mongo_database() as url:
            yield url
    elif name == "sqlite":
        file = request.getfixturevalue("tmp_path") / "intarsia.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite+aiosqlite:///{file}"
    else:
        postgres_server()
        with postgres_database(request.getfixturevalue("postgres_template")) as url:
            yield url


@contextlib.asynccontextmanager
async def running(name: str, url: str, clock: FakeClock) -> AsyncIterator[Engine]:
    """An engine's store, and a second way to what it keeps."""
    kinds = {"redis": in_redis, "mongodb": in_mongo}
    async with open_store(url, form_of(name)) as store:
        await store.prepare()
        async with kinds.get(name, in_sql)(name, url, store, clock) as engine:
            yield engine


@contextlib.asynccontextmanager
async def in_redis(
    name: str, url: str, store: RecordStore, clock: FakeClock
) -> AsyncIterator[Engine]:
    async with Redis.from_url(url) as client:
        await client.flushall()
        yield InRedis(name, url, store, clock, client)
        await client.acl_setuser("default", enabled=True, nopass=True, categories=["+@all"])


@contextlib.asynccontextmanager
async def in_mongo(
    name: str, url: str, store: RecordStore, clock: FakeClock
) -> AsyncIterator[Engine]:
    async with AsyncMongoClient[dict[str, Any]](url, tz_aware=True) as client:
        yield InMongo(name, url, store, clock, client)


@contextlib.asynccontextmanager
async def in_sql(
    name: str, url: str, store: RecordStore, clock: FakeClock
) -> AsyncIterator[Engine]:
    engine = open_engine(url)
    yield Sql(name, url, store, clock, engine)
    await engine.dispose()


def form_of(name: str) -> str:
    """The setting that an engine of the list stands for."""
    return name if name == "connect-pg-simple" else "sequelize"
