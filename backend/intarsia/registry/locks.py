"""Channels closed to releases: before a fair, during an incident.

A lock stops what is new, never what helps: rolling back and withdrawing go on, because a lock must
not keep a bad version in front of visitors.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.errors import Forbidden, NotFound
from intarsia.registry import store
from intarsia.registry.gate import refuse_locked
from intarsia.registry.releases import Act
from intarsia.registry.tables import ChannelRow


async def lock(session: AsyncSession, channel: str, act: Act) -> ChannelRow:
    """Close a channel to releases, for the reason that the act's note gives.

    Raises NotFound, Forbidden, and Locked when somebody else has closed it already.
    """
    row = await hold(session, channel, act)
    if row.locked_by not in (None, act.caller.name):
        refuse_locked(row)
    row.locked_at, row.locked_by, row.locked_reason = act.now, act.caller.name, act.note
    note(session, channel, "channel.locked", act)
    return row


async def unlock(session: AsyncSession, channel: str, act: Act) -> None:
    """Open a channel again, whoever closed it; fine when it is open. Raises NotFound, Forbidden."""
    row = await hold(session, channel, act)
    if row.locked_at is not None:
        row.locked_at = row.locked_by = row.locked_reason = None
        note(session, channel, "channel.unlocked", act)


async def hold(session: AsyncSession, channel: str, act: Act) -> ChannelRow:
    """Return a channel that this caller may change."""
    if not act.caller.reaches_channel(channel):
        raise Forbidden(f"This token is not for {channel!r}.", code="out_of_reach")
    row = await store.lock_channel(session, channel)
    if row is None:
        raise NotFound(f"The channel {channel!r} has no release yet.")
    return row


def note(session: AsyncSession, channel: str, action: str, act: Act) -> None:
    """Put it on the audit trail."""
    target = f"channel:{channel}"
    trail.record(session, act.now, act.caller.name, action, target, reason=act.note)
