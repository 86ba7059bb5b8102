"""HTTP for the `/user` addresses: the platform's own rules, by the other system's names.

The cookie `session-id` is SameSite=Strict and opens nothing else.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request, Response

from intarsia.auth.answers import know_again
from intarsia.auth.callers import Caller, nobody
from intarsia.auth.cookies import user_session_cookie
from intarsia.auth.deps import AuthDep, DeviceDep, NoForeignPage, at_most
from intarsia.auth.issuing import SignedIn
from intarsia.auth.limits import REGISTER_NETWORK, REGISTER_OVERALL
from intarsia.auth.service import Device
from intarsia.database import ReaderDep, SessionDep
from intarsia.routing import Feature
from intarsia.self_service.deps import SelfServiceDep, columns
from intarsia.self_service.schemas import Register
from intarsia.sessions import user_session
from intarsia.user_routes.schemas import SignIn, UserSession, WireUser
from intarsia.users import service as users
from intarsia.users.store import UserRow

router = Feature("/user", tag="user", under="")


async def get_device(device: DeviceDep) -> Device:
    """Describe where the request comes from, and what session it gets."""
    return replace(device, new_record_id=user_session.new_id)


async def whose(request: Request) -> Caller:
    """Return whose session this is, or raise Unauthenticated."""
    caller: Caller | None = await request.state.gatekeeper.by_user_session(request)
    if caller is None:
        raise nobody()
    return caller


OwnDevice = Annotated[Device, Depends(get_device)]
CallerDep = Annotated[Caller, Depends(whose)]
RegisterLimited = at_most(REGISTER_NETWORK, REGISTER_OVERALL)


@router.post("", dependencies=[NoForeignPage, RegisterLimited], status_code=201)
async def register(
    body: Register,
    request: Request,
    response: Response,
    own: SelfServiceDep,
    device: OwnDevice,
    session: SessionDep,
) -> UserSession:
    """Make an account and sign in at once."""
    own.require_open()
    values = await columns(own, body)
    return answer(request, response, await own.register(session, values, device))


@router.post("/signin", dependencies=[NoForeignPage])
async def sign_in(
    body: SignIn,
    request: Request,
    response: Response,
    auth: AuthDep,
    device: OwnDevice,
    reader: ReaderDep,
    session: SessionDep,
) -> UserSession:
    """Sign in by email."""
    password = body.password.get_secret_value()
    proof = await auth.check_password(reader, body.email, password, device)
    return answer(request, response, await auth.sign_in(session, proof, device))


@router.get("", response_model=WireUser)
async def get_user(caller: CallerDep, reader: ReaderDep) -> UserRow:
    """Return who is signed in."""
    user = await users.find(reader, caller.name)
    if user is None:
        raise nobody()
    return user


@router.delete("/session", dependencies=[NoForeignPage], status_code=204)
async def sign_out(
    request: Request, response: Response, auth: AuthDep, session: SessionDep
) -> None:
    """End this sign-in; fine to call when there is none."""
    cookie = user_session_cookie(request.state.settings)
    session_id = cookie.read(request.headers)
    if session_id is not None and user_session.is_id(session_id):
        await auth.sign_out_of_record(session, session_id, None)
    cookie.expire(response)


def answer(request: Request, response: Response, signed_in: SignedIn) -> UserSession:
    """Hand over a new session by cookie and in the body; its tokens stay here."""
    session_id = signed_in.record_id or ""
    cookie = user_session_cookie(request.state.settings)
    cookie.set(response, session_id, signed_in.refresh_expires_at)
    know_again(request, response, signed_in)
    return UserSession(user=WireUser.model_validate(signed_in.user), sessionId=session_id)
