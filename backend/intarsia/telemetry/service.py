"""The rules for load reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.telemetry import store
from intarsia.telemetry.schemas import LoadReports
from intarsia.telemetry.store import LoadReportRow


def rows_of(body: LoadReports, user_id: str | None, now: datetime) -> list[dict[str, Any]]:
    """Return what is stored of reports."""
    return [report.model_dump() | {"user_id": user_id, "at": now} for report in body.reports]


async def forget(session: AsyncSession, before: datetime) -> None:
    """Remove what is old."""
    await store.forget(session, before)


async def of_user(
    session: AsyncSession, user_id: str, last: LoadReportRow | None
) -> Sequence[LoadReportRow]:
    """Return a person's reports after one, in order."""
    return await store.of_user(session, user_id, last.number if last is not None else 0)


async def anonymize(session: AsyncSession, user_id: str) -> None:
    """Keep a person's reports as somebody's."""
    await store.anonymize(session, user_id)
