"""Session records in SQL, in the form of the npm package connect-session-sequelize.

Sequelize's table has no number that counts versions, so the compare-and-set compares the text; that
notices Express's writes, too. On SQLite Sequelize keeps times as text, and compares them as such.
"""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Select,
    String,
    Text,
    TypeDecorator,
    delete,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine, UserDefinedType

from intarsia.database import Base, Sessions, upsert
from intarsia.errors import Conflict
from intarsia.sessions import express
from intarsia.sessions.stores.base import LIVES_AFTER_DEATH, Record, StoreAway, merged

RACES = 20


class TextTime(UserDefinedType[str]):
    """Text in a column that SQLite's tables call DATETIME."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Return the name in the table's definition."""
        return "DATETIME"


class SequelizeTime(TypeDecorator[datetime]):
    """A time as Sequelize writes it: `2026-11-21 11:05:06.201 +00:00` on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite."""
        impl = TextTime() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(impl)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Cut to milliseconds, which is all that JavaScript has."""
        if value is None:
            return None
        value = value.astimezone(UTC)
        value = value.replace(microsecond=value.microsecond // 1000 * 1000)
        if dialect.name != "sqlite":
            return value
        return value.isoformat(" ", "milliseconds").replace("+00:00", " +00:00")

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        """Give back an aware time in UTC."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value.replace(" +", "+"))
        return None if value is None else value.astimezone(UTC)


class SessionRow(Base):
    """One record; names and types are Sequelize's."""

    __tablename__ = "Sessions"

    sid: Mapped[str] = mapped_column(String(36), primary_key=True)
    expires: Mapped[datetime | None] = mapped_column(SequelizeTime, index=True)
    data: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column("createdAt", SequelizeTime)
    updated_at: Mapped[datetime] = mapped_column("updatedAt", SequelizeTime)


class TombstoneRow(Base):
    """A record that was destroyed; in a table of its own, which Express never sees."""

    __tablename__ = "session_tombstones"

    sid: Mapped[str] = mapped_column(String(36), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class SqlStore:
    """Keeps records in the platform's own database, in transactions of their own."""

    writers: Sessions
    readers: Sessions

    async def create(self, record: Record, now: datetime) -> bool:
        """See the contract."""
        values = {"sid": record.id, "expires": record.expires, "data": express.dump(record.data)}
        async with reaching(), self.writers.begin() as session:
            if await session.get(TombstoneRow, record.id) is not None:
                return False
            statement = (
                upsert(session, SessionRow)
                .values(**values, created_at=now, updated_at=now)
                .on_conflict_do_nothing()
                .returning(SessionRow.sid)
            )
            return await session.scalar(statement) is not None

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """See the contract."""
        dead = exists().where(TombstoneRow.sid == SessionRow.sid)
        async with reaching(), self.readers() as session:
            query = select(SessionRow, dead).where(SessionRow.sid == record_id)
            found = (await session.execute(query)).one_or_none()
        if found is None:
            return None
        row, is_dead = found
        if is_dead:
            await self.destroy(record_id, now)
            return None
        return read(row, now)

    async def load_all(self, record_ids: Sequence[str], now: datetime) -> list[Record]:
        """See the contract."""
        dead = exists().where(TombstoneRow.sid == SessionRow.sid)
        query = select(SessionRow).where(SessionRow.sid.in_(record_ids), ~dead)
        async with reaching(), self.readers() as session:
            rows = (await session.scalars(query.order_by(SessionRow.sid))).all()
        return [record for row in rows if (record := read(row, now)) is not None]

    async def save(self, loaded: Record, data: Mapping[str, Any], now: datetime) -> Record | None:
        """See the contract."""
        express.dump(data)
        for _ in range(RACES):
            async with reaching(), self.writers.begin() as session:
                row = await session.scalar(live(loaded.id, now))
                held = read(row, now) if row is not None else None
                if row is None or held is None:
                    return None
                result = merged(held.data, loaded.data, data)
                if await swapped(session, row, express.dump(result), now):
                    return Record(loaded.id, result, held.expires)
        raise Conflict("Others keep changing this session. Try again.", code="session_race")

    async def touch(self, record_id: str, expires: datetime, now: datetime) -> bool:
        """See the contract."""
        statement = (
            update(SessionRow)
            .where(SessionRow.sid.in_(live(record_id, now).with_only_columns(SessionRow.sid)))
            .values(expires=expires, updated_at=now)
            .returning(SessionRow.sid)
            .execution_options(synchronize_session=False)
        )
        async with reaching(), self.writers.begin() as session:
            return await session.scalar(statement) is not None

    async def destroy(self, record_id: str, now: datetime) -> None:
        """See the contract."""
        until = now + timedelta(days=LIVES_AFTER_DEATH)
        async with reaching(), self.writers.begin() as session:
            tombstone = upsert(session, TombstoneRow).values(sid=record_id, until=until)
            await session.execute(tombstone.on_conflict_do_nothing())
            await session.execute(delete(SessionRow).where(SessionRow.sid == record_id))

    async def sweep(self, now: datetime) -> None:
        """See the contract."""
        dead = SessionRow.sid.in_(select(TombstoneRow.sid))
        async with reaching(), self.writers.begin() as session:
            await session.execute(delete(SessionRow).where(or_(SessionRow.expires <= now, dead)))
            await session.execute(delete(TombstoneRow).where(TombstoneRow.until <= now))


def live(record_id: str, now: datetime) -> Select[SessionRow]:
    """Return the query of a record that neither expired nor was destroyed."""
    dead = exists().where(TombstoneRow.sid == SessionRow.sid)
    return select(SessionRow).where(
        SessionRow.sid == record_id,
        or_(SessionRow.expires.is_(None), SessionRow.expires > now),
        ~dead,
    )


async def swapped(session: AsyncSession, row: SessionRow, text: str, now: datetime) -> bool:
    """Write a record's text unless somebody was faster."""
    statement = (
        update(SessionRow)
        .where(SessionRow.sid == row.sid, SessionRow.data == row.data)
        .values(data=text, updated_at=now)
        .returning(SessionRow.sid)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement) is not None


def read(row: SessionRow, now: datetime) -> Record | None:
    """Return what a row says, unless it has expired or is unreadable."""
    data = express.load(row.data)
    if data is None or row.expires is None or row.expires <= now:
        return None
    return Record(row.sid, data, row.expires)


@contextlib.asynccontextmanager
async def reaching() -> AsyncIterator[None]:
    """Give every failure of the engine one meaning."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreAway from error
