"""The rules for reported errors."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.client_errors import store
from intarsia.client_errors.fingerprint import fingerprint, without_query
from intarsia.client_errors.schemas import ErrorReport, ErrorStats, Share
from intarsia.client_errors.store import ErrorFilter, ErrorRow, ErrorsQuery, State
from intarsia.database import Sessions
from intarsia.errors import NotFound
from intarsia.etags import etag, require_match
from intarsia.pagination import RowPage


def group_of(report: ErrorReport, now: datetime) -> dict[str, Any]:
    """Return a report as a group of one; the time is ours, for browsers' clocks differ."""
    return {
        "id": fingerprint(report.message, report.stack, report.appName),
        "app_name": report.appName,
        "type": report.type,
        "message": report.message,
        "severity": report.severity,
        "status": State.OPEN,
        "count": 1,
        "first_seen": now,
        "last_seen": now,
        "app_version": report.appVersion,
        "release": report.release,
        "stack": report.stack,
        "component_stack": report.componentStack,
        "url": without_query(report.url),
        "user_agent": report.userAgent,
        "props": report.props,
        "revision": 1,
    }


async def list_groups(session: AsyncSession, asked: ErrorsQuery) -> RowPage[ErrorRow]:
    """Return one page."""
    return await store.list_groups(session, asked)


def exported(readers: Sessions, asked: ErrorFilter) -> AsyncIterator[Sequence[ErrorRow]]:
    """Return all groups that fit, in batches; raise InvalidInput for an unknown sort."""
    return store.everything(readers, asked)


async def get(session: AsyncSession, error_id: str) -> ErrorRow:
    """Return a group, or raise NotFound."""
    row = await store.find(session, error_id)
    if row is None:
        raise NotFound("There is no such error.")
    return row


async def change(
    session: AsyncSession,
    error_id: str,
    status: State,
    by: str,
    now: datetime,
    if_match: str | None,
) -> ErrorRow:
    """Say what to think of an error; raise NotFound, or Stale when somebody else was faster."""
    row = await get(session, error_id)
    require_match(if_match, etag(row.revision))
    resolved = status is State.RESOLVED
    row.status = status
    row.resolved_at, row.resolved_by = (now, by) if resolved else (None, None)
    await session.flush()
    return row


async def resolve(session: AsyncSession, ids: list[str], by: str, now: datetime) -> int:
    """Resolve several; return how many were not."""
    return await store.resolve(session, ids, now, by)


async def delete(session: AsyncSession, error_id: str, if_match: str | None) -> None:
    """Remove a group, or raise NotFound."""
    row = await get(session, error_id)
    require_match(if_match, etag(row.revision))
    await store.remove(session, error_id)


async def clear(session: AsyncSession) -> int:
    """Remove all; return how many."""
    return await store.remove(session)


async def stats(session: AsyncSession) -> ErrorStats:
    """Count groups and reports."""
    by_status, by_app, by_severity = [
        [Share(name=name, groups=groups, reports=n) for name, groups, n in rows]
        for rows in (
            await store.count_by(session, ErrorRow.status),
            await store.count_by(session, ErrorRow.app_name),
            await store.count_by(session, ErrorRow.severity),
        )
    ]
    return ErrorStats(
        groups=sum(share.groups for share in by_status),
        reports=sum(share.reports for share in by_status),
        by_status=by_status,
        by_app=by_app,
        by_severity=by_severity,
    )
