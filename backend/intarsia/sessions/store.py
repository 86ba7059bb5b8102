"""What is still to be done in the record store: promised in the transaction that decided it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from intarsia.database import Base, upsert


class RecordWorkRow(Base):
    """A record to be made, living until `expires`, or without that time one to be destroyed."""

    __tablename__ = "session_work"

    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    expires: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(index=True)


async def promise(
    session: AsyncSession, record_id: str, expires: datetime | None, now: datetime
) -> None:
    """Note what is to be done; the end of a record goes before its beginning."""
    values = {"record_id": record_id, "expires": expires, "at": now}
    statement = upsert(session, RecordWorkRow).values(**values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["record_id"], set_={"expires": expires})
    )


async def waiting(
    session: AsyncSession, record_ids: Sequence[str] | None, limit: int
) -> Sequence[RecordWorkRow]:
    """Return the oldest work, of some records or of all."""
    query = select(RecordWorkRow).order_by(RecordWorkRow.at, RecordWorkRow.record_id).limit(limit)
    if record_ids is not None:
        query = query.where(RecordWorkRow.record_id.in_(record_ids))
    return (await session.scalars(query)).all()


async def done(session: AsyncSession, work: RecordWorkRow) -> None:
    """Strike out what was done, unless something else was promised meanwhile."""
    row = RecordWorkRow
    same = row.expires.is_(None) if work.expires is None else row.expires == work.expires
    await session.execute(delete(row).where(row.record_id == work.record_id, same))
