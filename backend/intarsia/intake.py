"""Taking in what need not wait for the database: browsers' reports, and refreshes for the trail.

Reports are collected in memory, bounded, and written once a second in one transaction, so that a
page's telemetry never waits for the database and a burst costs one commit. Accepted means 202: what
the last second brought is lost when a process is killed, and written when it stops in order.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.background import repeating
from intarsia.database import Sessions
from intarsia.errors import Unavailable

WRITE_SECONDS = 1.0
HELD = 10_000  # reports in memory; more are refused

Sink = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]

log = structlog.get_logger(__name__)


@dataclass
class Intake:
    """Reports waiting to be written, each for the sink that knows its table."""

    writers: Sessions
    waiting: list[tuple[Sink, Any]] = field(default_factory=list)

    def offer(self, sink: Sink, reports: Sequence[Any]) -> None:
        """Accept reports, or raise Unavailable when too many wait."""
        if len(self.waiting) + len(reports) > HELD:
            raise Unavailable("Too many reports at once.", code="intake_full", retry_after=5)
        self.waiting += [(sink, report) for report in reports]

    async def write(self) -> None:
        """Write what waits; it waits on while the database is away."""
        if not self.waiting:
            return
        taken, self.waiting = self.waiting, []
        try:
            async with self.writers.begin() as session:
                for sink in dict.fromkeys(sink for sink, _ in taken):
                    await sink(session, [report for its, report in taken if its is sink])
        except (DataError, IntegrityError):
            log.exception("intake.refused", reports=len(taken))  # it would be refused for ever
        except (SQLAlchemyError, OSError) as error:
            log.warning("intake.not_written", error=type(error).__name__)
            self.waiting = (taken + self.waiting)[:HELD]


@contextlib.asynccontextmanager
async def writing(intake: Intake) -> AsyncIterator[Intake]:
    """Write in the background until the block ends, then what is left."""
    try:
        async with repeating("intake", intake.write, WRITE_SECONDS):
            yield intake
    finally:
        await intake.write()
