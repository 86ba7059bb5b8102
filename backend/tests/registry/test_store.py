"""A registry of a thousand apps costs what is asked for, not what there is."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers, writers
from intarsia.registry import blobs, store
from intarsia.registry.maps import Apps
from intarsia.registry.tables import ChannelRow, ReleaseRow

NAMES = [("one", "1.0.0"), ("two", "2.0.0")]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LONG = 1500


@contextlib.contextmanager
def listening(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the engine: statements with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(*args: Any) -> None:  # noqa: ANN401 (SQLAlchemy's six)
        sent.append((args[2], args[3]))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine.sync_engine, "before_cursor_execute", note)


class TestNamed:
    async def test_takes_the_key_rather_than_the_table(self, engine: AsyncEngine) -> None:
        if engine.dialect.name != "sqlite":
            pytest.skip("the others do so by themselves, once a table is large")
        async with writers(engine).begin() as session:
            connection = await session.connection()
            with listening(engine) as sent:
                await store.load_versions(session, dict(NAMES), whole=True)
                await store.hold_versions(session, NAMES)
                await store.mark_left(session, NAMES, NOW)
                await blobs.drop_refs(session, NAMES)
            for statement, parameters in sent:
                explained = f"EXPLAIN QUERY PLAN {statement}"
                rows = await connection.exec_driver_sql(explained, parameters)
                assert "(app=? AND version=?)" in " ".join(row.detail for row in rows), statement
        assert len(sent) == 4


class TestEarlierVersions:
    async def test_go_back_as_far_as_there_are_releases_and_read_no_map(
        self, engine: AsyncEngine
    ) -> None:
        async with writers(engine).begin() as session:
            session.add(ChannelRow(name="stable", release=LONG))
            await session.flush()
            session.add_all(history())
        async with readers(engine)() as session:
            live = await store.find_live(session, "stable")
            assert live is not None
            with listening(engine) as sent:
                found = [each async for each in store.earlier_versions(session, live, "one")]

        assert found == ["1.0.0", None]
        assert len(sent) == 3
        assert not any("releases.note" in statement for statement, _ in sent)


def history() -> list[ReleaseRow]:
    """An app that came with the second release and was changed by the third."""
    maps: list[Apps] = [
        {},
        {"one": {"version": "1.0.0"}},
        *[{"one": {"version": "2.0.0"}}] * (LONG - 2),
    ]
    return [
        ReleaseRow(
            channel="stable",
            number=number,
            apps=apps,
            note="",
            findings=[],
            created_at=NOW,
            created_by="somebody",
        )
        for number, apps in enumerate(maps, 1)
    ]
