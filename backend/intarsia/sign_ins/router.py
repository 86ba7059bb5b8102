"""HTTP for sign-ins, their timelines and notices: parse, call the service, return."""

from datetime import datetime
from typing import Annotated

from fastapi import Query

from intarsia.auth.answers import DeskDep
from intarsia.auth.callers import Caller
from intarsia.auth.deps import AuthDep, SameOrigin, SessionsOwner
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.user_agents import describe
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.sign_ins import service
from intarsia.sign_ins.schemas import LogoutAll, Notice, NoticesSeen, SignIn, SignInEvent
from intarsia.sign_ins.store import SignInsQuery

router = Feature("/auth", tag="auth")


@router.get("/sessions", response_model=Page[SignIn])
async def list_sessions(
    asked: Annotated[SignInsQuery, Query()],
    caller: SessionsOwner,
    clock: ClockDep,
    reader: ReaderDep,
) -> RowPage[SignIn]:
    """List my sign-ins, or a `user`'s for admins; `ended=true` shows those that are over, too."""
    now = clock.now()
    page = await service.list_sign_ins(reader, caller, now, asked)
    items = [shown(row, caller, now) for row in page.items]
    return RowPage(items, page.next_cursor, page.total, page.total_capped)


@router.get("/sessions/{sid}/events")
async def list_events(sid: Id, caller: SessionsOwner, reader: ReaderDep) -> list[SignInEvent]:
    """Return a sign-in's timeline, the newest first: at most 500 events."""
    return [
        SignInEvent(
            id=str(row.id),
            at=row.at,
            event=row.action.removeprefix("auth."),
            ip=row.ip,
            request_id=row.request_id,
            detail=row.detail,
        )
        for row in await service.events(reader, caller, sid)
    ]


@router.delete("/sessions/{sid}", status_code=204)
async def end_session(sid: Id, caller: SessionsOwner, auth: AuthDep, session: SessionDep) -> None:
    """End a sign-in: one's own, or anybody's for admins; its next request is refused."""
    await service.end(session, caller, auth, sid)


@router.post("/logout-all", dependencies=[SameOrigin], status_code=204)
async def logout_all(
    desk: DeskDep,
    caller: SessionsOwner,
    clock: ClockDep,
    session: SessionDep,
    body: LogoutAll | None = None,
) -> None:
    """End all of my sign-ins, or all but this one."""
    keep = body is not None and body.keep_current
    await service.end_all(session, caller, clock.now(), keep)
    if not keep:
        desk.take_back()


@router.get("/notices")
async def list_notices(caller: SessionsOwner, reader: ReaderDep) -> list[Notice]:
    """Return what I was told of my sign-ins, the newest first: at most 100."""
    return [
        Notice(
            id=str(row.id),
            at=row.at,
            kind=row.kind,
            sid=row.sid,
            ip=row.ip,
            device=row.device,
            seen=row.seen_at is not None,
        )
        for row in await service.notices(reader, caller)
    ]


@router.post("/notices/seen", status_code=204)
async def see_notices(
    body: NoticesSeen, caller: SessionsOwner, clock: ClockDep, session: SessionDep
) -> None:
    """Mark my notices as seen, up to one of them."""
    await service.see_notices(session, caller, clock.now(), int(body.up_to))


def shown(row: AuthSessionRow, caller: Caller, now: datetime) -> SignIn:
    """Return a sign-in as its user sees it."""
    ended_at, reason = row.revoked_at, row.revoke_reason
    if ended_at is None and row.absolute_expires_at <= now:
        ended_at, reason = row.absolute_expires_at, "expired"
    return SignIn(
        sid=row.sid,
        user_id=row.user_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.absolute_expires_at,
        ended_at=ended_at,
        end_reason=reason,
        ip=row.ip,
        user_agent=row.user_agent,
        device=describe(row.user_agent),
        current=row.sid == caller.sid,
    )
