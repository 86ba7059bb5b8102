"""Work that a process repeats beside its requests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import structlog

FINISH_SECONDS = 5.0  # for work under way at the end; torn apart, it could leave a connection open

log = structlog.get_logger(__name__)


@dataclass
class Repeated:
    """Something to do every so many seconds, and at once when woken."""

    name: str
    work: Callable[[], Awaitable[None]]
    seconds: float
    is_stopping: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Do it now, or once more if it is being done."""
        self.woken.set()

    async def run(self) -> None:
        """Repeat until told to stop; a failure is logged, and the next turn comes."""
        while not self.is_stopping:
            self.woken.clear()
            try:
                await self.work()
            except Exception:
                log.exception("background.failed", work=self.name)
            await self.rest()

    async def rest(self) -> None:
        """Wait for the next turn."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.seconds):
                await self.woken.wait()


@contextlib.asynccontextmanager
async def repeating(
    name: str, work: Callable[[], Awaitable[None]], seconds: float
) -> AsyncIterator[Repeated]:
    """Repeat something until the block ends; a turn under way is finished first."""
    repeated = Repeated(name, work, seconds)
    task = asyncio.create_task(repeated.run(), name=name)
    try:
        yield repeated
    finally:
        repeated.is_stopping = True
        repeated.wake()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(task, FINISH_SECONDS)
