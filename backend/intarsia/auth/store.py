"""Where sign-ins are kept: one row per lineage of refresh tokens."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    Update,
    and_,
    case,
    column,
    delete,
    func,
    or_,
    select,
    true,
    update,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base, UtcDateTime, new_id
from intarsia.users.store import UserRow

CONFIRM_AFTER = timedelta(seconds=60)
MARKS_AT_ONCE = 5000  # four parameters each, of which PostgreSQL takes 32,767


class AuthSessionRow(Base):
    """One sign-in. Its refresh token is derived from (sid, gen), so nothing secret is stored.

    `confirmed_gen` is the latest generation of which an access token was seen in use at least a
    minute after the rotation: from then on the client is known to hold it for good
    (docs/refresh.md).
    """

    __tablename__ = "auth_sessions"

    sid: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    gen: Mapped[int] = mapped_column(default=0)
    confirmed_gen: Mapped[int] = mapped_column(default=-1)
    rotated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    auth_time: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    absolute_expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None] = mapped_column(String(32))
    record_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    user_agent: Mapped[str] = mapped_column(String(512))
    ip: Mapped[str] = mapped_column(String(64))

    @property
    def id(self) -> str:
        """What a list's cursor calls the key."""
        return self.sid


class Mark(NamedTuple):
    """An access token of a sign-in's generation was used."""

    sid: str
    gen: int
    time: datetime


class Ended(NamedTuple):
    """A sign-in that was ended."""

    sid: str
    user_id: str
    record_id: str | None
    ip: str
    user_agent: str


async def add(session: AsyncSession, row: AuthSessionRow) -> AuthSessionRow:
    """Insert a sign-in."""
    session.add(row)
    await session.flush()
    return row


async def find(session: AsyncSession, sid: str) -> AuthSessionRow | None:
    """Return a sign-in as the database has it now."""
    return await session.get(AuthSessionRow, sid, populate_existing=True)


async def find_with_user(
    session: AsyncSession, sid: str
) -> tuple[AuthSessionRow, UserRow] | tuple[None, None]:
    """Return a sign-in and whose it is, as the database has them now, in one statement."""
    row = AuthSessionRow
    query = select(row, UserRow).join(UserRow, UserRow.id == row.user_id).where(row.sid == sid)
    found = await session.execute(query.execution_options(populate_existing=True))
    pair = found.one_or_none()
    return (None, None) if pair is None else (pair[0], pair[1])


async def find_by_record(session: AsyncSession, record_id: str) -> AuthSessionRow | None:
    """Return the sign-in that a session record belongs to."""
    return await session.scalar(select(AuthSessionRow).where(AuthSessionRow.record_id == record_id))


async def revoke(session: AsyncSession, sid: str, now: datetime, reason: str) -> Ended | None:
    """End a sign-in; None when it was over already."""
    ended = await revoke_where(session, AuthSessionRow.sid == sid, now, reason)
    return ended[0] if ended else None


async def revoke_all(
    session: AsyncSession, user_id: str, now: datetime, reason: str, spared: str | None = None
) -> Sequence[Ended]:
    """End every sign-in of a user, except a spared one; return those that were not over.

    Locked in the order of their ids, as `mark_seen` writes them, so that nobody waits crosswise.
    """
    row = AuthSessionRow
    theirs = select(row.sid).where(row.user_id == user_id, row.revoked_at.is_(None))
    if spared is not None:
        theirs = theirs.where(row.sid != spared)
    locked = theirs.order_by(row.sid).with_for_update()
    return await revoke_where(session, row.sid.in_(locked), now, reason)


async def revoke_everybody(session: AsyncSession, now: datetime, reason: str) -> Sequence[Ended]:
    """End every sign-in; return those that were not over."""
    return await revoke_where(session, true(), now, reason)


async def revoke_where(
    session: AsyncSession, wanted: ColumnElement[bool], now: datetime, reason: str
) -> Sequence[Ended]:
    """End sign-ins that are not over."""
    row = AuthSessionRow
    statement = (
        update(row)
        .where(wanted, row.revoked_at.is_(None))
        .values(revoked_at=now, revoke_reason=reason)
        .returning(row.sid, row.user_id, row.record_id, row.ip, row.user_agent)
        .execution_options(synchronize_session=False)
    )
    return [Ended(*values) for values in await session.execute(statement)]


async def of_user(session: AsyncSession, user_id: str) -> Sequence[AuthSessionRow]:
    """Return a user's sign-ins, those that ended too, the oldest first."""
    row = AuthSessionRow
    query = select(row).where(row.user_id == user_id).order_by(row.created_at)
    return (await session.scalars(query)).all()


async def count_live(session: AsyncSession, now: datetime) -> int:
    """Return how many sign-ins a refresh would still be answered for."""
    row = AuthSessionRow
    live = row.revoked_at.is_(None) & (row.absolute_expires_at > now)
    return await session.scalar(select(func.count()).where(live)) or 0


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Remove sign-ins that expired or were ended before a time."""
    row = AuthSessionRow
    over = or_(row.absolute_expires_at < before, row.revoked_at < before)
    await session.execute(delete(row).where(over))


async def mark_seen(session: AsyncSession, marks: Iterable[Mark]) -> dict[str, int]:
    """Write last uses, and confirmations where they are due: one statement for all of them.

    Of each sign-in only the latest mark of its highest generation counts: an earlier one was over
    when that was made. Returns by sign-in the highest generation that no mark can confirm any more:
    it is confirmed, or was replaced.
    """
    settled: dict[str, int] = {}
    latest = {mark.sid: mark for mark in sorted(marks, key=lambda mark: (mark.gen, mark.time))}
    ordered = [latest[sid] for sid in sorted(latest)]  # two processes must not lock crosswise
    for start in range(0, len(ordered), MARKS_AT_ONCE):
        rows = await session.execute(marking(ordered[start : start + MARKS_AT_ONCE]))
        settled |= {sid: max(confirmed, gen - 1) for sid, gen, confirmed in rows}
    return settled


def marking(marks: Sequence[Mark]) -> Update:
    """Return the statement that writes marks of different sign-ins."""
    row, seen = AuthSessionRow, table_of(marks)
    confirms = and_(
        row.gen == seen.c.gen,
        row.confirmed_gen < seen.c.gen,
        or_(row.rotated_at.is_(None), row.rotated_at <= seen.c.confirms),
    )
    return (
        update(row)
        .where(row.sid == seen.c.sid)
        .values(
            last_seen_at=case((row.last_seen_at < seen.c.at, seen.c.at), else_=row.last_seen_at),
            confirmed_gen=case((confirms, seen.c.gen), else_=row.confirmed_gen),
        )
        .returning(row.sid, row.gen, row.confirmed_gen)
        .execution_options(synchronize_session=False)
    )


def table_of(marks: Sequence[Mark]) -> CTE:
    """Return marks as a table, each with the time of the last rotation that it confirms."""
    columns = (
        column("sid", String),
        column("gen", Integer),
        column("at", UtcDateTime),
        column("confirms", UtcDateTime),
    )
    rows = [(mark.sid, mark.gen, mark.time, mark.time - CONFIRM_AFTER) for mark in marks]
    return values(*columns, name="marks").data(rows).cte("seen")
