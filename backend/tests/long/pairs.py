"""Two processes over one database: workers behind one port, or servers with a port each."""

import base64
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.conftest import postgres_database
from tests.e2e.server import Server
from tests.long.workers import client_of_each

KINDS = ("two workers, sqlite", "two servers, sqlite", "two servers, postgresql")


@dataclass(frozen=True)
class Pair:
    """A client of each, and the servers: one when its two workers are the processes."""

    one: httpx2.Client
    other: httpx2.Client
    servers: tuple[Server, ...]
    database_url: str


@contextlib.contextmanager
def open_pair(kind: str, folder: Path, **settings: str) -> Iterator[Pair]:
    """Start both over a database of their own."""
    settings = {"BCRYPT_ROUNDS": "4", "RATE_LIMITS": "false", **settings}
    with contextlib.ExitStack() as stack:
        url = f"sqlite+aiosqlite:///{folder}/data/intarsia.db"
        if "postgresql" in kind:
            url = settings["DATABASE_URL"] = stack.enter_context(postgres_database())
        opened = two_workers if "workers" in kind else two_servers
        servers, one, other = stack.enter_context(opened(folder, settings))
        yield Pair(one, other, servers, url)


Opened = tuple[tuple[Server, ...], httpx2.Client, httpx2.Client]


@contextlib.contextmanager
def two_workers(folder: Path, settings: dict[str, str]) -> Iterator[Opened]:
    """One server with two workers, and a client that is connected to each."""
    server = Server(folder, settings | {"WEB_CONCURRENCY": "2"})
    server.prepare()
    with running(server), client_of_each(server) as (one, other):
        yield (server,), one, other


@contextlib.contextmanager
def two_servers(folder: Path, settings: dict[str, str]) -> Iterator[Opened]:
    """Two servers over one database and one folder, each on a port of its own."""
    first, second = (Server(folder, settings | {"PUBLIC_URL": "http://localhost:1"}) for _ in "12")
    first.prepare()
    with running(first), running(second), client_of(first) as one, client_of(second) as other:
        yield (first, second), one, other


@contextlib.contextmanager
def running(server: Server) -> Iterator[None]:
    """Serve until the block ends."""
    try:
        server.start()
        yield
    finally:
        server.stop()


def client_of(server: Server) -> httpx2.Client:
    """A client of a server that is alone on its port."""
    return httpx2.Client(base_url=server.url)


def lineage(token: str) -> tuple[str, int]:
    """What a token says, unverified."""
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims["sid"], claims["gen"]
