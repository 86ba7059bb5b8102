"""How visits are kept and found.

The history is whole: what a record holds for Express is a copy of its end. At most one visit of a
record is open, by a unique index.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    and_,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import BIG_KEY, Base, new_id, upsert
from intarsia.pagination import Columns, ListQuery, RowPage, Sort, paginate

BATCH = 500


class Kind(StrEnum):
    """What an entry tells of."""

    PAGE = "page"
    ACTION = "action"


class VisitRow(Base):
    """One visit; a guest's has no user. It is open until `ended_at` is set."""

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    record_id: Mapped[str] = mapped_column(String(36))
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_visits_user_id", "user_id", "started_at", "id"),
        Index(
            "uq_visits_record_id",
            "record_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class EntryRow(Base):
    """A page that was visited, or something that was done."""

    __tablename__ = "visit_entries"
    __table_args__ = (
        Index("ix_visit_entries_visit_id", "visit_id", "kind", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(Text)  # the page's path, or what was done
    detail: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


VISITS_SORTABLE: Columns = {"started_at": VisitRow.started_at, "id": VisitRow.id}
ENTRIES_SORTABLE: Columns = {"at": EntryRow.at, "id": EntryRow.id}


class VisitsQuery(ListQuery):
    """Visits, the newest first."""

    sort: Sort = "-started_at"
    q: None = None


class EntriesQuery(ListQuery):
    """What happened, in its order."""

    sort: Sort = "id"
    q: None = None


async def find_open(session: AsyncSession, record_id: str, since: datetime) -> VisitRow | None:
    """Return a record's visit that was active after a time."""
    return await session.scalar(
        select(VisitRow).where(*is_open(record_id), VisitRow.last_at > since)
    )


async def hold(
    session: AsyncSession, record_id: str, user_id: str | None, now: datetime, since: datetime
) -> VisitRow:
    """Return a record's visit, locked until the commit; a new one where none was active since."""
    row = VisitRow
    over = update(row).where(*is_open(record_id), row.last_at <= since).values(ended_at=row.last_at)
    await session.execute(over.execution_options(synchronize_session=False))
    values = {"id": new_id(), "user_id": user_id, "record_id": record_id, "views": 0}
    fresh = upsert(session, row).values(**values, started_at=now, last_at=now)
    await session.execute(fresh.on_conflict_do_nothing())
    query = select(row).where(*is_open(record_id)).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def add_entries(session: AsyncSession, entries: Sequence[EntryRow]) -> None:
    """Append to the history."""
    session.add_all(entries)
    await session.flush()


async def carry_over(session: AsyncSession, old_record: str, new_record: str, user_id: str) -> None:
    """Let a guest's visit go on as a user's."""
    row = VisitRow
    statement = update(row).where(*is_open(old_record), row.user_id.is_(None))
    await session.execute(
        statement.values(record_id=new_record, user_id=user_id).execution_options(
            synchronize_session=False
        )
    )


async def end(session: AsyncSession, record_ids: Sequence[str], now: datetime) -> None:
    """End users' visits for good, and forget guests'."""
    row = VisitRow
    theirs = and_(row.record_id.in_(record_ids), row.ended_at.is_(None))
    await session.execute(delete(row).where(theirs, row.user_id.is_(None)))
    done = update(row).where(theirs).values(ended_at=now)
    await session.execute(done.execution_options(synchronize_session=False))


async def latest_pages(session: AsyncSession, visit_id: str, limit: int) -> Sequence[str]:
    """Return the paths of the last pages, in the order in which they were visited."""
    row = EntryRow
    query = select(row.name).where(row.visit_id == visit_id, row.kind == Kind.PAGE)
    newest = (await session.scalars(query.order_by(row.id.desc()).limit(limit))).all()
    return newest[::-1]


async def list_visits(session: AsyncSession, user_id: str, asked: VisitsQuery) -> RowPage[VisitRow]:
    """Return one page of a user's visits."""
    query = select(VisitRow).where(VisitRow.user_id == user_id)
    return await paginate(session, query, VISITS_SORTABLE, asked)


async def list_entries(
    session: AsyncSession, visit_id: str, kind: Kind, asked: EntriesQuery
) -> RowPage[EntryRow]:
    """Return one page of a visit's pages or actions."""
    query = select(EntryRow).where(EntryRow.visit_id == visit_id, EntryRow.kind == kind)
    return await paginate(session, query, ENTRIES_SORTABLE, asked)


async def find_own(session: AsyncSession, visit_id: str, user_id: str) -> VisitRow | None:
    """Return a user's visit."""
    query = select(VisitRow).where(VisitRow.id == visit_id, VisitRow.user_id == user_id)
    return await session.scalar(query)


async def visits_of(
    session: AsyncSession, user_id: str, last: VisitRow | None
) -> Sequence[VisitRow]:
    """Return a user's visits in batches, those after the last one seen."""
    query = select(VisitRow).where(VisitRow.user_id == user_id)
    if last is not None:
        query = query.where(VisitRow.id > last.id)
    return (await session.scalars(query.order_by(VisitRow.id).limit(BATCH))).all()


async def entries_of(
    session: AsyncSession, user_id: str, last: EntryRow | None
) -> Sequence[EntryRow]:
    """Return what happened in a user's visits in batches, what comes after the last one seen."""
    row = EntryRow
    query = select(row).join(VisitRow, VisitRow.id == row.visit_id)
    query = query.where(VisitRow.user_id == user_id)
    if last is not None:
        query = query.where(row.id > last.id)
    return (await session.scalars(query.order_by(row.id).limit(BATCH))).all()


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Forget guests' visits that were not active since."""
    row = VisitRow
    await session.execute(delete(row).where(row.user_id.is_(None), row.last_at <= before))


def is_open(record_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a record's visit that was not ended."""
    return VisitRow.record_id == record_id, VisitRow.ended_at.is_(None)
