"""What users are told of their sign-ins: one from a new device, and a stolen refresh token.

Written here because sign-in and refresh decide it, in their own transaction; read by `sign_ins`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia import changes
from intarsia.database import BIG_KEY, Base, upsert

TOPIC = "session"  # of the event that makes open pages fetch again


class Kind(StrEnum):
    """Why a user is told."""

    NEW_DEVICE = "new_device"
    REUSE_DETECTED = "reuse_detected"


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell a user of one of their sign-ins; a reuse may have come from elsewhere."""

    kind: Kind
    user_id: str
    sid: str
    ip: str
    device: str


class NoticeRow(Base):
    """One notice to one user."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_user_id", "user_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[Kind] = mapped_column(String(32))
    sid: Mapped[str] = mapped_column(String(32))
    ip: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(100))
    seen_at: Mapped[datetime | None]


class DeviceRow(Base):
    """A device that a user signed in from; kept longer than sign-ins, or it would soon be new."""

    __tablename__ = "known_devices"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    device: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_seen_at: Mapped[datetime] = mapped_column(index=True)


async def is_new_device(session: AsyncSession, user_id: str, device: str, now: datetime) -> bool:
    """Remember a device; tell whether the user is known, and this device was not.

    Of two sign-ins at once the one that inserts the row is the new one.
    """
    is_known = await session.scalar(select(exists().where(DeviceRow.user_id == user_id)))
    row = DeviceRow
    statement = upsert(session, row).values(user_id=user_id, device=device, last_seen_at=now)
    added = statement.on_conflict_do_nothing().returning(row.device)
    if await session.scalar(added) is not None:
        return bool(is_known)
    seen = update(row).where(row.user_id == user_id, row.device == device)
    await session.execute(seen.values(last_seen_at=now))
    return False


async def give(session: AsyncSession, event: Event, now: datetime) -> None:
    """Tell a user, and their open pages; late in the transaction, because it announces a change."""
    session.add(
        NoticeRow(
            user_id=event.user_id,
            at=now,
            kind=event.kind,
            sid=event.sid,
            ip=event.ip,
            device=event.device,
        )
    )
    await changes.record(session, now, TOPIC, f"user:{event.user_id}", {})


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Forget notices and devices of before a time."""
    await session.execute(delete(NoticeRow).where(NoticeRow.at < before))
    await session.execute(delete(DeviceRow).where(DeviceRow.last_seen_at < before))
