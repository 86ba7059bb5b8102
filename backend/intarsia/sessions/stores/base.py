"""What every engine that keeps session records promises."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from intarsia.errors import Conflict, Unavailable
from intarsia.sessions import express

LIVES_AFTER_DEATH = 30  # days of a tombstone: longer than any session
RACES = 60  # lost in a row by one writer before it gives up
LONGEST_PAUSE = 0.05  # seconds


Edit = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Record:
    """A session's record as it was read or is to be written; `data` holds its `cookie` object."""

    id: str
    data: Mapping[str, Any]
    expires: datetime


class StoreAway(Unavailable):
    """The store does not answer; the same request may succeed later."""

    def __init__(self) -> None:
        super().__init__("Session records can't be reached just now.", code="sessions_unavailable")


class RecordKeeper(Protocol):
    """Where a record begins, lives and ends.

    Every method raises StoreAway when the engine can't be reached.
    """

    async def create(self, record: Record, now: datetime) -> bool:
        """Write a new record; False when there is one already, or a tombstone. May be repeated."""
        ...

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """Return a live record; None when it has expired, can't be read or was destroyed.

        One that another writer brought back after it was destroyed is destroyed again.
        """
        ...

    async def destroy(self, record_id: str, now: datetime) -> None:
        """Remove a record and leave a tombstone, so that nobody brings it back. May be repeated."""
        ...


class RecordStore(RecordKeeper, Protocol):
    """Keeps records that other writers, Express among them, read and change at the same time."""

    async def prepare(self) -> None:
        """Make the tables and indexes that are missing. May be repeated."""
        ...

    async def load_all(self, record_ids: Sequence[str], now: datetime) -> list[Record]:
        """Return those that are live; a user's are named by their sign-ins, never by records."""
        ...

    async def save(self, loaded: Record, data: Mapping[str, Any], now: datetime) -> Record | None:
        """Write what differs from `loaded` by compare-and-set; None when the record is gone.

        Top-level keys that others changed meanwhile stay as they are. Of two writers of the same
        key the later compare-and-set wins, and the other tries again on top of it. Raises
        ValueError for what Express could not read, Conflict after too many lost races.
        """
        ...

    async def change(self, record_id: str, edit: Edit, now: datetime) -> Record | None:
        """Write what `edit` makes of a live record by compare-and-set; None when it is gone.

        `edit` is called again, with what is there by then, whenever another writer was faster.
        Raises like `save`.
        """
        ...

    async def touch(self, record_id: str, expires: datetime, now: datetime) -> bool:
        """Let a live record live until then; its JSON stays as it is. False when it is gone."""
        ...

    async def sweep(self, now: datetime) -> None:
        """Remove what has expired: records, and tombstones that nothing can need any more."""
        ...


def merged(
    current: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return `current` with what changed from `before` to `after`, key by key."""
    missing = object()
    changed = {key: value for key, value in after.items() if before.get(key, missing) != value}
    kept = {key: value for key, value in current.items() if key in after or key not in before}
    return {**kept, **changed}


def saving(loaded: Record, data: Mapping[str, Any]) -> Edit:
    """Return the edit that `save` is; raise ValueError for what Express could not read."""
    express.dump(data)
    return lambda current: merged(current, loaded.data, data)


def read(
    record_id: str, text: str | None, expires: datetime | None, now: datetime
) -> Record | None:
    """Return what a kept text says; None when it has expired or is unreadable."""
    data = express.load(text)
    if data is None or expires is None or expires <= now:
        return None
    return Record(record_id, express.with_cookie(data, expires - now, expires), expires)


async def races() -> AsyncIterator[int]:
    """Give a writer its tries at compare-and-set; raise Conflict when all were lost.

    Losers wait a random moment, each time out of a longer span: writers that retry in step would
    make each other lose again.
    """
    for lost in range(RACES):
        if lost:
            span = min(LONGEST_PAUSE, 0.001 * 2.0**lost)
            await asyncio.sleep(random.uniform(0, span))  # noqa: S311 (no secret)
        yield lost
    raise Conflict("Others keep changing this session. Try again.", code="session_race")


@contextlib.asynccontextmanager
async def reaching(failure: type[Exception]) -> AsyncIterator[None]:
    """Give every failure of the engine one meaning; `failure` is the driver's own."""
    try:
        yield
    except (failure, OSError) as error:
        raise StoreAway from error
