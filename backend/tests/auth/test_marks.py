"""What confirms a generation, and what is noted of a sign-in's use."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import database
from intarsia.auth.marks import SeenMarks
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims
from tests.auth.conftest import counted
from tests.conftest import FakeClock


class TestMarks:
    async def test_are_written_in_one_go_and_only_forward(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock
    ) -> None:
        marks = SeenMarks(database.writers(engine))
        for seconds in (5, 10, 90):
            marks.see(claims, clock.now() + timedelta(seconds=seconds))

        await marks.flush()

        async with database.writers(engine)() as session:
            row = await session.get_one(AuthSessionRow, claims.sid)
        assert row.last_seen_at == clock.now() + timedelta(seconds=90)
        assert row.confirmed_gen == 0

    async def test_of_many_sign_ins_are_one_statement(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rotated = clock.now()
        async with database.writers(engine).begin() as session:
            first = await session.get_one(AuthSessionRow, claims.sid)
            names = [each.name for each in AuthSessionRow.__table__.c]
            kept = {name: getattr(first, name) for name in names}
            for sid in ("sid-2", "sid-3"):
                values = kept | {"sid": sid, "gen": 1, "rotated_at": rotated}
                session.add(AuthSessionRow(**values))
        marks = SeenMarks(database.writers(engine))
        marks.see(claims, clock.now() + timedelta(seconds=5))
        for sid, gen, seconds in (("sid-2", 0, 70), ("sid-2", 1, 61), ("sid-3", 1, 59)):
            seen = replace(claims, sid=sid, gen=gen)
            marks.see(seen, clock.now() + timedelta(seconds=seconds))

        with counted(engine) as statements:
            await marks.flush()

        assert len([each for each in statements if "UPDATE" in each]) == 1
        async with database.writers(engine)() as session:
            rows = (
                await session.scalars(select(AuthSessionRow).order_by(AuthSessionRow.sid))
            ).all()
        after = [(row.last_seen_at - clock.now()).total_seconds() for row in rows]
        assert after == [5, 61, 59]
        assert [row.confirmed_gen for row in rows] == [0, 1, kept["confirmed_gen"]]

    async def test_of_an_older_generation_confirm_nothing(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock
    ) -> None:
        async with database.writers(engine).begin() as session:
            await session.execute(update(AuthSessionRow).values(gen=2, confirmed_gen=1))
        marks = SeenMarks(database.writers(engine))
        marks.see(claims, clock.now() + timedelta(minutes=5))

        await marks.flush()

        async with database.writers(engine)() as session:
            assert (await session.get_one(AuthSessionRow, claims.sid)).confirmed_gen == 1

    async def test_confirm_at_the_first_use_a_minute_after_the_rotation(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock
    ) -> None:
        """By a token that is younger than the rotation, too, and however often it was used."""
        rotated = clock.now()
        values = {"gen": 1, "rotated_at": rotated, "confirmed_gen": 0}
        async with database.writers(engine).begin() as session:
            await session.execute(update(AuthSessionRow).values(**values))
        marks = SeenMarks(database.writers(engine))
        kept = replace(claims, gen=1, iat=claims.iat + 20)
        confirmed = []
        for seconds in (20, 58, 59.999, 60):
            marks.see(kept, rotated + timedelta(seconds=seconds))
            await marks.flush()
            async with database.writers(engine)() as session:
                row = await session.get_one(AuthSessionRow, claims.sid)
            confirmed.append(row.confirmed_gen)

        assert confirmed == [0, 0, 0, 1]

    async def test_are_not_repeated_within_half_a_minute_once_confirmed(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock
    ) -> None:
        marks = SeenMarks(database.writers(engine))
        marks.see(claims, clock.now())
        await marks.flush()
        with counted(engine) as statements:
            marks.see(claims, clock.now() + timedelta(seconds=29))
            await marks.flush()
            assert statements == []
            marks.see(claims, clock.now() + timedelta(seconds=30))
            await marks.flush()

        assert len([each for each in statements if "UPDATE" in each]) == 1

    async def test_go_on_when_the_clock_is_set_back(
        self, engine: AsyncEngine, claims: Claims, clock: FakeClock
    ) -> None:
        marks = SeenMarks(database.writers(engine))
        marks.see(claims, clock.now() + timedelta(hours=1))
        await marks.flush()
        marks.see(claims, clock.now())

        assert len(marks.waiting) == 1

    async def test_wait_until_the_database_is_back(self, claims: Claims, clock: FakeClock) -> None:
        gone = database.open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
        marks = SeenMarks(database.writers(gone))
        marks.see(claims, clock.now())

        await marks.flush()

        assert len(marks.waiting) == 1
