"""HTTP for sign-ins, their timelines and notices: parse, call the service, return."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from intarsia.auth.answers import DeskDep
from intarsia.auth.callers import Caller
from intarsia.auth.deps import AuthDep, SessionsOwner
from intarsia.auth.notices import NoticeRow
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.user_agents import describe
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.sign_ins import service
from intarsia.sign_ins.schemas import LogoutAll, Notice, NoticesSeen, SignIn, SignInEvent
from intarsia.sign_ins.store import NewestQuery, SignInsQuery
from intarsia.trail import AuditRow

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
    return page.map(lambda row: shown(row, caller, now))


@router.get("/sessions/{sid}/events", response_model=Page[SignInEvent])
async def list_events(
    sid: Id, asked: Annotated[NewestQuery, Query()], caller: SessionsOwner, reader: ReaderDep
) -> RowPage[SignInEvent]:
    """List what happened to a sign-in, the newest first."""
    page = await service.list_events(reader, caller, sid, asked)
    return page.map(event)


@router.delete("/sessions/{sid}", status_code=204)
async def end_session(sid: Id, caller: SessionsOwner, auth: AuthDep, session: SessionDep) -> None:
    """End a sign-in: one's own, or anybody's for admins; its next request is refused."""
    await service.end(session, caller, auth, sid)


@router.post("/logout-all", status_code=204)
async def logout_all(
    desk: DeskDep,
    caller: SessionsOwner,
    clock: ClockDep,
    session: SessionDep,
    body: LogoutAll | None = None,
) -> Response:
    """End all of my sign-ins, or all but this one."""
    keep = body is not None and body.keep_current
    await service.end_all(session, caller, clock.now(), keep)
    return Response(status_code=204) if keep else desk.take_back()


@router.get("/notices", response_model=Page[Notice])
async def list_notices(
    asked: Annotated[NewestQuery, Query()], caller: SessionsOwner, reader: ReaderDep
) -> RowPage[Notice]:
    """List what I was told of my sign-ins, the newest first."""
    page = await service.list_notices(reader, caller, asked)
    return page.map(notice)


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


def event(row: AuditRow) -> SignInEvent:
    """Return an event of the trail as one of a sign-in."""
    return SignInEvent(
        id=str(row.id),
        at=row.at,
        event=row.action.removeprefix("auth."),
        ip=row.ip,
        request_id=row.request_id,
        detail=row.detail,
    )


def notice(row: NoticeRow) -> Notice:
    """Return a notice as its user sees it."""
    return Notice(
        id=str(row.id),
        at=row.at,
        kind=row.kind,
        sid=row.sid,
        ip=row.ip,
        device=row.device,
        seen=row.seen_at is not None,
    )
