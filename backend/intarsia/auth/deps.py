"""Who is calling, and may they? Dependencies named by what they require."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, params
from fastapi.security import OAuth2PasswordBearer
from limits import RateLimitItem

from intarsia.auth.cookies import session_cookie
from intarsia.auth.csrf import is_browser, require_same_origin
from intarsia.auth.devices import device_cookie
from intarsia.auth.permissions import DEPLOY_GRANTS, GRANTS, Permission
from intarsia.auth.service import AuthService, Device
from intarsia.auth.tokens import Claims, InvalidToken, check_dates
from intarsia.errors import Forbidden, Unauthenticated
from intarsia.proxies import network_of
from intarsia.users.roles import Role

# Gives the docs page its Authorize button; errors are ours, so it must not raise its own.
bearer = OAuth2PasswordBearer(tokenUrl="/api/auth/token", auto_error=False)


TOKEN_PREFIX = "itk_"  # noqa: S105 (tells tokens for programs from access tokens)


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller: a user, a deployment, or the stack's own publisher.

    `sid` is there for a person who signed in; a token for programs may be limited to some apps and
    channels.
    """

    name: str
    user_id: str | None
    role: Role | None
    grants: frozenset[Permission]
    sid: str | None = None
    apps: frozenset[str] | None = None
    channels: frozenset[str] | None = None

    @property
    def is_deploy(self) -> bool:
        """Whether this is the deploy token rather than a person."""
        return self.user_id is None

    def may(self, permission: Permission) -> bool:
        """Whether the caller holds a permission."""
        return permission in self.grants

    def reaches_app(self, app: str) -> bool:
        """Whether an app is within the caller's limits."""
        return self.apps is None or app in self.apps

    def reaches_channel(self, channel: str) -> bool:
        """Whether a channel is within the caller's limits."""
        return self.channels is None or channel in self.channels


SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
DEPLOYER = Caller(name="deploy-token", user_id=None, role=None, grants=DEPLOY_GRANTS)


async def get_caller(request: Request, token: Annotated[str | None, Depends(bearer)]) -> Caller:
    """Return who the Bearer token speaks for; a bad one is 401, never a fallback."""
    if token is None:
        raise Unauthenticated("Sign in first.", code="unauthenticated")
    if is_deploy_token(request, token):
        return DEPLOYER
    now = request.state.clock.now()
    if token.startswith(TOKEN_PREFIX):
        caller: Caller = await request.state.api_tokens.caller(token, now)
        return caller
    claims = request.state.tokens.read_access(token)
    check_dates(claims, now)
    await request.state.authority.judge(claims)
    request.state.marks.see(claims, now)
    return person(claims)


def is_deploy_token(request: Request, token: str) -> bool:
    """Compare in constant time."""
    expected: str | None = request.state.secrets.deploy_token
    return expected is not None and secrets.compare_digest(token.encode(), expected.encode())


def person(claims: Claims) -> Caller:
    """Return the caller that an access token speaks for."""
    try:
        role = Role(claims.role)
    except ValueError as error:  # of a role that this version of the code does not know
        raise InvalidToken from error
    return Caller(claims.sub, claims.sub, role, GRANTS[role], claims.sid)


CallerDep = Annotated[Caller, Depends(get_caller)]


async def get_guest_or_caller(
    request: Request, token: Annotated[str | None, Depends(bearer)]
) -> Caller | None:
    """Return who is calling, None for a guest; a bad token is 401 all the same."""
    return await get_caller(request, token) if token is not None else None


GuestOrCaller = Annotated[Caller | None, Depends(get_guest_or_caller)]


async def get_record_caller(request: Request) -> Caller | None:
    """Return whose session record's cookie this is; None for a guest, or beside a token.

    Only for operations that contracts §4 opens to that cookie. One that changes something must
    come from a page of ours.
    """
    if "authorization" in request.headers:
        return None
    state, cookie = request.state, session_cookie(request.state.settings)
    record_id = cookie.read(request.headers, state.secrets.session.keys)
    if record_id is None:
        return None
    if request.method not in SAFE_METHODS:
        require_same_origin(request.headers, state.settings.public_url)
    now = state.clock.now()
    claims = await state.record_callers.claims(record_id, now)
    if claims is None:
        return None
    state.marks.see(claims, now)
    return person(claims)


RecordCaller = Annotated[Caller | None, Depends(get_record_caller)]


