"""HTTP for apps and versions: parse, call the service, return; channels are in `channel_routes`."""

from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response

from intarsia.auth.callers import Caller
from intarsia.auth.deps import Publisher, RegistryReader, Releaser
from intarsia.auth.permissions import Permission
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.errors import Forbidden
from intarsia.etags import IfMatch, etag
from intarsia.pagination import RowPage
from intarsia.registry import comparing, publishing, schemas, service, states
from intarsia.registry.metadata import AppMetadata
from intarsia.registry.names import AppIdPath, ChannelName, Version, VersionPath
from intarsia.registry.releases import Act
from intarsia.registry.staging import Workshop
from intarsia.registry.tables import AppRow, VersionRow
from intarsia.registry.uploads import MEDIA_TYPES, receive, require_archive, staged_upload
from intarsia.routing import Feature
from intarsia.schemas import Page

router = Feature("/registry", tag="registry")

ARCHIVE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Gzip tar of the build folder.",
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in sorted(MEDIA_TYPES)
        },
    }
}


async def get_workshop(request: Request) -> Workshop:
    """Return what publishing works with."""
    state = request.state
    return Workshop(
        writers=state.writers,
        readers=state.readers,
        bundles=state.bundles,
        feed=state.feed,
        clock=state.clock,
        limits=state.settings.limits,
        threads=state.packers,
    )


WorkshopDep = Annotated[Workshop, Depends(get_workshop)]


@router.put(
    "/apps/{app}/versions/{version}",
    response_model=schemas.Published,
    responses={201: {"model": schemas.Published, "description": "Published now."}},
    openapi_extra=ARCHIVE,
)
async def publish(
    app: AppIdPath,
    version: VersionPath,
    request: Request,
    response: Response,
    caller: Publisher,
    shop: WorkshopDep,
    channel: Annotated[
        ChannelName | None, Query(description="Also release it on this channel.")
    ] = None,
    dry_run: Annotated[bool, Query(description="Check only, keep nothing.")] = False,
    content_digest: Annotated[str | None, Header(max_length=1000)] = None,
) -> publishing.Published:
    """Publish a bundle; the same files again are fine, others under the same version are not."""
    require_archive(request.headers.get("content-type"))
    require_reach(caller, app, channel)
    order = publishing.Order(app, version, caller, channel, dry_run)
    async with staged_upload(shop.bundles.staging) as path:
        limit = shop.limits.bundle_max_packed_bytes
        await receive(request.stream(), path, limit, content_digest)
        published = await publishing.publish(shop, order, path)
    response.status_code = 201 if published.created else 200
    return published


def require_reach(caller: Caller, app: str, channel: str | None) -> None:
    """A token may be for some apps; publishing never releases, unless the caller may that too."""
    if not caller.reaches_app(app):
        raise Forbidden(f"This token is not for {app!r}.", code="out_of_reach")
    if channel is None:
        return
    if not caller.may(Permission.REGISTRY_RELEASE) or not caller.reaches_channel(channel):
        raise Forbidden(f"You may not release on {channel!r}; publish without `channel`.")


@router.get("/apps", response_model=Page[schemas.App])
async def list_apps(
    asked: Annotated[schemas.AppsQuery, Query()], _caller: RegistryReader, reader: ReaderDep
) -> RowPage[AppRow]:
    """List apps."""
    return await service.list_apps(reader, asked)


@router.get("/apps/{app}/versions", response_model=Page[schemas.PublishedVersion])
async def list_versions(
    app: AppIdPath,
    asked: Annotated[schemas.VersionsQuery, Query()],
    _caller: RegistryReader,
    reader: ReaderDep,
) -> RowPage[VersionRow]:
    """List an app's versions, the newest first."""
    return await service.list_versions(reader, app, asked)


@router.get("/apps/{app}/versions/{version}", response_model=schemas.PublishedVersion)
async def get_version(
    app: AppIdPath,
    version: VersionPath,
    response: Response,
    _caller: RegistryReader,
    reader: ReaderDep,
) -> VersionRow:
    """Return one version, with the ETag of its state."""
    row = await states.get_version(reader, app, version)
    response.headers["ETag"] = etag(row.revision)
    return row


@router.patch("/apps/{app}/versions/{version}", response_model=schemas.PublishedVersion)
async def set_state(
    app: AppIdPath,
    version: VersionPath,
    body: schemas.StateWrite,
    response: Response,
    caller: Releaser,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> VersionRow:
    """Deprecate, withdraw or activate a version; a withdrawn one is off every channel at once."""
    wish = states.Wish(body.state, body.reason, body.force)
    act = Act(caller, clock.now())
    row = await states.set_state(session, app, version, wish, act, if_match=if_match)
    response.headers["ETag"] = etag(row.revision)
    return row


@router.get("/apps/{app}/versions/{version}/difference", response_model=schemas.VersionDifference)
async def compare(
    app: AppIdPath,
    version: VersionPath,
    _caller: RegistryReader,
    reader: ReaderDep,
    against: Annotated[
        Version | None, Query(description="Left out: the version published before.")
    ] = None,
) -> comparing.Difference:
    """Compare two versions: exposes, shared ranges, and sizes."""
    return await comparing.compare_versions(reader, app, version, against)


@router.get("/schemas/intarsia.json")
async def get_schema(response: Response) -> dict[str, Any]:
    """Return the JSON schema of `intarsia.json`, for editors."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=3600"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | AppMetadata.model_json_schema(by_alias=True)
