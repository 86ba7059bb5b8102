"""Hints that the change feed has something new, so that a change need not wait for the next read.

They only say *look now*: the read that comes twice a second anyway stays the truth, and a hint that
is late, lost or mistaken does no harm.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NoReturn

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.changes import NOTIFIED

LOOK_SECONDS = 0.1  # three microseconds each, and the waking of the process
RETRY_SECONDS = 5.0

Wake = Callable[[], None]

log = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def hinting(engine: AsyncEngine, wake: Wake) -> AsyncIterator[None]:
    """Call `wake` soon after other processes' commits, until the block ends."""
    watching = asyncio.create_task(keep_watching(engine, wake), name="change-hints")
    try:
        yield
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def keep_watching(engine: AsyncEngine, wake: Wake) -> NoReturn:
    """Watch for ever; what was lost is taken up again after a while."""
    watch = WATCHES[engine.dialect.name]
    while True:
        try:
            await watch(engine, wake)
        except Exception as error:  # of a driver or of the network: the feed goes on without
            log.debug("hints.lost", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)


async def listen(engine: AsyncEngine, wake: Wake) -> None:
    """Have PostgreSQL call at each commit that recorded a change; return when it hangs up."""
    lost = asyncio.Event()
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(NOTIFIED, lambda *_: wake())
            await lost.wait()
        finally:
            await connection.invalidate()  # one that listens must not be handed to anybody else


async def compare(engine: AsyncEngine, wake: Wake) -> None:
    """Ask SQLite for the version of the file, which each commit of another connection changes.

    The connection is idle otherwise, and the driver's own: the answer is in shared memory, so that
    no thread is worth its while.
    """
    with contextlib.closing(sqlite3.connect(str(engine.url.database), timeout=0)) as idle:
        seen = version_of(idle)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if (version := version_of(idle)) != seen:
                seen = version
                wake()


def version_of(connection: sqlite3.Connection) -> int:
    """Return a number that differs when another connection has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


WATCHES: dict[str, Callable[[AsyncEngine, Wake], Awaitable[None]]] = {
    "postgresql": listen,
    "sqlite": compare,
}
