"""What goes over the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from intarsia.auth.permissions import Permission
from intarsia.registry.names import AppId, ChannelName
from intarsia.schemas import Line, Moment, Outgoing, Strict, Timestamp
from intarsia.tokens.store import Kind

Limit = Field(None, min_length=1, max_length=100, description="All of them when left out.")


class TokenCreate(Strict):
    """A new token; a deployment's `scopes` are the registry's."""

    name: Annotated[Line, StringConstraints(max_length=100)]
    kind: Kind = Kind.PERSONAL
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]
    apps: list[AppId] | None = Limit
    channels: list[ChannelName] | None = Limit
    expires_at: Moment


class Token(Outgoing):
    """A token, without what proves it."""

    id: str
    name: str
    kind: Kind
    scopes: list[str]
    apps: list[str] | None
    channels: list[str] | None
    created_by: str
    created_at: Timestamp
    expires_at: Timestamp
    last_used_at: Timestamp | None


class TokenMade(Token):
    """A token with its text, which is shown this once."""

    token: str
