"""Four lines protect any ASGI application (`sessions/asgi.py`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, WebSocket
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from intarsia.sessions import express
from intarsia.sessions.asgi import RequireSession, keys_of, sessions_in
from intarsia.sessions.stores.base import Record
from tests.conftest import SESSION_KEY, FakeClock

ANOTHER_KEY = "another-key-for-tests-only-0123456789abcde"


def make_app(url: str, clock: FakeClock) -> FastAPI:
    app = FastAPI(lifespan=sessions_in(url))
    app.add_middleware(RequireSession, keys=[ANOTHER_KEY, SESSION_KEY], clock=clock)

    @app.get("/views")
    async def views(request: Request) -> object:
        return request.scope["session"].data["views"]

    @app.put("/views/{count}")
    async def put(request: Request, count: int) -> bool:
        return await request.scope["session"].update(views=count) is not None

    @app.websocket("/ws")
    async def ws(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    return app


@pytest.fixture
def client(tmp_path: Path, clock: FakeClock) -> Iterator[TestClient]:
    with TestClient(make_app(f"sqlite:///{tmp_path}/sessions.db", clock)) as client:
        yield client


def cookie(record: Record, key: str = SESSION_KEY) -> dict[str, str]:
    return {"Cookie": f"intarsia.sid={express.cookie_value(record.id, [key])}"}


def call(client: TestClient, method: str, *given: object) -> object:
    assert client.portal is not None
    return client.portal.call(getattr(client.app_state["sessions"], method), *given)


@pytest.fixture
def kept(client: TestClient, record: Record, clock: FakeClock) -> Record:
    assert call(client, "create", record, clock.now())
    return record


class TestRequireSession:
    @pytest.mark.parametrize("key", [SESSION_KEY, ANOTHER_KEY])
    def test_lets_a_live_session_through(self, client: TestClient, kept: Record, key: str) -> None:
        assert client.get("/views", headers=cookie(kept, key)).json() == 1

    def test_changes_are_written(self, client: TestClient, kept: Record) -> None:
        assert client.put("/views/7", headers=cookie(kept)).json() is True

        assert client.get("/views", headers=cookie(kept)).json() == 7

    def test_without_a_session_it_is_401(self, client: TestClient, kept: Record) -> None:
        twice = {"Cookie": f"{cookie(kept)['Cookie']}; {cookie(kept)['Cookie']}"}
        unknown = cookie(Record("unknown", {}, kept.expires))
        for headers in ({}, cookie(kept, "k" * 32), twice, unknown):
            answer = client.get("/views", headers=headers)

            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"]
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["code"] == "no_session"

    def test_honours_the_tombstone(
        self, client: TestClient, kept: Record, clock: FakeClock
    ) -> None:
        call(client, "destroy", kept.id, clock.now())

        assert client.get("/views", headers=cookie(kept)).status_code == 401
        assert not call(client, "create", kept, clock.now())

    def test_an_expired_one_is_401(
        self, client: TestClient, kept: Record, clock: FakeClock
    ) -> None:
        clock.advance(minutes=30)

        assert client.get("/views", headers=cookie(kept)).status_code == 401

    def test_a_websocket_without_is_closed(self, client: TestClient, kept: Record) -> None:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws"):
            pass
        with client.websocket_connect("/ws", headers=cookie(kept)):
            pass

    def test_a_store_that_is_away_is_503(self, record: Record, clock: FakeClock) -> None:
        with TestClient(make_app("redis://127.0.0.1:1", clock)) as client:
            answer = client.get("/views", headers=cookie(record))

            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert answer.json()["code"] == "sessions_unavailable"
            assert client.get("/views").status_code == 401  # nobody needs to be asked


class TestMistakes:
    def test_an_empty_secret_stops_the_start(self) -> None:
        with pytest.raises(ValueError, match="SESSION_SECRET"):
            keys_of(" \n")
        with pytest.raises(ValueError, match="keys"):
            RequireSession(FastAPI(), keys=[""])

    def test_an_unknown_scheme_stops_the_start(self) -> None:
        with pytest.raises(ValueError, match="begins with"):
            sessions_in("mysql://x")

    def test_each_line_of_a_secret_is_a_key(self) -> None:
        assert keys_of("new\nold\n") == ["new", "old"]
