"""This process's hand in background work: claim what is due, do it, say when it is due again."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from intarsia.background import repeating
from intarsia.clock import Clock
from intarsia.database import Sessions
from intarsia.jobs import store
from intarsia.jobs.store import Claimed, Known

LOOK_SECONDS = 5.0
LEASE = timedelta(minutes=5)
DONE_WITHIN = LEASE - timedelta(seconds=30)  # or another process would begin beside it
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 14  # of work that is done once: over four hours

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is due again some time after it was done; doing it twice does no harm."""

    every: timedelta
    work: Callable[[], Awaitable[object]]


Task = Callable[[Mapping[str, Any]], Awaitable[object]]


@dataclass
class Runner:
    """Does what no other process is doing.

    `jobs` come again and again; `tasks` do what a request left behind (`jobs.service.enqueue`).
    """

    writers: Sessions
    readers: Sessions
    clock: Clock
    jobs: dict[str, Job]
    tasks: dict[str, Task] = field(default_factory=dict)
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)
    _turning: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def prepare(self) -> None:
        """Have a row for each job."""
        async with self.writers.begin() as session:
            await store.add_missing(session, list(self.jobs), self.clock.now())

    async def turn(self) -> None:
        """Do everything that is due."""
        async with self._turning:
            while (claimed := await self.claim()) is not None:
                await self.do(claimed)

    async def claim(self) -> Claimed | None:
        """Take one piece of work, None when nothing is due."""
        now, known = self.clock.now(), Known(list(self.jobs), list(self.tasks))
        async with self.readers() as reader:
            if not await store.is_due(reader, now, known):
                return None
        async with self.writers.begin() as session:
            return await store.claim(session, now, known, self.owner, LEASE)

    async def do(self, claimed: Claimed) -> None:
        """Do what was claimed; what fails is tried again, later each time."""
        try:
            async with asyncio.timeout(DONE_WITHIN.total_seconds()):
                await self.work_of(claimed)
        except Exception as error:
            log.exception("job.failed", kind=claimed.kind, attempts=claimed.attempts)
            await self.fail(claimed, repr(error))
            return
        await self.finish(claimed)

    def work_of(self, claimed: Claimed) -> Awaitable[object]:
        """Begin it."""
        if claimed.task is None:
            return self.jobs[claimed.kind].work()
        return self.tasks[claimed.task](claimed.payload)

    async def finish(self, claimed: Claimed) -> None:
        """Say when it is due again; what is done once is over."""
        now = self.clock.now()
        async with self.writers.begin() as session:
            if claimed.task is not None:
                await store.remove(session, claimed.kind, self.owner)
                return
            due_at = now + self.jobs[claimed.kind].every
            await store.finish(session, claimed.kind, self.owner, due_at, now)

    async def fail(self, claimed: Claimed, error: str) -> None:
        """Give it back for a later attempt; what is done once is given up in the end."""
        async with self.writers.begin() as session:
            if claimed.task is not None and claimed.attempts >= MOST_ATTEMPTS:
                log.error("job.given_up", kind=claimed.kind, attempts=claimed.attempts)
                await store.remove(session, claimed.kind, self.owner)
                return
            due_at = self.clock.now() + back_off(claimed.attempts)
            await store.fail(session, claimed.kind, self.owner, due_at, error)


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 5 s, 10 s, 20 s, … an hour."""
    doublings: int = 2 ** min(max(attempts - 1, 0), 20)
    return min(LAST_RETRY, FIRST_RETRY * doublings)


@contextlib.asynccontextmanager
async def running(runner: Runner) -> AsyncIterator[None]:
    """Do background work until the block ends."""
    await runner.prepare()
    async with repeating("jobs", runner.turn, LOOK_SECONDS):
        yield