async def get_caller_by_any(
    request: Request, token: Annotated[str | None, Depends(bearer)], by_record: RecordCaller
) -> Caller:
    """Return who is calling, by token or by the session record's cookie."""
    return by_record or await get_caller(request, token)


async def get_guest_or_caller_by_any(
    guest: GuestOrCaller, by_record: RecordCaller
) -> Caller | None:
    """Return who is calling, by token or by the session record's cookie; None for a guest."""
    return by_record or guest


CallerByAny = Annotated[Caller, Depends(get_caller_by_any)]
GuestOrCallerByAny = Annotated[Caller | None, Depends(get_guest_or_caller_by_any)]


def require(caller: Caller, permission: Permission) -> None:
    """Raise Forbidden for a caller without a permission."""
    if not caller.may(permission):
        raise Forbidden(f"This needs the permission {permission}.", code="forbidden")


@dataclass(frozen=True, slots=True)
class Requires:
    """A dependency that lets only holders of a permission through.

    A class, so that docs/permissions.md can be made of what operations depend on.
    """

    permission: Permission

    async def __call__(self, caller: CallerDep) -> Caller:
        """Return the caller, or raise Forbidden."""
        require(caller, self.permission)
        return caller


def get_person(caller: CallerDep) -> Caller:
    """Let only somebody through who signed in: a token for programs may not change an account."""
    if caller.user_id is None or caller.sid is None:
        raise Forbidden("This needs a person who signed in.", code="sign_in_needed")
    return caller


PersonDep = Annotated[Caller, Depends(get_person)]
SessionsOwner = Annotated[Caller, Depends(Requires(Permission.SESSIONS_OWN))]
UsersReader = Annotated[Caller, Depends(Requires(Permission.USERS_READ))]
UsersWriter = Annotated[Caller, Depends(Requires(Permission.USERS_WRITE))]
AuditReader = Annotated[Caller, Depends(Requires(Permission.AUDIT_READ))]
SettingsReader = Annotated[Caller, Depends(Requires(Permission.SETTINGS_READ))]
SettingsWriter = Annotated[Caller, Depends(Requires(Permission.SETTINGS_WRITE))]
DefaultsKeeper = Annotated[Caller, Depends(Requires(Permission.SETTINGS_DEFAULTS))]
TokensOwner = Annotated[Caller, Depends(Requires(Permission.TOKENS_OWN))]
DataReader = Annotated[Caller, Depends(Requires(Permission.DATA_READ))]
DataWriter = Annotated[Caller, Depends(Requires(Permission.DATA_WRITE))]
RegistryReader = Annotated[Caller, Depends(Requires(Permission.REGISTRY_READ))]
Publisher = Annotated[Caller, Depends(Requires(Permission.REGISTRY_PUBLISH))]
AnalyticsReader = Annotated[Caller, Depends(Requires(Permission.ANALYTICS_READ))]
ErrorsReader = Annotated[Caller, Depends(Requires(Permission.ERRORS_READ))]
ErrorsResolver = Annotated[Caller, Depends(Requires(Permission.ERRORS_RESOLVE))]
Releaser = Annotated[Caller, Depends(Requires(Permission.REGISTRY_RELEASE))]


async def same_origin(request: Request) -> None:
    """Refuse other sites' pages where cookies are sent or asked for."""
    require_same_origin(request.headers, request.state.settings.public_url)


SameOrigin = Depends(same_origin)


def at_most(per_network: RateLimitItem, overall: RateLimitItem) -> params.Depends:
    """Return what limits calls, by the caller's network and by all callers."""

    async def count(request: Request) -> None:
        ip = request.client.host if request.client else ""
        await request.state.rates.take(per_network, network_of(ip))
        await request.state.rates.take(overall)

    return params.Depends(count)


def get_auth(request: Request) -> AuthService:
    """Return the sign-in service."""
    service: AuthService = request.state.auth
    return service


def get_device(request: Request) -> Device:
    """Describe where the request comes from."""
    ip = request.client.host if request.client else ""
    agent, from_browser = request.headers.get("user-agent", ""), is_browser(request.headers)
    cookie = device_cookie(request.state.settings)
    known = cookie.read(request.headers, request.state.secrets.session)
    return Device(user_agent=agent, ip=ip, known=known, is_browser=from_browser)


AuthDep = Annotated[AuthService, Depends(get_auth)]
DeviceDep = Annotated[Device, Depends(get_device)]
