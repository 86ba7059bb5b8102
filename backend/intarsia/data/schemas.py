"""What goes over the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from intarsia.data.store import Status
from intarsia.schemas import Line, Number, Outgoing, Strict, Text, Timestamp

Category = Annotated[Line, StringConstraints(max_length=100)]
Value = Annotated[Number, Field(ge=-1e15, le=1e15)]
Description = Annotated[Text, StringConstraints(max_length=2000)]


class DataWrite(Strict):
    """A whole record."""

    name: Line
    category: Category
    value: Value
    status: Status = Status.ACTIVE
    description: Description | None = None


class DataPatch(Strict):
    """Some fields of a record; what is left out stays.

    The values made here are never used. They come from factories so that the OpenAPI document shows
    optional fields without defaults, and `null` is refused where a record must have a value.
    """

    name: Line = Field(default_factory=str)
    category: Category = Field(default_factory=str)
    value: Value = Field(default_factory=float)
    status: Status = Field(default_factory=lambda: Status.ACTIVE)
    description: Description | None = None


class Data(Outgoing):
    """One record."""

    id: str
    name: str
    category: str
    value: float
    status: Status
    description: str | None
    created_at: Timestamp
    updated_at: Timestamp
