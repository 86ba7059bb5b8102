"""Where events are kept: each as it came, and counts per day of those that were rolled up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Index,
    String,
    Subquery,
    false,
    func,
    insert,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import BIG_KEY, Base, upsert

BATCH = 1000


class EventRow(Base):
    """One event. `day` is the UTC day of `at`; `is_counted` once `DayRow` has it."""

    __tablename__ = "analytics_events"
    __table_args__ = (
        Index("ix_analytics_events_day_user_id", "day", "user_id"),
        Index("ix_analytics_events_uncounted", "is_counted", "day"),
        Index("ix_analytics_events_user_id", "user_id", "number"),
    )

    number: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date] = mapped_column(Date)
    app: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str | None] = mapped_column(String(32))
    props: Mapped[Any] = mapped_column(JSON)
    is_counted: Mapped[bool] = mapped_column(default=False)


class DayRow(Base):
    """How often an event happened in an app on a day, as far as it was rolled up."""

    __tablename__ = "analytics_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    app: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(BIG_KEY)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, of all apps and names or of one."""

    first: date
    last: date
    app: str | None = None
    name: str | None = None


async def add(session: AsyncSession, events: Sequence[dict[str, Any]]) -> None:
    """Insert events in one statement."""
    await session.execute(insert(EventRow), [event | {"is_counted": False} for event in events])


async def has_any(session: AsyncSession) -> bool:
    """Whether anything was ever recorded."""
    return await session.scalar(select(EventRow.number).limit(1)) is not None


async def roll_up(session: AsyncSession) -> int:
    """Add events that are not counted yet to their days; return how many."""
    marked = (
        update(EventRow)
        .where(EventRow.is_counted == false())
        .values(is_counted=true())
        .returning(EventRow.day, EventRow.app, EventRow.name)
        .execution_options(synchronize_session=False)
    )
    counts: dict[tuple[date, str, str], int] = {}
    for day, app, name in await session.execute(marked):
        counts[day, app, name] = counts.get((day, app, name), 0) + 1
    if counts:
        rows = [
            {"day": day, "app": app, "name": name, "count": count}
            for (day, app, name), count in sorted(counts.items())
        ]
        adding = upsert(session, DayRow)
        total = DayRow.count + adding.excluded.count
        keys = [DayRow.day, DayRow.app, DayRow.name]
        statement = adding.on_conflict_do_update(index_elements=keys, set_={"count": total})
        await session.execute(statement, rows)
    return sum(counts.values())


def counted(period: Period) -> Subquery:
    """Return (day, app, name, count): what is rolled up, and what is not yet.

    One statement reads both, so that an event that is rolled up meanwhile counts once.
    """
    days = select(DayRow.day, DayRow.app, DayRow.name, DayRow.count)
    rest = (
        select(EventRow.day, EventRow.app, EventRow.name, func.count())
        .where(EventRow.is_counted == false())
        .group_by(EventRow.day, EventRow.app, EventRow.name)
    )
    parts = (days.where(*within(DayRow, period)), rest.where(*within(EventRow, period)))
    return union_all(*parts).subquery("counted")


def within(table: type[DayRow | EventRow], period: Period) -> list[ColumnElement[bool]]:
    """Return the conditions of a period."""
    conditions = [table.day >= period.first, table.day <= period.last]
    if period.app is not None:
        conditions.append(table.app == period.app)
    if period.name is not None:
        conditions.append(table.name == period.name)
    return conditions


async def count_by(
    session: AsyncSession, period: Period, by: str | None, *, daily: bool
) -> list[tuple[date | None, str, int]]:
    """Return (day or None, app or name or "", count), for `by` None, "app" or "name"."""
    table = counted(period)
    keys = ([table.c.day] if daily else []) + ([table.c[by]] if by is not None else [])
    query = select(*keys, func.sum(table.c.count)).group_by(*keys)
    rows = (await session.execute(query)).all()
    return [
        (row[0] if daily else None, row[-2] if by is not None else "", int(row[-1] or 0))
        for row in rows
    ]


async def count_users(session: AsyncSession, period: Period) -> int:
    """Count the signed-in people behind the events of a period."""
    query = select(func.count(EventRow.user_id.distinct())).where(*within(EventRow, period))
    return await session.scalar(query) or 0


async def of_user(session: AsyncSession, user_id: str, after: int) -> Sequence[EventRow]:
    """Return a person's events after a number, in order."""
    query = select(EventRow).where(EventRow.user_id == user_id, EventRow.number > after)
    return (await session.scalars(query.order_by(EventRow.number).limit(BATCH))).all()


async def anonymize(session: AsyncSession, user_id: str) -> None:
    """Keep a person's events as somebody's."""
    statement = update(EventRow).where(EventRow.user_id == user_id).values(user_id=None)
    await session.execute(statement.execution_options(synchronize_session=False))
