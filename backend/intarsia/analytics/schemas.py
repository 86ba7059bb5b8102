"""What goes over the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from intarsia.schemas import Strict, Text

BATCH = 100

AppName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
EventName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.:-]{0,63}$")]
PropName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
PropText = Annotated[Text, StringConstraints(max_length=500)]
PropNumber = Annotated[float, Field(ge=-1e15, le=1e15)]
Prop = bool | PropNumber | PropText | None


class EventIn(Strict):
    """One thing that happened."""

    name: EventName
    app: AppName = "container"
    at: AwareDatetime | None = Field(
        None, description="Believed within a week back and five minutes ahead; else now."
    )
    props: Annotated[dict[PropName, Prop], Field(max_length=20)] = Field(default_factory=dict)


class Batch(Strict):
    """Several, in one request."""

    events: Annotated[list[EventIn], Field(min_length=1, max_length=BATCH)]


class Card(BaseModel):
    """One number, and what it was in the period before of the same length."""

    name: Literal["events", "users", "page_views", "apps"]
    value: int
    previous: int


class Metrics(BaseModel):
    """The cards of a period; both days belong to it."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    cards: list[Card]


class Series(BaseModel):
    """One line, or the bars of one colour; as long as the labels."""

    name: str
    data: list[int]


class Chart(BaseModel):
    """Counts of events: labels are days or the Mondays of weeks (line), else apps or names."""

    labels: list[str]
    series: list[Series]


class Overview(Metrics):
    """Everything the page begins with."""

    line: Chart
    bar: Chart
    pie: Chart
