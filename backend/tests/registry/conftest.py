from collections.abc import Callable, Mapping

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import DEPLOY_TOKEN
from tests.registry.bundles import packed

DEPLOY = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}
REGISTRY = "/api/registry"

Publish = Callable[..., httpx2.Response]
Release = Callable[..., httpx2.Response]


@pytest.fixture
def publish(client: TestClient) -> Publish:
    """Publish files as the deploy token does; return the answer."""

    def send(
        app: str,
        version: str,
        files: Mapping[str, bytes],
        *,
        headers: Mapping[str, str] = DEPLOY,
        **query: str,
    ) -> httpx2.Response:
        return client.put(
            f"{REGISTRY}/apps/{app}/versions/{version}",
            params=query,
            content=packed(files),
            headers={"Content-Type": "application/gzip", **headers},
        )

    return send


@pytest.fixture
def release(client: TestClient) -> Release:
    """Make a release on top of whatever is live; return the answer."""

    def send(
        changes: Mapping[str, str | None],
        *,
        channel: str = "stable",
        headers: Mapping[str, str] = DEPLOY,
    ) -> httpx2.Response:
        live = client.get(f"{REGISTRY}/channels/{channel}", headers=DEPLOY)
        matched = {"If-Match": live.headers["ETag"]} if live.status_code == 200 else {}
        body = {app: version and {"version": version} for app, version in changes.items()}
        return client.post(
            f"{REGISTRY}/channels/{channel}/releases",
            json={"changes": body},
            headers={**headers, **matched},
        )

    return send
