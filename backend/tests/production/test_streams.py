"""Many pages are open: each holds a stream through the gateway, over three backends."""

import asyncio
import time
from contextlib import AsyncExitStack

import httpx2
import pytest

from tests.production.stack import URL, compose

STREAMS = 500
ASKED = 1000
AT_ONCE = 4
ANYTHING = httpx2.Limits(max_connections=None)


@pytest.fixture
def three_backends() -> None:
    words = ("up", "--detach", "--no-deps", "--no-recreate", "--wait", "--scale", "backend=3")
    compose(*words, "backend")


async def p99(token: str) -> float:
    """Ask who I am, four at a time; return the 99th percentile of the times, ms."""
    times: list[float] = []
    headers = {"Authorization": f"Bearer {token}"}

    async def person(client: httpx2.AsyncClient) -> None:
        for _ in range(ASKED // AT_ONCE):
            began = time.perf_counter()
            (await client.get("/api/auth/me")).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)

    async with httpx2.AsyncClient(base_url=URL, headers=headers, timeout=30) as client:
        await asyncio.gather(*(person(client) for _ in range(AT_ONCE)))
    return sorted(times)[len(times) * 99 // 100]


async def open_stream(client: httpx2.AsyncClient, stack: AsyncExitStack) -> bytes:
    """Open one and return its first bytes."""
    answer = await stack.enter_async_context(client.stream("GET", "/api/events"))
    answer.raise_for_status()
    return await anext(answer.aiter_raw())


async def measure(token: str) -> tuple[float, float, int]:
    idle = await p99(token)
    async with (
        httpx2.AsyncClient(base_url=URL, limits=ANYTHING, timeout=60) as client,
        AsyncExitStack() as stack,
    ):
        opened = [await open_stream(client, stack) for _ in range(STREAMS)]
        return idle, await p99(token), sum(map(bool, opened))


@pytest.mark.usefixtures("three_backends")
class TestOpenStreams:
    async def test_all_are_served_and_requests_beside_them_too(self, admin: httpx2.Client) -> None:
        """The times are for reading: machines differ."""
        token = admin.headers["Authorization"].removeprefix("Bearer ")
        idle, beside, opened = await measure(token)

        print(f"p99 of /api/auth/me: {idle:.1f} ms idle, {beside:.1f} ms beside {opened} streams")  # noqa: T201
        assert opened == STREAMS
