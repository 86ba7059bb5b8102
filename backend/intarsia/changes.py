"""The change feed: how a commit in one process becomes known to all others.

Writers insert into `changes` last in their own transaction. Every process reads the rows it has not
seen, at least every half second, on a connection of its own, and hands them to its subscribers;
`hints.py` says when to look sooner.
On PostgreSQL a transaction-level advisory lock makes ids appear in the order of their commits:
without it a reader could pass id 7 while the transaction that holds id 6 has yet to commit.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import JSON, Row, String, bindparam, delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.background import Repeated, repeating
from intarsia.clock import Clock
from intarsia.database import BIG_KEY, Base, Sessions

POLL_SECONDS = 0.5
TRUSTED_SECONDS = 1.0
KEPT = ("release", "withdrawal")
ORDER_LOCK = 0x1A7A  # any constant; shared by all writers of the feed
NOTIFIED = "intarsia_changes"  # what PostgreSQL calls the news of a commit

log = structlog.get_logger(__name__)


class ChangeRow(Base):
    """One committed change that other processes must hear of."""

    __tablename__ = "changes"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's API)

    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    topic: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(128))
    value: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(index=True)


COLUMNS = (ChangeRow.id, ChangeRow.topic, ChangeRow.key, ChangeRow.value, ChangeRow.at)
UNREAD = select(*COLUMNS).where(ChangeRow.id > bindparam("last")).order_by(ChangeRow.id)

Change = Row[int, str, str, Any, datetime]
Subscriber = Callable[[Change], Awaitable[None]]


async def record(session: AsyncSession, at: datetime, topic: str, key: str, value: object) -> None:
    """Announce a change; call it last in the transaction: it lines writers up until the commit."""
    await session.flush()
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ORDER_LOCK})
        await session.execute(text(f"NOTIFY {NOTIFIED}"))  # heard when the transaction commits
    session.add(ChangeRow(topic=topic, key=key, value=value, at=at))
    await session.flush()
    session.info["changed"] = True


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Remove what is old, but not releases and withdrawals: a page may have slept for long."""
    old = delete(ChangeRow).where(ChangeRow.at < before, ChangeRow.topic.not_in(KEPT))
    await session.execute(old)


@dataclass
class ChangeFeed:
    """This process's reader of the feed."""

    readers: Sessions
    clock: Clock
    history: timedelta
    last: int = 0
    began: int = 0  # everything after it was handed out
    read_at: float = float("-inf")
    subscribers: dict[str, list[Subscriber]] = field(default_factory=dict)
    _session: AsyncSession | None = None  # kept open: taking a connection costs more than a read
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    def subscribe(self, topic: str, subscriber: Subscriber) -> None:
        """Call `subscriber` with every change of a topic, in order."""
        self.subscribers.setdefault(topic, []).append(subscriber)

    @property
    def is_fresh(self) -> bool:
        """Whether the last successful read began under a second ago."""
        return time.monotonic() - self.read_at < TRUSTED_SECONDS

    async def start(self) -> None:
        """Read the changes of the last `history`, which subscribers are primed with."""
        since = self.clock.now() - self.history
        async with self.readers() as session:
            first = await session.scalar(
                select(func.min(ChangeRow.id)).where(ChangeRow.at >= since)
            )
            newest = await session.scalar(select(func.max(ChangeRow.id)))
        self.last = self.began = first - 1 if first is not None else newest or 0
        await self.catch_up()

    async def catch_up(self) -> None:
        """Read and hand out everything committed before this call."""
        async with self._reading:
            began = time.monotonic()
            for change in await self._unread():
                for subscriber in self.subscribers.get(change.topic, ()):
                    await subscriber(change)
                self.last = change.id
            self.read_at = began

    async def _unread(self) -> list[Change]:
        if self._session is None:
            self._session = self.readers()
        try:
            connection = await self._session.connection()
            return list((await connection.execute(UNREAD, {"last": self.last})).all())
        except BaseException:  # a read that was cancelled leaves a connection of no use, too
            await self.hang_up()
            raise

    async def hang_up(self) -> None:
        """Let go of the connection; the next read takes another."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def take_note(self) -> None:
        """Catch up; what can't be read or applied makes the feed stale at once, not dead."""
        try:
            await self.catch_up()
        except (SQLAlchemyError, OSError) as error:
            self.read_at = float("-inf")
            log.warning("feed.unreadable", error=type(error).__name__)
        except Exception:
            self.read_at = float("-inf")
            log.exception("feed.not_applied", last=self.last)


@contextlib.asynccontextmanager
async def following(feed: ChangeFeed) -> AsyncIterator[Repeated]:
    """Follow the feed in the background until the block ends; waking it makes it look now."""
    try:
        await feed.start()
        async with repeating("change-feed", feed.take_note, POLL_SECONDS) as reading:
            yield reading
    finally:
        await feed.hang_up()
