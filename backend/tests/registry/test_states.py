import concurrent.futures
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.registry.bundles import host, metadata, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish, Release

NEW = f"{REGISTRY}/apps/data/versions/1.1.0"

SetState = Callable[..., httpx2.Response]


@pytest.fixture
def set_state(client: TestClient) -> SetState:
    """Give a version another state; return the answer."""

    def send(
        state: str, path: str = NEW, *, headers: dict[str, str] = DEPLOY, **more: object
    ) -> httpx2.Response:
        body = {"state": state, "reason": "it is broken"} | more
        return client.patch(path, json=body, headers=headers)

    return send


@pytest.fixture
def live(publish: Publish, release: Release) -> None:
    """The second version of a remote is live on two channels, beside a host."""
    publish("container", "1.0.0", host())
    for version in ("1.0.0", "1.1.0"):
        publish("data", version, remote(content=version.encode()))
        for channel in ("stable", "next"):
            release({"container": "1.0.0", "data": version}, channel=channel)


def live_on(client: TestClient, channel: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{REGISTRY}/channels/{channel}", headers=DEPLOY).json()
    return found


def withdrawals(client: TestClient) -> list[dict[str, Any]]:
    headers = {"Accept": "application/json"}
    events = client.get("/api/events", params={"after": 0}, headers=headers).json()["items"]
    return [event["data"] for event in events if event["event"] == "withdrawal"]


@pytest.mark.usefixtures("live")
class TestWithdraw:
    def test_takes_the_version_off_every_channel_at_once(
        self, client: TestClient, set_state: SetState
    ) -> None:
        answer = set_state("withdrawn")

        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
        for channel in ("stable", "next"):
            release = live_on(client, channel)
            assert release["number"] == 3
            assert release["apps"]["data"] == {"version": "1.0.0"}
            assert release["note"] == "data 1.1.0 withdrawn: it is broken"

    def test_takes_the_app_out_when_nothing_good_was_before(
        self, client: TestClient, set_state: SetState
    ) -> None:
        set_state("withdrawn", f"{REGISTRY}/apps/data/versions/1.0.0")

        set_state("withdrawn")

        assert set(live_on(client, "stable")["apps"]) == {"container"}

    def test_leaves_out_an_earlier_version_whose_route_another_has_now(
        self, client: TestClient, set_state: SetState, publish: Publish, release: Release
    ) -> None:
        moved = remote(described=metadata(route="/moved"))
        publish("data", "1.2.0", moved)
        publish("other", "1.0.0", remote("otherApp"))
        release({"data": "1.2.0", "other": "1.0.0"})

        set_state("withdrawn", f"{REGISTRY}/apps/data/versions/1.2.0")

        assert set(live_on(client, "stable")["apps"]) == {"container", "other"}

    def test_tells_every_page(self, client: TestClient, set_state: SetState) -> None:
        set_state("withdrawn", force=True)

        assert withdrawals(client) == [{"app": "data", "version": "1.1.0", "force": True}]

    def test_leaves_other_channels_alone(
        self, client: TestClient, set_state: SetState, release: Release
    ) -> None:
        release({"container": "1.0.0"}, channel="third")

        set_state("withdrawn")

        assert live_on(client, "third")["number"] == 1

    def test_keeps_the_files_for_pages_that_have_it(
        self, client: TestClient, set_state: SetState
    ) -> None:
        set_state("withdrawn")

        assert client.get("/mf/data/1.1.0/remoteEntry.js").status_code == 200

    def test_ends_what_addresses_without_a_version_give(
        self, client: TestClient, set_state: SetState
    ) -> None:
        set_state("withdrawn")
        assert client.get("/mf/data/remoteEntry.js").content.endswith(b"1.0.0")

        set_state("withdrawn", f"{REGISTRY}/apps/data/versions/1.0.0")
        assert client.get("/mf/data/remoteEntry.js").status_code == 404

    def test_is_refused_to_the_releases_that_follow(
        self, client: TestClient, set_state: SetState, release: Release, publish: Publish
    ) -> None:
        """Promote, rollback and publish with a channel all name what is withdrawn."""
        set_state("withdrawn")
        back = {"headers": DEPLOY, "json": {"release": 2}}

        answers = [
            release({"data": "1.1.0"}),
            client.post(f"{REGISTRY}/channels/stable/rollback", **back),  # type: ignore[arg-type]
            publish("data", "1.1.0", remote(content=b"1.1.0"), channel="stable"),
        ]

        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (409, "versions_gone")
            assert answer.json()["versions"] == ["data@1.1.0"]

    def test_can_be_taken_back_without_releasing_it(
        self, client: TestClient, set_state: SetState, release: Release
    ) -> None:
        set_state("withdrawn")

        set_state("active")

        assert live_on(client, "stable")["apps"]["data"] == {"version": "1.0.0"}
        assert release({"data": "1.1.0"}).status_code == 201

    def test_twice_is_once(self, client: TestClient, set_state: SetState) -> None:
        set_state("withdrawn")

        assert set_state("withdrawn").status_code == 200
        assert len(withdrawals(client)) == 1
        assert live_on(client, "stable")["number"] == 3

    def test_is_on_the_audit_trail(
        self, client: TestClient, set_state: SetState, admin: dict[str, str]
    ) -> None:
        set_state("withdrawn", headers=admin)

        events = client.get("/api/audit", headers=admin).json()["items"]
        actions = [event["action"] for event in events]
        assert actions[:3] == ["release.withdrawn", "release.withdrawn", "version.withdrawn"]
        assert events[2]["target"] == "version:data@1.1.0"
        assert events[2]["detail"] == {"reason": "it is broken"}


@pytest.mark.usefixtures("live")
class TestDeprecate:
    def test_warns_in_every_release_with_it(
        self, client: TestClient, set_state: SetState, release: Release, publish: Publish
    ) -> None:
        set_state("deprecated")
        publish("other", "1.0.0", remote("otherApp", described=metadata(route="/other")))

        findings = release({"other": "1.0.0"}).json()["findings"]

        assert live_on(client, "stable")["apps"]["data"] == {"version": "1.1.0"}
        assert findings == [
            {
                "rule": "deprecated",
                "severity": "warning",
                "path": "data@1.1.0",
                "hint": "it is broken",
            }
        ]

    def test_says_who_when_and_why(
        self, client: TestClient, set_state: SetState, clock: FakeClock
    ) -> None:
        set_state("deprecated")

        row = client.get(NEW, headers=DEPLOY).json()
        assert (row["state"], row["state_reason"]) == ("deprecated", "it is broken")
        assert (row["state_by"], row["state_at"]) == ("deploy-token", "2026-11-21T12:00:00Z")


@pytest.mark.usefixtures("live")
class TestSetState:
    def test_of_an_older_view_is_stale(self, client: TestClient, set_state: SetState) -> None:
        seen = {"If-Match": client.get(NEW, headers=DEPLOY).headers["ETag"]}
        changed = set_state("deprecated", headers=DEPLOY | seen)

        late = set_state("withdrawn", headers=DEPLOY | seen)

        assert (late.status_code, late.json()["code"]) == (412, "stale")
        current = {"If-Match": changed.headers["ETag"]}
        assert set_state("withdrawn", headers=DEPLOY | current).status_code == 200

    def test_of_nothing_is_not_found(self, client: TestClient, set_state: SetState) -> None:
        assert set_state("withdrawn", f"{REGISTRY}/apps/data/versions/9.9.9").status_code == 404
        assert client.get(f"{REGISTRY}/apps/data/versions/9.9.9", headers=DEPLOY).status_code == 404

    def test_is_for_releasers(self, set_state: SetState, user: dict[str, str]) -> None:
        assert set_state("withdrawn", headers=user).status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            {"state": "collected"},
            {"state": "withdrawn", "reason": " "},
            {"state": "deprecated", "force": True},
            {"state": "active", "extra": 1},
        ],
    )
    def test_refuses_other_fields_and_forms(
        self, set_state: SetState, body: dict[str, object]
    ) -> None:
        assert set_state(**body).status_code == 422


@pytest.mark.usefixtures("live")
class TestAtOnce:
    def test_what_is_promoted_and_withdrawn_is_never_live(
        self, client: TestClient, set_state: SetState, release: Release
    ) -> None:
        """Also on a channel that did not exist when the withdrawal began."""
        for attempt in range(4):
            set_state("active", reason=f"again {attempt}")
            channel = f"new-{attempt}"
            with concurrent.futures.ThreadPoolExecutor(3) as threads:
                threads.submit(release, {"data": "1.1.0"})
                threads.submit(release, {"data": "1.1.0"}, channel=channel)
                withdrawn = threads.submit(set_state, "withdrawn", reason=f"no {attempt}").result()

            assert withdrawn.status_code in (200, 503)
            if withdrawn.status_code == 503:  # PostgreSQL chose it as a deadlock's victim
                set_state("withdrawn", reason=f"no {attempt}")
            for name in ("stable", channel):
                assert live_on(client, name).get("apps", {}).get("data") != {"version": "1.1.0"}
