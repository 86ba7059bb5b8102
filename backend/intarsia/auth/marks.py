"""Which sign-ins were seen in use, collected here and written once a second, outside requests."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intarsia.auth import store
from intarsia.auth.tokens import Claims
from intarsia.background import repeating
from intarsia.database import Sessions

FLUSH_SECONDS = 1.0
REPEAT_AFTER = timedelta(seconds=30)  # a mark a second per user would only cost writes

Seen = tuple[str, int]  # sign-in and generation

log = structlog.get_logger(__name__)


@dataclass
class SeenMarks:
    """Marks waiting to be written, and those that need no repeating for a while.

    What may yet confirm a generation is written every second: any use of it may be the first that
    comes a minute after the rotation.
    """

    writers: Sessions
    waiting: dict[Seen, datetime] = field(default_factory=dict)
    settled: dict[Seen, datetime] = field(default_factory=dict)

    def see(self, claims: Claims, now: datetime) -> None:
        """Note that an access token was used."""
        key = (claims.sid, claims.gen)
        last = self.settled.get(key)
        if last is None or abs(now - last) >= REPEAT_AFTER:  # before it: the clock was set back
            self.waiting[key] = max(now, self.waiting.get(key, now))

    async def flush(self) -> None:
        """Write what waits; what can't be written waits on."""
        if not self.waiting:
            return
        seen, self.waiting = self.waiting, {}
        marks = [store.Mark(sid, gen, at) for (sid, gen), at in seen.items()]
        try:
            async with self.writers.begin() as session:
                settled = await store.mark_seen(session, marks)
        except (SQLAlchemyError, OSError) as error:
            log.warning("marks.not_written", error=type(error).__name__)
            self.waiting = seen | self.waiting
            return
        self.settled |= {key: at for key, at in seen.items() if settled.get(key[0], -1) >= key[1]}
        self._forget(max(seen.values()))

    def _forget(self, now: datetime) -> None:
        self.settled = {key: at for key, at in self.settled.items() if abs(now - at) < REPEAT_AFTER}


class Collected(Protocol):
    """What is collected during requests and written outside them."""

    async def flush(self) -> None:
        """Write what waits."""
        ...


@contextlib.asynccontextmanager
async def flushing(marks: Collected) -> AsyncIterator[None]:
    """Write marks in the background until the block ends, then what is left."""

    try:
        async with repeating("seen-marks", marks.flush, FLUSH_SECONDS):
            yield
    finally:
        await marks.flush()
