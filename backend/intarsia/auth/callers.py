"""Who calls, and what they may do."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.datastructures import Headers

from intarsia.auth.permissions import DEPLOY_GRANTS, GRANTS, Permission
from intarsia.auth.tokens import InvalidToken
from intarsia.errors import Forbidden, Unauthenticated
from intarsia.users.roles import Role

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


DEPLOYER = Caller(name="deploy-token", user_id=None, role=None, grants=DEPLOY_GRANTS)


def bearer_of(headers: Headers) -> str | None:
    """Return the Bearer token that a request presents; None without one."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


@lru_cache(maxsize=10_000)
def person(user_id: str, role: str, sid: str) -> Caller:
    """Return the caller that an access token speaks for; raise InvalidToken for no role of ours."""
    try:
        known = Role(role)
    except ValueError as error:  # of a role that this version of the code does not know
        raise InvalidToken from error
    return Caller(user_id, user_id, known, GRANTS[known], sid)


def require(caller: Caller, permission: Permission) -> None:
    """Raise Forbidden for a caller without a permission."""
    if not caller.may(permission):
        raise Forbidden(f"This needs the permission {permission}.", code="forbidden")


def require_person(caller: Caller) -> Caller:
    """Return somebody who signed in; raise Forbidden for a token for programs."""
    if caller.user_id is None or caller.sid is None:
        raise Forbidden("This needs a person who signed in.", code="sign_in_needed")
    return caller


def nobody() -> Unauthenticated:
    """This is for those who signed in."""
    return Unauthenticated("Sign in first.", code="unauthenticated")
