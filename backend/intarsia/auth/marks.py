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

# Sign-in, generation, and whether it is late enough to confirm the generation: such a mark must not
# be left out because there was an early one.
Seen = tuple[str, int, bool]

log = structlog.get_logger(__name__)


@dataclass
class SeenMarks:
    """Marks waiting to be written, and when each sign-in was last marked."""

    writers: Sessions
    waiting: dict[Seen, store.Mark] = field(default_factory=dict)
    marked: dict[Seen, datetime] = field(default_factory=dict)

    def see(self, claims: Claims, now: datetime) -> None:
        """Note that an access token was used."""
        confirms = now.timestamp() - claims.iat >= store.CONFIRM_AFTER.total_seconds()
        key = (claims.sid, claims.gen, confirms)
        last = self.marked.get(key)
        if last is not None and now - last < REPEAT_AFTER:
            return
        self.marked[key] = now
        self.waiting[key] = store.Mark(claims.sid, claims.gen, now)

    async def flush(self) -> None:
        """Write what waits; what can't be written waits on."""
        if not self.waiting:
            return
        marks, self.waiting = self.waiting, {}
        try:
            async with self.writers.begin() as session:
                await store.mark_seen(session, marks.values())
        except (SQLAlchemyError, OSError) as error:
            log.warning("marks.not_written", error=type(error).__name__)
            self.waiting = marks | self.waiting
        self._forget(max(mark.time for mark in marks.values()) - REPEAT_AFTER)

    def _forget(self, before: datetime) -> None:
        for key in [key for key, at in self.marked.items() if at < before]:
            del self.marked[key]


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
