from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

JSON = {"Accept": "application/json"}
Poll = Callable[..., dict[str, Any]]


@pytest.fixture
def poll(client: TestClient) -> Poll:
    def ask(headers: dict[str, str] | None = None, **query: int) -> dict[str, Any]:
        answer = client.get("/api/events", params=query, headers=JSON | (headers or {}))
        assert answer.status_code == 200, answer.text
        polled: dict[str, Any] = answer.json()
        return polled

    return ask


class TestPoll:
    def test_without_an_id_says_where_to_begin(self, poll: Poll) -> None:
        assert poll() == {"items": [], "last": 0}

    def test_without_an_id_tells_what_is_live(
        self, poll: Poll, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client.app_state["hub"], "live_number", lambda: 7)
        live = {"id": 0, "event": "release", "data": {"number": 7, "channel": "stable"}}

        assert poll() == {"items": [live], "last": 0}
        assert poll(after=0) == {"items": [], "last": 0}

    def test_tells_what_happened_since(
        self, poll: Poll, client: TestClient, user: dict[str, str]
    ) -> None:
        begun = poll(user)["last"]
        token = client.post("/api/auth/login", json={"username": "user", "password": "user123"})
        body = {"refresh_token": token.json()["refresh_token"]}
        assert client.post("/api/auth/logout", json=body).status_code == 204

        assert poll(user, after=begun) == {"items": [], "last": begun + 1}

    def test_a_bad_token_is_refused(self, client: TestClient) -> None:
        headers = JSON | {"Authorization": "Bearer nonsense"}

        assert client.get("/api/events", headers=headers).status_code == 401

    def test_what_is_no_id_is_refused(self, client: TestClient) -> None:
        for wrong in ("-1", "x", str(2**63)):
            answer = client.get("/api/events", params={"after": wrong}, headers=JSON)
            assert answer.status_code == 422
