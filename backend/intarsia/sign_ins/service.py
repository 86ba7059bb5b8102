"""The rules for looking at sign-ins and ending them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes
from intarsia.audit import service as audit
from intarsia.auth import service as auth
from intarsia.auth.callers import Caller, require
from intarsia.auth.notices import TOPIC, NoticeRow
from intarsia.auth.permissions import Permission
from intarsia.auth.service import AuthService
from intarsia.auth.store import AuthSessionRow
from intarsia.errors import Forbidden, NotFound
from intarsia.pagination import RowPage
from intarsia.sign_ins import store
from intarsia.sign_ins.store import NewestQuery, SignInsQuery
from intarsia.trail import AuditRow
from intarsia.users import service as users


async def list_sign_ins(
    session: AsyncSession, caller: Caller, now: datetime, asked: SignInsQuery
) -> RowPage[AuthSessionRow]:
    """Return a page of one's own sign-ins, or of another user's for who administers users."""
    user_id = asked.user or owner(caller)
    if user_id != caller.user_id:
        require(caller, Permission.USERS_WRITE)
    return await store.list_sign_ins(session, user_id, now, asked)


async def list_events(
    session: AsyncSession, caller: Caller, sid: str, asked: NewestQuery
) -> RowPage[AuditRow]:
    """Return a page of a sign-in's timeline, which the audit trail keeps; raise NotFound."""
    await find(session, caller, sid)
    return await audit.of(session, f"session:{sid}", asked)


async def end(session: AsyncSession, caller: Caller, auth: AuthService, sid: str) -> None:
    """End a sign-in on every process; fine for one that is over. Raises NotFound."""
    row = await find(session, caller, sid)
    await auth.revoke(session, row.sid, "ended", caller.name)


async def end_all(session: AsyncSession, caller: Caller, now: datetime, keep: bool) -> None:
    """End all of one's sign-ins, or all but the caller's.

    Ending all outdates the access tokens as well. Raises Forbidden for a token that has no
    sign-in to keep. Locks the user first: whoever does the same at this moment takes turns.
    """
    if keep and caller.sid is None:
        raise Forbidden("A token has no sign-in to keep.", code="sign_in_needed")
    user = await users.lock(session, owner(caller))
    if user is None:
        raise NotFound("There is no such user.")
    if keep and caller.sid is not None:
        await auth.end_others(session, user.id, caller.sid, now)
        return
    ended = await auth.end_all(session, user, now, "logout_all")
    await auth.announce(session, user, now, ended)


async def list_notices(
    session: AsyncSession, caller: Caller, asked: NewestQuery
) -> RowPage[NoticeRow]:
    """Return a page of what the caller was told."""
    return await store.notices_of(session, owner(caller), asked)


async def see_notices(session: AsyncSession, caller: Caller, now: datetime, up_to: int) -> None:
    """Mark notices as seen, on the user's other pages, too."""
    if await store.see_notices(session, owner(caller), up_to, now):
        await changes.record(session, now, TOPIC, f"user:{caller.user_id}", {})


async def find(session: AsyncSession, caller: Caller, sid: str) -> AuthSessionRow:
    """Return one's own sign-in, or anybody's for who administers users; raise NotFound."""
    row = await store.find(session, sid)
    is_theirs = row is not None and row.user_id == caller.user_id
    if row is None or not (is_theirs or caller.may(Permission.USERS_WRITE)):
        raise NotFound("There is no such session.")
    return row


def owner(caller: Caller) -> str:
    """Return whose sign-ins a caller's are; raise NotFound for a machine."""
    if caller.user_id is None:
        raise NotFound("This token speaks for no person.")
    return caller.user_id
