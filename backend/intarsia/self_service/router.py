"""HTTP for one's own account: parse, call the service, return."""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from intarsia.auth.answers import DeskDep
from intarsia.auth.callers import require_person
from intarsia.auth.deps import (
    DeviceDep,
    GuestOrCaller,
    PersonDep,
    SameOrigin,
    at_most,
)
from intarsia.auth.limits import (
    REGISTER_NETWORK,
    REGISTER_OVERALL,
    RESET_NETWORK,
    RESET_OVERALL,
)
from intarsia.auth.schemas import SignInAnswer
from intarsia.database import ReaderDep, SessionDep
from intarsia.errors import Unauthenticated
from intarsia.routing import Feature
from intarsia.self_service import service
from intarsia.self_service.deps import SelfServiceDep, columns
from intarsia.self_service.export import document
from intarsia.self_service.schemas import (
    Leave,
    PasswordChange,
    Register,
    ResetConfirm,
    ResetRequest,
    Verification,
)
from intarsia.users import service as users

router = Feature("/auth", tag="auth")


ResetLimited = at_most(RESET_NETWORK, RESET_OVERALL)
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A file with everything that is stored about me.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
SENT: dict[int | str, dict[str, Any]] = {
    202: {"description": "Without a body: the mail is sent again."}
}


@router.post(
    "/register",
    dependencies=[SameOrigin, at_most(REGISTER_NETWORK, REGISTER_OVERALL)],
    response_model=SignInAnswer,
    status_code=201,
)
async def register(
    body: Register, desk: DeskDep, own: SelfServiceDep, device: DeviceDep, session: SessionDep
) -> Response:
    """Make an account and sign in at once."""
    own.require_open()
    values = await columns(own, body)
    return desk.welcome(await own.register(session, values, device), 201)


@router.put("/password", response_model=SignInAnswer)
async def change_password(
    body: PasswordChange,
    desk: DeskDep,
    person: PersonDep,
    own: SelfServiceDep,
    device: DeviceDep,
    reader: ReaderDep,
    session: SessionDep,
) -> Response:
    """Set another password; every sign-in ends, and this one goes on as a new one."""
    user_id = person.name
    proof = await own.prove(
        reader, user_id, body.current_password.get_secret_value(), "current_password"
    )
    made = await own.hash_for_change(reader, user_id, body.new_password.get_secret_value())
    return desk.welcome(await own.change_password(session, proof, made, device))


@router.post("/password-reset", dependencies=[SameOrigin, ResetLimited], status_code=202)
async def ask_to_reset(body: ResetRequest, own: SelfServiceDep, session: SessionDep) -> None:
    """Send a link that sets a new password; says nothing of whether anybody has that address."""
    await own.auth.limits.mailing(body.email)
    await own.ask_to_reset(session, body.email)


@router.post("/password-reset/confirm", dependencies=[SameOrigin, ResetLimited], status_code=204)
async def reset(
    body: ResetConfirm, own: SelfServiceDep, reader: ReaderDep, session: SessionDep
) -> None:
    """Set a new password by the mailed link, and end every sign-in."""
    made = await own.hash_for_reset(reader, body.token, body.password.get_secret_value())
    await own.reset(session, body.token, made)


@router.post("/verify-email", dependencies=[SameOrigin], status_code=204, responses=SENT)
async def verify_email(
    own: SelfServiceDep,
    caller: GuestOrCaller,
    session: SessionDep,
    body: Verification | None = None,
) -> Response:
    """Prove the address by the mailed link; signed in and without a body, have it sent again."""
    if body is not None:
        await own.verify(session, body.token)
        return Response(status_code=204)
    if caller is None:
        raise Unauthenticated("Sign in first.", code="unauthenticated")
    user = service.require(await users.find(session, require_person(caller).name))
    await own.auth.limits.mailing(user.email)
    await own.ask_to_verify(session, user)
    return Response(status_code=202)


@router.get("/me/export", responses=FILE, response_class=StreamingResponse)
async def export(
    request: Request, person: PersonDep, own: SelfServiceDep, session: SessionDep
) -> StreamingResponse:
    """Return everything that is stored about me, as a file."""
    user = await own.note_export(session, person.name)
    headers = {"Content-Disposition": 'attachment; filename="intarsia-account.json"'}
    pieces = document(request.state.readers, user, own.clock.now())
    return StreamingResponse(pieces, media_type="application/json", headers=headers)


@router.delete("/me", status_code=204)
async def leave(
    body: Leave,
    desk: DeskDep,
    person: PersonDep,
    own: SelfServiceDep,
    reader: ReaderDep,
    session: SessionDep,
) -> Response:
    """Remove my account with everything that is mine; it can't be undone."""
    proof = await own.prove(reader, person.name, body.password.get_secret_value())
    await own.leave(session, proof)
    return desk.take_back()
