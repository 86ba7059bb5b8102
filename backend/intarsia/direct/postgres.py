"""Statements straight to PostgreSQL."""

import asyncio
from collections.abc import Mapping
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import PATIENCE_SECONDS
from intarsia.direct.prepared import Away, Prepared

CONNECTIONS = 4  # of each process, beside its engine's
AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class DirectPostgres:
    """A few connections; a statement is prepared on each once, and then one exchange."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect
        _, self.where = engine.dialect.create_connect_args(engine.url)
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        try:
            pool = self._pool or await self._open()
            async with pool.acquire(timeout=PATIENCE_SECONDS) as connection:
                row = await connection.fetchrow(prepared.sql, *prepared.arguments(values))
        except AWAY as error:
            raise Away from error
        return None if row is None else prepared.result(row)

    async def _open(self) -> "asyncpg.Pool[asyncpg.Record]":
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    **self.where,
                    min_size=0,
                    max_size=CONNECTIONS,
                    timeout=PATIENCE_SECONDS,
                    command_timeout=PATIENCE_SECONDS,
                    reset=leave_as_it_is,
                )
            return self._pool

    async def close(self) -> None:
        """Close the connections."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()


async def leave_as_it_is(_connection: object) -> None:
    """Statements that stand alone leave nothing behind that had to be reset."""
