"""Collection: what no page can need any more goes away, and nothing else.

A version goes when it is in no live release and left its last one `RETENTION_DAYS` ago (one that
was never released: when it was published so long ago). Its bytes go when no other version needs
them and nobody touched them for a day. The store is never asked within a transaction.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.clock import Clock
from intarsia.database import Sessions
from intarsia.registry import blobs, store
from intarsia.registry.tables import COLLECTED
from intarsia.storage.bundles import BundleStore

TOPIC = "collection"
KIND = "registry.collect"  # of the job, which lets one process at a time collect
EVERY = timedelta(days=1)
ACTOR = "platform"
UNTOUCHED = timedelta(hours=24)
VERSIONS_AT_ONCE = 50
BLOBS_AT_ONCE = 200

log = structlog.get_logger(__name__)

Names = list[tuple[str, str]]  # (app, version)


@dataclass
class Collected:
    """What went, or in a preview what would go."""

    versions: Names = field(default_factory=list)
    blobs: int = 0
    size: int = 0  # bytes, of files whose size is known
    strays: int = 0  # files that no row knew


@dataclass(frozen=True)
class Collector:
    """Finds what can go, and removes it."""

    writers: Sessions
    readers: Sessions
    bundles: BundleStore
    clock: Clock
    retention: timedelta

    async def preview(self) -> Collected:
        """Say what would go now; strays are not looked for."""
        now = self.clock.now()
        async with self.readers() as session:
            versions = await store.left_before(session, now - self.retention)
            sizes = await blobs.would_go(session, set(versions), now - UNTOUCHED)
        return Collected(versions, len(sizes), sum(sizes.values()))

    async def collect(self) -> Collected:
        """Remove all that can go; once begun it may be killed and begun again at any point."""
        done = Collected()
        while some := await self.collect_versions():
            done.versions += some
        done.strays = await self.doom_strays()
        while await self.doom_blobs():
            pass
        while sizes := await self.remove_doomed():
            done.blobs += len(sizes)
            done.size += sum(sizes.values())
        await self.bundles.sweep_staging(time.time() - UNTOUCHED.total_seconds())
        log.info("registry.collected", versions=len(done.versions), blobs=done.blobs)
        return done

    async def collect_versions(self) -> Names:
        """Let some versions go in one transaction; none of them can be released any more."""
        now = self.clock.now()
        async with self.readers() as session:
            some = (await store.left_before(session, now - self.retention))[:VERSIONS_AT_ONCE]
        if not some:
            return []
        async with self.writers.begin() as session:
            await store.hold_versions(session, some)
            # Again, now that nobody can release them.
            still = set(await store.left_before(session, now - self.retention))
            going = [name for name in some if name in still]
            await let_go(session, going, now)
        return going

    async def doom_strays(self) -> int:
        """Doom files without a row: what a publish left that was killed long ago."""
        before = time.time() - UNTOUCHED.total_seconds()
        found = 0
        async for digests in self.bundles.listed(before, BLOBS_AT_ONCE):
            async with self.writers.begin() as session:
                found += await blobs.doom_strays(session, digests, self.clock.now())
        return found

    async def doom_blobs(self) -> int:
        """Doom some blobs that no version needs."""
        now = self.clock.now()
        async with self.writers.begin() as session:
            return await blobs.doom(session, now - UNTOUCHED, now, BLOBS_AT_ONCE)

    async def remove_doomed(self) -> dict[str, int]:
        """Remove some doomed blobs, the bytes first; return their sizes."""
        async with self.readers() as session:
            doomed = await blobs.find_doomed(session, BLOBS_AT_ONCE)
        if doomed:
            await self.bundles.delete(doomed)
            async with self.writers.begin() as session:
                await blobs.forget(session, doomed)
        return doomed


async def let_go(session: AsyncSession, going: Names, now: datetime) -> None:
    """Leave nothing of versions but their names, and tell every process."""
    await blobs.drop_refs(session, going)
    await store.empty_versions(session, going, COLLECTED, now)
    for app, version in going:
        trail.record(session, now, ACTOR, "version.collected", f"version:{app}@{version}")
    for app, version in going:
        await changes.record(session, now, TOPIC, app, {"app": app, "version": version})
