"""Sessions as the `/user` routes have them: a hash in Redis that describes its user.

`session:<uuid4>` holds `id name email createdAt updatedAt` for services that read it themselves.
To us it is no authority: the sign-in that names it is (docs/sessions.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from intarsia.sessions.stores.base import LIVES_AFTER_DEATH, Record, reaching
from intarsia.sessions.stores.redis import CEASELESS, NO_END, seconds, tombstone
from intarsia.sessions.user_session import FIELDS, Whose


@dataclass(frozen=True)
class UserHashes:
    """Keeps the hashes; `whose` describes the user of a session, None once it is over.

    Every method raises StoreAway when Redis can't be reached.
    """

    client: Redis
    whose: Whose

    async def create(self, record: Record, now: datetime) -> bool:
        """Write a session's hash; False when it is over already. May be repeated."""
        user = await self.whose(record.id, now)
        if user is None:
            return False
        async with reaching(RedisError), self.client.pipeline() as pipe:
            pipe.hset(key(record.id), mapping=dict(user))
            pipe.expire(key(record.id), seconds(record.expires - now))
            pipe.exists(tombstone(record.id))
            *_, is_dead = await pipe.execute()
            if is_dead:
                await self.client.delete(key(record.id))
        return not is_dead

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """Return what a live hash says; one that was brought back is destroyed again."""
        async with reaching(RedisError), self.client.pipeline(transaction=False) as pipe:
            pipe.hmget(key(record_id), list(FIELDS))
            pipe.pttl(key(record_id))
            pipe.exists(tombstone(record_id))
            found, life_ms, is_dead = map(answered, await pipe.execute(raise_on_error=False))
        if not any(found):
            return None
        if is_dead:
            await self.destroy(record_id, now)
            return None
        life = CEASELESS if life_ms == NO_END else timedelta(milliseconds=life_ms)
        texts = (None if each is None else each.decode(errors="replace") for each in found)
        return Record(record_id, dict(zip(FIELDS, texts, strict=True)), now + life)

    async def destroy(self, record_id: str, now: datetime) -> None:
        """Remove a hash and leave a tombstone. May be repeated."""
        async with reaching(RedisError), self.client.pipeline() as pipe:
            pipe.set(tombstone(record_id), "", ex=timedelta(days=LIVES_AFTER_DEATH))
            pipe.delete(key(record_id))
            await pipe.execute()


def answered(answer: Any) -> Any:  # noqa: ANN401 (whatever the command answers)
    """Return an answer, raise an error; a key of another type holds no fields."""
    if isinstance(answer, ResponseError) and str(answer).startswith("WRONGTYPE"):
        return []
    if isinstance(answer, Exception):
        raise answer
    return answer


def key(record_id: str) -> str:
    """Return where a session's hash is."""
    return f"session:{record_id}"
