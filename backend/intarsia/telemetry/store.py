"""Where load reports are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Double, Index, String, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import BIG_KEY, Base

BATCH = 1000


class LoadReportRow(Base):
    """One phase of loading one app; `user_id` lets health count a version once per person."""

    __tablename__ = "load_reports"
    __table_args__ = (
        Index("ix_load_reports_app_version_at", "app", "version", "at"),
        Index("ix_load_reports_user_id", "user_id", "number"),
    )

    number: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    app: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(128))
    release: Mapped[int | None]
    phase: Mapped[str] = mapped_column(String(16))
    ok: Mapped[bool]
    duration_ms: Mapped[float | None] = mapped_column(Double)
    message: Mapped[str | None] = mapped_column(String(2000))
    user_id: Mapped[str | None] = mapped_column(String(32))


async def add(session: AsyncSession, reports: Sequence[dict[str, Any]]) -> None:
    """Insert reports in one statement."""
    await session.execute(insert(LoadReportRow), list(reports))


async def forget(session: AsyncSession, before: datetime) -> None:
    """Remove what is old."""
    await session.execute(delete(LoadReportRow).where(LoadReportRow.at < before))


async def of_user(session: AsyncSession, user_id: str, after: int) -> Sequence[LoadReportRow]:
    """Return a person's reports after a number, in order."""
    row = LoadReportRow
    query = select(row).where(row.user_id == user_id, row.number > after)
    return (await session.scalars(query.order_by(row.number).limit(BATCH))).all()


async def anonymize(session: AsyncSession, user_id: str) -> None:
    """Keep a person's reports as somebody's."""
    row = LoadReportRow
    statement = update(row).where(row.user_id == user_id).values(user_id=None)
    await session.execute(statement.execution_options(synchronize_session=False))
