from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.registry.bundles import host, metadata, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish, Release

STABLE = f"{REGISTRY}/channels/stable"
REASON = {"reason": "fair until Friday"}

Compare = Callable[[str, str], httpx2.Response]


@pytest.fixture
def released(publish: Publish, release: Release) -> None:
    """Two releases on `stable`, one on `next`."""
    publish("container", "1.0.0", host())
    for version in ("1.0.0", "1.1.0"):
        publish("data", version, remote(content=version.encode()))
    publish("other", "1.0.0", remote("otherApp", described=metadata(route="/other")))
    release({"container": "1.0.0", "data": "1.0.0"})
    release({"data": "1.1.0", "other": "1.0.0"})
    release({"data": "1.1.0"}, channel="next")


@pytest.mark.usefixtures("released")
class TestLock:
    def test_refuses_releases_with_who_and_why(
        self, client: TestClient, publish: Publish, release: Release, admin: dict[str, str]
    ) -> None:
        me = client.get("/api/auth/me", headers=admin).json()["id"]
        client.put(f"{STABLE}/lock", json=REASON, headers=admin)

        answers = [
            release({"data": "1.0.0"}),
            publish("data", "1.2.0", remote(content=b"1.2.0"), channel="stable"),
        ]

        for answer in answers:
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (423, "channel_locked")
            assert (problem["reason"], problem["locked_by"]) == (REASON["reason"], me)
            assert problem["locked_at"] == "2026-11-21T12:00:00Z"
        assert release({"data": "1.1.0", "other": "1.0.0"}, channel="next").status_code == 201

    def test_never_stops_what_takes_a_bad_version_away(self, client: TestClient) -> None:
        client.put(f"{STABLE}/lock", json=REASON, headers=DEPLOY)

        back = client.post(f"{STABLE}/rollback", json={"release": 1}, headers=DEPLOY)
        gone = client.patch(
            f"{REGISTRY}/apps/data/versions/1.0.0",
            json={"state": "withdrawn", "reason": "broken"},
            headers=DEPLOY,
        )

        assert (back.status_code, gone.status_code) == (201, 200)
        assert client.get(STABLE, headers=DEPLOY).json()["apps"]["data"] == {"version": "1.1.0"}

    def test_ends_when_it_is_opened_again(
        self, client: TestClient, release: Release, admin: dict[str, str]
    ) -> None:
        client.put(f"{STABLE}/lock", json=REASON, headers=DEPLOY)

        for _ in range(2):
            assert client.delete(f"{STABLE}/lock", headers=admin).status_code == 204

        assert release({"data": "1.0.0"}).status_code == 201
        events = client.get("/api/audit", headers=admin).json()["items"]
        locking = [e["action"] for e in events if e["action"].startswith("channel.")]
        assert locking == ["channel.unlocked", "channel.locked"]

    def test_of_somebody_else_stays_theirs(self, client: TestClient, admin: dict[str, str]) -> None:
        client.put(f"{STABLE}/lock", json=REASON, headers=DEPLOY)

        other = client.put(f"{STABLE}/lock", json={"reason": "mine"}, headers=admin)
        again = client.put(f"{STABLE}/lock", json={"reason": "longer"}, headers=DEPLOY)

        assert (other.status_code, other.json()["reason"]) == (423, REASON["reason"])
        assert again.json()["locked_reason"] == "longer"

    def test_is_for_releasers_and_channels_there_are(
        self, client: TestClient, user: dict[str, str]
    ) -> None:
        assert client.put(f"{STABLE}/lock", json=REASON, headers=user).status_code == 403
        nowhere = f"{REGISTRY}/channels/nowhere/lock"
        assert client.put(nowhere, json=REASON, headers=DEPLOY).status_code == 404
        assert client.put(f"{STABLE}/lock", json={"reason": " "}, headers=DEPLOY).status_code == 422


@pytest.mark.usefixtures("released")
class TestList:
    def test_names_channels_and_their_locks(
        self, client: TestClient, viewer: dict[str, str]
    ) -> None:
        client.put(f"{STABLE}/lock", json=REASON, headers=DEPLOY)

        items: list[dict[str, Any]] = client.get(f"{REGISTRY}/channels", headers=viewer).json()[
            "items"
        ]

        assert [(item["name"], item["release"]) for item in items] == [("next", 1), ("stable", 2)]
        assert [item["locked_reason"] for item in items] == [None, REASON["reason"]]


@pytest.mark.usefixtures("released")
class TestCompare:
    @pytest.fixture
    def compare(self, client: TestClient, viewer: dict[str, str]) -> Compare:
        def send(before: str, after: str) -> httpx2.Response:
            query = {"before": before, "after": after}
            return client.get(f"{REGISTRY}/differences", params=query, headers=viewer)

        return send

    def test_names_what_came_went_and_changed(self, compare: Compare) -> None:
        assert compare("stable@1", "stable").json() == {
            "before": "stable@1",
            "after": "stable@2",
            "added": {"other": "1.0.0"},
            "removed": {},
            "changed": {"data": {"before": "1.0.0", "after": "1.1.0"}},
        }

    def test_works_between_channels(self, compare: Compare) -> None:
        found = compare("stable@2", "next").json()

        assert (found["after"], found["changed"]) == ("next@1", {})
        assert found["removed"] == {"container": "1.0.0", "other": "1.0.0"}

    @pytest.mark.parametrize(
        ("before", "status"), [("stable@7", 404), ("nowhere", 404), ("@1", 422), ("a@0", 422)]
    )
    def test_needs_releases_that_there_are(
        self, compare: Compare, before: str, status: int
    ) -> None:
        assert compare(before, "stable").status_code == status
