from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia import database
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims
from intarsia.users.store import UserRow
from tests.auth.browser import Browser
from tests.conftest import FakeClock


@pytest.fixture
def browser(client: TestClient) -> Browser:
    return Browser(client)


@pytest.fixture
async def claims(engine: AsyncEngine, clock: FakeClock) -> Claims:
    """Of a sign-in that exists."""
    now = clock.now()
    async with database.writers(engine).begin() as session:
        user = (await session.scalars(select(UserRow).where(UserRow.username == "user"))).one()
        times = {"created_at": now, "auth_time": now, "last_seen_at": now}
        row = AuthSessionRow(
            sid="sid-1",
            user_id=user.id,
            absolute_expires_at=now + timedelta(days=7),
            user_agent="",
            ip="",
            **times,
        )
        session.add(row)
    return Claims(user.id, "sid-1", 0, int(now.timestamp()), int(now.timestamp()) + 900, "user", 0)


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """Every statement that the engine is sent."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", note)
