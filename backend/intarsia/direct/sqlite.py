"""Statements straight to SQLite: those that wait share a change of threads and a commit."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import database
from intarsia.direct.prepared import Away, Prepared

Row = tuple[Any, ...]


class Waiting(NamedTuple):
    """A statement whose turn has not come, and who is waiting for its row."""

    sql: str
    arguments: Sequence[Any]
    row: asyncio.Future[Row | None]


class DirectSqlite:
    """One connection in a thread of its own.

    SQLite writes one transaction at a time and waits for the disk at the end of each. So what
    comes in during one goes into the next, together: each is answered after its commit.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect
        self.path = engine.url.database or ""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="direct")
        self._connection: sqlite3.Connection | None = None
        self._waiting: list[Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        loop = asyncio.get_running_loop()
        waiting = Waiting(prepared.sql, prepared.arguments(values), loop.create_future())
        self._waiting.append(waiting)
        if self._working is None:
            self._working = loop.create_task(self._work())
        try:
            row = await waiting.row
        except (sqlite3.Error, OSError) as error:
            raise Away from error
        return prepared.result(row) if row else None

    async def close(self) -> None:
        """End the thread, and its connection with it."""
        if self._working is not None:
            await self._working
        await asyncio.get_running_loop().run_in_executor(self._thread, self._hang_up)
        self._thread.shutdown()

    async def _work(self) -> None:
        """Write what waits until nothing does."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                rows = await loop.run_in_executor(self._thread, self._write, taken)
            except Exception as error:  # whatever it is, it is theirs who wait
                tell(taken, error)
            else:
                for waiting, row in zip(taken, rows, strict=True):
                    if not waiting.row.done():  # whoever asked has gone
                        waiting.row.set_result(row)
        self._working = None

    def _write(self, taken: Sequence[Waiting]) -> list[Row | None]:
        """Run all in one transaction; in the thread."""
        connection = self._connection = self._connection or self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            rows = [connection.execute(each.sql, each.arguments).fetchone() for each in taken]
            connection.execute("COMMIT")
        except (sqlite3.Error, OSError):
            self._hang_up()  # which rolls back; the next statement opens another
            raise
        return rows

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, timeout=database.PATIENCE_SECONDS
        )
        for pragma in database.SQLITE_PRAGMAS:
            connection.execute(pragma)
        return connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def tell(taken: Sequence[Waiting], error: Exception) -> None:
    """Let everybody know who is still waiting."""
    for waiting in taken:
        if not waiting.row.done():
            waiting.row.set_exception(error)
