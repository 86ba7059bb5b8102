"""The rules of session records: SQL commits first, the record store follows.

Whoever signs in or out promises the record's beginning or end in the same transaction. After the
commit the promise is kept at once; what fails, the store being away, is tried again by a job. So
signing out succeeds all the same, and no crash in between leaves a record behind.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.clock import Clock
from intarsia.database import Sessions
from intarsia.sessions import store, user_session
from intarsia.sessions.express import CookieForm
from intarsia.sessions.store import RecordWorkRow
from intarsia.sessions.stores.base import Record, RecordKeeper, RecordStore, StoreAway

PATIENCE_SECONDS = 3.0  # of a request, with a store that hangs
AT_ONCE = 500

log = structlog.get_logger(__name__)


async def promise_end(session: AsyncSession, record_ids: Sequence[str], now: datetime) -> None:
    """Have records destroyed after the commit."""
    for record_id in sorted(record_ids):  # two transactions must not lock crosswise
        await promise(session, record_id, None, now)


async def promise(
    session: AsyncSession, record_id: str, expires: datetime | None, now: datetime
) -> None:
    """Have a record made after the commit, or without a time destroyed; see `settle`."""
    await store.promise(session, record_id, expires, now)
    session.info.setdefault("records", []).append(record_id)


@dataclass(frozen=True)
class SessionRecords:
    """This process's hand in the record store; where that is Redis, also in `/user` sessions."""

    store: RecordStore
    writers: Sessions
    readers: Sessions
    clock: Clock
    form: CookieForm
    visit_life: timedelta = timedelta(minutes=30)  # without activity
    hashes: RecordKeeper | None = None

    async def settle(self, record_ids: Sequence[str]) -> None:
        """Keep what was promised of some records; what can't be kept now, the job keeps later.

        Never raises: what the caller has committed is not to be called a failure.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.keep_promises(record_ids)
        except Exception as error:
            log.warning("sessions.unsettled", error=type(error).__name__)

    async def keep_promises(self, record_ids: Sequence[str] | None = None) -> None:
        """Do what waits, of all records unless some are named; raise StoreAway."""
        async with self.readers() as session:
            waiting = await store.waiting(session, record_ids, AT_ONCE)
        for work in waiting:
            await self.do(work)
            async with self.writers.begin() as session:
                await store.done(session, work)

    async def do(self, work: RecordWorkRow) -> None:
        """Make or destroy one record; doing it twice does no harm."""
        now, keeper = self.clock.now(), self.keeper(work.record_id)
        if work.expires is None:
            await keeper.destroy(work.record_id, now)
        elif work.expires > now:
            await keeper.create(self.blank(work.record_id, work.expires, now), now)

    def keeper(self, record_id: str) -> RecordKeeper:
        """Return what keeps a record, told by its id."""
        if self.hashes is not None and user_session.is_id(record_id):
            return self.hashes
        return self.store

    async def sweep(self) -> None:
        """Remove what has expired."""
        await self.store.sweep(self.clock.now())

    async def is_healthy(self) -> bool:
        """Whether the store answers, asked for a record that nobody has."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.store.load("", self.clock.now())
        except (StoreAway, TimeoutError):
            return False
        return True

    def blank(self, record_id: str, expires: datetime, now: datetime) -> Record:
        """Return a record that says nothing yet but what its cookie is like."""
        return Record(record_id, {"cookie": self.form.describe(expires - now, expires)}, expires)
