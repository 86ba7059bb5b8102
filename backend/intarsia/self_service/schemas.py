"""What goes over the wire."""

from typing import Annotated, Any

from pydantic import Field, SecretStr, StringConstraints, ValidationInfo, field_validator

from intarsia.accounts.schemas import Email, Username
from intarsia.auth import policy
from intarsia.auth.schemas import NewPassword, Password
from intarsia.schemas import Line, Outgoing, Strict, Text, Timestamp

LinkToken = Annotated[Text, StringConstraints(min_length=1, max_length=128)]


class Register(Strict):
    """A new account of one's own; the username is derived when it is left out."""

    name: Line
    email: Email
    username: Username | None = None
    password: NewPassword

    @field_validator("password")
    @classmethod
    def refuse_own_names(cls, password: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse what anybody who knows the person would try first."""
        names = (info.data.get(name) for name in ("email", "name", "username"))
        return policy.refuse_own_names(password, names)


class PasswordChange(Strict):
    """The password until now, and from now on."""

    current_password: Password
    new_password: NewPassword


class ResetRequest(Strict):
    """Whose password is forgotten."""

    email: Email


class ResetConfirm(Strict):
    """The token of the mailed link, and the new password."""

    token: LinkToken
    password: NewPassword


class Verification(Strict):
    """The token of the mailed link."""

    token: LinkToken


class Leave(Strict):
    """The password, once more: what follows can't be undone."""

    password: Password


class ExportedAccount(Outgoing):
    """What is known about a person."""

    id: str
    email: str
    email_verified_at: Timestamp | None
    username: str
    full_name: str
    role: str
    is_active: bool
    created_at: Timestamp
    updated_at: Timestamp


class ExportedSession(Outgoing):
    """A sign-in, without what would continue it."""

    sid: str
    created_at: Timestamp
    last_seen_at: Timestamp
    expires_at: Annotated[Timestamp, Field(validation_alias="absolute_expires_at")]
    ended_at: Annotated[Timestamp | None, Field(validation_alias="revoked_at")]
    end_reason: Annotated[str | None, Field(validation_alias="revoke_reason")]
    ip: str
    user_agent: str


class ExportedToken(Outgoing):
    """A token for programs, without its text, which nobody has."""

    id: str
    name: str
    scopes: list[str]
    apps: list[str] | None
    channels: list[str] | None
    created_at: Timestamp
    expires_at: Timestamp
    last_used_at: Timestamp | None
    revoked_at: Timestamp | None


class ExportedAct(Outgoing):
    """Something they did, or somebody did to them; of others only the opaque id."""

    at: Timestamp
    actor: str
    action: str
    target: str
    ip: str
    detail: dict[str, Any]


class ExportedEvent(Outgoing):
    """An analytics event of theirs."""

    at: Timestamp
    app: str
    name: str
    props: Any


class ExportedLoad(Outgoing):
    """How loading a part of the page went for them."""

    at: Timestamp
    app: str
    version: str
    release: int | None
    phase: str
    ok: bool
    duration_ms: float | None
    message: str | None
