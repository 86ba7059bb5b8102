"""How the audit trail is searched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.pagination import Columns, ListQuery, RowPage, Sort, paginate
from intarsia.schemas import Moment, Text
from intarsia.trail import AuditRow

Name = Annotated[Text, StringConstraints(min_length=1, max_length=256)]

BATCH = 500
# Shown when asked for: what happens every 13 minutes to everybody, and each record of an import,
# which is one event of its own.
ROUTINE = ("auth.refresh", "data.imported")

SORTABLE: Columns = {"at": AuditRow.at, "id": AuditRow.id}


class AuditQuery(ListQuery):
    """The list's own filters; `since` is part of the range, `until` is not."""

    sort: Sort = "-id"
    q: None = None
    actor: Name | None = None
    action: Name | None = None
    target: Name | None = None
    since: Moment | None = None
    until: Moment | None = None


async def list_events(session: AsyncSession, asked: AuditQuery) -> RowPage[AuditRow]:
    """Return one page."""
    return await paginate(session, matching(asked), SORTABLE, asked)


async def events_before(
    session: AsyncSession, asked: AuditQuery, before: int | None, limit: int
) -> Sequence[AuditRow]:
    """Return the newest matching events that are older than one, whatever the sort asked for."""
    query = matching(asked).order_by(AuditRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.id < before)
    return (await session.scalars(query)).all()


def matching(asked: AuditQuery) -> Select[AuditRow]:
    """Return the query that the filters make."""
    query = select(AuditRow)
    if asked.action is None and asked.target is None:
        query = query.where(AuditRow.action.not_in(ROUTINE))
    if asked.actor is not None:
        query = query.where(AuditRow.actor == asked.actor)
    if asked.action is not None:
        query = query.where(AuditRow.action == asked.action)
    if asked.target is not None:
        query = query.where(AuditRow.target == asked.target)
    return between(query, asked.since, asked.until)


def between(
    query: Select[AuditRow], since: datetime | None, until: datetime | None
) -> Select[AuditRow]:
    """Keep what happened in a time."""
    if since is not None:
        query = query.where(AuditRow.at >= since)
    return query if until is None else query.where(AuditRow.at < until)


async def about(session: AsyncSession, user_id: str, after: int) -> Sequence[AuditRow]:
    """Return what somebody did, or what was done to them, after an event, the oldest first."""
    theirs = or_(AuditRow.actor == user_id, AuditRow.target == f"user:{user_id}")
    query = select(AuditRow).where(theirs, AuditRow.id > after)
    return (await session.scalars(query.order_by(AuditRow.id).limit(BATCH))).all()
