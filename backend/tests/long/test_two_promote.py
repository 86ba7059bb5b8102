"""Two people promote different apps at the same moment: neither change is ever lost."""

import concurrent.futures
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.registry.bundles import metadata, remote
from tests.registry.conftest import REGISTRY, Publish, publish, release

__all__ = ["publish", "release"]

VERSIONS = ("1.0.0", "1.1.0")
APPS = ("one", "two")

Send = Callable[..., httpx2.Response]


@pytest.fixture
def published(publish: Publish) -> None:
    for app in APPS:
        described = metadata(route=f"/{app}")
        for version in VERSIONS:
            files = remote(f"{app}App", described=described, content=version.encode())
            assert publish(app, version, files).status_code == 201


def promote(release: Send, app: str, version: str) -> int:
    """Promote, again as long as somebody else was faster; return how often that was."""
    for refusals in range(100):
        answer = release({app: version})
        if answer.status_code == 201:
            return refusals
        # 428: theirs was the first release of all.
        assert answer.status_code in (412, 428), answer.text
    raise AssertionError("never got through")


def race(client: TestClient, release: Send, headers: dict[str, str], rounds: int) -> int:
    refusals = 0
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        for number in range(rounds):
            version = VERSIONS[number % 2]
            work = [threads.submit(promote, release, app, version) for app in APPS]
            refusals += sum(each.result() for each in work)
            live: Any = client.get(f"{REGISTRY}/channels/stable", headers=headers).json()
            assert live["apps"] == {app: {"version": version} for app in APPS}
    return refusals


@pytest.mark.usefixtures("published")
class TestAtOnce:
    def test_five_times(self, client: TestClient, release: Send, viewer: dict[str, str]) -> None:
        race(client, release, viewer, rounds=5)

    @pytest.mark.long
    def test_a_hundred_times(
        self, client: TestClient, release: Send, viewer: dict[str, str]
    ) -> None:
        refusals = race(client, release, viewer, rounds=100)

        print(f"{refusals} were told that somebody else was faster")  # noqa: T201
        assert refusals
