"""What follows from the beginning and the end of sign-ins, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.auth import notices
from intarsia.auth.notices import Event, Kind
from intarsia.auth.store import AuthSessionRow, Ended
from intarsia.auth.user_agents import describe
from intarsia.sessions import service as records
from intarsia.visits import service as visits

ACTIONS = {"logout": "auth.sign_out", "reuse": "auth.reuse_detected"}


async def note_begun(session: AsyncSession, row: AuthSessionRow, now: datetime) -> None:
    """Put a sign-in on its timeline, and tell its user of a device that is new."""
    device = describe(row.user_agent)
    trail.record(session, now, row.user_id, "auth.sign_in", target(row.sid), device=device)
    if await notices.is_new_device(session, row.user_id, device, now):
        event = Event(Kind.NEW_DEVICE, row.user_id, row.sid, row.ip, device)
        await notices.give(session, event, now)


async def note_ended(
    session: AsyncSession, ended: Sequence[Ended], now: datetime, reason: str, by: str | None
) -> None:
    """Put ends on the timelines, have the records destroyed, and tell users of a theft."""
    action = ACTIONS.get(reason, "auth.session_ended")
    for each in ended:
        trail.record(session, now, by or each.user_id, action, target(each.sid), reason=reason)
    record_ids = [each.record_id for each in ended if each.record_id]
    await visits.end(session, record_ids, now)
    await records.promise_end(session, record_ids, now)
    if reason == "reuse":
        for each in ended:
            device = describe(each.user_agent)
            event = Event(Kind.REUSE_DETECTED, each.user_id, each.sid, each.ip, device)
            await notices.give(session, event, now)


def target(sid: str) -> str:
    """Return a sign-in's name on the audit trail."""
    return f"session:{sid}"
