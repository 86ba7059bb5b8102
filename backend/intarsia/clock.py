"""Time, injected so that tests decide what it is."""

from datetime import UTC, datetime
from typing import Annotated, Protocol

from fastapi import Depends, Request


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""
        return datetime.now(UTC)


async def get_clock(request: Request) -> Clock:
    """Return the application's clock."""
    clock: Clock = request.state.clock
    return clock


ClockDep = Annotated[Clock, Depends(get_clock)]
