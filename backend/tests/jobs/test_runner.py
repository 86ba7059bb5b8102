"""One table, each piece of work claimed by one process."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers, writers
from intarsia.jobs.runner import LEASE, Job, Runner, back_off
from intarsia.jobs.store import JobRow
from tests.conftest import FakeClock

HOUR = timedelta(hours=1)


class Work:
    """Counts how often it is done; fails as long as it is told to."""

    def __init__(self) -> None:
        self.done = 0
        self.is_broken = False

    async def __call__(self) -> None:
        if self.is_broken:
            raise LookupError("broken")
        self.done += 1
        await asyncio.sleep(0)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def make_runner(engine: AsyncEngine, clock: FakeClock, work: Work) -> Callable[[], Runner]:
    def make() -> Runner:
        return Runner(writers(engine), readers(engine), clock, {"chore": Job(HOUR, work)})

    return make


async def row(engine: AsyncEngine) -> JobRow:
    async with readers(engine)() as session:
        return (await session.scalars(select(JobRow))).one()


class TestTurn:
    async def test_does_what_is_due_and_no_more_until_then(
        self, make_runner: Callable[[], Runner], work: Work, clock: FakeClock
    ) -> None:
        runner = make_runner()
        await runner.prepare()
        await runner.prepare()
        for _ in range(2):
            await runner.turn()
        assert work.done == 1
        clock.advance(hours=1)
        await runner.turn()

        assert work.done == 2

    async def test_of_many_processes_one_does_it(
        self, make_runner: Callable[[], Runner], work: Work
    ) -> None:
        runners = [make_runner() for _ in range(4)]
        await runners[0].prepare()
        await asyncio.gather(*(runner.turn() for runner in runners))

        assert work.done == 1

    async def test_what_fails_is_tried_again_later_each_time(
        self, make_runner: Callable[[], Runner], work: Work, clock: FakeClock, engine: AsyncEngine
    ) -> None:
        runner = make_runner()
        await runner.prepare()
        work.is_broken = True
        waits = []
        for _ in range(3):
            await runner.turn()
            waits.append((await row(engine)).due_at - clock.now())
            clock.advance(seconds=waits[-1].total_seconds())
        failed = await row(engine)
        work.is_broken = False
        await runner.turn()
        done = await row(engine)

        assert waits == [back_off(1), back_off(2), back_off(3)]
        assert (failed.attempts, failed.last_error) == (3, "LookupError('broken')")
        assert (work.done, done.attempts, done.last_error) == (1, 0, None)

    async def test_a_dead_process_keeps_it_until_its_lease_ends(
        self, make_runner: Callable[[], Runner], work: Work, clock: FakeClock
    ) -> None:
        dead, alive = make_runner(), make_runner()
        await dead.prepare()
        claimed = await dead.claim()
        assert claimed is not None
        assert claimed.kind == "chore"
        await alive.turn()
        assert work.done == 0
        clock.advance(seconds=LEASE.total_seconds())
        await alive.turn()

        assert work.done == 1

    async def test_who_lost_the_lease_changes_nothing(
        self, make_runner: Callable[[], Runner], clock: FakeClock, engine: AsyncEngine
    ) -> None:
        slow, other = make_runner(), make_runner()
        await slow.prepare()
        claimed = await slow.claim()
        assert claimed is not None
        clock.advance(seconds=LEASE.total_seconds())
        await other.claim()
        await slow.fail(claimed, "too late")

        assert (await row(engine)).leased_by == other.owner


class TestBackOff:
    def test_doubles_up_to_an_hour(self) -> None:
        waits = [back_off(attempts).total_seconds() for attempts in (0, 1, 2, 3, 100)]

        assert waits == [5, 5, 10, 20, 3600]
