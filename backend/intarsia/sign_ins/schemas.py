"""What goes over the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from intarsia.auth.notices import Kind
from intarsia.schemas import Strict, Timestamp


class SignIn(BaseModel):
    """One sign-in. `current` tells the caller's own; `end_reason` why it is over."""

    sid: str
    user_id: str
    created_at: Timestamp
    last_seen_at: Timestamp
    expires_at: Timestamp
    ended_at: Timestamp | None
    end_reason: Annotated[
        str | None, Field(description="`logout`, `logout_all`, `ended`, `reuse`, `expired`, …")
    ]
    ip: str
    user_agent: str
    device: Annotated[str, Field(description="For example `Firefox on Windows`.")]
    current: bool


class SignInEvent(BaseModel):
    """Something that happened to a sign-in."""

    id: str
    at: Timestamp
    event: Annotated[
        str,
        Field(
            description="`sign_in`, `refresh`, `lost_response`, `reuse_detected`, "
            "`generation_ahead`, `sign_out`, `session_ended`."
        ),
    ]
    ip: str
    request_id: str
    detail: dict[str, Any]


class LogoutAll(Strict):
    """Whether the sign-in that asks stays."""

    keep_current: bool = False


class Notice(BaseModel):
    """What a user is told: a sign-in from a new device, or that a token was used twice."""

    id: str
    at: Timestamp
    kind: Kind
    sid: str
    ip: str
    device: str
    seen: bool


class NoticesSeen(Strict):
    """The latest notice that the user has looked at."""

    up_to: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]
