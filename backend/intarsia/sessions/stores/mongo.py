"""Session records in MongoDB, in the form of the npm package connect-mongo.

A document is `{_id, session: "<JSON text>", expires}`; with connect-mongo's `stringify: false` the
session is a sub-document, and stays one. What has expired is never returned, whether or not the
server has removed it. Tombstones are in a collection of their own, which Express never sees.
"""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure, PyMongoError

from intarsia.sessions import express
from intarsia.sessions.stores.base import (
    LIVES_AFTER_DEATH,
    Edit,
    Record,
    races,
    reaching,
    read,
    saving,
)
from intarsia.sessions.stores.mongo_turns import Turns

PATIENCE_MS = 3000  # for an answer, finding the server included
THERE_ALREADY = (85, 86)  # an index of this name, made with other options
DATABASE = "test"  # what every driver of MongoDB takes where the URL names none

Document = dict[str, Any]


@dataclass(frozen=True)
class MongoStore:
    """Keeps records where connect-mongo does."""

    sessions: AsyncCollection[Document]
    tombstones: AsyncCollection[Document]
    turns: Turns

    async def prepare(self) -> None:
        """Have the server remove what has expired, where it can; connect-mongo does the same."""
        async with reaching(PyMongoError):
            await index_ends(self.sessions, "expires")
            await index_ends(self.tombstones, "until")

    async def create(self, record: Record, now: datetime) -> bool:
        """See the contract."""
        text = express.dump(record.data)
        async with reaching(PyMongoError):
            try:
                await self.sessions.insert_one(
                    {"_id": record.id, "session": text, "expires": record.expires}
                )
            except DuplicateKeyError:
                return False
            if await self.is_dead(record.id):
                await self.sessions.delete_one({"_id": record.id})
                return False
        return True

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """See the contract."""
        _, record = await self.hold(record_id, now)
        return record

    async def load_all(self, record_ids: Sequence[str], now: datetime) -> list[Record]:
        """See the contract."""
        among = {"_id": {"$in": list(record_ids)}}
        async with reaching(PyMongoError):
            rows = await self.sessions.find(among).sort("_id").to_list()
            dead = {row["_id"] for row in await self.tombstones.find(among).to_list()}
        records = [understood(row, now) for row in rows if row["_id"] not in dead]
        return [record for record in records if record is not None]

    async def save(self, loaded: Record, data: Mapping[str, Any], now: datetime) -> Record | None:
        """See the contract."""
        return await self.change(loaded.id, saving(loaded, data), now)

    async def change(self, record_id: str, edit: Edit, now: datetime) -> Record | None:
        """See the contract."""
        async for _ in races():
            async with self.turns.turn(record_id, now):
                row, held = await self.hold(record_id, now)
                if held is None:
                    return None
                result = edit(held.data)
                if await self.swap(row, express.dump(result)):
                    return Record(record_id, result, held.expires)
        return None

    async def touch(self, record_id: str, expires: datetime, now: datetime) -> bool:
        """See the contract."""
        live = {"_id": record_id, "expires": {"$gt": now}}
        async with reaching(PyMongoError), self.turns.turn(record_id, now):
            done = await self.sessions.update_one(live, {"$set": {"expires": expires}})
            return done.matched_count == 1 and not await self.is_dead(record_id)

    async def destroy(self, record_id: str, now: datetime) -> None:
        """See the contract; the tombstone first, so that nobody sees neither."""
        until = now + timedelta(days=LIVES_AFTER_DEATH)
        async with reaching(PyMongoError):
            with contextlib.suppress(DuplicateKeyError):  # it was destroyed before
                await self.tombstones.insert_one({"_id": record_id, "until": until})
            await self.sessions.delete_one({"_id": record_id})

    async def sweep(self, now: datetime) -> None:
        """See the contract; for servers that don't remove by themselves what has expired."""
        async with reaching(PyMongoError):
            await self.sessions.delete_many({"expires": {"$lte": now}})
            await self.tombstones.delete_many({"until": {"$lte": now}})

    async def hold(self, record_id: str, now: datetime) -> tuple[Document, Record | None]:
        """Return a live record, and the document that it was read from."""
        async with reaching(PyMongoError):
            row = await self.sessions.find_one({"_id": record_id})
            is_dead = row is not None and await self.is_dead(record_id)
        if row is None:
            return {}, None
        if is_dead:
            await self.destroy(record_id, now)
            return {}, None
        return row, understood(row, now)

    async def swap(self, row: Document, text: str) -> bool:
        """Write a record's text unless somebody was faster."""
        before = row["session"]
        after = text if isinstance(before, str) else json.loads(text)
        async with reaching(PyMongoError):
            done = await self.sessions.update_one(
                {"_id": row["_id"], "session": before}, {"$set": {"session": after}}
            )
        return done.matched_count == 1

    async def is_dead(self, record_id: str) -> bool:
        """Whether a record was destroyed."""
        return await self.tombstones.find_one({"_id": record_id}) is not None


async def index_ends(collection: AsyncCollection[Document], field: str) -> None:
    """Index a collection by when its documents end, and have the server remove those if it can."""
    try:
        await collection.create_index([(field, ASCENDING)], expireAfterSeconds=0)
    except OperationFailure as error:
        if error.code in THERE_ALREADY:
            return
        await collection.create_index([(field, ASCENDING)])


def understood(row: Document, now: datetime) -> Record | None:
    """Return what a document says as a record."""
    session, expires = row.get("session"), row.get("expires")
    if isinstance(session, Mapping):
        session = json.dumps(session, default=plain)
    is_ours = isinstance(session, str) and isinstance(expires, datetime)
    return read(row["_id"], session, expires, now) if is_ours else None


def plain(value: object) -> str:
    """Return what is no JSON as express-session would write it."""
    return express.iso_ms(value) if isinstance(value, datetime) else str(value)


@contextlib.asynccontextmanager
async def open_mongo_store(url: str) -> AsyncIterator[MongoStore]:
    """Connect in the background; what was acknowledged is in the server's journal."""
    client: AsyncMongoClient[Document] = AsyncMongoClient(
        url, tz_aware=True, journal=True, timeoutMS=PATIENCE_MS, connectTimeoutMS=PATIENCE_MS
    )
    try:
        database: AsyncDatabase[Document] = client.get_default_database(DATABASE)
        turns = Turns(database["session_turns"])
        yield MongoStore(database["sessions"], database["session_tombstones"], turns)
    finally:
        await client.close()
