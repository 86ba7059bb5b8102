"""Turns of writers, for servers of MongoDB's protocol whose updates are not atomic.

FerretDB 1 finds a document and overwrites it in two steps, so of two updates with the same
condition both succeed, and one is lost. What it does at once is inserting under a unique id:
there, who writes a record inserts its turn first. Writers of one process queue up for it, so that
only processes compete. MongoDB itself needs none of this.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError, PyMongoError

from intarsia.sessions.stores.base import races, reaching

FERRETDB_1 = "ferretdbVersion"  # in its `buildInfo`; version 2, whose updates are atomic, has none
LONGEST_TURN = timedelta(seconds=10)  # then its writer has died, and others go on


@dataclass
class Turns:
    """Lets one writer at a time have a record, where the server needs that."""

    turns: AsyncCollection[dict[str, Any]]
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)  # this process
    needed: bool | None = field(default=None, init=False)
    queues: WeakValueDictionary[str, asyncio.Lock] = field(
        default_factory=WeakValueDictionary, init=False
    )

    @contextlib.asynccontextmanager
    async def turn(self, record_id: str, now: datetime) -> AsyncIterator[None]:
        """Hold a record's turn; raise Conflict when others never let it go."""
        if not await self.is_needed():
            yield
            return
        async with self.queues.setdefault(record_id, asyncio.Lock()):
            async for _ in races():
                if await self.taken(record_id, now):
                    break
            try:
                yield
            finally:
                async with reaching(PyMongoError):
                    await self.turns.delete_one({"_id": record_id})

    async def is_needed(self) -> bool:
        """Ask the server once what it is."""
        if self.needed is None:
            async with reaching(PyMongoError):
                about = await self.turns.database.command("buildInfo")
            self.needed = FERRETDB_1 in about
        return self.needed

    async def taken(self, record_id: str, now: datetime) -> bool:
        """Insert the turn; a dead writer's is removed, for the next try.

        One of this process, which is in the queue's first place, was left when the server died.
        """
        turn = {"_id": record_id, "owner": self.owner, "until": now + LONGEST_TURN}
        left = {"$or": [{"owner": self.owner}, {"until": {"$lte": now}}]}
        async with reaching(PyMongoError):
            try:
                await self.turns.insert_one(turn)
            except DuplicateKeyError:
                await self.turns.delete_one({"_id": record_id, **left})
                return False
        return True
