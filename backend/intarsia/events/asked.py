"""What a request for events says of itself."""

import re

from starlette.datastructures import Headers, QueryParams

from intarsia.errors import InvalidInput

MAX_ID = 2**63 - 1
ID = re.compile(r"[0-9]{1,19}")


def wants_poll(headers: Headers) -> bool:
    """Whether an answer is wanted rather than a stream."""
    accept = headers.get("accept", "")
    return "application/json" in accept and "text/event-stream" not in accept


def resumed_at(headers: Headers, query: QueryParams) -> int | None:
    """Return the id to go on from; None begins with what comes next; raise InvalidInput."""
    text = headers.get("last-event-id") or query.get("after")
    if text is None:
        return None
    if ID.fullmatch(text) is None or int(text) > MAX_ID:
        raise InvalidInput("An event's id is a number.", code="invalid_event_id")
    return int(text)
