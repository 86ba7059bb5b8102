from collections.abc import Callable

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import signed_in

Headers = dict[str, str]
Create = Callable[..., httpx2.Response]
OAK = {"name": "Oak panel", "category": "Stock", "value": 12.5}


@pytest.fixture
def create(client: TestClient, user: Headers) -> Create:
    def make(**values: object) -> httpx2.Response:
        return client.post("/api/data", json=OAK | values, headers=user)

    return make


@pytest.fixture
def names(client: TestClient, viewer: Headers) -> Callable[..., list[str]]:
    """Return a function from list parameters to the names found, sorted."""

    def found(**params: str) -> list[str]:
        answer = client.get("/api/data", params=params, headers=viewer)
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == len(answer.json()["items"])
        return sorted(item["name"] for item in answer.json()["items"])

    return found


@pytest.fixture(scope="module")
def app_user(app: TestClient) -> Headers:
    return signed_in(app, "user")
