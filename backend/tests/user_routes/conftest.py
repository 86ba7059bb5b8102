"""The application with `/user`, its Redis, and a Node service beside it that reads the hashes."""

import os
import subprocess
from collections.abc import Callable, Iterator

import httpx2
import pytest
from redis import Redis
from starlette.testclient import TestClient

from tests.conftest import missing
from tests.redis_server import RedisServer, session_redis  # noqa: F401
from tests.redis_server import redis as redis_server  # noqa: F401
from tests.sessions.real_express import FOLDER
from tests.user_routes.person import EMAIL, PASSWORD, Person


@pytest.fixture
def kept(session_redis: RedisServer) -> Iterator[Redis]:  # noqa: F811
    """A second way to what is kept, nothing at first."""
    with Redis.from_url(session_redis.url, decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture
def start(
    make_client: Callable[..., TestClient],
    session_redis: RedisServer,  # noqa: F811
    kept: Redis,
) -> Callable[..., TestClient]:
    """Return a function that starts the application with `/user` and some settings changed."""
    ours = {"session_store_url": session_redis.url, "compat_user_routes": True}
    return lambda **changed: make_client(**{**ours, **changed})


@pytest.fixture
def client(start: Callable[..., TestClient]) -> TestClient:
    return start()


@pytest.fixture
def person(client: TestClient) -> Person:
    return Person(client)


@pytest.fixture
def signed_in(person: Person) -> Person:
    assert person.post("/user/signin", {"email": EMAIL, "password": PASSWORD}).status_code == 200
    return person


@pytest.fixture
def service(session_redis: RedisServer) -> Iterator[httpx2.Client]:  # noqa: F811
    """The Node service, called over HTTP."""
    if not (FOLDER / "node_modules").is_dir():
        missing("everything up with `make setup`", "Express")
    with subprocess.Popen(
        ["node", "user-service.mjs"],  # noqa: S607 (whichever Node.js is installed)
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "REDIS": session_redis.url},
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
        process.terminate()
