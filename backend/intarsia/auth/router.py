"""HTTP for signing in and out: parse, call the service, return."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import Form, Request, Response

from intarsia.auth.answers import DeskDep
from intarsia.auth.cookies import StrictCookie
from intarsia.auth.csrf import is_browser
from intarsia.auth.deps import AuthDep, CallerByAny, DeviceDep, SameOrigin
from intarsia.auth.refreshing import Alarm, Refresher
from intarsia.auth.schemas import Login, Refresh, SignInAnswer, TokenAnswer, TokenForm
from intarsia.auth.tokens import InvalidToken
from intarsia.database import ReaderDep, SessionDep, transaction
from intarsia.errors import CHALLENGE, NotFound
from intarsia.problems import problem
from intarsia.routing import Feature
from intarsia.users.people import People
from intarsia.users.schemas import Me

router = Feature("/auth", tag="auth")


@router.post("/login", response_model=SignInAnswer)
async def login(
    body: Login,
    desk: DeskDep,
    auth: AuthDep,
    device: DeviceDep,
    reader: ReaderDep,
    session: SessionDep,
) -> Response:
    """Sign in by email or username."""
    proof = await auth.check_password(reader, body.name, body.password.get_secret_value(), device)
    return desk.welcome(await auth.sign_in(session, proof, device))


@router.post("/token", dependencies=[SameOrigin], response_model_exclude_none=True)
async def token(
    form: Annotated[TokenForm, Form()],
    request: Request,
    auth: AuthDep,
    device: DeviceDep,
    reader: ReaderDep,
    session: SessionDep,
) -> TokenAnswer:
    """Sign in by the OAuth2 password form, for the docs page and API clients; sets no cookie."""
    proof = await auth.check_password(
        reader, form.username, form.password.get_secret_value(), device
    )
    signed_in = await auth.sign_in(session, proof, replace(device, new_record_id=None))
    return TokenAnswer(
        access_token=signed_in.access_token,
        expires_in=signed_in.expires_in,
        refresh_token=None if is_browser(request.headers) else signed_in.refresh_token,
    )


@router.post(
    "/refresh",
    response_model=SignInAnswer,
    responses={204: {"description": "A browser without a sign-in."}},
)
async def refresh(request: Request, desk: DeskDep, body: Refresh | None = None) -> Response:
    """Get a new access token by the refresh token, which is rotated (docs/refresh.md)."""
    body = body or Refresh()
    presented = presented_token(request, desk.cookie, body)
    if presented is None:
        if not is_browser(request.headers):
            raise InvalidToken
        return Response(status_code=204)
    refresher: Refresher = request.state.refresher
    ip = request.client.host if request.client else ""
    in_state = partial(transaction, request.state)
    answer = await refresher.refresh(in_state, presented, body.sid, ip)
    if isinstance(answer, Alarm):
        request.state.sampler.metrics.alarms.labels(answer.name).inc()
        return problem(request.scope, 401, answer.code, answer.detail, CHALLENGE)
    return desk.hand_over(answer)


@router.post("/logout", status_code=204)
async def logout(
    request: Request,
    desk: DeskDep,
    auth: AuthDep,
    session: SessionDep,
    body: Refresh | None = None,
) -> Response:
    """End this sign-in; fine to call when there is none."""
    body = body or Refresh()
    presented = presented_token(request, desk.cookie, body)
    if presented is not None:
        await auth.sign_out(session, presented, body.sid)
    elif (record_id := desk.presented_record()) is not None:
        await auth.sign_out_of_record(session, record_id, body.sid)
    return desk.take_back()


@router.get("/me", response_model=Me)
async def me(caller: CallerByAny, request: Request) -> Response:
    """Return who is signed in."""
    people: People = request.state.people
    known = await people.find(caller.user_id) if caller.user_id else None
    if known is None:
        raise NotFound("This token speaks for no person.")
    return Response(known, media_type="application/json")


def presented_token(request: Request, cookie: StrictCookie, body: Refresh) -> str | None:
    """Return the refresh token: a browser's from its cookie, an API client's from the body."""
    return cookie.read(request.headers) if is_browser(request.headers) else body.refresh_token
