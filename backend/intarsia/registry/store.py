"""Where the registry is kept; the only file of this feature that knows SQL."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, column, func, literal, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from intarsia.database import Base
from intarsia.errors import Stale
from intarsia.pagination import ListQuery, RowPage, paginate
from intarsia.registry.maps import version_of, versions_of
from intarsia.registry.tables import (
    COLLECTED,
    WITHDRAWN,
    AppRow,
    BlobRefRow,
    ChannelRow,
    ReleaseRow,
    VersionRow,
)

STATEMENT_ROWS = 500  # SQLite takes 32,766 parameters a statement
SEARCHED_CHANGES = 100  # how often an app may have changed since it was what is looked for


class Raced(Stale):
    """Somebody else inserted the same row first; the transaction is lost, try it again."""


async def find_version(session: AsyncSession, app: str, version: str) -> VersionRow | None:
    """Return one published version without its large columns."""
    return await session.get(VersionRow, (app, version))


async def find_files(session: AsyncSession, app: str, version: str) -> Mapping[str, Any] | None:
    """Return the index of one published version's files."""
    query = select(VersionRow.files).where(VersionRow.app == app, VersionRow.version == version)
    return (await session.execute(query)).scalar_one_or_none()


async def load_versions(
    session: AsyncSession, versions: Mapping[str, str], *, whole: bool
) -> dict[str, VersionRow]:
    """Return the versions of a release by app; `whole` with what pages are made of."""
    whole_of = (VersionRow.files, VersionRow.snapshot, VersionRow.page)
    options = [undefer(column) for column in whole_of] if whole else []
    query = select(VersionRow).where(named(session, VersionRow, versions.items()))
    return {row.app: row for row in await session.scalars(query.options(*options))}


def whole_versions(app: str) -> Select[VersionRow]:
    """Return the query of an app's versions with their manifests and files."""
    query = select(VersionRow).where(VersionRow.app == app, VersionRow.state != COLLECTED)
    return query.options(undefer(VersionRow.files), undefer(VersionRow.manifest))


async def find_whole(session: AsyncSession, app: str, version: str) -> VersionRow | None:
    """Return a version with its manifest and files, unless it was collected."""
    query = whole_versions(app).where(VersionRow.version == version)
    return (await session.scalars(query)).one_or_none()


async def newest_whole(
    session: AsyncSession, app: str, before: datetime | None = None
) -> VersionRow | None:
    """Return the version published last, or last before a time."""
    query = whole_versions(app).order_by(VersionRow.published_at.desc(), VersionRow.version.desc())
    if before is not None:
        query = query.where(VersionRow.published_at < before)
    return (await session.scalars(query.limit(1))).one_or_none()


async def hold_versions(session: AsyncSession, versions: Iterable[tuple[str, str]]) -> None:
    """Let nobody else change versions before this transaction ends; always in the same order."""
    query = select(VersionRow.app).where(named(session, VersionRow, versions))
    ordered = query.order_by(VersionRow.app, VersionRow.version)
    await session.execute(ordered.with_for_update(key_share=True))


async def mark_left(
    session: AsyncSession, versions: Iterable[tuple[str, str]], now: datetime
) -> None:
    """Note that versions left a live release."""
    query = update(VersionRow).where(named(session, VersionRow, versions))
    unseen = query.values(left_at=now).execution_options(synchronize_session=False)
    await session.execute(unseen)


async def left_before(session: AsyncSession, before: datetime) -> list[tuple[str, str]]:
    """Return the versions that are in no live release and left their last one before a time.

    One that was never released counts from its publish.
    """
    left = func.coalesce(VersionRow.left_at, VersionRow.published_at)
    query = select(VersionRow.app, VersionRow.version).where(left <= before)
    rows = await session.execute(query.where(VersionRow.state != COLLECTED).order_by(left))
    found = [(row.app, row.version) for row in rows]
    live = await live_versions(session) if found else set()
    return [name for name in found if name not in live]


async def live_versions(session: AsyncSession) -> set[tuple[str, str]]:
    """Return every (app, version) that is live on any channel."""
    live = select(ReleaseRow.apps).join(
        ChannelRow,
        (ChannelRow.name == ReleaseRow.channel) & (ChannelRow.release == ReleaseRow.number),
    )
    maps = (await session.scalars(live)).all()
    return {(app, version) for apps in maps for app, version in versions_of(apps).items()}


async def empty_versions(
    session: AsyncSession, versions: Iterable[tuple[str, str]], state: str, now: datetime
) -> None:
    """Give versions another state, and leave nothing of what they were made of."""
    nothing: dict[str, Any] = {
        "manifest": {},
        "snapshot": {},
        "page": None,
        "files": {},
        "findings": [],
    }
    query = update(VersionRow).where(named(session, VersionRow, versions))
    values = {**nothing, "state": state, "state_at": now, "revision": VersionRow.revision + 1}
    await session.execute(query.values(values).execution_options(synchronize_session=False))


async def hold_app(session: AsyncSession, app: str) -> None:
    """Let one publish of an app after the other be counted."""
    query = select(AppRow.id).where(AppRow.id == app).with_for_update(key_share=True)
    await session.execute(query)


