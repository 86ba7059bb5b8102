"""What goes over the wire, by the other system's names."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, PlainSerializer

from intarsia.auth.schemas import LoginName, Password
from intarsia.schemas import Outgoing, Strict
from intarsia.sessions.express import iso_ms

Time = Annotated[datetime, PlainSerializer(iso_ms, return_type=str)]


class SignIn(Strict):
    """Sign in by email."""

    email: LoginName
    password: Password


class WireUser(Outgoing):
    """A person. The other system spells the last name so."""

    id: str
    name: Annotated[str, Field(validation_alias="full_name")]
    email: str
    createdAt: Annotated[Time, Field(validation_alias="created_at")]
    updateAt: Annotated[Time, Field(validation_alias="updated_at")]


class UserSession(Outgoing):
    """Who signed in, and the session that the cookie names, too."""

    user: WireUser
    sessionId: str
