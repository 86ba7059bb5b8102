from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from intarsia import intake as intakes
from intarsia.database import open_engine, writers
from intarsia.errors import Unavailable
from intarsia.intake import Intake, writing


class Written:
    """A sink that remembers."""

    def __init__(self) -> None:
        self.batches: list[list[Any]] = []

    async def __call__(self, session: AsyncSession, reports: Sequence[Any]) -> None:
        await session.execute(text("SELECT 1"))
        self.batches.append(list(reports))


class TestIntake:
    async def test_writes_what_came_in_together(self, engine: AsyncEngine) -> None:
        intake, events, errors = Intake(writers(engine)), Written(), Written()
        intake.offer(events, [1, 2])
        intake.offer(errors, ["x"])
        intake.offer(events, [3])
        await intake.write()
        await intake.write()

        assert (events.batches, errors.batches) == ([[1, 2, 3]], [["x"]])

    async def test_writes_the_rest_at_the_end(self, engine: AsyncEngine) -> None:
        intake, written = Intake(writers(engine)), Written()
        async with writing(intake):
            intake.offer(written, [1])

        assert written.batches == [[1]]

    async def test_keeps_reports_while_the_database_is_away(self, engine: AsyncEngine) -> None:
        gone = open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
        intake, written = Intake(writers(gone)), Written()
        intake.offer(written, [1])
        await intake.write()
        intake.offer(written, [2])
        intake.writers = writers(engine)
        await intake.write()

        assert written.batches == [[1, 2]]

    async def test_refuses_what_it_can_not_hold(
        self, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(intakes, "HELD", 2)
        intake, written = Intake(writers(engine)), Written()
        intake.offer(written, [1, 2])

        with pytest.raises(Unavailable):
            intake.offer(written, [3])
