"""How often a caller may call: counted in Redis where there is one, else in this process.

A Redis that is away limits nobody out: counting goes on in memory, and Redis is asked again every
few seconds. docs/limits.md lists the budgets.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import structlog
from limits import RateLimitItem
from limits.aio.storage import RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter

from intarsia.clock import Clock, SystemClock
from intarsia.counters import Counters
from intarsia.errors import RateLimited

ASK_SECONDS = 0.5
AGAIN_SECONDS = 5.0

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Tally:
    """Budgets counted in one place."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage = storage
        self.limiter = FixedWindowRateLimiter(storage)
        driver = storage.base_exceptions
        self.failures: tuple[type[Exception], ...] = (
            *(driver if isinstance(driver, tuple) else (driver,)),
            OSError,
        )
        self.clock = clock  # that of the storage: window ends are told in its time

    async def hit(self, item: RateLimitItem, key: tuple[str, ...]) -> int | None:
        """Count; None when it was within the budget, else the seconds to wait."""
        if await self.limiter.hit(item, *key):
            return None
        return await self.wait(item, key)

    async def test(self, item: RateLimitItem, key: tuple[str, ...]) -> int | None:
        """Return the same without counting."""
        if await self.limiter.test(item, *key):
            return None
        return await self.wait(item, key)

    async def wait(self, item: RateLimitItem, key: tuple[str, ...]) -> int:
        """Return whole seconds until the window ends, at least one."""
        ends = await self.storage.get_expiry(item.key_for(*key))
        return max(1, int(ends - self.clock.now().timestamp()) + 1)


class Rates:
    """Takes calls from budgets; raises RateLimited when one is spent."""

    def __init__(self, local: Tally, shared: Tally | None = None, *, enabled: bool = True) -> None:
        self.local = local
        self.shared = shared
        self.enabled = enabled
        self.away_until: float | None = None

    async def take(self, item: RateLimitItem, *key: str) -> None:
        """Count a call, or raise RateLimited."""
        refuse(await self.ask(lambda tally: tally.hit(item, key), None))

    async def check(self, item: RateLimitItem, *key: str) -> None:
        """Raise RateLimited where nothing is left; counts nothing."""
        refuse(await self.ask(lambda tally: tally.test(item, key), None))

    async def count(self, item: RateLimitItem, *key: str) -> None:
        """Count what has happened already."""
        await self.ask(lambda tally: tally.limiter.hit(item, *key), False)

    async def forgive(self, item: RateLimitItem, *key: str) -> None:
        """Count from nothing again."""
        await self.ask(lambda tally: tally.limiter.clear(item, *key), None)

    async def ask(self, question: Callable[[Tally], Awaitable[T]], unlimited: T) -> T:
        """Ask Redis, or memory while Redis is away."""
        if not self.enabled:
            return unlimited
        if self.shared is not None and self.may_be_there():
            try:
                async with asyncio.timeout(ASK_SECONDS):
                    answer = await question(self.shared)
            except self.shared.failures as error:
                self.note_away(error)
            else:
                self.note_there()
                return answer
        return await question(self.local)

    def may_be_there(self) -> bool:
        """Whether Redis answered last time; if it did not, one caller at a time finds out again."""
        if self.away_until is None:
            return True
        now = asyncio.get_running_loop().time()
        if now < self.away_until:
            return False
        self.away_until = now + AGAIN_SECONDS
        return True

    def note_away(self, error: Exception) -> None:
        """Say once that Redis is away."""
        if self.away_until is None:
            log.warning("rates.redis_away", error=type(error).__name__)
        self.away_until = asyncio.get_running_loop().time() + AGAIN_SECONDS

    def note_there(self) -> None:
        """Say that Redis is back, if it was away."""
        if self.away_until is not None:
            log.info("rates.redis_back")
        self.away_until = None


def refuse(wait: int | None) -> None:
    """Raise RateLimited where there is something to wait for."""
    if wait is not None:
        raise RateLimited("Too many calls. Slow down.", retry_after=wait)


@contextlib.asynccontextmanager
async def open_rates(clock: Clock, redis_url: str, *, enabled: bool) -> AsyncIterator[Rates]:
    """Count in memory, and in Redis where an address is given, until the block ends."""
    local = Tally(Counters(clock), clock)
    if not redis_url:
        yield Rates(local, enabled=enabled)
        return
    async with open_redis(redis_url) as storage:
        yield Rates(local, Tally(storage, SystemClock()), enabled=enabled)


@contextlib.asynccontextmanager
async def open_redis(url: str) -> AsyncIterator[Storage]:
    """Connect when first asked; one retry, for a connection that has lain idle too long."""
    from redis.asyncio import ConnectionPool  # here: a driver is loaded only where it is used
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    pool = ConnectionPool.from_url(url, retry=Retry(NoBackoff(), 1))
    options: dict[str, Any] = {"connection_pool": pool}  # handed on to the driver
    try:
        yield RedisStorage(
            f"async+{url}", implementation="redispy", key_prefix="intarsia", **options
        )
    finally:
        await pool.disconnect()
