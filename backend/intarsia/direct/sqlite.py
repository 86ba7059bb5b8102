"""Statements straight to SQLite: those that wait share a change of threads and a commit."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from threading import Thread
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
        self._waiting: list[Waiting] = []
        self._turns: SimpleQueue[list[Waiting] | None] = SimpleQueue()
        self._at_work = False
        self._thread: Thread | None = None
        self._connection: sqlite3.Connection | None = None

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        loop = asyncio.get_running_loop()
        row: asyncio.Future[Row | None] = loop.create_future()
        self._waiting.append(Waiting(prepared.sql, prepared.arguments(values), row))
        if not self._at_work:
            self._at_work = True
            loop.call_soon(self._next_turn, loop)  # with whatever else this round of the loop asks
        try:
            found = await row
        except (sqlite3.Error, OSError) as error:
            raise Away from error
        return prepared.result(found) if found else None

    async def close(self) -> None:
        """End the thread after what waits, and its connection with it."""
        if self._thread is not None:
            self._turns.put(None)
            await asyncio.to_thread(self._thread.join)

    def _next_turn(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand what waits to the thread, if anything does."""
        self._at_work = bool(self._waiting)
        if not self._at_work:
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, args=[loop], name="direct", daemon=True)
            self._thread.start()
        turn, self._waiting = self._waiting, []
        self._turns.put(turn)

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        """Write turn after turn; in the thread."""
        while (turn := self._turns.get()) is not None:
            try:
                outcome: list[Row | None] | Exception = self._write(turn)
            except Exception as error:  # whatever it is, it is theirs who wait
                outcome = error
            loop.call_soon_threadsafe(self._tell, loop, turn, outcome)
        self._hang_up()

    def _tell(
        self,
        loop: asyncio.AbstractEventLoop,
        turn: Sequence[Waiting],
        outcome: Sequence[Row | None] | Exception,
    ) -> None:
        """Answer everybody who is still waiting."""
        self._next_turn(loop)
        for place, waiting in enumerate(turn):
            if waiting.row.done():  # whoever asked has gone
                continue
            if isinstance(outcome, Exception):
                waiting.row.set_exception(outcome)
            else:
                waiting.row.set_result(outcome[place])

    def _write(self, turn: Sequence[Waiting]) -> list[Row | None]:
        """Run all in one transaction."""
        connection = self._connection = self._connection or self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            rows = [connection.execute(each.sql, each.arguments).fetchone() for each in turn]
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
