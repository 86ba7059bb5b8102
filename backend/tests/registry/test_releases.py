import concurrent.futures
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.registry.bundles import host, metadata, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish, Release

STABLE = f"{REGISTRY}/channels/stable"


@pytest.fixture
def published(publish: Publish) -> None:
    """A host and two versions of two remotes."""
    publish("container", "1.0.0", host())
    other = metadata(route="/other")
    for version in ("1.0.0", "1.1.0"):
        publish("data", version, remote(content=version.encode()))
        files = remote("otherApp", described=other, content=version.encode())
        publish("other", version, files)


@pytest.mark.usefixtures("published")
class TestMakeRelease:
    def test_numbers_full_maps(self, client: TestClient, release: Release) -> None:
        first = release({"container": "1.0.0", "data": "1.0.0"})
        second = release({"data": "1.1.0"})

        assert (first.status_code, second.status_code) == (201, 201)
        assert second.json()["number"] == 2
        assert second.json()["apps"] == {
            "container": {"version": "1.0.0"},
            "data": {"version": "1.1.0"},
        }
        assert second.headers["ETag"] == '"2"'
        assert client.get(STABLE, headers=DEPLOY).json() == second.json()

    def test_null_takes_an_app_out(self, release: Release) -> None:
        release({"container": "1.0.0", "data": "1.0.0"})

        assert set(release({"data": None}).json()["apps"]) == {"container"}

    def test_that_changes_nothing_is_the_live_one(self, release: Release) -> None:
        release({"data": "1.0.0"})

        assert release({"data": "1.0.0"}).json()["number"] == 1

    def test_channels_know_nothing_of_each_other(self, release: Release) -> None:
        release({"data": "1.0.0"}, channel="next")

        answer = release({"data": "1.1.0"})

        assert (answer.json()["number"], answer.json()["channel"]) == (1, "stable")

    def test_needs_if_match_once_there_is_a_release(
        self, client: TestClient, release: Release
    ) -> None:
        release({"data": "1.0.0"})
        body = {"changes": {"data": {"version": "1.1.0"}}}

        blind = client.post(f"{STABLE}/releases", json=body, headers=DEPLOY)
        stale = client.post(f"{STABLE}/releases", json=body, headers=DEPLOY | {"If-Match": '"0"'})

        assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")

    @pytest.mark.usefixtures("published")
    def test_an_empty_channel_matches_nothing(self, client: TestClient) -> None:
        body = {"changes": {"data": {"version": "1.1.0"}}}

        answer = client.post(f"{STABLE}/releases", json=body, headers=DEPLOY | {"If-Match": "*"})

        assert (answer.status_code, answer.json()["code"]) == (412, "stale")

    def test_of_two_at_once_one_is_told(self, release: Release) -> None:
        release({"container": "1.0.0"})
        with concurrent.futures.ThreadPoolExecutor(2) as threads:
            for version in ("1.0.0", "1.1.0", "1.0.0", "1.1.0"):
                changes = [{"data": version}, {"other": version}]
                codes = sorted(a.status_code for a in threads.map(release, changes))
                assert codes in ([201, 201], [201, 412])

    def test_refuses_what_was_never_published(self, release: Release) -> None:
        answer = release({"data": "9.9.9", "nothing": "1.0.0"})

        assert answer.status_code == 422
        assert {finding["path"] for finding in answer.json()["findings"]} == {
            "data@9.9.9",
            "nothing@1.0.0",
        }

    def test_refuses_to_take_out_what_is_not_in(self, release: Release) -> None:
        assert release({"data": None}).json()["code"] == "not_released"

    @pytest.mark.parametrize(
        ("name", "described", "rule"),
        [
            ("dataApp", metadata(route="/third"), "duplicate_name"),
            ("thirdApp", metadata(), "duplicate_route"),
        ],
    )
    def test_refuses_two_of_what_must_be_one(
        self,
        publish: Publish,
        release: Release,
        name: str,
        described: dict[str, object],
        rule: str,
    ) -> None:
        publish("third", "1.0.0", remote(name, described=described))

        answer = release({"data": "1.0.0", "third": "1.0.0"})

        assert answer.status_code == 422
        assert [finding["rule"] for finding in answer.json()["findings"]] == [rule]

    def test_refuses_two_hosts(self, publish: Publish, release: Release) -> None:
        publish("container2", "1.0.0", host())

        answer = release({"container": "1.0.0", "container2": "1.0.0"})

        assert "two_hosts" in {finding["rule"] for finding in answer.json()["findings"]}

    def test_is_for_releasers(
        self, release: Release, admin: dict[str, str], viewer: dict[str, str]
    ) -> None:
        assert release({"data": "1.0.0"}, headers=viewer).status_code == 403
        assert release({"data": "1.0.0"}, headers=admin).status_code == 201

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"changes": {}},
            {"changes": {"data": {"version": "1"}}},
            {"changes": {"DATA": None}},
            {"changes": {"data": {"version": "1.0.0", "canary": {"percent": 5}}}},
            {"changes": {"data": None}, "note": "x" * 1001},
            {"changes": {"data": None}, "extra": 1},
        ],
    )
    def test_refuses_other_fields_and_forms(
        self, client: TestClient, body: dict[str, object]
    ) -> None:
        assert client.post(f"{STABLE}/releases", json=body, headers=DEPLOY).status_code == 422


