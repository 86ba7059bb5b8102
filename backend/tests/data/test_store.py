from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.data.store import DataRow, containing
from intarsia.database import readers, writers
from intarsia.pagination import beyond, sort_keys


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


class TestContaining:
    async def test_is_answered_by_the_search_index(self, engine: AsyncEngine) -> None:
        async with readers(engine)() as session:
            query = containing(session, select(DataRow), "walnut")

        found = await plan(engine, query)

        index = "VIRTUAL TABLE INDEX" if engine.dialect.name == "sqlite" else "ix_data_items_search"
        assert index in found


class TestBeyond:
    async def test_page_a_thousand_starts_from_the_index(self, engine: AsyncEngine) -> None:
        keys = sort_keys("name", {"name": DataRow.name, "id": DataRow.id})
        query = select(DataRow).where(beyond(keys, ["Oak", "id"])).order_by(DataRow.name)

        found = await plan(engine, query.limit(50))

        assert "ix_data_items_name" in found
        assert "name>" in found or "name)::text >=" in found
