"""Where the links that mails carry are kept: only their hashes, until they are used or expire."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base


class Purpose(StrEnum):
    """What a link is good for."""

    RESET = "reset"
    VERIFY = "verify"


class MailLinkRow(Base):
    """One link. It proves that somebody reads the mail of an address: the one it was sent to.

    `epoch` is the user's at that time: a password that was changed since ends links that set one.
    """

    __tablename__ = "mail_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(String(16))
    email_key: Mapped[str] = mapped_column(String(512))
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Presented:
    """A link that somebody opened, by its hash, and when."""

    digest: str
    purpose: Purpose
    now: datetime


async def add(session: AsyncSession, row: MailLinkRow) -> None:
    """Insert a link."""
    session.add(row)
    await session.flush()


async def find_live(session: AsyncSession, shown: Presented) -> MailLinkRow | None:
    """Return a link that can still be used, None otherwise."""
    row = await session.get(MailLinkRow, shown.digest, populate_existing=True)
    is_live = row is not None and row.purpose == shown.purpose and row.expires_at > shown.now
    return row if is_live else None


async def take(session: AsyncSession, shown: Presented) -> MailLinkRow | None:
    """Use a link up; of two callers at once one gets it."""
    row = MailLinkRow
    conditions = (row.digest == shown.digest, row.purpose == shown.purpose)
    statement = delete(row).where(*conditions, row.expires_at > shown.now).returning(row)
    return await session.scalar(statement.execution_options(synchronize_session=False))


async def newest(session: AsyncSession, user_id: str, purpose: Purpose) -> datetime | None:
    """Return when a user was last sent such a link."""
    row = MailLinkRow
    query = select(func.max(row.created_at)).where(row.user_id == user_id, row.purpose == purpose)
    return await session.scalar(query)


async def remove(session: AsyncSession, digest: str) -> None:
    """Forget a link that was not sent."""
    await session.execute(delete(MailLinkRow).where(MailLinkRow.digest == digest))


async def remove_all(session: AsyncSession, user_id: str, purpose: Purpose) -> None:
    """Forget a user's links of one purpose."""
    row = MailLinkRow
    await session.execute(delete(row).where(row.user_id == user_id, row.purpose == purpose))


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Forget links that expired before a time."""
    await session.execute(delete(MailLinkRow).where(MailLinkRow.expires_at < before))