def findings_of(made: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(each["rule"], each["severity"], each["path"]) for each in made["findings"]}


@pytest.mark.usefixtures("published")
class TestRollBack:
    def roll_back(self, client: TestClient, **body: object) -> tuple[int, dict[str, object]]:
        answer = client.post(f"{STABLE}/rollback", json=body, headers=DEPLOY)
        return answer.status_code, answer.json()

    def test_to_a_release_makes_a_new_one_of_its_map(
        self, client: TestClient, release: Release
    ) -> None:
        old = release({"container": "1.0.0", "data": "1.0.0"}).json()
        release({"data": "1.1.0", "other": "1.0.0"})

        status, made = self.roll_back(client, release=1, note="data is broken")

        assert status == 201
        assert (made["number"], made["apps"], made["note"]) == (3, old["apps"], "data is broken")

    def test_of_one_app_leaves_the_others(self, client: TestClient, release: Release) -> None:
        release({"data": "1.0.0", "other": "1.0.0"})
        release({"data": "1.1.0"})
        release({"other": "1.1.0"})

        status, made = self.roll_back(client, app="data")

        assert status == 201
        assert made["apps"] == {"data": {"version": "1.0.0"}, "other": {"version": "1.1.0"}}

    def test_of_a_new_app_takes_it_out(self, client: TestClient, release: Release) -> None:
        release({"other": "1.0.0"})
        release({"data": "1.0.0"})

        assert self.roll_back(client, app="data")[1]["apps"] == {"other": {"version": "1.0.0"}}

    @pytest.mark.parametrize(
        ("name", "described", "rules"),
        [
            ("thirdApp", metadata(), {"duplicate_route"}),
            ("dataApp", metadata(route="/third"), {"duplicate_name"}),
        ],
    )
    def test_is_only_warned_of_apps_that_collide(
        self,
        client: TestClient,
        publish: Publish,
        release: Release,
        name: str,
        described: dict[str, object],
        rules: set[str],
    ) -> None:
        publish("third", "1.0.0", remote(name, described=described))
        release({"data": "1.0.0"})
        release({"data": None, "third": "1.0.0"})

        status, made = self.roll_back(client, app="data")

        assert status == 201, made
        assert made["apps"] == {"data": {"version": "1.0.0"}, "third": {"version": "1.0.0"}}
        assert findings_of(made) == {(rule, "warning", "third") for rule in rules}
        assert release({"other": "1.0.0"}).status_code == 422  # a release is still refused

    def test_is_only_warned_of_two_hosts_beside_which_others_can_be_withdrawn(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        publish("shell", "1.0.0", host("shell"))
        release({"container": "1.0.0", "data": "1.0.0"})
        release({"container": None, "shell": "1.0.0", "data": "1.1.0"})

        status, made = self.roll_back(client, app="container")

        assert status == 201, made
        assert ("two_hosts", "warning", "shell") in findings_of(made)
        withdrawal = {"state": "withdrawn", "reason": "two hosts"}
        path = f"{REGISTRY}/apps/data/versions/1.1.0"
        assert client.patch(path, json=withdrawal, headers=DEPLOY).status_code == 200
        live = client.get(STABLE, headers=DEPLOY).json()["apps"]
        assert live == {app: {"version": "1.0.0"} for app in ("container", "shell", "data")}

    def test_without_anything_earlier_is_a_conflict(
        self, client: TestClient, release: Release
    ) -> None:
        release({"data": "1.0.0"})

        status, problem = self.roll_back(client, app="data")

        assert (status, problem["code"]) == (409, "nothing_to_roll_back")

    def test_to_nowhere_is_not_found(self, client: TestClient, release: Release) -> None:
        assert self.roll_back(client, release=1)[0] == 404
        release({"data": "1.0.0"})
        assert self.roll_back(client, release=7)[0] == 404

    def test_names_one_target(self, client: TestClient) -> None:
        assert self.roll_back(client)[0] == 422
        assert self.roll_back(client, release=1, app="data")[0] == 422


@pytest.mark.usefixtures("published")
class TestChannel:
    @pytest.mark.parametrize("tags", ['"1"', '"7", "1"', "*"])
    def test_is_not_sent_twice(self, client: TestClient, release: Release, tags: str) -> None:
        release({"data": "1.0.0"})

        known = client.get(STABLE, headers=DEPLOY | {"If-None-Match": tags})

        assert (known.status_code, known.content) == (304, b"")

    def test_keeps_its_history(
        self, client: TestClient, release: Release, viewer: dict[str, str]
    ) -> None:
        for version in ("1.0.0", "1.1.0", "1.0.0"):
            release({"data": version})

        first = client.get(f"{STABLE}/releases", params={"limit": 2}, headers=viewer).json()
        cursor = {"cursor": first["next_cursor"]}
        rest = client.get(f"{STABLE}/releases", params=cursor, headers=viewer).json()

        assert [item["number"] for item in first["items"] + rest["items"]] == [3, 2, 1]
        assert first["items"][0]["created_by"] == "deploy-token"
        assert first["items"][0]["created_at"] == "2026-11-21T12:00:00Z"
