"""What goes over the wire."""

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from intarsia.data.store import Status
from intarsia.schemas import ID_FORM, Line, Number, Outgoing, Strict, Text, Timestamp

MOST_AT_ONCE = 1000

ItemId = Annotated[str, StringConstraints(pattern=ID_FORM)]
Category = Annotated[Line, StringConstraints(max_length=100)]
Value = Annotated[Number, Field(ge=-1e15, le=1e15)]
FileValue = Annotated[float, Field(ge=-1e15, le=1e15)]  # in a file everything is text
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


class CategoryInUse(Outgoing):
    """What at least one record has as its category."""

    name: str


class BulkUpdate(DataPatch):
    """Some fields of one of many records."""

    id: ItemId
    if_match: str | None = Field(None, description="The ETag the change was made from.")


class BulkDelete(Strict):
    """One of many records to remove."""

    id: ItemId
    if_match: str | None = Field(None, description="The ETag that was seen.")


class DataLine(DataWrite):
    """A line of a file: with an id it changes that record, without one it makes a record."""

    id: ItemId | None = None
    value: FileValue


class Imported(Outgoing):
    """How many records an import made, and how many it changed."""

    created: int
    updated: int


class Bulk(Strict):
    """Up to 1,000 records to make, change and remove: all of it, or nothing."""

    create: list[DataWrite] = Field([], max_length=MOST_AT_ONCE)
    update: list[BulkUpdate] = Field([], max_length=MOST_AT_ONCE)
    delete: list[BulkDelete] = Field([], max_length=MOST_AT_ONCE)

    @model_validator(mode="after")
    def refuse_too_many(self) -> Self:
        """Count all three lists together."""
        rows = len(self.create) + len(self.update) + len(self.delete)
        if not 1 <= rows <= MOST_AT_ONCE:
            raise ValueError(f"from 1 to {MOST_AT_ONCE} rows at once, not {rows}")
        return self


class BulkDone(Outgoing):
    """What came of it, in the order of the request."""

    created: list[Data]
    updated: list[Data]
    deleted: list[str]


class Change(Outgoing):
    """A field's value before and after."""

    before: Any
    after: Any


class HistoryEntry(Outgoing):
    """One thing done to a record: it was `created`, `imported`, `changed` or `deleted`.

    `actor` is a user's id or another name of the audit trail; only users have an `actor_name`.
    """

    id: str
    at: Timestamp
    actor: str
    actor_name: str | None
    action: str
    changes: dict[str, Change]
