"""What goes over the wire; names of a report are those of browsers."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from intarsia.client_errors.store import Severity, State
from intarsia.schemas import ID_FORM, Outgoing, Strict, Text, Timestamp, refuse_unstorable

PROPS_BYTES = 8192


def refuse_large(props: dict[str, Any]) -> dict[str, Any]:
    """Props are of any form, but storable and small."""
    text = json.dumps(props, ensure_ascii=False, allow_nan=False)
    if len(text) > PROPS_BYTES or "\\u0000" in text:
        raise ValueError(f"must be at most {PROPS_BYTES} characters, and without NUL")
    refuse_unstorable(text)
    return props


Short = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Message = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Url = Annotated[Text, StringConstraints(max_length=2000)]
Stack = Annotated[Text, StringConstraints(max_length=20_000)]
AppName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Props = Annotated[dict[str, Any], AfterValidator(refuse_large)]


class ErrorReport(Strict):
    """One error, as a page saw it."""

    timestamp: AwareDatetime
    type: Short
    message: Message
    stack: Stack | None = None
    appName: AppName
    url: Url
    userAgent: Annotated[Text, StringConstraints(max_length=512)]
    componentStack: Stack | None = None
    props: Props | None = None
    severity: Severity
    appVersion: Annotated[Text, StringConstraints(max_length=128)] | None = None
    release: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class ErrorGroup(Outgoing):
    """All reports of one error; `appVersion`, `release` and the sample are the latest one's."""

    id: str
    app_name: str = Field(serialization_alias="appName")
    type: str
    message: str
    severity: Severity
    status: State
    count: int
    first_seen: Timestamp
    last_seen: Timestamp
    app_version: str | None = Field(serialization_alias="appVersion")
    release: int | None
    resolved_at: Timestamp | None
    resolved_by: str | None


class ErrorDetail(ErrorGroup):
    """One group with its latest report."""

    stack: str | None
    component_stack: str | None = Field(serialization_alias="componentStack")
    url: str
    user_agent: str = Field(serialization_alias="userAgent")
    props: dict[str, Any] | None


class ErrorPatch(Strict):
    """What to think of an error."""

    status: State


Ids = Annotated[
    list[Annotated[str, StringConstraints(pattern=ID_FORM)]], Field(min_length=1, max_length=1000)
]


class BulkResolve(Strict):
    """Several at once."""

    ids: Ids


class Resolved(BaseModel):
    """How many were open until now."""

    resolved: int


class Share(BaseModel):
    """One part of the whole."""

    name: str
    groups: int
    reports: int


class ErrorStats(BaseModel):
    """How it stands."""

    groups: int
    reports: int
    by_status: list[Share]
    by_app: list[Share]
    by_severity: list[Share]
