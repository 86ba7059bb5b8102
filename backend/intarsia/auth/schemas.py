"""What goes over the wire."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from intarsia.auth import policy
from intarsia.schemas import Strict, Text
from intarsia.users.schemas import User

LoginName = Annotated[Text, StringConstraints(min_length=1, max_length=254)]
# Lengths are those of Unicode's form NFC, so the validators count, not pydantic.
Password = Annotated[
    SecretStr,
    AfterValidator(policy.fit),
    Field(json_schema_extra={"minLength": 1, "maxLength": policy.LONGEST}),
]
NewPassword = Annotated[
    SecretStr,
    AfterValidator(policy.refuse_guessable),
    Field(json_schema_extra={"minLength": policy.SHORTEST, "maxLength": policy.LONGEST}),
]


class Login(Strict):
    """Sign in by email or by username."""

    email: LoginName | None = None
    username: LoginName | None = None
    password: Password

    @model_validator(mode="after")
    def require_one_name(self) -> Self:
        """Exactly one of the two names."""
        if (self.email is None) == (self.username is None):
            raise ValueError("give either email or username")
        return self

    @property
    def name(self) -> str:
        """Whichever was given."""
        return self.email or self.username or ""


class TokenForm(Strict):
    """The OAuth2 password grant (RFC 6749 §4.3) as Swagger UI sends it."""

    grant_type: Literal["password"] | None = None
    username: LoginName
    password: Password
    scope: Literal[""] = ""
    client_id: Literal[""] | None = None
    client_secret: Literal[""] | None = None


class Refresh(Strict):
    """`sid` is that of the client's last access token; API clients send their refresh token."""

    sid: Annotated[Text, StringConstraints(max_length=64)] | None = None
    refresh_token: Annotated[Text, StringConstraints(max_length=8192)] | None = None


class TokenAnswer(BaseModel):
    """An access token, and for API clients the refresh token beside it."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (a scheme's name)
    expires_in: Annotated[int, Field(description="Seconds.")]
    refresh_token: Annotated[
        str | None, Field(description="To API clients only; browsers get a cookie.")
    ] = None


class SignInAnswer(TokenAnswer):
    """A token and whose it is."""

    user: User
