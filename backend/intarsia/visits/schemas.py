"""What goes over the wire."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from intarsia.schemas import Line, Outgoing, Strict, Text, Timestamp, refuse_unstorable

Path = Annotated[
    str,
    StringConstraints(pattern=r"^/[^\\?#\x00-\x20\x7f]*$", max_length=500),
    AfterValidator(refuse_unstorable),
    Field(description="The path of a page, without query or fragment: `/data-grid`."),
]
AT_ONCE = 50


class Visit(BaseModel):
    """The visit that goes on. `sessionDuration` is in seconds; `pagesVisited` the last 1,000."""

    startTime: Timestamp
    pagesVisited: list[str]
    sessionDuration: int
    views: int


class PageVisit(Strict):
    """A page that was visited, or several in their order: browsers send them in batches."""

    page: Path | Annotated[list[Path], Field(min_length=1, max_length=AT_ONCE)]

    def pages(self) -> list[str]:
        """Return them as a list."""
        return [self.page] if isinstance(self.page, str) else self.page


class Action(Strict):
    """Something that was done; `detail` is for people."""

    action: Line
    detail: Annotated[Text, StringConstraints(max_length=1000)] | None = None


class VisitedPage(BaseModel):
    """A page of a visit."""

    id: str
    at: Timestamp
    page: str


class DoneAction(BaseModel):
    """Something done in a visit."""

    id: str
    at: Timestamp
    action: str
    detail: str | None


class PastVisit(BaseModel):
    """A visit of the caller's on any device; `endTime` is null while it goes on."""

    id: str
    startTime: Timestamp
    endTime: Timestamp | None
    sessionDuration: int
    views: int
    current: bool


class ExportedVisit(Outgoing):
    """A visit, for its user's export."""

    id: str
    started_at: Timestamp
    last_at: Timestamp
    ended_at: Timestamp | None
    views: int


class ExportedEntry(Outgoing):
    """What happened in a visit, for its user's export."""

    visit_id: str
    at: Timestamp
    kind: str
    name: str
    detail: str | None
