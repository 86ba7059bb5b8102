"""Work that a request left behind: done once, by one process, or given up in the end."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers, writers
from intarsia.jobs import service
from intarsia.jobs.runner import LAST_RETRY, LEASE, MOST_ATTEMPTS, Runner
from intarsia.jobs.store import JobRow
from tests.conftest import FakeClock


class Letters:
    """Sends letters; fails as long as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.is_broken = False

    async def __call__(self, payload: Mapping[str, Any]) -> None:
        if self.is_broken:
            raise LookupError("broken")
        self.sent.append(payload["to"])
        await asyncio.sleep(0)


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def make_runner(engine: AsyncEngine, clock: FakeClock, letters: Letters) -> Callable[[], Runner]:
    def make() -> Runner:
        return Runner(writers(engine), readers(engine), clock, {}, {"letter": letters})

    return make


async def leave(engine: AsyncEngine, clock: FakeClock, *people: str, task: str = "letter") -> None:
    async with writers(engine).begin() as session:
        for person in people:
            await service.enqueue(session, task, person, {"to": person}, clock.now())


async def rows(engine: AsyncEngine) -> list[JobRow]:
    async with readers(engine)() as session:
        return list(await session.scalars(select(JobRow).where(JobRow.task.is_not(None))))


class TestOnce:
    async def test_each_is_done_once_by_many_processes_and_forgotten(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        people = [f"person-{number}" for number in range(8)]
        await leave(engine, clock, *people)

        await asyncio.gather(*(make_runner().turn() for _ in range(3)))

        assert sorted(letters.sent) == people
        assert await rows(engine) == []

    async def test_same_key_waits_once(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        await leave(engine, clock, "ann", "ann")
        await leave(engine, clock, "ann")
        await make_runner().turn()
        await leave(engine, clock, "ann")
        await make_runner().turn()

        assert letters.sent == ["ann", "ann"]

    async def test_what_is_rolled_back_is_not_done(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        async with writers(engine)() as session:
            await service.enqueue(session, "letter", "ann", {"to": "ann"}, clock.now())
            await session.rollback()
        await make_runner().turn()

        assert letters.sent == []

    async def test_task_of_another_version_is_left_to_it(
        self, engine: AsyncEngine, clock: FakeClock, make_runner: Callable[[], Runner]
    ) -> None:
        await leave(engine, clock, "ann", task="telegram")
        await make_runner().turn()

        assert [row.attempts for row in await rows(engine)] == [0]


class TestFailure:
    async def test_is_tried_again_and_holds_up_no_other(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        letters.is_broken = True
        await leave(engine, clock, "ann")
        await make_runner().turn()
        letters.is_broken = False
        await leave(engine, clock, "bo")
        await make_runner().turn()
        assert letters.sent == ["bo"]
        clock.advance(seconds=5)
        await make_runner().turn()

        assert letters.sent == ["bo", "ann"]

    async def test_is_given_up_in_the_end_with_all_it_knew(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        letters.is_broken = True
        await leave(engine, clock, "ann")
        tries = 0
        while await rows(engine):
            tries += 1
            await make_runner().turn()
            clock.advance(seconds=LAST_RETRY.total_seconds())

        assert tries == MOST_ATTEMPTS

    async def test_a_dead_process_keeps_it_until_its_lease_ends(
        self, engine: AsyncEngine, clock: FakeClock, letters: Letters,
        make_runner: Callable[[], Runner],
    ) -> None:  # fmt: skip
        await leave(engine, clock, "ann")
        assert await make_runner().claim() is not None
        await make_runner().turn()
        assert letters.sent == []
        clock.advance(seconds=(LEASE + timedelta(seconds=1)).total_seconds())
        await make_runner().turn()

        assert letters.sent == ["ann"]
