"""Two dozen refreshes with one token on two processes make one rotation."""

import asyncio
import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx2
import pytest
from sqlalchemy import select

from intarsia.auth.store import AuthSessionRow
from intarsia.database import open_engine, readers
from tests.long.pairs import KINDS, Pair, lineage, open_pair
from tests.long.workers import one_connection, worker_of

AT_ONCE = 24
LOGIN = {"username": "user", "password": "user123"}


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    with open_pair(request.param, tmp_path) as pair:
        yield pair


@contextlib.contextmanager
def clients(pair: Pair) -> Iterator[list[httpx2.Client]]:
    """As many connections, to both processes."""
    with contextlib.ExitStack() as stack:
        opened = [
            stack.enter_context(one_connection(pair.servers[number % len(pair.servers)]))
            for number in range(AT_ONCE - 2)
        ]
        opened += [pair.one, pair.other]
        if len(pair.servers) == 1:
            assert len({worker_of(pair.servers[0], each) for each in opened}) == 2
        yield opened


def refresh_at_once(clients: list[httpx2.Client], token: str) -> list[httpx2.Response]:
    barrier = Barrier(len(clients))

    def refresh(client: httpx2.Client) -> httpx2.Response:
        barrier.wait()
        body = {"refresh_token": token}
        return client.post("/api/auth/refresh", json=body, timeout=60)

    with ThreadPoolExecutor(len(clients)) as threads:
        return list(threads.map(refresh, clients))


def stored(pair: Pair) -> dict[str, int]:
    async def read() -> dict[str, int]:
        engine = open_engine(pair.database_url)
        async with readers(engine)() as session:
            rows = list(await session.scalars(select(AuthSessionRow)))
        await engine.dispose()
        return {row.sid: row.gen for row in rows}

    return asyncio.run(read())


@pytest.mark.attack(20)
class TestParallelRefresh:
    def test_makes_exactly_one_rotation(self, pair: Pair) -> None:
        signed_in = pair.one.post("/api/auth/login", json=LOGIN).json()
        sid, _ = lineage(signed_in["refresh_token"])

        with clients(pair) as opened:
            answers = refresh_at_once(opened, signed_in["refresh_token"])

        assert [answer.status_code for answer in answers] == [200] * AT_ONCE
        bodies = [answer.json() for answer in answers]
        assert {lineage(body["refresh_token"]) for body in bodies} == {(sid, 1)}
        assert {lineage(body["access_token"]) for body in bodies} == {(sid, 1)}
        assert stored(pair) == {sid: 1}
