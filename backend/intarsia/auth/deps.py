"""Dependencies, named by what they require of a caller.

Each of them asks everything itself: a chain of dependencies costs a request more than all that the
chain does. They are instances of FastAPI's SecurityBase, which gives the docs page its Authorize
button.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, params
from fastapi.openapi.models import OAuth2, OAuthFlowPassword, OAuthFlows
from fastapi.security.base import SecurityBase
from limits import RateLimitItem

from intarsia.auth.callers import (
    Caller,
    bearer_of,
    nobody,
    require,
    require_person,
)
from intarsia.auth.cookies import session_cookie
from intarsia.auth.csrf import is_browser, require_same_origin
from intarsia.auth.devices import device_cookie
from intarsia.auth.gatekeeper import Gatekeeper
from intarsia.auth.permissions import Permission
from intarsia.auth.service import AuthService, Device
from intarsia.proxies import network_of
from intarsia.sessions import express


class Credentials(SecurityBase):
    """How callers say who they are, for the API's document."""

    model = OAuth2(flows=OAuthFlows(password=OAuthFlowPassword(tokenUrl="/api/auth/token")))
    scheme_name = "OAuth2PasswordBearer"


@dataclass(frozen=True, slots=True)
class Guest(Credentials):
    """Lets everybody in and says who it is: None for a guest; a bad token is 401 all the same.

    `takes_record` opens an operation to the session record's cookie (contracts §4).
    """

    takes_record: bool = False

    async def __call__(self, request: Request) -> Caller | None:
        """Return who is calling, if somebody is."""
        return await recognised(request, takes_record=self.takes_record)


@dataclass(frozen=True, slots=True)
class SignedIn(Credentials):
    """Lets only those in who say who they are."""

    takes_record: bool = False

    async def __call__(self, request: Request) -> Caller:
        """Return who is calling, or raise Unauthenticated."""
        caller = await recognised(request, takes_record=self.takes_record)
        if caller is None:
            raise nobody()
        return caller


@dataclass(frozen=True, slots=True)
class Requires(Credentials):
    """Lets only holders of a permission in.

    A class, so that docs/permissions.md can be made of what operations depend on.
    """

    permission: Permission

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, or raise Unauthenticated or Forbidden."""
        caller = await signed_in(request)
        require(caller, self.permission)
        return caller


@dataclass(frozen=True, slots=True)
class Person(Credentials):
    """Lets only somebody in who signed in: a token for programs may not change an account."""

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, or raise Unauthenticated or Forbidden."""
        return require_person(await signed_in(request))


@dataclass(frozen=True, slots=True)
class Bearer(Credentials):
    """Hands over the token as it came; what it is worth is not for us to say."""

    async def __call__(self, request: Request) -> str | None:
        """Return the token, None without one."""
        return bearer_of(request.headers)


async def recognised(request: Request, *, takes_record: bool) -> Caller | None:
    """Return who is calling, by the record's cookie or by token; None for a guest."""
    gatekeeper: Gatekeeper = request.state.gatekeeper
    if takes_record and (caller := await gatekeeper.by_record(request)):
        return caller
    token = bearer_of(request.headers)
    return None if token is None else await gatekeeper.by_token(token)


signed_in = SignedIn()

BearerDep = Annotated[str | None, Depends(Bearer())]
CallerByAny = Annotated[Caller, Depends(SignedIn(takes_record=True))]
GuestOrCaller = Annotated[Caller | None, Depends(Guest())]
GuestOrCallerByAny = Annotated[Caller | None, Depends(Guest(takes_record=True))]
PersonDep = Annotated[Caller, Depends(Person())]
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


async def no_foreign_page(request: Request) -> None:
    """The same where the cookie is SameSite=Strict: who says nothing may send it."""
    url = request.state.settings.public_url
    require_same_origin(request.headers, url, cookie_is_strict=True)


SameOrigin = Depends(same_origin)
NoForeignPage = Depends(no_foreign_page)


def at_most(per_network: RateLimitItem, overall: RateLimitItem) -> params.Depends:
    """Return what limits calls, by the caller's network and by all callers."""

    async def count(request: Request) -> None:
        ip = request.client.host if request.client else ""
        await request.state.rates.take(per_network, network_of(ip))
        await request.state.rates.take(overall)

    return params.Depends(count)


async def get_auth(request: Request) -> AuthService:
    """Return the sign-in service."""
    service: AuthService = request.state.auth
    return service


async def get_device(request: Request) -> Device:
    """Describe where the request comes from."""
    ip = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "")
    new_id = express.new_record_id if is_browser(request.headers) else None
    cookie = device_cookie(request.state.settings)
    ring = request.state.secrets.session
    return Device(
        user_agent=agent,
        ip=ip,
        known=cookie.read(request.headers, ring),
        new_record_id=new_id,
        record_id=session_cookie(request.state.settings).read(request.headers, ring.keys),
    )


AuthDep = Annotated[AuthService, Depends(get_auth)]
DeviceDep = Annotated[Device, Depends(get_device)]
