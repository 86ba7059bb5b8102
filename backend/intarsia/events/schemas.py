"""What polling answers."""

from typing import Any, Literal

from pydantic import BaseModel, Field

Topic = Literal["release", "withdrawal", "settings", "session", "authority"]


class Event(BaseModel):
    """One event, as in the stream's frames."""

    id: int
    event: Topic
    data: dict[str, Any] = Field(
        description="`{number, channel}`, `{app, version, force}`, or `{}`: fetch again."
    )


class Events(BaseModel):
    """What happened since, and the id to ask from next time."""

    items: list[Event]
    last: int
