"""Statements straight to SQLite."""

import asyncio
import sqlite3
from collections.abc import Mapping
from typing import Any

import aiosqlite
from sqlalchemy import UpdateBase
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import PATIENCE_SECONDS, prepare
from intarsia.direct.prepared import Away, Prepared


class DirectSqlite:
    """One connection, held open; a statement is one change of threads."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.dialect = engine.dialect
        self.path = engine.url.database or ""
        self._connection: aiosqlite.Connection | None = None
        self._opening = asyncio.Lock()

    def prepare(self, statement: UpdateBase) -> Prepared:
        """Make a statement ready, once."""
        return Prepared(statement, self.dialect)

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        try:
            connection = self._connection or await self._open()
            rows = list(await connection.execute_fetchall(prepared.sql, prepared.arguments(values)))
        except (sqlite3.Error, OSError) as error:
            await self.close()
            raise Away from error
        return prepared.result(rows[0]) if rows else None

    async def _open(self) -> aiosqlite.Connection:
        async with self._opening:
            if self._connection is None:
                connection = await aiosqlite.connect(
                    self.path, isolation_level=None, timeout=PATIENCE_SECONDS
                )
                await prepare(connection)
                self._connection = connection
            return self._connection

    async def close(self) -> None:
        """Let go of the connection; the next statement opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