async def list_apps(session: AsyncSession, asked: ListQuery) -> RowPage[AppRow]:
    """Return a page of apps."""
    query = select(AppRow)
    if asked.q:
        query = query.where(AppRow.id.contains(asked.q, autoescape=True))
    columns = {"id": AppRow.id, "created_at": AppRow.created_at}
    return await paginate(session, query, columns, asked)


async def list_versions(session: AsyncSession, app: str, asked: ListQuery) -> RowPage[VersionRow]:
    """Return a page of an app's versions."""
    query = select(VersionRow).where(VersionRow.app == app)
    columns = {"published_at": VersionRow.published_at, "id": VersionRow.version}
    return await paginate(session, query, columns, asked)


async def newest_versions(session: AsyncSession, app: str, limit: int) -> Sequence[str]:
    """Return an app's versions that may be used, the last published first."""
    usable = VersionRow.state.not_in((WITHDRAWN, COLLECTED))
    query = select(VersionRow.version).where(VersionRow.app == app, usable)
    return (
        await session.scalars(query.order_by(VersionRow.published_at.desc()).limit(limit))
    ).all()


async def app_exists(session: AsyncSession, app: str) -> bool:
    """Whether anything was ever published under this id."""
    return await session.get(AppRow, app) is not None


async def insert(session: AsyncSession, row: Base) -> None:
    """Insert a row that others may be inserting too; raise Raced when they were first."""
    session.add(row)
    try:
        await session.flush()
    except IntegrityError:
        raise Raced("Somebody else did the same at this moment. Load it again.") from None


async def lock_channel(session: AsyncSession, channel: str) -> ChannelRow | None:
    """Return a channel that nobody else can change before this transaction ends."""
    query = select(ChannelRow).where(ChannelRow.name == channel).with_for_update()
    return (await session.scalars(query)).one_or_none()


async def lock_channels(session: AsyncSession) -> list[ChannelRow]:
    """Return every channel, none of which anybody else can change before this transaction ends."""
    query = select(ChannelRow).order_by(ChannelRow.name).with_for_update()
    return list((await session.scalars(query)).all())


async def list_channels(session: AsyncSession, asked: ListQuery) -> RowPage[ChannelRow]:
    """Return a page of channels."""
    columns = {"name": ChannelRow.name, "id": ChannelRow.name}
    return await paginate(session, select(ChannelRow), columns, asked)


async def find_live(session: AsyncSession, channel: str) -> ReleaseRow | None:
    """Return the release that a channel points at, in one statement."""
    query = select(ReleaseRow).join(
        ChannelRow,
        (ChannelRow.name == ReleaseRow.channel) & (ChannelRow.release == ReleaseRow.number),
    )
    return (await session.scalars(query.where(ChannelRow.name == channel))).one_or_none()


async def find_release(session: AsyncSession, channel: str, number: int) -> ReleaseRow | None:
    """Return one release of a channel."""
    return await session.get(ReleaseRow, (channel, number))


async def list_releases(
    session: AsyncSession, channel: str, asked: ListQuery
) -> RowPage[ReleaseRow]:
    """Return a page of a channel's history."""
    query = select(ReleaseRow).where(ReleaseRow.channel == channel)
    columns = {"number": ReleaseRow.number, "id": ReleaseRow.number}
    return await paginate(session, query, columns, asked)


async def recent_releases(
    session: AsyncSession, channel: str, before: int, limit: int
) -> Sequence[ReleaseRow]:
    """Return the releases before a number, the newest first."""
    query = select(ReleaseRow).where(ReleaseRow.channel == channel, ReleaseRow.number < before)
    return (await session.scalars(query.order_by(ReleaseRow.number.desc()).limit(limit))).all()


async def earlier_versions(
    session: AsyncSession, release: ReleaseRow, app: str
) -> AsyncIterator[str | None]:
    """Yield what an app was before a release, the latest first; None where it was not in.

    The engine looks into the maps: of a thousand apps each is 50 KB, and only one is wanted.
    """
    was = ReleaseRow.apps[(app, "version")].as_string()
    number, version = release.number, version_of(release.apps, app)
    for _ in range(SEARCHED_CHANGES):
        before = (ReleaseRow.channel == release.channel, ReleaseRow.number < number)
        query = select(ReleaseRow.number, was).where(*before, was.is_distinct_from(version))
        found = (await session.execute(query.order_by(ReleaseRow.number.desc()).limit(1))).first()
        if found is None:
            return
        number, version = found
        yield version


def named(
    session: AsyncSession,
    model: type[VersionRow] | type[BlobRefRow],
    names: Iterable[tuple[str, str]],
) -> ColumnElement[bool]:
    """Return the condition for the rows of some (app, version), as one parameter.

    For a row value in a list SQLite reads the whole table; in a subquery it takes the key.
    """
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    elements = func.json_array_elements if is_postgresql else func.json_each
    listed = literal([list(name) for name in names], JSON)
    name = elements(listed).table_valued(column("value", JSON)).c.value
    return tuple_(model.app, model.version).in_(select(name[0].as_string(), name[1].as_string()))


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut into pieces that fit a statement."""
    listed = list(items)
    for start in range(0, len(listed), STATEMENT_ROWS):
        yield listed[start : start + STATEMENT_ROWS]
