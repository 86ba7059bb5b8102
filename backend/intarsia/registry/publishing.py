"""The rules for publishing: unpacked, checked and stored first, then visible by one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.auth.callers import Caller
from intarsia.errors import Conflict, Unavailable
from intarsia.registry import blobs, releases, store
from intarsia.registry.archive import StagedFile, tree_hash, unpack
from intarsia.registry.comparing import Described, Difference, to_previous
from intarsia.registry.content_types import is_source_map
from intarsia.registry.findings import Finding
from intarsia.registry.inspection import Inspection, inspect
from intarsia.registry.quota import refuse_over_quota
from intarsia.registry.releases import Act
from intarsia.registry.staging import Stored, Workshop, store_files
from intarsia.registry.tables import ACTIVE, COLLECTED, AppRow, ReleaseRow, VersionRow

COMMIT_ATTEMPTS = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be published, and by whom."""

    app: str
    version: str
    caller: Caller
    channel: str | None = None
    dry_run: bool = False


@dataclass
class Published:
    """What came of it."""

    app: str
    version: str
    tree: str
    created: bool
    dry_run: bool
    findings: list[Finding] = field(default_factory=list)
    difference: Difference | None = None
    release: ReleaseRow | None = None


async def publish(shop: Workshop, order: Order, packed: Path) -> Published:
    """Publish an archive that lies in a staging folder of its own.

    Raises Rejected, Conflict (another tree under this version), Unavailable when the store is full
    or away, and what a release raises.
    """
    try:
        return await publish_unpacked(shop, order, packed)
    except OSError as error:
        log.exception("publish.store_failed", exc_info=error)
        raise Unavailable("The bundle store can't take it now. Try again later.") from None


async def publish_unpacked(shop: Workshop, order: Order, packed: Path) -> Published:
    """Unpack, check, store, make visible."""
    files = await shop.run(unpack, packed, packed.parent, shop.limits)
    tree = tree_hash(files)
    published = Published(order.app, order.version, tree, created=False, dry_run=order.dry_run)
    if await is_known(shop, published):
        return await release_known(shop, order, published)
    inspection = await shop.run(inspect, files, order.version)
    published.findings = inspection.findings
    published.difference = await difference(shop, order, files, inspection)
    await refuse_too_much(shop, order, {file.sha256: file.size for file in files.values()})
    if order.dry_run:
        return published
    stored = await store_files(shop, files, inspection)
    row = describe(order, tree, files, inspection, stored, shop.clock.now())
    return await make_visible(shop, order, published, row, stored)


async def difference(
    shop: Workshop, order: Order, files: Mapping[str, StagedFile], inspection: Inspection
) -> Difference | None:
    """Compare with what was published last, for the answer."""
    sizes = {path: file.size for path, file in files.items() if not is_source_map(path)}
    described = Described.of(order.version, inspection.served_manifest, sizes)
    async with shop.readers() as session:
        return await to_previous(session, order.app, described)


async def refuse_too_much(shop: Workshop, order: Order, sizes: Mapping[str, int]) -> None:
    """Raise TooLarge before anything is stored; the encoded forms are counted when they are."""
    async with shop.readers() as session:
        await refuse_over_quota(session, order.app, sizes, shop.limits.app_quota_bytes)


async def is_known(shop: Workshop, published: Published) -> bool:
    """Whether this version is published already; raise Conflict for other contents."""
    async with shop.readers() as session:
        row = await store.find_version(session, published.app, published.version)
    if row is not None:
        refuse_other(row, published)
    return row is not None


def refuse_other(row: VersionRow, published: Published) -> None:
    """A version is what it was published as, for ever."""
    published.findings = [Finding.model_validate(finding) for finding in row.findings]
    if row.state == COLLECTED:
        detail = f"{row.app}@{row.version} was published and collected. Take a new version."
        raise Conflict(detail, code="version_collected")
    if row.tree != published.tree:
        detail = f"{row.app}@{row.version} is published with other files. Take a new version."
        raise Conflict(detail, code="version_exists", published_tree=row.tree)


async def release_known(shop: Workshop, order: Order, published: Published) -> Published:
    """Sent again: only a release may be missing."""
    if order.channel is None or order.dry_run:
        return published
    async with shop.writers.begin() as session:
        published.release = await release(session, shop, order, order.channel)
    await shop.feed.catch_up()
    return published


async def make_visible(
    shop: Workshop, order: Order, published: Published, row: Mapping[str, Any], stored: Stored
) -> Published:
    """Commit, again when somebody else inserted the same row at the same moment."""
    for attempt in range(COMMIT_ATTEMPTS):
        try:
            async with shop.writers.begin() as session:
                await commit(session, shop, order, published, row, stored)
            break
        except store.Raced:
            if attempt == COMMIT_ATTEMPTS - 1:
                raise
    await shop.feed.catch_up()
    return published


async def commit(
    session: AsyncSession,
    shop: Workshop,
    order: Order,
    published: Published,
    row: Mapping[str, Any],
    stored: Stored,
) -> None:
    """Insert everything that makes a version visible, and the release if one is asked for."""
    known = await store.find_version(session, order.app, order.version)
    if known is not None:
        refuse_other(known, published)
    else:
        await add_version(session, shop, order, row, stored)
    published.created = known is None
    if order.channel is not None:
        published.release = await release(session, shop, order, order.channel)


async def add_version(
    session: AsyncSession, shop: Workshop, order: Order, row: Mapping[str, Any], stored: Stored
) -> None:
    """Insert the app if it is new, the version, and what it needs."""
    now, by = shop.clock.now(), order.caller.name
    if not await store.app_exists(session, order.app):
        await store.insert(session, AppRow(id=order.app, created_at=now, created_by=by))
    await store.hold_app(session, order.app)
    quota = shop.limits.app_quota_bytes
    await refuse_over_quota(session, order.app, stored.sizes, quota)
    await blobs.confirm(session, stored.sizes, stored.skipped, now)
    made = {digest: stored.encodings[digest] for digest in stored.made}
    await blobs.remember_encodings(session, made)
    await store.insert(session, VersionRow(**row))
    await blobs.add_refs(session, order.app, order.version, stored.sizes)
    target = f"version:{order.app}@{order.version}"
    trail.record(session, now, by, "version.published", target, tree=row["tree"])


async def release(session: AsyncSession, shop: Workshop, order: Order, channel: str) -> ReleaseRow:
    """Put the version on a channel."""
    act = Act(order.caller, shop.clock.now(), f"publish {order.app} {order.version}")
    return await releases.put_live(session, channel, order.app, order.version, act)


def describe(
    order: Order,
    tree: str,
    files: Mapping[str, StagedFile],
    inspection: Inspection,
    stored: Stored,
    now: datetime,
) -> dict[str, Any]:
    """Return the columns of the version's row."""
    manifest, metadata, page = inspection.manifest, inspection.metadata, inspection.page
    return {
        "app": order.app,
        "version": order.version,
        "tree": tree,
        "state": ACTIVE,
        "name": manifest.name,
        "type": (metadata and metadata.type) or manifest.type,
        "file_count": len(files),
        "size": sum(file.size for file in files.values()),
        "published_at": now,
        "published_by": order.caller.name,
        "metadata_": metadata and metadata.dumped(),
        "manifest": inspection.served_manifest,
        "snapshot": inspection.snapshot,
        "page": page and page.dumped(),
        "files": stored.index,
        "findings": [finding.model_dump() for finding in inspection.findings],
    }
