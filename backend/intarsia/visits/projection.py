"""What a record shows Express of its visit: the top-level key `visit`, a copy of the visit's end.

The history is in the database; a record that somebody else spoilt loses nothing of it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from intarsia.sessions.express import iso_ms
from intarsia.sessions.stores.base import Edit
from intarsia.visits.store import EntryRow, Kind, VisitRow

KEY = "visit"
MOST_PAGES = 1000
MOST_BYTES = 64 * 1024


class Shown(BaseModel):
    """One page or action; `n` grows with each."""

    n: int
    at: str
    page: str | None = None
    action: str | None = None
    detail: str | None = None


class Projection(BaseModel):
    """A visit in its record: the latest pages and actions."""

    id: str
    startTime: str
    views: int
    pages: list[Shown] = []
    actions: list[Shown] = []


def projecting(row: VisitRow, entries: Sequence[EntryRow]) -> Edit:
    """Return the edit of a record that adds what is new of its visit."""
    begun = Projection(id=row.id, startTime=iso_ms(row.started_at), views=row.views)

    def edit(data: Mapping[str, Any]) -> Mapping[str, Any]:
        held = read(data)
        before = held if held is not None and held.id == row.id else begun
        after = begun.model_copy(
            update={
                "views": max(before.views, row.views),
                "pages": joined(before.pages, entries, Kind.PAGE)[-MOST_PAGES:],
                "actions": joined(before.actions, entries, Kind.ACTION),
            }
        )
        return {**data, KEY: fitting(after)}

    return edit


def without(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a visit that is over out of its record."""
    return {key: value for key, value in data.items() if key != KEY}


def read(data: Mapping[str, Any]) -> Projection | None:
    """Return what a record shows; None for what anybody else wrote there."""
    try:
        return Projection.model_validate(data.get(KEY))
    except ValidationError:
        return None


def joined(held: Sequence[Shown], entries: Sequence[EntryRow], kind: Kind) -> list[Shown]:
    """Return both, each once, in their order."""
    new = [shown(entry) for entry in entries if entry.kind == kind]
    return sorted({each.n: each for each in [*held, *new]}.values(), key=lambda each: each.n)


def shown(entry: EntryRow) -> Shown:
    """Return an entry as a record holds it."""
    return Shown(
        n=entry.id, at=iso_ms(entry.at), detail=entry.detail, **{str(entry.kind): entry.name}
    )


def fitting(projection: Projection) -> dict[str, Any]:
    """Return what fits: the oldest pages and actions leave first, down to half of the room."""
    data = projection.model_dump(exclude_none=True)
    if size(data) <= MOST_BYTES:
        return data
    room = MOST_BYTES // 2 - size({**data, "pages": [], "actions": []})
    pages, actions = data.pop("pages"), data.pop("actions")
    kept = set()
    for each in sorted([*pages, *actions], key=lambda each: -each["n"]):
        room -= size(each) + 1
        if room < 0:
            break
        kept.add(each["n"])
    return {
        **data,
        "pages": [each for each in pages if each["n"] in kept],
        "actions": [each for each in actions if each["n"] in kept],
    }


def size(value: object) -> int:
    """Return how many bytes it takes in a record."""
    return len(json.dumps(value, separators=(",", ":")))
