import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia import migrations, models
from intarsia.database import open_engine

# FTS5's own tables and pg_trgm's indexes are made by hand.
SEARCH = ("data_items_search", "users_search")


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(empty_database_url)
    yield engine
    await engine.dispose()


def differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = compare_metadata(context, models.metadata)
    return [str(each) for each in found if not any(name in str(each) for name in SEARCH)]


class TestNewest:
    def test_is_what_alembic_would_upgrade_to(self) -> None:
        scripts = ScriptDirectory.from_config(migrations.config_for())

        assert migrations.newest() == scripts.get_current_head()


class TestUpgrade:
    async def test_makes_exactly_what_the_models_say(self, empty: AsyncEngine) -> None:
        await migrations.upgrade(empty)

        async with empty.connect() as connection:
            assert await connection.run_sync(differences) == []

    async def test_twice_is_once(self, empty: AsyncEngine) -> None:
        assert not await migrations.is_current(empty)
        await migrations.upgrade(empty)
        await migrations.upgrade(empty)

        assert await migrations.is_current(empty)

    async def test_two_at_once_do_not_get_in_each_others_way(
        self, empty: AsyncEngine, empty_database_url: str
    ) -> None:
        other = open_engine(empty_database_url)

        await asyncio.gather(migrations.upgrade(empty), migrations.upgrade(other))

        assert await migrations.is_current(other)
        await other.dispose()
