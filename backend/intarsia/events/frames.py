"""How events look on the wire (WHATWG HTML, server-sent events)."""

import json
from collections.abc import Mapping

from intarsia.changes import Change
from intarsia.events.audience import told

KEEP_ALIVE = b":\n\n"


def opening(after: int, live: Mapping[str, object] | None = None) -> bytes:
    """Say where the stream starts, so that a client can resume before anything has happened.

    To who does not resume it also tells what is live: they may have loaded their page before that.
    """
    if live is None:
        return f"id: {after}\n\n".encode()
    return written(after, "release", live)


def frame(change: Change) -> bytes:
    """Return one event."""
    return written(change.id, change.topic, told(change))


def written(number: int, event: str, data: Mapping[str, object]) -> bytes:
    """Return an event with its id."""
    text = json.dumps(data, separators=(",", ":"))
    return f"id: {number}\nevent: {event}\ndata: {text}\n\n".encode()


def last(code: str) -> bytes:
    """Return the frame that says why nothing more comes."""
    return f'event: end\ndata: {{"code":"{code}"}}\n\n'.encode()
