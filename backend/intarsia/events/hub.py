"""One per process: takes changes from the feed once and hands them to every open stream."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from intarsia.changes import Change, ChangeFeed
from intarsia.database import Sessions
from intarsia.errors import Unavailable
from intarsia.events import store
from intarsia.events.audience import TOPICS, Audience

REMEMBERED = 2000  # changes that a stream can resume from without a query
QUEUED = 100  # for a client that reads slowly; then it has to come back
CAUGHT_UP = 500  # at most so many old events at once
RETRY_SECONDS = 10


class Ended(Exception):
    """A stream is over; `code` tells the client why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class Stream:
    """What waits for one client; `after` is the last id that it has."""

    audience: Audience
    after: int
    waiting: list[Change] = field(default_factory=list)
    ended: str | None = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, change: Change) -> None:
        """Take a change in; never waits."""
        if not self.audience.hears(change):
            return
        if len(self.waiting) >= QUEUED:
            self.end("too_slow")
            return
        self.waiting.append(change)
        self.woken.set()

    def begin(self, after: int, past: list[Change]) -> None:
        """Put what was missed before what came in meanwhile."""
        self.after = after
        self.waiting = past + self.waiting
        self.woken.set()

    def end(self, code: str) -> None:
        """Make the stream end, whatever still waits."""
        self.ended = self.ended or code
        self.woken.set()

    async def next(self, patience: float) -> list[Change]:
        """Return what has come in, nothing when patience is over; raise Ended."""
        try:
            async with asyncio.timeout(patience):
                await self.woken.wait()
        except TimeoutError:
            return []
        self.woken.clear()
        if self.ended is not None:
            raise Ended(self.ended)
        return list(self.take())

    def take(self) -> Iterator[Change]:
        """Empty the queue, leaving out what the client has already."""
        waiting, self.waiting = self.waiting, []
        for change in waiting:
            if change.id > self.after:
                self.after = change.id
                yield change


@dataclass
class Hub:
    """Every open stream of this process, and the latest changes."""

    feed: ChangeFeed
    readers: Sessions
    channel: str
    most: int
    live_number: Callable[[], int | None]  # of the release that pages are made of
    streams: set[Stream] = field(default_factory=set)
    recent: deque[Change] = field(default_factory=deque)
    forgotten: int | None = None
    is_closing: bool = False

    def __post_init__(self) -> None:
        for topic in TOPICS:
            self.feed.subscribe(topic, self.on_change)

    async def on_change(self, change: Change) -> None:
        """Remember a change and hand it out."""
        self.recent.append(change)
        if len(self.recent) > REMEMBERED:
            self.forgotten = self.recent.popleft().id
        for stream in tuple(self.streams):
            stream.offer(change)

    @asynccontextmanager
    async def joined(self, audience: Audience, after: int | None) -> AsyncIterator[Stream]:
        """Open a stream that misses nothing after an id, or from now on; raise Unavailable."""
        self.require_room(audience)
        stream = Stream(audience, self.feed.last if after is None else after)
        self.streams.add(stream)  # before the past is read, or what comes meanwhile would be lost
        try:
            if after is not None:
                stream.begin(*await self.past(audience, after))
            yield stream
        finally:
            self.streams.discard(stream)

    def live(self) -> dict[str, Any] | None:
        """Return what the event of the live release tells, None before the first one."""
        number = self.live_number()
        return None if number is None else {"number": number, "channel": self.channel}

    def require_room(self, audience: Audience) -> None:
        """Guests may take half of the streams, so that they never keep the signed-in out."""
        guests = sum(stream.audience.caller is None for stream in self.streams)
        is_full = len(self.streams) >= self.most
        if self.is_closing or is_full or (audience.caller is None and guests >= self.most // 2):
            detail = "Too many event streams are open. Poll, or try again later."
            raise Unavailable(detail, code="too_many_streams", retry_after=RETRY_SECONDS)

    async def past(self, audience: Audience, after: int) -> tuple[int, list[Change]]:
        """Return the id to go on from and what was missed, from memory unless that is too short.

        An id that the feed has not reached is either another process's, a moment ahead, or of a
        database that was restored since: then it means now.
        """
        if after > self.feed.last:
            await self.feed.take_note()
        after = min(after, self.feed.last)
        changes = list(self.recent)
        if after < (self.feed.began if self.forgotten is None else self.forgotten):
            changes = await store.changes_after(self.readers, after, TOPICS, CAUGHT_UP)
        missed = [each for each in changes if each.id > after and audience.hears(each)]
        return after, missed[-CAUGHT_UP:]

    def close(self, code: str = "server_stopping") -> None:
        """End every stream, and let no other begin."""
        self.is_closing = True
        for stream in tuple(self.streams):
            stream.end(code)
