"""Polling, for clients that can hold no stream; the stream itself is `stream.py`."""

from typing import Annotated

from fastapi import Query, Request

from intarsia.auth.deps import GuestOrCaller
from intarsia.events.asked import MAX_ID
from intarsia.events.audience import Audience, told
from intarsia.events.hub import Hub
from intarsia.events.schemas import Event, Events
from intarsia.routing import Feature

router = Feature("/events", tag="events")


@router.get("")
async def poll_events(
    request: Request,
    caller: GuestOrCaller,
    after: Annotated[int | None, Query(ge=0, le=MAX_ID)] = None,
) -> Events:
    """Tell what happened after an id; without `Accept: application/json` this is a stream."""
    hub: Hub = request.state.hub
    if after is None:
        last, live = hub.feed.last, hub.live()
        first = [] if live is None else [Event(id=last, event="release", data=live)]
        return Events(items=first, last=last)
    after, missed = await hub.past(Audience(hub.channel, caller), after)
    items = [Event(id=each.id, event=each.topic, data=told(each)) for each in missed]
    return Events(items=items, last=max(hub.feed.last, after))
