"""A version's life: active, deprecated, withdrawn, and in the end collected.

    active ⇄ deprecated ⇄ withdrawn        collected: no way back
    └────────── retention ──────────────────▶

A deprecated version can be released, with a warning. A withdrawn one is off every channel at once
and can't be released; its files stay for the pages that already have it. Of a collected one
nothing is left but its name.
"""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.errors import Conflict, Forbidden, NotFound
from intarsia.etags import etag, require_match
from intarsia.registry import gate, store
from intarsia.registry.maps import Apps, version_of
from intarsia.registry.releases import Act, How, get_live, load, release
from intarsia.registry.tables import COLLECTED, WITHDRAWN, ReleaseRow, VersionRow

TOPIC = "withdrawal"

State = Literal["active", "deprecated", "withdrawn"]
VERBS: dict[str, str] = {
    "active": "version.activated",
    "deprecated": "version.deprecated",
    "withdrawn": "version.withdrawn",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a version shall be, and why; `force` makes pages that run it reload at once."""

    state: State
    reason: str
    force: bool = False


async def get_version(session: AsyncSession, app: str, version: str) -> VersionRow:
    """Return one published version, or raise NotFound."""
    row = await store.find_version(session, app, version)
    if row is None:
        raise NotFound(f"{app}@{version} was never published.")
    return row


async def set_state(
    session: AsyncSession, app: str, version: str, wish: Wish, act: Act, *, if_match: str | None
) -> VersionRow:
    """Give a version another state; a withdrawal takes it off every channel at once.

    Raises NotFound, Stale, Forbidden, and Conflict for a collected version.
    """
    if not act.caller.reaches_app(app):
        raise Forbidden(f"This token is not for {app!r}.", code="out_of_reach")
    if wish.state == WITHDRAWN:
        await store.lock_channels(session)
    await store.hold_versions(session, [(app, version)])
    row = await get_version(session, app, version)
    require_match(if_match, etag(row.revision))
    if row.state == COLLECTED:
        raise Conflict(f"{app}@{version} was collected.", code="version_collected")
    if (row.state, row.state_reason) == (wish.state, wish.reason) and not wish.force:
        return row
    note(session, row, wish, act)
    if wish.state == WITHDRAWN:
        await withdraw(session, row, wish, act)
    return row


def note(session: AsyncSession, row: VersionRow, wish: Wish, act: Act) -> None:
    """Write the state down, and who wanted it, on the row and on the audit trail."""
    row.state, row.state_reason = wish.state, wish.reason
    row.state_at, row.state_by = act.now, act.caller.name
    row.revision += 1
    target = f"version:{row.app}@{row.version}"
    detail = {"reason": wish.reason} | ({"force": True} if wish.force else {})
    trail.record(session, act.now, act.caller.name, VERBS[wish.state], target, **detail)


async def withdraw(session: AsyncSession, row: VersionRow, wish: Wish, act: Act) -> None:
    """Take a version off every channel, then tell every page that may run it.

    Channels are asked for again: one may have been made before the version was held.
    """
    reason = f"{row.app} {row.version} withdrawn: {wish.reason}"[:1000]
    withdrawing = replace(act, note=reason, how=How.WITHDRAWN)
    for channel in await store.lock_channels(session):
        live = await get_live(session, channel.name)
        if version_of(live.apps, row.app) == row.version:
            after = await without(session, live, row.app)
            await release(session, channel.name, channel, live.apps, after, withdrawing)
    value = {"app": row.app, "version": row.version, "force": wish.force}
    await changes.record(session, act.now, TOPIC, row.app, value)


async def without(session: AsyncSession, live: ReleaseRow, app: str) -> Apps:
    """Return the live map with the app as it last was in another form that is still good.

    Good is what is neither withdrawn nor collected and fits to the other apps of today; when there
    is none, the app is left out.
    """
    others = {key: entry for key, entry in live.apps.items() if key != app}
    known = gate.check(await load(session, others))
    tried = {version_of(live.apps, app)}
    async for version in store.earlier_versions(session, live, app):
        if version is None or version in tried:
            continue
        tried.add(version)
        after = {**others, app: {"version": version}}
        versions = await load(session, after)
        new = [found for found in gate.check(versions) if found not in known]
        fits = not any(found.severity == "error" for found in new)
        if app in versions and not gate.gone(versions, [app]) and fits:
            return after
    return others
