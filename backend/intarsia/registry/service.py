"""What the registry tells: to its router, and to hosting."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.errors import NotFound
from intarsia.pagination import ListQuery, RowPage
from intarsia.registry import store
from intarsia.registry.maps import version_of, versions_of
from intarsia.registry.tables import (
    COLLECTED,
    WITHDRAWN,
    AppRow,
    ChannelRow,
    ReleaseRow,
    VersionRow,
)


async def list_apps(session: AsyncSession, asked: ListQuery) -> RowPage[AppRow]:
    """Return a page of apps."""
    return await store.list_apps(session, asked)


async def list_versions(session: AsyncSession, app: str, asked: ListQuery) -> RowPage[VersionRow]:
    """Return a page of an app's versions, or raise NotFound."""
    if not await store.app_exists(session, app):
        raise NotFound(f"There is no app {app!r}.")
    return await store.list_versions(session, app, asked)


async def list_channels(session: AsyncSession, asked: ListQuery) -> RowPage[ChannelRow]:
    """Return a page of channels."""
    return await store.list_channels(session, asked)


async def list_releases(
    session: AsyncSession, channel: str, asked: ListQuery
) -> RowPage[ReleaseRow]:
    """Return a page of a channel's history, empty before its first release."""
    return await store.list_releases(session, channel, asked)


async def find_live(session: AsyncSession, channel: str) -> ReleaseRow | None:
    """Return what a channel points at, if anything."""
    return await store.find_live(session, channel)


async def recent_releases(session: AsyncSession, channel: str, limit: int) -> Sequence[ReleaseRow]:
    """Return the last releases of a channel, the newest first."""
    return await store.recent_releases(session, channel, 2**31 - 1, limit)


async def load_release(
    session: AsyncSession, release: ReleaseRow, known: Mapping[str, str]
) -> Mapping[str, VersionRow]:
    """Return everything about the versions of a release, by app; without collected ones.

    `known` are versions by app of which the caller has everything: nothing published ever changes.
    """
    wanted = versions_of(release.apps).items() - known.items()
    rows = await store.load_versions(session, dict(wanted), whole=True)
    return {app: row for app, row in rows.items() if row.state != COLLECTED}


async def find_release(session: AsyncSession, channel: str, number: int) -> ReleaseRow | None:
    """Return one release of a channel."""
    return await store.find_release(session, channel, number)


async def version_before(session: AsyncSession, release: ReleaseRow, app: str) -> VersionRow | None:
    """Return the version of an app that was live before that of a release, if it is still good."""
    current = version_of(release.apps, app)
    async for version in store.earlier_versions(session, release, app):
        if version in (current, None):
            continue
        row = (await store.load_versions(session, {app: str(version)}, whole=True)).get(app)
        if row is not None and row.state not in (WITHDRAWN, COLLECTED):
            return row
    return None


async def find_files(session: AsyncSession, app: str, version: str) -> Mapping[str, Any] | None:
    """Return the index of a published version's files."""
    return await store.find_files(session, app, version)


async def newest_versions(session: AsyncSession, app: str, limit: int) -> Sequence[str]:
    """Return an app's versions that may be used, the last published first."""
    return await store.newest_versions(session, app, limit)
