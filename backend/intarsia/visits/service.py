"""The rules of visits.

A visit belongs to the session record of one browser and ends after `SESSION_TTL` without activity,
with the sign-in, or when asked. The history is committed first; the record's copy of it follows.
Users' visits are kept for good, guests' go with their end.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes
from intarsia.errors import AppError, NotFound
from intarsia.pagination import RowPage
from intarsia.sessions.service import PATIENCE_SECONDS, SessionRecords
from intarsia.sessions.stores.base import Edit, StoreAway
from intarsia.visits import projection, store
from intarsia.visits.projection import MOST_PAGES
from intarsia.visits.schemas import PastVisit, Visit
from intarsia.visits.store import EntriesQuery, EntryRow, Kind, VisitRow, VisitsQuery

TOPIC = "session"

# For the export of an account, and for chores.
visits_of = store.visits_of
entries_of = store.entries_of
carry_over = store.carry_over
end = store.end
sweep = store.sweep

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose visit: the session record that a request belongs to, and its user."""

    record_id: str
    user_id: str | None

    @property
    def is_guest(self) -> bool:
        """Whether nobody is signed in."""
        return self.user_id is None


@dataclass(frozen=True, slots=True)
class Deed:
    """A page that was visited or something that was done."""

    kind: Kind
    name: str
    detail: str | None = None


async def find(
    session: AsyncSession, records: SessionRecords, visitor: Visitor, now: datetime
) -> VisitRow:
    """Return the visit that goes on; raise NotFound."""
    row = await store.find_open(session, visitor.record_id, now - records.visit_life)
    if row is None or row.user_id != visitor.user_id:
        raise NotFound("There is no visit.", code="no_visit")
    return row


async def note(
    session: AsyncSession,
    records: SessionRecords,
    visitor: Visitor,
    deeds: Sequence[Deed],
    now: datetime,
) -> tuple[VisitRow, list[EntryRow]]:
    """Write deeds into the visit, which begins if need be, and tell the user's other devices."""
    since = now - records.visit_life
    row = await store.hold(session, visitor.record_id, visitor.user_id, now, since)
    entries = [
        EntryRow(visit_id=row.id, kind=deed.kind, name=deed.name, detail=deed.detail, at=now)
        for deed in deeds
    ]
    await store.add_entries(session, entries)
    row.views += sum(deed.kind == Kind.PAGE for deed in deeds)
    row.last_at = max(row.last_at, now)
    await announce(session, visitor, now)
    return row, entries


async def finish(session: AsyncSession, visitor: Visitor, now: datetime) -> None:
    """End the visit, if there is one."""
    await store.end(session, [visitor.record_id], now)
    await announce(session, visitor, now)


async def announce(session: AsyncSession, visitor: Visitor, now: datetime) -> None:
    """Tell a user's open pages; a guest's visit is nobody else's."""
    if visitor.user_id is not None:
        await changes.record(session, now, TOPIC, f"user:{visitor.user_id}", {})


async def show(session: AsyncSession, row: VisitRow, now: datetime) -> Visit:
    """Return a visit as its visitor sees it."""
    return Visit(
        startTime=row.started_at,
        pagesVisited=list(await store.latest_pages(session, row.id, MOST_PAGES)),
        sessionDuration=int((now - row.started_at).total_seconds()),
        views=row.views,
    )


async def copy(records: SessionRecords, visitor: Visitor, edit: Edit) -> None:
    """Bring a record's copy up to date after the commit, and let a guest's record live on.

    What is committed is not called a failure: the next change brings the copy up to date.
    """
    now = records.clock.now()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await records.store.change(visitor.record_id, edit, now)
            if visitor.is_guest:
                await records.store.touch(visitor.record_id, now + records.visit_life, now)
    except (AppError, TimeoutError) as error:
        log.warning("visits.not_copied", error=type(error).__name__)


async def list_visits(
    session: AsyncSession,
    records: SessionRecords,
    user_id: str,
    current: str | None,
    asked: VisitsQuery,
) -> RowPage[PastVisit]:
    """Return a page of a user's visits on all devices; `current` is the caller's record."""
    since = records.clock.now() - records.visit_life
    page = await store.list_visits(session, user_id, asked)
    return page.map(lambda row: past(row, since, current))


async def list_entries(
    session: AsyncSession, row: VisitRow, kind: Kind, asked: EntriesQuery
) -> RowPage[EntryRow]:
    """Return a page of what a visit's pages or actions were."""
    return await store.list_entries(session, row.id, kind, asked)


async def find_own(session: AsyncSession, visit_id: str, user_id: str) -> VisitRow:
    """Return a user's visit; raise NotFound."""
    row = await store.find_own(session, visit_id, user_id)
    if row is None:
        raise NotFound("There is no such visit.")
    return row


def past(row: VisitRow, since: datetime, current: str | None) -> PastVisit:
    """Return a visit as the history shows it; one that expired ended with its last activity."""
    is_live = row.ended_at is None and row.last_at > since
    ended = None if is_live else row.ended_at or row.last_at
    return PastVisit(
        id=row.id,
        startTime=row.started_at,
        endTime=ended,
        sessionDuration=int(((ended or row.last_at) - row.started_at).total_seconds()),
        views=row.views,
        current=is_live and row.record_id == current,
    )


async def is_there(records: SessionRecords, visitor: Visitor) -> bool:
    """Whether the record is there; raise StoreAway where nobody can tell."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await records.store.load(visitor.record_id, records.clock.now()) is not None
    except TimeoutError as error:
        raise StoreAway from error


drop_copy = projection.without
project = projection.projecting
