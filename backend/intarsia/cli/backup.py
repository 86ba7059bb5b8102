"""`intarsia backup` and `intarsia restore`: the database, and the files it names.

The database is copied first: a bundle's files are stored before its version is, and never change,
so that all which the copy names are there when they are copied after it.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from intarsia import migrations, trail
from intarsia.auth.restoring import end_everything
from intarsia.cli import dumps
from intarsia.cli.common import fail, load_settings, out, run
from intarsia.cli.db import require_migrated
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.database import open_engine, writers
from intarsia.storage.bundles import BundleStore, open_bundles

FORMAT = 1
ABOUT, DATABASE, BLOBS = "backup.json", "database", "blobs"
AT_ONCE = 100


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder; it must not exist yet.")],
) -> None:
    """Copy the database and all bundles to a folder, while the platform is in use."""
    settings = load_settings()
    require_migrated(settings)
    if folder.exists():
        fail(f"{folder} exists already. Name another folder.", code=2)
    folder.mkdir(parents=True, mode=0o700)  # it holds what is nobody else's to read
    (folder / BLOBS).mkdir()
    try:
        dumps.dump(settings, folder / DATABASE)
        blobs = run(copy_blobs(open_bundles(settings), folder / BLOBS))
    except (sqlite3.Error, OSError) as error:
        fail(f"The backup could not be written: {error}.", code=3)
    about = {"format": FORMAT, "engine": dumps.engine_of(settings), "blobs": blobs}
    text = json.dumps(about | {"made_at": SystemClock().now().isoformat()})
    (folder / ABOUT).write_text(text, encoding="utf-8")  # last: with it, the backup is whole
    out.print(f"{folder} holds the database and {blobs} files. Keep it as you keep secrets.")


def restore(
    folder: Annotated[Path, typer.Argument(help="What `intarsia backup` has written.")],
) -> None:
    """Fill an empty DATABASE_URL and its bundle store from a backup; everybody is signed out."""
    settings = load_settings()
    require_fitting(settings, read_about(folder))
    if not dumps.is_empty(settings):
        fail("There is a database already. Name a new DATABASE_URL or DATA_DIR.", code=2)
    try:
        run(put_blobs(open_bundles(settings), sorted((folder / BLOBS).iterdir())))
        dumps.load(settings, folder / DATABASE)
    except (sqlite3.Error, OSError) as error:
        fail(f"The backup could not be restored: {error}.", code=3)
    ended = run(take_over(settings))
    out.print(f"Restored. {ended} sign-ins were ended; `intarsia serve` goes on from here.")


def read_about(folder: Path) -> dict[str, Any]:
    """Return what a backup says of itself; without that it is not whole."""
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        fail(f"{folder} is no whole backup: it has no readable {ABOUT}.", code=2)
    return about


def require_fitting(settings: Settings, about: dict[str, Any]) -> None:
    """Stop where a backup is of another form or engine."""
    if about.get("format") != FORMAT:
        fail("This backup is of another version of Intarsia. Restore it with that one.", code=2)
    if about["engine"] != dumps.engine_of(settings):
        fail(f"This backup is of {about['engine']}. Set DATABASE_URL to such a one.", code=2)


async def copy_blobs(bundles: BundleStore, folder: Path) -> int:
    """Copy every file of the store; return how many."""
    copied = 0
    async for digests in bundles.listed(time.time() + 1, AT_ONCE):
        for digest in digests:
            (folder / digest).write_bytes(await bundles.read(digest))
            copied += 1
    return copied


async def put_blobs(bundles: BundleStore, files: Sequence[Path]) -> None:
    """Store every file of a backup under its digest; raise OSError for one that was damaged."""
    for file in files:
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != file.name:
            raise OSError(f"{file} is damaged")
        staged = bundles.staging / f"restored-{file.name}"
        staged.write_bytes(content)
        await bundles.add({file.name: staged})
        staged.unlink(missing_ok=True)


async def take_over(settings: Settings) -> int:
    """Bring the schema up to date and end every sign-in; return how many there were."""
    engine = open_engine(settings.database_url)
    try:
        await migrations.upgrade(engine)
        async with writers(engine).begin() as session:
            return await end_everything(session, SystemClock().now(), trail.COMMAND_LINE)
    finally:
        await engine.dispose()
