"""What goes over the wire."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from intarsia.auth import policy
from intarsia.auth.schemas import NewPassword
from intarsia.schemas import Line, Outgoing, Strict
from intarsia.users.roles import Role
from intarsia.users.store import identity_key

# What the columns of the compared forms hold: normalizing can make a text 18 times as long.
LONGEST_EMAIL_KEY, LONGEST_USERNAME_KEY = 512, 256
MARKS = frozenset('()<>[]:;,\\"')  # RFC 5322's specials, but for the dot and the @


def require_address(value: str) -> str:
    """Something before one `@` and something after it; whether mail arrives, only mail can tell."""
    key = identity_key(value)
    local, _, domain = key.partition("@")
    if not local or not domain or "@" in domain or not is_one_word(value) or has_marks(value):
        raise ValueError("is no email address")
    if len(key) > LONGEST_EMAIL_KEY:
        raise ValueError("is too long")
    return value


def require_username(value: str) -> str:
    """One word without `@`, which tells it from an address at sign-in."""
    key = identity_key(value)
    if "@" in key or not is_one_word(value):
        raise ValueError("must be one word without @")
    if len(key) > LONGEST_USERNAME_KEY:
        raise ValueError("is too long")
    return value


def has_marks(value: str) -> bool:
    """Whether a mail's header would need quotes, or could read two addresses."""
    return not MARKS.isdisjoint(value)


def is_one_word(value: str) -> bool:
    """Whether all can be seen: no blank, no control character, no half of a surrogate pair."""
    return value.isprintable() and not any(character.isspace() for character in value)


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=254),
    AfterValidator(require_address),
]
Username = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(require_username),
]


class UserCreate(Strict):
    """A new user; the username is derived from the address when it is left out."""

    email: Email
    full_name: Line
    username: Username | None = None
    password: NewPassword
    role: Role = Role.VIEWER
    is_active: bool = True

    @field_validator("password")
    @classmethod
    def refuse_own_names(cls, password: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse what anybody who knows the person would try first."""
        names = (info.data.get(name) for name in ("email", "full_name", "username"))
        return policy.refuse_own_names(password, names)


class UserLine(Strict):
    """A line of a file: a new user, without a password until they choose one by mail."""

    email: Email
    full_name: Line
    username: Username | None = None
    role: Role = Role.VIEWER
    is_active: bool = True


class UsersImported(Outgoing):
    """How many users an import made."""

    created: int


class UserWrite(Strict):
    """A whole user; username and password stay when they are left out."""

    email: Email
    full_name: Line
    role: Role
    is_active: bool
    username: Username = Field(default_factory=str)
    password: NewPassword = Field(default_factory=lambda: SecretStr(""))


class UserPatch(Strict):
    """Some fields of a user; what is left out stays (see `data.schemas.DataPatch`)."""

    email: Email = Field(default_factory=str)
    full_name: Line = Field(default_factory=str)
    role: Role = Field(default_factory=lambda: Role.VIEWER)
    is_active: bool = Field(default_factory=bool)
    username: Username = Field(default_factory=str)
    password: NewPassword = Field(default_factory=lambda: SecretStr(""))


class UserStats(Outgoing):
    """How many there are."""

    users: int
    active_users: int
    sign_ins: int = Field(description="Neither expired nor ended; one user may have several.")
