"""`intarsia gc`: remove what no page can need any more, now instead of within a day."""

from datetime import timedelta
from typing import Annotated

import typer

from intarsia.cli.common import fail, load_settings, out, print_json, run
from intarsia.cli.db import require_migrated
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.database import open_engine, readers, writers
from intarsia.jobs import service as jobs
from intarsia.jobs.runner import Job, Runner
from intarsia.registry.collection import EVERY, KIND, Collected, Collector
from intarsia.storage.bundles import open_bundles

MiB = 1024 * 1024


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Collect versions that left their last live release `RETENTION_DAYS` ago, and unused files."""
    settings = load_settings()
    require_migrated(settings)
    done = run(collect(settings, dry_run=dry_run))
    if done is None:
        fail("Another process is collecting. Its log says what came of it.", code=4)
    if as_json:
        names = [{"app": app, "version": version} for app, version in done.versions]
        totals = {"blobs": done.blobs, "size": done.size, "strays": done.strays}
        print_json({"dry_run": dry_run, "versions": names, **totals})
        return
    for app, version in done.versions:
        out.print(f"{app} {version}", markup=False)
    verb = "would go" if dry_run else "gone"
    files = f"{done.blobs} files of {done.size / MiB:.1f} MiB"
    out.print(f"{len(done.versions)} versions and {files} {verb}.")


async def collect(settings: Settings, *, dry_run: bool) -> Collected | None:
    """Collect as the daily job does, one process at a time; None when another is at it."""
    engine, clock = open_engine(settings.database_url), SystemClock()
    write, read = writers(engine), readers(engine)
    retention = timedelta(days=settings.retention_days)
    collector = Collector(write, read, open_bundles(settings), clock, retention)
    done: list[Collected] = []

    async def work() -> None:
        done.append(await collector.collect())

    try:
        if dry_run:
            return await collector.preview()
        runner = Runner(write, read, clock, {KIND: Job(EVERY, work)})
        await runner.prepare()
        async with write.begin() as session:
            await jobs.hasten(session, KIND, clock.now())
        await runner.turn()
    finally:
        await engine.dispose()
    return done[0] if done else None
