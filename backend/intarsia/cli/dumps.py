"""A whole database as one file, and back: by each engine's own means."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from intarsia.cli.common import fail, run
from intarsia.cli.db import copy_sqlite, sqlite_file
from intarsia.config import Settings
from intarsia.database import open_engine


def engine_of(settings: Settings) -> str:
    """Return `sqlite` or `postgresql`."""
    return make_url(settings.database_url).get_backend_name()


def dump(settings: Settings, file: Path) -> None:
    """Copy the database as it is at one moment, while it is in use."""
    if source := sqlite_file(settings):
        copy_sqlite(source, file)
        return
    postgres_tool("pg_dump", settings, "--format=custom", "--no-owner", f"--file={file}")


def load(settings: Settings, file: Path) -> None:
    """Fill an empty database from such a copy."""
    if target := sqlite_file(settings):
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_sqlite(file, target)
        return
    name = make_url(settings.database_url).database
    options = ("--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}")
    postgres_tool("pg_restore", settings, *options, str(file))


def is_empty(settings: Settings) -> bool:
    """Whether there is nothing yet that a restored database would mix with."""
    if file := sqlite_file(settings):
        return not file.exists()
    return run(has_no_table(settings))


async def has_no_table(settings: Settings) -> bool:
    """Ask the database."""
    engine = open_engine(settings.database_url)
    try:
        async with engine.connect() as connection:
            return not await tables_of(connection)
    finally:
        await engine.dispose()


async def tables_of(connection: AsyncConnection) -> list[str]:
    """Return the names of all tables."""
    return await connection.run_sync(lambda sync: inspect(sync).get_table_names())


def postgres_tool(name: str, settings: Settings, *options: str) -> None:
    """Run one of PostgreSQL's own; the password is in no list of processes."""
    url = make_url(settings.database_url)
    tool = shutil.which(name)
    if tool is None:
        fail(f"{name} is not installed. Install PostgreSQL's client programs.", code=2)
    done = subprocess.run(  # noqa: S603 (a program of PostgreSQL's, without a shell)
        [tool, *options], env=environment(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it does not say why"])[-1]
        fail(f"{name} failed: {reason}", code=3)


def environment(url: URL) -> dict[str, str]:
    """Return what libpq reads instead of options."""
    parts = {
        "PGHOST": url.host,
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return os.environ | {name: str(value) for name, value in parts.items() if value}
