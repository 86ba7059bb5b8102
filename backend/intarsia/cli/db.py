"""`intarsia db …`: the schema and demo data."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from intarsia import migrations, seed
from intarsia.cli.common import fail, load_settings, out, run
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.database import open_engine, readers, writers
from intarsia.sessions.stores import open_store
from intarsia.sessions.stores.base import StoreAway

app = typer.Typer(no_args_is_help=True, help="The database's schema and demo data.")


@app.command("upgrade")
def upgrade() -> None:
    """Bring the schema up to date; fine to run at any time."""
    run(run_upgrade(load_settings()))
    out.print("The database is up to date.")


@app.command("seed")
def seed_demo() -> None:
    """Add demo users, rows and events (development only); adds nothing twice."""
    settings = load_settings()
    if settings.is_production:
        fail(
            "Demo users must not exist in production. Make an admin of your own instead: "
            "`intarsia users create-admin you@your.domain`.",
            code=2,
        )
    require_migrated(settings)
    users, rows, events = run(run_seed(settings))
    out.print(f"{users} demo users, {rows} rows and {events} events added.")


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; must not exist yet.")],
) -> None:
    """Copy a SQLite database to a file while it is in use; PostgreSQL has its own tools."""
    settings = load_settings()
    source = sqlite_file(settings)
    if source is None:
        fail("This database is PostgreSQL: back it up with `pg_dump`, then the bundles.", code=2)
    if not source.exists():
        fail(f"There is no database at {source}. Check DATABASE_URL.", code=3)
    if file.exists():
        fail(f"{file} exists already. Name another file.", code=2)
    try:
        copy_sqlite(source, file)
    except (sqlite3.Error, OSError) as error:
        fail(f"The database could not be copied: {error}.", code=3)
    out.print(f"{file} is a whole copy. Copy the bundles after it.")


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy page by page (SQLite's online backup); under another name until it is whole."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    address = f"{source.absolute().as_uri()}?mode=ro"
    here, there = sqlite3.connect(address, uri=True), sqlite3.connect(part)
    with contextlib.closing(here), contextlib.closing(there):
        here.backup(there)
    part.rename(target)


async def run_upgrade(settings: Settings) -> None:
    """Make SQLite's folder where needed, migrate, and prepare the store of session records."""
    if file := sqlite_file(settings):
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    try:
        await migrations.upgrade(engine)
    finally:
        await engine.dispose()
    async with open_store(settings.record_store_url, settings.session_sql_form) as store:
        try:
            await store.prepare()
        except StoreAway:
            fail("The session store does not answer. Check SESSION_STORE_URL; run this again.", 3)


async def run_seed(settings: Settings) -> tuple[int, int, int]:
    """Add what is missing; return how many users, rows and events."""
    engine = open_engine(settings.database_url)
    clock = SystemClock()
    try:
        async with writers(engine).begin() as session:
            users = await seed.add_demo_users(session, clock, settings.bcrypt_rounds)
            rows = await seed.add_demo_rows(session, clock)
            events = await seed.add_demo_events(session, clock)
    finally:
        await engine.dispose()
    return users, rows, events


def require_migrated(settings: Settings) -> None:
    """Stop unless `db upgrade` has been run for this version of the code."""
    file = sqlite_file(settings)
    if (file and not file.exists()) or not run(is_migrated(settings)):
        fail("The database is not up to date. Run `intarsia db upgrade` first.", code=3)


def refuse_demo_users(settings: Settings) -> None:
    """Stop in production while somebody may sign in by a password that everybody knows."""
    found = run(active_demo_users(settings)) if settings.is_production else []
    if found:
        fail(
            f"Demo users can sign in: {', '.join(found)}. Make an admin of your own by `intarsia "
            "users create-admin you@your.domain`, then run `intarsia users deactivate` with each "
            "of these addresses.",
            code=2,
        )


async def active_demo_users(settings: Settings) -> list[str]:
    """Ask the database for demo users who can sign in."""
    engine = open_engine(settings.database_url)
    try:
        async with readers(engine)() as session:
            return await seed.active_demo_users(session)
    finally:
        await engine.dispose()


async def is_migrated(settings: Settings) -> bool:
    """Ask the database which version it has."""
    engine = open_engine(settings.database_url)
    try:
        return await migrations.is_current(engine)
    finally:
        await engine.dispose()


def sqlite_file(settings: Settings) -> Path | None:
    """Return where SQLite's file is; None with another engine."""
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
