"""Nobody rewrites the audit trail, whatever SQL they get to send; only routine is forgotten."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import trail
from intarsia.database import readers, writers
from intarsia.trail import AuditRow
from tests.conftest import FakeClock

ATTEMPTS = {
    "update": "UPDATE audit_events SET actor = 'nobody'",
    "update of routine": "UPDATE audit_events SET action = 'x' WHERE action = 'auth.refresh'",
    "delete": "DELETE FROM audit_events",
    "delete of one": "DELETE FROM audit_events WHERE action = 'user.deleted'",
}
OF_ONE_ENGINE = {
    "sqlite": "INSERT OR REPLACE INTO audit_events SELECT id, at, 'nobody', action, target, ip,"
    " request_id, detail FROM audit_events",
    "postgresql": "TRUNCATE audit_events",
}


@pytest.fixture
async def written(engine: AsyncEngine, clock: FakeClock) -> AsyncEngine:
    """A trail of one decision and one routine event."""
    async with writers(engine).begin() as session:
        trail.record(session, clock.now(), "admin", "user.deleted", "user:1")
        trail.record(session, clock.now(), "user", "auth.refresh", "session:1")
    return engine


async def actions(engine: AsyncEngine) -> list[tuple[str, str]]:
    async with readers(engine)() as session:
        rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(row.actor, row.action) for row in rows]


BOTH = [("admin", "user.deleted"), ("user", "auth.refresh")]


class TestAppendOnly:
    @pytest.mark.parametrize("attempt", [*ATTEMPTS, "of one engine"])
    async def test_refuses_every_change(self, written: AsyncEngine, attempt: str) -> None:
        statement = ATTEMPTS.get(attempt) or OF_ONE_ENGINE[written.dialect.name]

        with pytest.raises(DBAPIError, match="append-only"):
            async with writers(written).begin() as session:
                await session.execute(text(statement))

        assert await actions(written) == BOTH

    async def test_forgets_routine_that_is_old(
        self, written: AsyncEngine, clock: FakeClock
    ) -> None:
        async with writers(written).begin() as session:
            await trail.forget_routine(session, clock.now())
        assert await actions(written) == BOTH

        clock.advance(seconds=1)
        async with writers(written).begin() as session:
            await trail.forget_routine(session, clock.now())

        assert await actions(written) == BOTH[:1]
