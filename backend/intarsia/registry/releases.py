"""The rules for releases: every change of what is live is a new, numbered, full map of apps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.auth.callers import Caller
from intarsia.errors import InvalidInput, NotFound, Stale, Unconditional
from intarsia.etags import etag, require_match
from intarsia.registry import gate, store
from intarsia.registry.findings import refuse_errors
from intarsia.registry.maps import Apps, changed, steps, versions_of
from intarsia.registry.tables import ChannelRow, ReleaseRow, VersionRow

TOPIC = "release"


class How(StrEnum):
    """How a release came about, as the audit trail calls it."""

    MADE = "release.made"
    ROLLED_BACK = "release.rolled_back"
    WITHDRAWN = "release.withdrawn"


@dataclass(frozen=True, slots=True)
class Act:
    """Who makes a release, when, why and how."""

    caller: Caller
    now: datetime
    note: str = ""
    how: How = How.MADE


async def get_live(session: AsyncSession, channel: str) -> ReleaseRow:
    """Return what a channel points at, or raise NotFound."""
    release = await store.find_live(session, channel)
    if release is None:
        raise NotFound(f"The channel {channel!r} has no release yet.")
    return release


async def get_release(session: AsyncSession, channel: str, number: int) -> ReleaseRow:
    """Return one release of a channel, or raise NotFound."""
    found = await store.find_release(session, channel, number)
    if found is None:
        raise NotFound(f"The channel {channel!r} has no release {number}.")
    return found


async def get_named(session: AsyncSession, name: str) -> ReleaseRow:
    """Return a release by its name, `channel` or `channel@number`, or raise NotFound."""
    channel, _, number = name.partition("@")
    if not number:
        return await get_live(session, channel)
    return await get_release(session, channel, int(number))


async def change(
    session: AsyncSession,
    channel: str,
    wanted: Mapping[str, str | None],
    act: Act,
    *,
    if_match: str | None,
) -> ReleaseRow:
    """Release other versions of some apps, None for none; the caller says what they saw.

    Raises Unconditional, Stale, Locked, Rejected, Forbidden, and Conflict for what was withdrawn.
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


async def release(
    session: AsyncSession,
    channel: str,
    row: ChannelRow | None,
    before: Apps,
    after: Apps,
    act: Act,
) -> ReleaseRow:
    """Check a map and make it live; announcing it is the last thing in the transaction.

    Rolling back and withdrawing are only warned of apps that collide: hosting shows one of them.
    The channel's row is held before those of versions: who withdraws does it in that order, too.
    """
    if row is not None and act.how is How.MADE:
        gate.refuse_locked(row)
    await hold_changed(session, before, after)
    versions = await load(session, after)
    gate.refuse_gone(gate.gone(versions, changed(before, after)))
    missing = [name for name in versions_of(after).items() if name[0] not in versions]
    found = gate.check(versions)
    checked = found if act.how is How.MADE else gate.softened(found)
    findings = [*gate.unknown_versions(map("@".join, missing)), *checked]
    refuse_errors(findings)
    gate.refuse_beyond_reach(channel, before, after, act.caller)
    await refuse_reshaping(session, before, after, versions, act)
    made = ReleaseRow(
        channel=channel,
        number=row.release + 1 if row is not None else 1,
        apps=dict(after),
        note=act.note,
        findings=[finding.model_dump() for finding in findings],
        created_at=act.now,
        created_by=act.caller.name,
    )
    await point(session, channel, row, made.number)
    session.add(made)
    await announce(session, made, before, act)
    return made


async def hold_changed(session: AsyncSession, before: Apps, after: Apps) -> None:
    """Keep what comes and what goes as it is until this transaction ends."""
    apps = changed(before, after)
    both = [
        (app, entry[app]["version"]) for entry in (before, after) for app in apps if app in entry
    ]
    await store.hold_versions(session, both)


async def refuse_reshaping(
    session: AsyncSession, before: Apps, after: Apps, versions: gate.Versions, act: Act
) -> None:
    """Compare only what changes, which of a thousand apps is mostly one."""
    apps = changed(before, after)
    old = await load(session, {app: before[app] for app in apps if app in before})
    new = {app: versions[app] for app in apps if app in versions}
    gate.refuse_reshaping(old, new, act.caller)


async def announce(session: AsyncSession, made: ReleaseRow, before: Apps, act: Act) -> None:
    """Note when versions left, put the release on the audit trail, and tell everybody."""
    left = [(app, old) for app, (old, _) in steps(before, made.apps).items() if old is not None]
    await store.mark_left(session, left, act.now)
    trail.record(
        session,
        act.now,
        act.caller.name,
        act.how,
        f"channel:{made.channel}",
        number=made.number,
        apps=steps(before, made.apps),
        note=made.note,
    )
    value = {"number": made.number, "channel": made.channel}
    await changes.record(session, act.now, TOPIC, made.channel, value)


async def point(session: AsyncSession, channel: str, row: ChannelRow | None, number: int) -> None:
    """Point a channel at a release, making the channel with its first one."""
    if row is not None:
        row.release = number
    else:
        await store.insert(session, ChannelRow(name=channel, release=number))


async def load(session: AsyncSession, apps: Apps) -> dict[str, VersionRow]:
    """Return the version rows of a map."""
    return await store.load_versions(session, versions_of(apps), whole=False)
