"""Session records in Redis, in the form of the npm package connect-redis.

`sess:<id>` holds the JSON text, and Redis' own expiry is the truth about its life: touching changes
nothing else, so the `expires` in the text may be old. Redis forgets by itself; there is no sweep.
Each script and condition concerns one key, and a tombstone is written before its record is
removed: whatever happens in between, a reader that sees the record sees the tombstone, too.
"""

import contextlib
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError

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
from intarsia.sessions.stores.together import Together

PATIENCE_SECONDS = 1.0  # for a connection or an answer
TRIES_AGAIN = 2  # after a connection that broke; every command here may be repeated
IDLE_SECONDS = 15  # then a connection is tried before it is used
NO_END = -1
CEASELESS = timedelta(days=1)  # the life of a record without an end, as connect-redis has it

# Compare-and-set of one key; its expiry stays. KEYS[1] the record, ARGV[1] before, ARGV[2] after.
SWAP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
"""


class RedisStore:
    """Keeps records where connect-redis does."""

    def __init__(self, client: Redis) -> None:
        self.client = client
        self.reads = Together(self.fetch)

    async def prepare(self) -> None:
        """Redis needs nothing."""

    async def create(self, record: Record, now: datetime) -> bool:
        """See the contract."""
        text, life = express.dump(record.data), seconds(record.expires - now)
        if life <= 0:
            return False
        async with reaching(RedisError), self.client.pipeline() as pipe:
            pipe.set(key(record.id), text, ex=life, nx=True)
            pipe.exists(tombstone(record.id))
            is_new, is_dead = await pipe.execute()
            if is_new and is_dead:
                await self.client.delete(key(record.id))
        return bool(is_new and not is_dead)

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """See the contract."""
        _, record = await self.hold(record_id, now)
        return record

    async def load_all(self, record_ids: Sequence[str], now: datetime) -> list[Record]:
        """See the contract."""
        found = await self.fetch(sorted(record_ids))
        records = [understood(record_id, kept, now) for record_id, kept in found.items()]
        return [record for record in records if record is not None]

    async def save(self, loaded: Record, data: Mapping[str, Any], now: datetime) -> Record | None:
        """See the contract."""
        return await self.change(loaded.id, saving(loaded, data), now)

    async def change(self, record_id: str, edit: Edit, now: datetime) -> Record | None:
        """See the contract."""
        async for _ in races():
            before, held = await self.hold(record_id, now)
            if held is None:
                return None
            result = edit(held.data)
            if await self.swap(record_id, before, express.dump(result)):
                return Record(record_id, result, held.expires)
        return None

    async def touch(self, record_id: str, expires: datetime, now: datetime) -> bool:
        """See the contract."""
        async with reaching(RedisError), self.client.pipeline(transaction=False) as pipe:
            pipe.expire(key(record_id), seconds(expires - now))
            pipe.exists(tombstone(record_id))
            is_there, is_dead = await pipe.execute()
        return bool(is_there and not is_dead)

    async def destroy(self, record_id: str, now: datetime) -> None:
        """See the contract."""
        async with reaching(RedisError), self.client.pipeline() as pipe:
            pipe.set(tombstone(record_id), "", ex=timedelta(days=LIVES_AFTER_DEATH))
            pipe.delete(key(record_id))
            await pipe.execute()

    async def sweep(self, now: datetime) -> None:
        """Redis forgets by itself."""

    async def hold(self, record_id: str, now: datetime) -> tuple[bytes, Record | None]:
        """Return a live record, and the bytes that it was read from."""
        kept = await self.reads.get(record_id)
        if kept.is_dead and kept.text:
            await self.destroy(record_id, now)
        return kept.text, understood(record_id, kept, now)

    async def fetch(self, record_ids: Sequence[str]) -> dict[str, "Kept"]:
        """Ask for some records in one go."""
        async with reaching(RedisError), self.client.pipeline(transaction=False) as pipe:
            for record_id in record_ids:
                pipe.mget(key(record_id), tombstone(record_id))
                pipe.pttl(key(record_id))
            found = await pipe.execute()
        pairs = zip(record_ids, found[::2], found[1::2], strict=True)
        return {
            record_id: Kept(text or b"", life_ms, is_dead is not None)
            for record_id, (text, is_dead), life_ms in pairs
        }

    async def swap(self, record_id: str, before: bytes, after: str) -> bool:
        """Write a record's text unless somebody was faster."""
        async with reaching(RedisError), self.client.pipeline(transaction=False) as pipe:
            pipe.eval(SWAP, 1, key(record_id), before, after)
            (is_swapped,) = await pipe.execute()
        return bool(is_swapped)


@dataclass(frozen=True, slots=True)
class Kept:
    """What Redis answers; a key of another type holds no text."""

    text: bytes
    life_ms: int  # NO_END where it has none
    is_dead: bool


def understood(record_id: str, kept: Kept, now: datetime) -> Record | None:
    """Return what is kept as a record."""
    if kept.is_dead or not kept.text:
        return None
    life = CEASELESS if kept.life_ms == NO_END else timedelta(milliseconds=kept.life_ms)
    return read(record_id, kept.text.decode(errors="replace"), now + life, now)


def key(record_id: str) -> str:
    """Return where connect-redis keeps a record."""
    return f"sess:{record_id}"


def tombstone(record_id: str) -> str:
    """Return what says that a record was destroyed."""
    return f"sess-dead:{record_id}"


def seconds(life: timedelta) -> int:
    """Return whole seconds, the begun one included."""
    return math.ceil(life.total_seconds())


@contextlib.asynccontextmanager
async def open_redis_store(url: str) -> AsyncIterator[RedisStore]:
    """Connect when first asked, and again whenever a connection has broken."""
    client = Redis.from_url(
        url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        health_check_interval=IDLE_SECONDS,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.05), TRIES_AGAIN),
    )
    try:
        yield RedisStore(client)
    finally:
        await client.aclose()
