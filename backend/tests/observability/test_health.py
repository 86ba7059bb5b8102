from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from intarsia import database
from intarsia.changes import ChangeFeed


class TestHealth:
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_process_is_alive(self, app: TestClient, method: str) -> None:
        assert app.request(method, "/health").status_code == 200


class TestReady:
    def test_names_each_resource(self, client: TestClient) -> None:
        body = client.get("/ready").json()

        assert body["status"] == "ok"
        assert body["resources"].items() >= {"database": "ok", "changes": "ok"}.items()

    def test_stays_ready_while_the_session_store_is_away(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        client = make_client(session_store_url="redis://127.0.0.1:1")

        answer = client.get("/ready")

        assert answer.status_code == 200
        assert answer.json()["resources"]["sessions"] == "down"

    def test_is_503_while_the_feed_is_stale(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ChangeFeed, "is_fresh", False)

        answer = client.get("/ready")

        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.json()["resources"]["changes"] == "down"

    def test_is_503_without_the_database(
        self, make_client: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = make_client()
        gone = database.open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
        monkeypatch.setattr(client.app_state["readers"], "kw", database.readers(gone).kw)

        assert client.get("/ready").json()["resources"]["database"] == "down"
