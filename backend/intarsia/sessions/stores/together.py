"""Questions that wait at the same time are put to the engine in one go.

A round trip costs a process more than the question in it: the pool, the timeouts, two system calls.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
AT_ONCE = 500


class Together(Generic[Answer]):
    """Gathers questions while the last ones are on their way; none is older than its answer."""

    def __init__(self, ask: Callable[[Sequence[str]], Awaitable[Mapping[str, Answer]]]) -> None:
        self.ask = ask
        self.waiting: list[tuple[str, asyncio.Future[Answer]]] = []
        self.asking: asyncio.Task[None] | None = None

    async def get(self, key: str) -> Answer:
        """Return the answer for a key; raise what asking raised."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.waiting.append((key, future))
        if self.asking is None or self.asking.done():
            self.asking = asyncio.create_task(self.ask_all())
        return await future

    async def ask_all(self) -> None:
        """Ask until nobody waits; what fails, fails for all who wait: none waits twice as long."""
        while self.waiting:
            batch, self.waiting = self.waiting[:AT_ONCE], self.waiting[AT_ONCE:]
            try:
                found = await self.ask(sorted({key for key, _ in batch}))
            except BaseException as error:
                batch, self.waiting = batch + self.waiting, []
                tell(batch, error)
                if not isinstance(error, Exception):  # the process ends
                    raise
                return
            for key, future in batch:
                if not future.done():  # whoever asked may have gone
                    future.set_result(found[key])


def tell(batch: Sequence[tuple[str, asyncio.Future[Answer]]], error: BaseException) -> None:
    """Let all who wait fail, or end with the process."""
    for _, future in batch:
        if isinstance(error, Exception) and not future.done():
            future.set_exception(error)
        else:
            future.cancel()
