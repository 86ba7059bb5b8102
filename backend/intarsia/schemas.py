"""Pieces that the wire schemas of several features share."""

import re
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Path
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from intarsia.errors import NotFound

Item = TypeVar("Item")


ID_FORM = r"^[A-Za-z0-9_-]{1,64}$"
STORABLE = re.compile(r"[^\0\ud800-\udfff]*")


def refuse_unstorable(value: str) -> str:
    """PostgreSQL can't store U+0000 and UTF-8 no half of a surrogate pair, so no engine may."""
    if STORABLE.fullmatch(value) is None:
        raise ValueError("must not contain NUL or half of a surrogate pair")
    return value


def require_id(value: str) -> str:
    """What can't be the id of anything is as unknown as an id that nothing has."""
    if re.fullmatch(ID_FORM, value) is None:
        raise NotFound("There is no such thing.")
    return value


def iso_z(value: datetime) -> str:
    """ISO 8601 in UTC with `Z`."""
    return value.isoformat().replace("+00:00", "Z")


def in_utc(value: datetime) -> datetime:
    """Near the ends of the calendar another time zone's times have no equal in UTC."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None


Text = Annotated[str, AfterValidator(refuse_unstorable)]
# Validators run in this order: blanks are stripped before the length is looked at.
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(refuse_unstorable),
]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
Timestamp = Annotated[datetime, PlainSerializer(iso_z, return_type=str)]
Id = Annotated[
    str,
    Path(),
    AfterValidator(require_id),
    WithJsonSchema({"type": "string", "pattern": ID_FORM}),
]
# By itself pydantic reads `true` and "1" as numbers.
Number = Annotated[float, Field(strict=True)]


class Strict(BaseModel):
    """What comes in: unknown fields are refused, numbers are finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Outgoing(BaseModel):
    """What goes out, read from a row."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None
    total: int
    total_capped: bool
