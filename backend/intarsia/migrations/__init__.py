"""The database's schema, version by version; servers never migrate, `intarsia db upgrade` does.

Alembic is loaded where it works: a server that only asks for the version does without its memory.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

if TYPE_CHECKING:
    from alembic.config import Config

UPGRADE_LOCK = 0x1A7B
VERSIONS = Path(__file__).parent / "versions"


def config_for(connection: Connection | None = None) -> "Config":
    """Return Alembic's configuration; it needs no file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the schema up to date; a second process waits for the first."""
    from alembic import command

    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": UPGRADE_LOCK})
        await connection.run_sync(lambda sync: command.upgrade(config_for(sync), revision))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the schema is the one this code was written for."""
    async with engine.connect() as connection:
        return await connection.run_sync(at_head)


def at_head(connection: Connection) -> bool:
    """Compare the database's revision with the newest script."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return False
    version: object = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version == newest()


def newest() -> str:
    """Return the newest revision, which the name of its script begins with."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).partition("_")[0]
