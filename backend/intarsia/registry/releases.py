"""The rules for releases: every change of what is live is a new, numbered, full map of apps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.auth.deps import Caller
from intarsia.auth.permissions import Permission
from intarsia.errors import Conflict, Forbidden, InvalidInput, NotFound, Stale, Unconditional
from intarsia.etags import etag, require_match
from intarsia.registry import store
from intarsia.registry.findings import Finding, error, refuse_errors
from intarsia.registry.tables import ChannelRow, ReleaseRow, VersionRow

TOPIC = "release"
SEARCHED_RELEASES = 1000  # how far back the rollback of one app looks

Apps = dict[str, dict[str, Any]]  # as releases keep them: {app: {"version": …}}
Versions = Mapping[str, VersionRow]


@dataclass(frozen=True, slots=True)
class Act:
    """Who makes a release, when and why."""

    caller: Caller
    now: datetime
    note: str = ""


async def get_live(session: AsyncSession, channel: str) -> ReleaseRow:
    """Return what a channel points at, or raise NotFound."""
    release = await store.find_live(session, channel)
    if release is None:
        raise NotFound(f"The channel {channel!r} has no release yet.")
    return release


async def change(
    session: AsyncSession,
    channel: str,
    wanted: Mapping[str, str | None],
    act: Act,
    *,
    if_match: str | None,
) -> ReleaseRow:
    """Release other versions of some apps, None for none; the caller says what they saw.

    Raises Unconditional, Stale, Rejected, Forbidden.
    """
    row = await store.lock_channel(session, channel)
    if row is None and if_match is not None:
        raise Stale("This channel has no release yet. Leave If-Match out.")
    if row is not None:
        if if_match is None:
            raise Unconditional("Send If-Match with the ETag of the channel.")
        require_match(if_match, etag(row.release))
    return await extend(session, channel, row, wanted, act)


async def put_live(
    session: AsyncSession, channel: str, app: str, version: str, act: Act
) -> ReleaseRow:
    """Release one version of one app on top of whatever is live."""
    row = await store.lock_channel(session, channel)
    return await extend(session, channel, row, {app: version}, act)


async def extend(
    session: AsyncSession,
    channel: str,
    row: ChannelRow | None,
    wanted: Mapping[str, str | None],
    act: Act,
) -> ReleaseRow:
    """Release the live map with changes; the live release itself when they change nothing."""
    live = await store.find_live(session, channel) if row is not None else None
    before: Apps = live.apps if live is not None else {}
    unknown = [app for app, version in wanted.items() if version is None and app not in before]
    if unknown:
        raise InvalidInput(f"{unknown[0]!r} is not released here.", code="not_released")
    after = dict(before)
    for app, version in wanted.items():
        if version is None:
            del after[app]
        elif before.get(app) != {"version": version}:
            after[app] = {"version": version}
    if live is not None and after == before:
        return live
    return await release(session, channel, row, before, after, act)


async def roll_back(session: AsyncSession, channel: str, number: int, act: Act) -> ReleaseRow:
    """Release the map of an earlier release again."""
    row, live = await lock_live(session, channel)
    old = await store.find_release(session, channel, number)
    if old is None:
        raise NotFound(f"The channel {channel!r} has no release {number}.")
    return await release(session, channel, row, live.apps, old.apps, act, again=True)


async def roll_back_app(session: AsyncSession, channel: str, app: str, act: Act) -> ReleaseRow:
    """Release what one app was before its last change, or its absence."""
    row, live = await lock_live(session, channel)
    earlier = await store.earlier_releases(session, channel, live.number, SEARCHED_RELEASES)
    for old in earlier:
        if old.apps.get(app) != live.apps.get(app):
            after = {key: value for key, value in live.apps.items() if key != app}
            if app in old.apps:
                after[app] = old.apps[app]
            return await release(session, channel, row, live.apps, after, act, again=True)
    raise Conflict(f"{app!r} was never another version here.", code="nothing_to_roll_back")


async def lock_live(session: AsyncSession, channel: str) -> tuple[ChannelRow, ReleaseRow]:
    """Return a channel, locked, and its release; raise NotFound without one."""
    row = await store.lock_channel(session, channel)
    live = await get_live(session, channel)
    if row is None:
        raise NotFound(f"The channel {channel!r} has no release yet.")
    return row, live


async def release(
    session: AsyncSession,
    channel: str,
    row: ChannelRow | None,
    before: Apps,
    after: Apps,
    act: Act,
    *,
    again: bool = False,
) -> ReleaseRow:
    """Check a map and make it live; announcing it is the last thing in the transaction."""
    versions = await load(session, after)
    missing = [f"{app}@{entry['version']}" for app, entry in after.items() if app not in versions]
    if missing and again:
        detail = "Some of its versions can't be released any more."
        raise Conflict(detail, code="versions_gone", versions=missing)
    findings = [*unknown_versions(missing), *check(versions)]
    refuse_errors(findings)
    refuse_beyond_reach(channel, before, after, act.caller)
    refuse_reshaping(await load(session, before), versions, act.caller)
    number = row.release + 1 if row is not None else 1
    await point(session, channel, row, number)
    made = ReleaseRow(
        channel=channel,
        number=number,
        apps=after,
        note=act.note,
        findings=[finding.model_dump() for finding in findings],
        created_at=act.now,
        created_by=act.caller.name,
    )
    session.add(made)
    note_release(session, made, before, act, again=again)
    await changes.record(session, act.now, TOPIC, channel, {"number": number, "channel": channel})
    return made


def note_release(
    session: AsyncSession, made: ReleaseRow, before: Apps, act: Act, *, again: bool
) -> None:
    """Put a release on the audit trail, with what it changes: `{app: [old, new]}`."""
    changed = {
        app: [entry and entry["version"] for entry in (before.get(app), made.apps.get(app))]
        for app in sorted({*before, *made.apps})
        if before.get(app) != made.apps.get(app)
    }
    trail.record(
        session,
        act.now,
        act.caller.name,
        "release.rolled_back" if again else "release.made",
        f"channel:{made.channel}",
        number=made.number,
        apps=changed,
        note=made.note,
    )


async def point(session: AsyncSession, channel: str, row: ChannelRow | None, number: int) -> None:
    """Point a channel at a release, making the channel with its first one."""
    if row is not None:
        row.release = number
    else:
        await store.insert(session, ChannelRow(name=channel, release=number))


async def load(session: AsyncSession, apps: Apps) -> dict[str, VersionRow]:
    """Return the version rows of a map."""
    versions = {app: entry["version"] for app, entry in apps.items()}
    return await store.load_versions(session, versions, whole=False)


def unknown_versions(missing: list[str]) -> Iterator[Finding]:
    """Only what is published can be released."""
    for name in missing:
        yield error("unknown_version", "Publish it first.", name)


def check(versions: Versions) -> list[Finding]:
    """What must hold among the apps of one release, or the page could not be put together."""
    shown = {app: row for app, row in versions.items() if row.metadata_ is not None}
    hosts = [app for app, row in shown.items() if row.metadata_.get("kind") == "host"]
    return [
        *twice("duplicate_name", {app: row.name for app, row in versions.items()}),
        *twice("duplicate_route", {app: row.metadata_["route"] for app, row in shown.items()}),
        *twice("two_hosts", dict.fromkeys(hosts, "the host")),
    ]


def twice(rule: str, values: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each app that claims what another has."""
    owners: dict[str, str] = {}
    for app, value in sorted(values.items()):
        owner = owners.setdefault(value, app)
        if owner != app:
            yield error(rule, f"{owner!r} is already {value!r} in this release.", app)


