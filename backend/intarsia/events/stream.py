"""`GET /api/events`: the only stream to browsers (ASGI), ahead of the API and its middleware.

A stream costs no query. Whoever listens is judged again every second and before each frame, from
what the same feed brought.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from intarsia.auth.callers import DEPLOYER, bearer_of
from intarsia.auth.tokens import Claims
from intarsia.errors import AppError, Unauthenticated
from intarsia.events import frames
from intarsia.events.asked import resumed_at
from intarsia.events.audience import Audience
from intarsia.events.hub import Ended, Hub, Stream
from intarsia.problems import render_app_error, render_invalid
from intarsia.routing import refuse_unfit

JUDGED_EVERY = 1.0
KEPT_ALIVE_EVERY = 15.0
KNOWN = frozenset({"after"})
SEND_SECONDS = 20.0  # a client that takes nothing for so long is gone

SAFE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-accel-buffering", b"no"),  # nginx would collect frames
]


@dataclass(frozen=True)
class Listener:
    """Who listens, and what tells whether they still may."""

    audience: Audience
    token: str | None
    claims: Claims | None  # of a person's token
    state: Any

    async def judge(self) -> None:
        """Raise Ended when the token no longer counts."""
        try:
            await self.recall(self.state.clock.now())
        except AppError as error:
            raise Ended(error.code) from error

    async def recall(self, now: datetime) -> None:
        """Raise Unauthenticated for a token of which memory knows that it no longer counts."""
        if self.claims is not None:
            if self.claims.exp <= now.timestamp():
                raise Unauthenticated("The token has expired.", code="token_expired")
            self.state.authority.recall(self.claims)
            return
        caller = self.audience.caller
        if self.token is None or caller is DEPLOYER:
            return
        if await self.state.api_tokens.recall(self.token, now) != caller:
            raise Unauthenticated("The rights of this token have changed.", code="token_stale")


class EventStream:
    """Answers with frames until the client, its right or the process ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the listener in, or send a problem."""
        request = Request(scope)
        try:
            refuse_unfit(request, KNOWN)
            after = resumed_at(request.headers, request.query_params)
            listener = await listener_of(request)
            hub: Hub = request.state.hub
            async with hub.joined(listener.audience, after) as stream:
                opening = frames.opening(stream.after, hub.live() if after is None else None)
                await serve(stream, listener, opening, receive, send)
        except AppError as error:
            await refuse(await render_app_error(request, error), scope, receive, send)
        except RequestValidationError as error:
            await refuse(await render_invalid(request, error), scope, receive, send)


async def refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a problem in place of a stream."""
    answer.headers.update(SAFE)
    await answer(scope, receive, send)


async def listener_of(request: Request) -> Listener:
    """Return who listens; a bad token is 401, never a guest."""
    state, token = request.state, bearer_of(request.headers)
    caller = None if token is None else await state.gatekeeper.by_token(token)
    is_person = token is not None and caller is not None and caller.sid is not None
    claims = state.tokens.read_access(token) if is_person else None
    return Listener(Audience(state.hub.channel, caller), token, claims, state)


async def serve(
    stream: Stream, listener: Listener, opening: bytes, receive: Receive, send: Send
) -> None:
    """Send frames until the stream ends or the client is gone."""
    leaving = asyncio.create_task(until_gone(stream, receive), name="event-stream-client")
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await write(send, opening)
        await write_events(stream, listener, send)
    except Ended as ended:
        await write(send, frames.last(ended.code), more=False)
    except (OSError, TimeoutError):
        pass  # nobody is there to be told
    finally:
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving


async def write_events(stream: Stream, listener: Listener, send: Send) -> None:
    """Send what comes in, and a comment when nothing does; raise Ended."""
    written = monotonic()
    while True:
        changes = await stream.next(JUDGED_EVERY)
        await listener.judge()
        if changes:
            await write(send, b"".join(frames.frame(change) for change in changes))
        elif monotonic() - written >= KEPT_ALIVE_EVERY:
            await write(send, frames.KEEP_ALIVE)
        else:
            continue
        written = monotonic()


async def write(send: Send, body: bytes, *, more: bool = True) -> None:
    """Send a piece; raise TimeoutError when the client does not take it."""
    async with asyncio.timeout(SEND_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def until_gone(stream: Stream, receive: Receive) -> None:
    """End the stream when its client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end("client_gone")
