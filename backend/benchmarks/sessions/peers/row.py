"""A FastAPI route with response model that reads one row: the floor under preferences."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from pydantic import BaseModel

URL = os.environ["PEER_DATABASE"]
CREATE = "CREATE TABLE IF NOT EXISTS chosen (owner text PRIMARY KEY, chosen text)"
INSERT = """
INSERT INTO chosen VALUES ('me', '{"theme": "dark", "notifications": true, "language": "en"}')
ON CONFLICT DO NOTHING
"""
READ = "SELECT chosen FROM chosen WHERE owner = "


class Preferences(BaseModel):
    """As ours."""

    theme: str
    notifications: bool
    language: str


@asynccontextmanager
async def on_postgresql(_app: FastAPI) -> AsyncIterator[dict[str, object]]:
    """Yield how a row is read."""
    import asyncpg

    async with asyncpg.create_pool(URL) as pool:
        await pool.execute(CREATE)
        await pool.execute(INSERT)

        async def read(owner: str) -> str:
            return await pool.fetchval(f"{READ}$1", owner)

        yield {"read": read}


@asynccontextmanager
async def on_sqlite(_app: FastAPI) -> AsyncIterator[dict[str, object]]:
    """Yield how a row is read."""
    import aiosqlite

    async with aiosqlite.connect(URL.removeprefix("sqlite:///")) as connection:
        await connection.execute("PRAGMA journal_mode=WAL")
        await connection.execute(CREATE)
        await connection.execute(INSERT)
        await connection.commit()

        async def read(owner: str) -> str:
            async with connection.execute(f"{READ}?", (owner,)) as cursor:
                (chosen,) = await cursor.fetchone()
            return chosen

        yield {"read": read}


app = FastAPI(lifespan=on_sqlite if URL.startswith("sqlite") else on_postgresql)


@app.get("/me")
async def me(request: Request) -> Preferences:
    """Return what somebody chose."""
    return Preferences.model_validate_json(await request.state.read("me"))
