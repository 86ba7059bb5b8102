"""HTTP for channels and releases: parse, call the service, return."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Header, Query, Response

from intarsia.auth.deps import RegistryReader, Releaser
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.etags import IfMatch, etag, names
from intarsia.pagination import RowPage
from intarsia.registry import locks, maps, releases, rollback, schemas, service
from intarsia.registry.names import ChannelPath
from intarsia.registry.releases import Act
from intarsia.registry.tables import ChannelRow, ReleaseRow
from intarsia.routing import Feature
from intarsia.schemas import Page

router = Feature("/registry", tag="registry")


@router.get("/channels", response_model=Page[schemas.Channel])
async def list_channels(
    asked: Annotated[schemas.ChannelsQuery, Query()], _caller: RegistryReader, reader: ReaderDep
) -> RowPage[ChannelRow]:
    """List channels, with what they point at and who locked them."""
    return await service.list_channels(reader, asked)


@router.get("/channels/{channel}", response_model=schemas.Release)
async def get_channel(
    channel: ChannelPath,
    response: Response,
    _caller: RegistryReader,
    reader: ReaderDep,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> ReleaseRow | Response:
    """Return the release that is live on a channel, with the ETag that changes must carry."""
    live = await releases.get_live(reader, channel)
    if if_none_match is not None and names(if_none_match, etag(live.number)):
        return Response(status_code=304, headers={"ETag": etag(live.number)})
    return tagged(response, live)


@router.get("/channels/{channel}/releases", response_model=Page[schemas.Release])
async def list_releases(
    channel: ChannelPath,
    asked: Annotated[schemas.ReleasesQuery, Query()],
    _caller: RegistryReader,
    reader: ReaderDep,
) -> RowPage[ReleaseRow]:
    """List a channel's releases, the newest first."""
    return await service.list_releases(reader, channel, asked)


@router.post("/channels/{channel}/releases", response_model=schemas.Release, status_code=201)
async def make_release(
    channel: ChannelPath,
    body: schemas.ReleaseWrite,
    response: Response,
    caller: Releaser,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> ReleaseRow:
    """Make other versions live; needs the channel's ETag once it has a release."""
    wanted = {app: change.version if change else None for app, change in body.changes.items()}
    act = Act(caller, clock.now(), body.note)
    return tagged(response, await releases.change(session, channel, wanted, act, if_match=if_match))


@router.post("/channels/{channel}/rollback", response_model=schemas.Release, status_code=201)
async def roll_back(
    channel: ChannelPath,
    body: schemas.RollbackWrite,
    response: Response,
    caller: Releaser,
    clock: ClockDep,
    session: SessionDep,
) -> ReleaseRow:
    """Make an earlier release, or an app's earlier version, live again."""
    act = Act(caller, clock.now(), body.note)
    if body.release is not None:
        made = await rollback.roll_back(session, channel, body.release, act)
    else:
        made = await rollback.roll_back_app(session, channel, body.app or "", act)
    return tagged(response, made)


@router.put("/channels/{channel}/lock", response_model=schemas.Channel)
async def lock(
    channel: ChannelPath,
    body: schemas.LockWrite,
    caller: Releaser,
    clock: ClockDep,
    session: SessionDep,
) -> ChannelRow:
    """Close a channel to releases; rolling back and withdrawing go on."""
    return await locks.lock(session, channel, Act(caller, clock.now(), body.reason))


@router.delete("/channels/{channel}/lock", status_code=204)
async def unlock(
    channel: ChannelPath, caller: Releaser, clock: ClockDep, session: SessionDep
) -> None:
    """Open a channel again, whoever closed it."""
    await locks.unlock(session, channel, Act(caller, clock.now()))


@router.get("/differences", response_model=schemas.Difference)
async def compare(
    asked: Annotated[schemas.DifferenceQuery, Query()], _caller: RegistryReader, reader: ReaderDep
) -> dict[str, Any]:
    """Compare two releases, of one channel or of two."""
    before = await releases.get_named(reader, asked.before)
    after = await releases.get_named(reader, asked.after)
    found = asdict(maps.difference(before.apps, after.apps))
    return found | {"before": before.title, "after": after.title}


def tagged(response: Response, release: ReleaseRow) -> ReleaseRow:
    """Send the release's number as its ETag."""
    response.headers["ETag"] = etag(release.number)
    return release
