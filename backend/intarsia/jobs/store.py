"""Where work waits, and how exactly one process takes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Select, String, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base, upsert


class JobRow(Base):
    """One piece of work. A lease that has run out says that its process is gone.

    Recurring work has its kind as the only name; what is done once has a kind of its own, such as
    `mail.reset:<key>`, the task that does it, and what that needs to know.
    """

    __tablename__ = "jobs"

    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    task: Mapped[str | None] = mapped_column(String(32))
    payload: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    done_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What a process knows how to do: recurring work by kind, single pieces by task."""

    kinds: Collection[str]
    tasks: Collection[str]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One piece of work that is this process's for a while."""

    kind: str
    task: str | None
    payload: Mapping[str, Any]
    attempts: int


async def add_missing(session: AsyncSession, kinds: Collection[str], now: datetime) -> None:
    """Make a row for each kind of work that has none."""
    rows = [{"kind": kind, "due_at": now, "attempts": 0} for kind in sorted(kinds)]
    await session.execute(upsert(session, JobRow).on_conflict_do_nothing(), rows)


async def enqueue(
    session: AsyncSession, task: str, key: str, payload: Mapping[str, Any], due_at: datetime
) -> None:
    """Add a piece of work, unless the same waits already."""
    row = {"kind": f"{task}:{key}", "task": task, "payload": dict(payload), "due_at": due_at}
    statement = upsert(session, JobRow).values(row | {"attempts": 0}).on_conflict_do_nothing()
    await session.execute(statement)


async def hasten(session: AsyncSession, kind: str, now: datetime) -> None:
    """Make recurring work due, however long it is until then."""
    await session.execute(update(JobRow).where(JobRow.kind == kind).values(due_at=now))


def due(now: datetime, known: Known) -> Select[JobRow]:
    """Return the query of work that nobody is at."""
    free = or_(JobRow.leased_until.is_(None), JobRow.leased_until <= now)
    ours = or_(JobRow.kind.in_(known.kinds), JobRow.task.in_(known.tasks))
    wanted = select(JobRow).where(JobRow.due_at <= now, free, ours)
    return wanted.order_by(JobRow.due_at).limit(1)


async def is_due(reader: AsyncSession, now: datetime, known: Known) -> bool:
    """Whether anything is to be done; asks without taking SQLite's write lock."""
    return await reader.scalar(due(now, known)) is not None


async def claim(
    session: AsyncSession, now: datetime, known: Known, owner: str, lease: timedelta
) -> Claimed | None:
    """Take one piece of work for a while.

    PostgreSQL skips rows that another process is taking; SQLite's transactions that write come one
    after the other by themselves.
    """
    row = await session.scalar(due(now, known).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.leased_by, row.leased_until = owner, now + lease
    row.attempts += 1
    await session.flush()
    return Claimed(row.kind, row.task, row.payload or {}, row.attempts)


async def finish(
    session: AsyncSession, kind: str, owner: str, due_at: datetime, done_at: datetime
) -> bool:
    """Give work back done; False when the lease had gone to another process."""
    values = {"due_at": due_at, "done_at": done_at, "attempts": 0, "last_error": None}
    return await give_back(session, kind, owner, values)


async def fail(session: AsyncSession, kind: str, owner: str, due_at: datetime, error: str) -> bool:
    """Give work back undone; False when the lease had gone to another process."""
    return await give_back(session, kind, owner, {"due_at": due_at, "last_error": error[:500]})


async def give_back(
    session: AsyncSession, kind: str, owner: str, values: dict[str, object]
) -> bool:
    """End a lease that is still this process's."""
    statement = (
        update(JobRow)
        .where(JobRow.kind == kind, JobRow.leased_by == owner)
        .values(leased_by=None, leased_until=None, **values)
        .returning(JobRow.kind)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).one_or_none() is not None


async def remove(session: AsyncSession, kind: str, owner: str) -> None:
    """Forget work that is over, with what it knew, if the lease is still this process's."""
    await session.execute(delete(JobRow).where(JobRow.kind == kind, JobRow.leased_by == owner))
