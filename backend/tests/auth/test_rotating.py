"""The statement that rotates goes straight to the driver; without it the table does the same."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from intarsia.auth.rotating import Rotations
from tests.auth.lineage import generation
from tests.conftest import FakeClock


@pytest.fixture
def first(client: TestClient) -> str:
    body = {"username": "user", "password": "user123"}
    return str(client.post("/api/auth/login", json=body).json()["refresh_token"])


@pytest.fixture
def rotations(client: TestClient) -> Rotations:
    found: Rotations = client.app_state["refresher"].rotations
    return found


def refresh(client: TestClient, token: str) -> dict[str, Any]:
    answer = client.post("/api/auth/refresh", json={"refresh_token": token})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_asks_the_engine_nothing(
    client: TestClient, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("intarsia.auth.refreshing.Refresher._by_table")

    assert generation(client, refresh(client, first)["refresh_token"]) == 1


def test_answers_alike_either_way(
    client: TestClient, first: str, rotations: Rotations, clock: FakeClock
) -> None:
    direct = refresh(client, first)
    clock.advance(seconds=31)
    rotations.prepared.sql = "UPDATE nothing_of_the_kind SET gen = 1"
    by_table = refresh(client, direct["refresh_token"])

    assert generation(client, by_table["refresh_token"]) == 2
    assert by_table["user"] == direct["user"]
    assert set(by_table) == set(direct)


def test_goes_on_after_a_failure(
    client: TestClient, first: str, rotations: Rotations, clock: FakeClock
) -> None:
    right = rotations.prepared.sql
    rotations.prepared.sql = "UPDATE nothing_of_the_kind SET gen = 1"
    second = refresh(client, first)["refresh_token"]
    rotations.prepared.sql = right
    clock.advance(seconds=31)

    assert generation(client, refresh(client, second)["refresh_token"]) == 2