def refuse_beyond_reach(channel: str, before: Apps, after: Apps, caller: Caller) -> None:
    """A token may be for some channels, and for some apps: others it must leave as they are."""
    if not caller.reaches_channel(channel):
        raise Forbidden(f"This token is not for {channel!r}.", code="out_of_reach")
    changed = [app for app in {*before, *after} if before.get(app) != after.get(app)]
    beyond = sorted(app for app in changed if not caller.reaches_app(app))
    if beyond:
        raise Forbidden(f"This token is not for {beyond[0]!r}.", code="out_of_reach")


def refuse_reshaping(before: Versions, after: Versions, caller: Caller) -> None:
    """Where apps appear, and to whom, is for administrators and the deploy token to change."""
    reshaped = [
        app for app in sorted({*before, *after}) if shape(before.get(app)) != shape(after.get(app))
    ]
    if reshaped and not caller.may(Permission.REGISTRY_RESHAPE):
        detail = f"This changes route, roles or navigation of {', '.join(reshaped[:10])}."
        raise Forbidden(detail, code="navigation_change")


def shape(row: VersionRow | None) -> tuple[object, ...] | None:
    """Return what a release changes about the host's navigation."""
    if row is None or row.metadata_ is None:
        return None
    return tuple(row.metadata_.get(key) for key in ("kind", "route", "roles", "nav"))
