from collections.abc import Callable

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

TOKEN = "metrics-token-for-tests-only-0123456789ab"


def numbers(client: TestClient) -> dict[str, float]:
    """Every sample by its name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


class TestMetrics:
    def test_count_answers_by_method_route_and_status(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        for path in ("/api/data/1", "/api/data/2", "/api/nonsense", "/mf/none/1.0.0/x.js", "/x"):
            client.get(path, headers=admin)
        client.request("BREW", "/api/data")

        found = numbers(client)

        for labels, count in {
            'method="GET",route="/api/data/{item_id}",status="404"': 2,
            'method="GET",route="unknown",status="404"': 1,
            'method="GET",route="/mf/{path}",status="404"': 1,
            'method="GET",route="/{path}",status="503"': 1,
            'method="other",route="/api/data",status="405"': 1,
        }.items():
            assert found[f"intarsia_requests_total{{{labels}}}"] == count, labels
        took = 'intarsia_request_seconds_count{method="GET",route="/api/data/{item_id}"}'
        assert found[took] == 2

    def test_tell_of_the_feed_the_release_and_streams(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client.app_state["hub"], "live_number", lambda: 7)

        found = numbers(client)

        assert 0 <= found["intarsia_change_feed_age_seconds"] < 10
        assert found['intarsia_release{channel="stable"}'] == 7
        assert found["intarsia_event_streams"] == 0


class TestToken:
    def test_is_asked_for_where_there_is_one(self, make_client: Callable[..., TestClient]) -> None:
        client = make_client(metrics_token=SecretStr(TOKEN))

        for headers, status in (
            ({}, 401),
            ({"Authorization": "Bearer nonsense"}, 401),
            ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ):
            assert client.get("/metrics", headers=headers).status_code == status

    def test_production_without_one_tells_nobody(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        assert make_client(env="production").get("/metrics").status_code == 404
