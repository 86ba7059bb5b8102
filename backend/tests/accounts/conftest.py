"""Administering users as an admin."""

from collections.abc import Callable

import httpx2
import pytest
from starlette.testclient import TestClient

Headers = dict[str, str]
Create = Callable[..., httpx2.Response]
PASSWORD = "marquetry-9-veneers"
ANN = {"email": "Ann@example.com", "full_name": "Ann Wood", "password": PASSWORD}


@pytest.fixture
def create(client: TestClient, admin: Headers) -> Create:
    def make(**values: object) -> httpx2.Response:
        return client.post("/api/users", json=ANN | values, headers=admin)

    return make


@pytest.fixture
def emails(client: TestClient, admin: Headers) -> Callable[..., list[str]]:
    """Return a function from list parameters to the addresses found, sorted."""

    def found(**params: str) -> list[str]:
        answer = client.get("/api/users", params=params, headers=admin)
        assert answer.status_code == 200, answer.text
        return sorted(item["email"] for item in answer.json()["items"])

    return found


def sign_in(client: TestClient, email: str, password: str = PASSWORD) -> httpx2.Response:
    return client.post("/api/auth/login", json={"email": email, "password": password})


def bearer(answer: httpx2.Response) -> Headers:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def find(client: TestClient, admin: Headers, name: str) -> str:
    """Return the id of a demo user."""
    answer = client.get(f"/api/users?q={name}%40example.com", headers=admin)
    return str(answer.json()["items"][0]["id"])
