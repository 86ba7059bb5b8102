"""HTTP for preferences: a person's are settings, a guest's are in their cookie."""

from fastapi import Request, Response

from intarsia.auth.callers import require
from intarsia.auth.deps import GuestOrCallerByAny, same_origin
from intarsia.auth.permissions import Permission
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.preferences import cookie
from intarsia.preferences.schemas import (
    Preferences,
    PreferencesWrite,
    as_preferences,
    as_settings,
)
from intarsia.routing import Feature
from intarsia.settings import service
from intarsia.settings.service import NOBODY, Edit

router = Feature("/preferences", tag="preferences")


@router.get("")
async def get_preferences(
    request: Request, caller: GuestOrCallerByAny, reader: ReaderDep
) -> Preferences:
    """Return what holds for the caller, or for this guest."""
    if caller is None:
        held = await service.get(reader)
        chosen = cookie.read(request.headers, request.state.secrets.session)
        return as_preferences(held.settings, chosen)
    require(caller, Permission.SETTINGS_READ)
    held = await service.get(reader, caller.user_id or NOBODY)
    return as_preferences(held.settings, {})


@router.post("")
async def post_preferences(
    body: PreferencesWrite,
    request: Request,
    response: Response,
    caller: GuestOrCallerByAny,
    clock: ClockDep,
    session: SessionDep,
) -> Preferences:
    """Choose some preferences: a person's become settings, a guest's go into a signed cookie."""
    if caller is not None:
        require(caller, Permission.SETTINGS_WRITE)
        edit = Edit(caller.user_id or NOBODY, as_settings(body.chosen()), clock.now())
        return as_preferences((await service.choose(session, edit)).settings, {})
    await same_origin(request)
    ring, secure = request.state.secrets.session, not request.state.settings.insecure_cookies
    chosen = {**cookie.read(request.headers, ring), **body.chosen()}
    cookie.write(response, ring, chosen, clock.now(), secure=secure)
    return as_preferences((await service.get(session)).settings, chosen)
