"""Back to what was: a new release with an old map, whole or for one app."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.errors import Conflict, NotFound
from intarsia.registry import store
from intarsia.registry.releases import Act, How, get_live, get_release, release
from intarsia.registry.tables import ChannelRow, ReleaseRow


async def roll_back(session: AsyncSession, channel: str, number: int, act: Act) -> ReleaseRow:
    """Release the map of an earlier release again; raise Conflict for what was withdrawn."""
    row, live = await lock_live(session, channel)
    old = await get_release(session, channel, number)
    return await release(session, channel, row, live.apps, old.apps, rolled_back(act))


async def roll_back_app(session: AsyncSession, channel: str, app: str, act: Act) -> ReleaseRow:
    """Release what one app was before its last change, or its absence."""
    row, live = await lock_live(session, channel)
    async for version in store.earlier_versions(session, live, app):
        after = {key: value for key, value in live.apps.items() if key != app}
        if version is not None:
            after[app] = {"version": version}
        return await release(session, channel, row, live.apps, after, rolled_back(act))
    raise Conflict(f"{app!r} was never another version here.", code="nothing_to_roll_back")


async def lock_live(session: AsyncSession, channel: str) -> tuple[ChannelRow, ReleaseRow]:
    """Return a channel, locked, and its release; raise NotFound without one."""
    row = await store.lock_channel(session, channel)
    live = await get_live(session, channel)
    if row is None:
        raise NotFound(f"The channel {channel!r} has no release yet.")
    return row, live


def rolled_back(act: Act) -> Act:
    """Return the same act as what it is."""
    return replace(act, how=How.ROLLED_BACK)
