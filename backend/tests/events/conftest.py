"""Listeners that speak ASGI to a process opened over a real database."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message, Scope

from intarsia import changes
from intarsia.auth.service import Device
from intarsia.config import Settings
from intarsia.database import new_id
from intarsia.events.stream import EventStream
from intarsia.lifespan import State, make_lifespan
from intarsia.tokens import store
from intarsia.tokens.service import digest_of
from intarsia.tokens.store import Kind, TokenRow
from tests.conftest import FakeClock

DEADLINE = 10.0


@dataclass
class Listening:
    """One open stream, read frame by frame."""

    messages: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    text: str = ""
    is_over: bool = False

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        await self.messages.put(message)

    async def start(self) -> Message:
        async with asyncio.timeout(DEADLINE):
            return await self.messages.get()

    async def more(self) -> None:
        async with asyncio.timeout(DEADLINE):
            message = await self.messages.get()
        self.text += message["body"].decode()
        self.is_over = not message.get("more_body", False)

    async def frame(self) -> dict[str, str]:
        """The next frame's fields."""
        while "\n\n" not in self.text:
            await self.more()
        text, _, self.text = self.text.partition("\n\n")
        return dict(line.split(": ", 1) for line in text.split("\n") if not line.startswith(":"))

    async def event(self) -> tuple[str, Any]:
        """The next event's name and data."""
        while "event" not in (frame := await self.frame()):
            pass
        return frame["event"], json.loads(frame["data"])


@pytest.fixture
async def state(settings: Settings, clock: FakeClock) -> AsyncIterator[State]:
    async with make_lifespan(settings, clock)(FastAPI()) as state:
        yield state


Listen = Callable[..., Any]


@pytest.fixture
def listen(state: State) -> Listen:
    @asynccontextmanager
    async def open_stream(
        token: str | None = None, after: object = None, query: str = ""
    ) -> AsyncIterator[Listening]:
        headers = [] if token is None else [(b"authorization", f"Bearer {token}".encode())]
        if after is not None:
            headers.append((b"last-event-id", str(after).encode()))
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/events",
            "query_string": query.encode(),
            "headers": headers,
            "state": state,
        }
        listening = Listening()
        work = asyncio.create_task(EventStream()(scope, listening.receive, listening.send))
        try:
            yield listening
        finally:
            listening.gone.set()
            async with asyncio.timeout(DEADLINE):
                await work

    return open_stream


@pytest.fixture
def sign_on(state: State) -> Callable[[str], Awaitable[tuple[str, str]]]:
    """From a demo user's name to their id and a fresh access token."""

    async def token(name: str) -> tuple[str, str]:
        device = Device("", "")
        async with state["writers"]() as session:
            proof = await state["auth"].check_password(session, name, f"{name}123", device)
        async with state["writers"].begin() as session:
            signed_in = await state["auth"].sign_in(session, proof, device)
        return proof.user_id, signed_in.access_token

    return token


@pytest.fixture
def make_token(
    state: State, sign_on: Callable[[str], Awaitable[tuple[str, str]]]
) -> Callable[..., Awaitable[tuple[str, str]]]:
    """From scopes to a demo user's id and a token for programs of theirs."""

    async def token(*scopes: str) -> tuple[str, str]:
        user_id, _ = await sign_on("user")
        text, now = "itk_" + secrets.token_urlsafe(32), state["clock"].now()
        async with state["writers"].begin() as session:
            row = TokenRow(
                id=new_id(),
                digest=digest_of(text),
                kind=Kind.PERSONAL,
                name="script",
                user_id=user_id,
                created_by=user_id,
                scopes=list(scopes),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
            await store.add(session, row)
        return user_id, text

    return token


@pytest.fixture
def announce(state: State) -> Callable[..., Awaitable[int]]:
    """Record a change and have this process take note; return its id."""

    async def write(topic: str, key: str, value: object = None) -> int:
        async with state["writers"].begin() as session:
            now = state["clock"].now()
            await changes.record(session, now, topic, key, {} if value is None else value)
        await state["feed"].catch_up()
        return state["feed"].last

    return write
