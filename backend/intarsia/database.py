"""One engine per process, one transaction per request.

SQLite runs in WAL with `synchronous=FULL` (what was acknowledged survives a power cut), and every
writing transaction begins IMMEDIATE: one that reads first and writes later would fail at once with
SQLITE_BUSY whenever another writer came in between.
"""

import asyncio
import contextlib
import sqlite3
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

import aiosqlite
from fastapi import Depends, Request
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

SQLITE_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)

PATIENCE_SECONDS = 5.0  # for a connection or a lock; then the answer is 503

Sessions = async_sessionmaker[AsyncSession]

# A 64-bit key that each engine counts up by itself.
BIG_KEY = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC on every engine; SQLite itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What its values are; by itself a decorator says `object`."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; hand SQLite a naive UTC one."""
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what went in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), str: String()}  # noqa: RUF012 (SQLAlchemy's API)


def upsert(session: AsyncSession, table: type[Base] | Table) -> SqliteInsert | PostgresInsert:
    """Return an INSERT that can say what to do on a conflict."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return SqliteInsert(table) if is_sqlite else PostgresInsert(table)


def new_id() -> str:
    """Return a fresh opaque id."""
    return uuid.uuid4().hex


def open_engine(url: str) -> AsyncEngine:
    """Return an engine for a `sqlite+aiosqlite://` or `postgresql+asyncpg://` URL."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_timeout=PATIENCE_SECONDS,
        connect_args={"timeout": PATIENCE_SECONDS},
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", set_pragmas)
        event.listen(engine.sync_engine, "begin", begin_immediate)
    return engine


def lower(text: str | None) -> str | None:
    """Return a text in lower case, as PostgreSQL does."""
    return None if text is None else text.lower()


def set_pragmas(connection: AdaptedConnection, _record: object) -> None:
    """Prepare a new SQLite connection, whose own `lower` knows no letter but ASCII's."""
    connection.run_async(prepare)


async def prepare(connection: aiosqlite.Connection) -> None:
    """Give a connection its functions and settings."""
    await connection.create_function("lower", 1, lower, deterministic=True)
    await use_write_ahead_log(connection)
    for pragma in SQLITE_PRAGMAS:
        await connection.execute(pragma)


async def use_write_ahead_log(connection: aiosqlite.Connection) -> None:
    """Make readers and the writer independent; the file keeps that mode from then on.

    SQLite's own patience does not cover the change: where two processes open a new file at the
    same moment, one of them is told at once that it is locked.

    Raises:
        TimeoutError: when it is still locked after `PATIENCE_SECONDS`.
    """
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await tried_write_ahead_log(connection):  # noqa: ASYNC110 (no event to wait for)
            await asyncio.sleep(0.02)


async def tried_write_ahead_log(connection: aiosqlite.Connection) -> bool:
    """Whether the file now keeps a write-ahead log; if not, another process has it locked."""
    try:
        await connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def begin_immediate(connection: Connection) -> None:
    """Take the write lock at once, except on an autocommit connection."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def writers(engine: AsyncEngine) -> Sessions:
    """Sessions for transactions that write."""
    return async_sessionmaker(engine, expire_on_commit=False)


def readers(engine: AsyncEngine) -> Sessions:
    """Sessions whose every statement stands alone: half the cost of a transaction for a read."""
    return async_sessionmaker(
        engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False
    )


@contextlib.asynccontextmanager
async def transaction(state: Any) -> AsyncIterator[AsyncSession]:  # noqa: ANN401 (Starlette's)
    """Commit when the block ends, roll back when it raises; `state` is a request's.

    A commit that recorded a change is answered only when this process has taken note of it, so
    that a caller's next request to it finds the new state. If it can't, what is committed is not
    called a failure; the feed says that it is not to be trusted. Session records follow the commit.
    """
    async with state.writers.begin() as session:
        yield session
    if session.info.get("changed"):
        await state.feed.take_note()
    if records := session.info.get("records"):
        await state.records.settle(records)


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Commit when the handler returns, roll back when it raises."""
    async with transaction(request.state) as session:
        yield session


async def open_reader(request: Request) -> AsyncIterator[AsyncSession]:
    """Read without a transaction."""
    async with request.state.readers() as session:
        yield session


# "function" scope: the commit happens before the response is sent, so a client never sees a 200
# for a write that then failed.
SessionDep = Annotated[AsyncSession, Depends(open_session, scope="function")]
ReaderDep = Annotated[AsyncSession, Depends(open_reader, scope="function")]
