"""Session records in SQL, in the form of the npm package that Express uses (`sql_forms.py`).

Neither package's table has a number that counts versions, so the compare-and-set compares the
text; that notices Express's writes, too.
"""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.database import Sessions, open_engine, readers, upsert, writers
from intarsia.sessions import express
from intarsia.sessions.stores.base import (
    LIVES_AFTER_DEATH,
    Edit,
    Record,
    races,
    reaching,
    read,
    saving,
)
from intarsia.sessions.stores.sql_forms import FORMS, SEQUELIZE, Form, TombstoneRow

TOMBSTONES = cast(Table, TombstoneRow.__table__)


@dataclass(frozen=True)
class SqlStore:
    """Keeps records in a database, in transactions of their own."""

    writers: Sessions
    readers: Sessions
    form: Form = SEQUELIZE

    async def prepare(self) -> None:
        """Make the tables, where neither a migration nor Express has."""
        async with reaching(SQLAlchemyError), self.writers.begin() as session:
            connection = await session.connection()
            for table in (self.form.table, TOMBSTONES):
                await connection.run_sync(table.create, checkfirst=True)

    async def create(self, record: Record, now: datetime) -> bool:
        """See the contract."""
        form, text = self.form, express.dump(record.data)
        ends = {form.sid.name: record.id, form.expires.name: record.expires}
        values = {**ends, **form.values(text, now), **dict.fromkeys(form.new, now)}
        async with reaching(SQLAlchemyError), self.writers.begin() as session:
            if await session.get(TombstoneRow, record.id) is not None:
                return False
            statement = upsert(session, form.table).values(values)
            made = statement.on_conflict_do_nothing().returning(form.sid)
            return await session.scalar(made) is not None

    async def load(self, record_id: str, now: datetime) -> Record | None:
        """See the contract."""
        form = self.form
        query = select(form.text, form.expires, self.is_dead()).where(form.sid == record_id)
        async with reaching(SQLAlchemyError), self.readers() as session:
            found = (await session.execute(query)).one_or_none()
        if found is None:
            return None
        text, expires, is_dead = found
        if is_dead:
            await self.destroy(record_id, now)
            return None
        return read(record_id, text, expires, now)

    async def load_all(self, record_ids: Sequence[str], now: datetime) -> list[Record]:
        """See the contract."""
        form = self.form
        query = select(form.sid, form.text, form.expires).where(form.sid.in_(record_ids))
        async with reaching(SQLAlchemyError), self.readers() as session:
            rows = (await session.execute(query.where(~self.is_dead()).order_by(form.sid))).all()
        records = [read(record_id, text, expires, now) for record_id, text, expires in rows]
        return [record for record in records if record is not None]

    async def save(self, loaded: Record, data: Mapping[str, Any], now: datetime) -> Record | None:
        """See the contract."""
        return await self.change(loaded.id, saving(loaded, data), now)

    async def change(self, record_id: str, edit: Edit, now: datetime) -> Record | None:
        """See the contract."""
        async for _ in races():
            async with reaching(SQLAlchemyError), self.writers.begin() as session:
                text, held = await self.hold(session, record_id, now)
                if held is None:
                    return None
                result = edit(held.data)
                if await self.swap(session, record_id, text, express.dump(result), now):
                    return Record(record_id, result, held.expires)
        return None

    async def touch(self, record_id: str, expires: datetime, now: datetime) -> bool:
        """See the contract."""
        form = self.form
        statement = (
            update(form.table)
            .where(*self.is_live(record_id, now))
            .values({form.expires.name: expires, **dict.fromkeys(form.changed, now)})
            .returning(form.sid)
        )
        async with reaching(SQLAlchemyError), self.writers.begin() as session:
            return await session.scalar(statement) is not None

    async def destroy(self, record_id: str, now: datetime) -> None:
        """See the contract."""
        until = now + timedelta(days=LIVES_AFTER_DEATH)
        async with reaching(SQLAlchemyError), self.writers.begin() as session:
            tombstone = upsert(session, TombstoneRow).values(sid=record_id, until=until)
            await session.execute(tombstone.on_conflict_do_nothing())
            await session.execute(delete(self.form.table).where(self.form.sid == record_id))

    async def sweep(self, now: datetime) -> None:
        """See the contract."""
        table, dead = self.form.table, select(TombstoneRow.sid)
        async with reaching(SQLAlchemyError), self.writers.begin() as session:
            await session.execute(delete(table).where(self.form.expires <= now))
            await session.execute(delete(table).where(self.form.sid.in_(dead)))
            await session.execute(delete(TombstoneRow).where(TombstoneRow.until <= now))

    async def hold(
        self, session: AsyncSession, record_id: str, now: datetime
    ) -> tuple[str, Record | None]:
        """Return a live record, and the text that it was read from."""
        query = select(self.form.text, self.form.expires).where(*self.is_live(record_id, now))
        found = (await session.execute(query)).one_or_none()
        if found is None:
            return "", None
        text, expires = found
        return text, read(record_id, text, expires, now)

    async def swap(
        self, session: AsyncSession, record_id: str, before: str, after: str, now: datetime
    ) -> bool:
        """Write a record's text unless somebody was faster."""
        form = self.form
        statement = (
            update(form.table)
            .where(form.sid == record_id, form.text == before)
            .values(form.values(after, now))
            .returning(form.sid)
        )
        return await session.scalar(statement) is not None

    def is_live(self, record_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions of a record that neither expired nor was destroyed."""
        ends = or_(self.form.expires.is_(None), self.form.expires > now)
        return self.form.sid == record_id, ends, ~self.is_dead()

    def is_dead(self) -> ColumnElement[bool]:
        """Return the condition of a record that was destroyed."""
        return exists().where(TombstoneRow.sid == self.form.sid)


@contextlib.asynccontextmanager
async def open_sql_store(url: str, form: str) -> AsyncIterator[SqlStore]:
    """Connect when first asked, to another database than the platform's own."""
    engine = open_engine(url)
    try:
        yield SqlStore(writers(engine), readers(engine), FORMS[form])
    finally:
        await engine.dispose()
