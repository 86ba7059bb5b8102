"""Where choices are kept: one row per person who made any, one for the organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base

EVERYBODY = "*"  # the owner of the organisation's defaults


class SettingsRow(Base):
    """What one owner chose, and nothing they did not choose."""

    __tablename__ = "settings"

    owner: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


async def find_all(session: AsyncSession, *owners: str) -> Mapping[str, SettingsRow]:
    """Return what some owners chose, by owner; no row for those who chose nothing."""
    query = select(SettingsRow).where(SettingsRow.owner.in_(owners))
    rows = await session.scalars(query.execution_options(populate_existing=True))
    return {row.owner: row for row in rows}


async def lock(session: AsyncSession, owner: str, now: datetime) -> SettingsRow:
    """Return an owner's row, made if need be; nobody else changes it before the commit."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    empty = dialect.insert(SettingsRow).values(
        owner=owner,
        user_id=None if owner == EVERYBODY else owner,
        chosen={},
        revision=0,
        updated_at=now,
    )
    await session.execute(empty.on_conflict_do_nothing(index_elements=["owner"]))
    query = select(SettingsRow).where(SettingsRow.owner == owner).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()
