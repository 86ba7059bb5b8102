import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.data import bulk
from intarsia.data.store import DataQuery, DataRow, Status, containing, list_items, matching
from intarsia.database import readers, writers
from intarsia.pagination import beyond, sort_keys
from intarsia.trail import Act
from tests.conftest import FakeClock


async def plan(engine: AsyncEngine, query: object) -> str:
    """What the engine would do, made to use an index if it can."""
    async with writers(engine)() as session:
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        if engine.dialect.name == "postgresql":
            await session.execute(text("SET enable_seqscan = off"))
        compiled = query.compile(  # type: ignore[attr-defined]
            dialect=engine.sync_engine.dialect, compile_kwargs={"literal_binds": True}
        )
        rows = await session.execute(text(explain + str(compiled).replace(":", "\\:")))
        return "\n".join(" ".join(str(cell) for cell in row) for row in rows)


async def fill(engine: AsyncEngine, rows: int) -> None:
    act = Act("x", FakeClock().now())
    row = {"name": "Oak", "category": "Stock", "value": 1, "status": "active", "description": None}
    async with writers(engine).begin() as session:
        await bulk.create(session, act, [row] * rows, "created")
    # PostgreSQL's search index keeps new rows aside, unsorted, until then.
    tidy = "ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE data_items"
    async with readers(engine)() as session:
        await session.execute(text(tidy))


class TestContaining:
    async def test_is_answered_by_the_search_index(self, engine: AsyncEngine) -> None:
        async with readers(engine)() as session:
            query = containing(session, select(DataRow), "walnut")

        found = await plan(engine, query)

        index = "VIRTUAL TABLE INDEX" if engine.dialect.name == "sqlite" else "ix_data_items_search"
        assert index in found


class TestMatching:
    async def test_a_filtered_sorted_page_still_begins_at_the_search_index(
        self, engine: AsyncEngine
    ) -> None:
        asked = DataQuery(q="walnut", status=Status.ACTIVE, sort="-value,name")
        await fill(engine, 3000)  # so many that looking at each would cost more
        async with readers(engine)() as session:
            query = matching(session, asked).order_by(DataRow.value.desc(), DataRow.name)

        found = await plan(engine, query.limit(51))

        index = "VIRTUAL TABLE INDEX" if engine.dialect.name == "sqlite" else "ix_data_items_search"
        assert index in found


class TestTotal:
    @pytest.mark.parametrize("rows", [10_000, 10_001])
    async def test_counts_to_ten_thousand_and_stops(self, engine: AsyncEngine, rows: int) -> None:
        await fill(engine, rows)

        async with readers(engine)() as session:
            for words in (None, "oak"):
                page = await list_items(session, DataQuery(limit=1, q=words))
                assert (page.total, page.total_capped) == (10_000, rows > 10_000)


class TestBeyond:
    async def test_page_a_thousand_starts_from_the_index(self, engine: AsyncEngine) -> None:
        keys = sort_keys("name", {"name": DataRow.name, "id": DataRow.id})
        query = select(DataRow).where(beyond(keys, ["Oak", "id"])).order_by(DataRow.name)

        found = await plan(engine, query.limit(50))

        assert "ix_data_items_name" in found
        assert "name>" in found or "name)::text >=" in found
