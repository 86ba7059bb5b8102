from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import seed
from intarsia.analytics.store import EventRow
from intarsia.data.store import DataRow
from intarsia.database import writers
from intarsia.users.store import UserRow
from tests.conftest import FakeClock


class TestSeed:
    async def test_twice_adds_nothing(self, engine: AsyncEngine, clock: FakeClock) -> None:
        added = []
        for _ in range(2):
            async with writers(engine).begin() as session:
                users = await seed.add_demo_users(session, clock, rounds=4)
                rows = await seed.add_demo_rows(session, clock)
                added.append((users, rows, await seed.add_demo_events(session, clock)))

        async with writers(engine)() as session:
            assert await session.scalar(select(func.count(UserRow.id))) == 3
            assert await session.scalar(select(func.count(DataRow.id))) == seed.ROWS
            events = await session.scalar(select(func.count(EventRow.number)))
        assert added == [(0, seed.ROWS, events), (0, 0, 0)]

    def test_events_are_the_same_each_time_and_of_ninety_days(self, clock: FakeClock) -> None:
        today = clock.now().date()
        events = seed.demo_events(today, ["a", "b"])

        assert events == seed.demo_events(today, ["a", "b"])
        assert len({event["day"] for event in events}) == seed.EVENT_DAYS
        assert max(event["day"] for event in events) < today
