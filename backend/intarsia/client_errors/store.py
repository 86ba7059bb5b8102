"""Where errors are kept: one row per group, with the latest report as its sample."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Select, String, Text, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from intarsia.database import BIG_KEY, Base, Sessions, upsert
from intarsia.pagination import (
    Columns,
    ListFilter,
    ListQuery,
    RowPage,
    Sort,
    in_batches,
    paginate,
    sort_keys,
)
from intarsia.schemas import Text as Plain


class Severity(StrEnum):
    """How bad the page thinks it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class State(StrEnum):
    """What people think of it."""

    OPEN = "open"
    RESOLVED = "resolved"
    IGNORED = "ignored"


class ErrorRow(Base):
    """One error, however often it was reported. `revision` rises when people change the row."""

    __tablename__ = "client_errors"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    app_name: Mapped[str] = mapped_column(String(64), index=True)
    type: Mapped[str] = mapped_column(String(100))
    message: Mapped[str] = mapped_column(String(2000))
    severity: Mapped[Severity] = mapped_column(String(16))
    status: Mapped[State] = mapped_column(String(16), index=True)
    count: Mapped[int] = mapped_column(BIG_KEY, index=True)
    first_seen: Mapped[datetime] = mapped_column(index=True)
    last_seen: Mapped[datetime] = mapped_column(index=True)
    app_version: Mapped[str | None] = mapped_column(String(128))
    release: Mapped[int | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(String(200))
    stack: Mapped[str | None] = mapped_column(Text)
    component_stack: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(2000))
    user_agent: Mapped[str] = mapped_column(String(512))
    props: Mapped[Any | None] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 (SQLAlchemy's API)


SORTABLE: Columns = {
    "last_seen": ErrorRow.last_seen,
    "first_seen": ErrorRow.first_seen,
    "count": ErrorRow.count,
    "id": ErrorRow.id,
}
LATEST = ("severity", "message", "app_version", "release", "url", "user_agent", "props")
STACKS = ("stack", "component_stack")


class ErrorFilter(ListFilter):
    """The list's own filters."""

    sort: Sort = "-last_seen"
    app: Plain | None = None
    severity: Severity | None = None
    status: State | None = None


class ErrorsQuery(ErrorFilter, ListQuery):
    """A page of what fits."""


async def add(session: AsyncSession, groups: Sequence[dict[str, Any]]) -> None:
    """Add reports to their groups; a resolved error that comes again is open again.

    Each has a group's columns, `count` of one; in the order of ids, so that two processes that
    write the same groups never wait for each other in a circle.
    """
    for group in sorted(merged(groups), key=lambda each: str(each["id"])):
        adding = upsert(session, ErrorRow).values(group)
        new = adding.excluded
        again = (ErrorRow.status == State.RESOLVED) & (new.last_seen > ErrorRow.resolved_at)
        changed = {name: new[name] for name in (*LATEST, *STACKS)} | {
            "count": ErrorRow.count + new.count,
            "first_seen": case(
                (new.first_seen < ErrorRow.first_seen, new.first_seen), else_=ErrorRow.first_seen
            ),
            "last_seen": case(
                (new.last_seen > ErrorRow.last_seen, new.last_seen), else_=ErrorRow.last_seen
            ),
            "status": case((again, State.OPEN.value), else_=ErrorRow.status),
        }
        await session.execute(
            adding.on_conflict_do_update(index_elements=[ErrorRow.id], set_=changed)
        )


def merged(groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put reports of one error together; the latest is the sample."""
    found: dict[str, dict[str, Any]] = {}
    for group in groups:
        before = found.get(group["id"], group | {"count": 0})
        sample = group if group["last_seen"] >= before["last_seen"] else before
        found[group["id"]] = sample | {
            "count": before["count"] + group["count"],
            "first_seen": min(before["first_seen"], group["first_seen"]),
        }
    return list(found.values())


async def find(session: AsyncSession, error_id: str) -> ErrorRow | None:
    """Return a group by id."""
    return await session.get(ErrorRow, error_id)


async def list_groups(session: AsyncSession, asked: ErrorsQuery) -> RowPage[ErrorRow]:
    """Return one page."""
    return await paginate(session, matching(asked), SORTABLE, asked)


def everything(readers: Sessions, asked: ErrorFilter) -> AsyncIterator[Sequence[ErrorRow]]:
    """Return all groups that fit, in batches; raise InvalidInput for an unknown sort."""
    return in_batches(readers, matching(asked), sort_keys(asked.sort, SORTABLE))


def matching(asked: ErrorFilter) -> Select[ErrorRow]:
    """Return the query of a filter."""
    query = select(ErrorRow)
    if asked.app is not None:
        query = query.where(ErrorRow.app_name == asked.app)
    if asked.severity is not None:
        query = query.where(ErrorRow.severity == asked.severity)
    if asked.status is not None:
        query = query.where(ErrorRow.status == asked.status)
    if asked.q is not None:
        found = func.lower(ErrorRow.message).contains(asked.q.lower(), autoescape=True)
        query = query.where(found)
    return query


async def resolve(session: AsyncSession, ids: Sequence[str], now: datetime, by: str) -> int:
    """Resolve those of some groups that are not; return how many."""
    statement = (
        update(ErrorRow)
        .where(ErrorRow.id.in_(ids), ErrorRow.status != State.RESOLVED)
        .values(
            status=State.RESOLVED, resolved_at=now, resolved_by=by, revision=ErrorRow.revision + 1
        )
        .returning(ErrorRow.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.execute(statement)).all())


async def remove(session: AsyncSession, error_id: str | None = None) -> int:
    """Remove one group, or all; return how many."""
    statement = delete(ErrorRow).returning(ErrorRow.id)
    if error_id is not None:
        statement = statement.where(ErrorRow.id == error_id)
    options = {"synchronize_session": False}
    return len((await session.execute(statement, execution_options=options)).all())


async def count_by(
    session: AsyncSession, column: InstrumentedAttribute[Any]
) -> list[tuple[str, int, int]]:
    """Return (value, groups, reports), the most reported first."""
    query = select(column, func.count(), func.sum(ErrorRow.count)).group_by(column)
    rows = [(str(name), int(groups), int(n)) for name, groups, n in await session.execute(query)]
    return sorted(rows, key=lambda row: (-row[2], row[0]))
