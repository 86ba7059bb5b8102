"""Statements straight to PostgreSQL."""

import asyncio
from collections.abc import Mapping
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import PATIENCE_SECONDS
from intarsia.direct.prepared import Away, Prepared

CONNECTIONS = 4  # of each process, beside its engine's
AWAY = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # asked between the server's last word and the end of the line
    OSError,
)

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"  # generic to the type checker only


class DirectPostgres:
    """A few connections; a statement is prepared on each once, and then one exchange.

    The driver's own pool wraps, checks and resets at every turn, which costs as much as the
    statement; what is run here leaves nothing behind.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect
        _, self.where = engine.dialect.create_connect_args(engine.url)
        self._places: asyncio.LifoQueue[Connection | None] = asyncio.LifoQueue()
        for _ in range(CONNECTIONS):
            self._places.put_nowait(None)

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        try:
            row = await self._run(prepared.sql, prepared.arguments(values))
        except AWAY as error:
            raise Away from error
        return None if row is None else prepared.result(row)

    async def _run(self, sql: str, arguments: list[Any]) -> asyncpg.Record | None:
        connection = await self._free()
        try:
            if connection is None or connection.is_closed():
                connection = await self._connect()
            row = await connection.fetchrow(sql, *arguments, timeout=PATIENCE_SECONDS)
        except BaseException:
            if connection is not None:
                connection.terminate()  # it may be in the middle of an exchange
                connection = None
            raise
        finally:
            self._places.put_nowait(connection)
        return row

    async def _free(self) -> "Connection | None":
        """Return a connection that nobody uses, None for one still to be made."""
        if not self._places.empty():
            return self._places.get_nowait()
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._places.get()

    async def _connect(self) -> "Connection":
        return await asyncpg.connect(timeout=PATIENCE_SECONDS, **self.where)

    async def close(self) -> None:
        """Close the connections."""
        while not self._places.empty():
            connection = self._places.get_nowait()
            if connection is not None:
                await connection.close(timeout=PATIENCE_SECONDS)
