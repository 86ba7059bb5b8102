"""Errors of pages: reported by anybody, grouped, read and resolved by who may."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.reports import write_reports

Headers = dict[str, str]
Report = Callable[..., None]

ERROR: dict[str, Any] = {
    "timestamp": "2026-11-21T12:00:00Z",
    "type": "TypeError",
    "message": "row 17 is undefined",
    "stack": "TypeError: x\n    at save (https://host/mf/data-grid/1.0.0/main.js:1:2)",
    "appName": "data-grid",
    "url": "https://host/data?token=secret",
    "userAgent": "Mozilla/5.0",
    "severity": "high",
    "appVersion": "1.0.0",
    "release": 3,
}


@pytest.fixture
def report(client: TestClient) -> Report:
    """Report an error several times and see it stored."""

    def post(times: int = 1, **changed: object) -> None:
        for _ in range(times):
            answer = client.post("/api/errors", json=ERROR | changed)
            assert (answer.status_code, answer.json()) == (202, {"accepted": 1}), answer.text
        write_reports(client)

    return post


def listed(client: TestClient, headers: Headers, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/api/errors", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


class TestReport:
    def test_the_same_error_is_one_group(
        self, report: Report, client: TestClient, user: Headers, clock: FakeClock
    ) -> None:
        report(2)
        clock.advance(minutes=5)
        report(3, message="row 4 is undefined", appVersion="1.1.0", release=4)
        (group,) = listed(client, user)

        assert group["count"] == 5
        assert (group["appName"], group["appVersion"], group["release"]) == (
            "data-grid",
            "1.1.0",
            4,
        )
        assert group["first_seen"] == "2026-11-21T12:00:00Z"
        assert group["last_seen"] == "2026-11-21T12:05:00Z"

    def test_other_apps_and_messages_are_others(
        self, report: Report, client: TestClient, user: Headers
    ) -> None:
        report()
        report(appName="analytics")
        report(message="something else")

        assert len(listed(client, user)) == 3

    def test_what_does_not_fit_is_refused(self, client: TestClient) -> None:
        for wrong in (
            {"severity": "funny"},
            {"message": ""},
            {"appName": "../x"},
            {"props": {"x": "y" * 9000}},
            {"props": {"x": "\0"}},
            {"more": 1},
        ):
            assert client.post("/api/errors", json=ERROR | wrong).status_code == 422, wrong

    def test_a_token_in_the_address_is_not_stored(
        self, report: Report, client: TestClient, user: Headers
    ) -> None:
        report(props={"any": ["thing"]})
        (group,) = listed(client, user)
        detail = client.get(f"/api/errors/{group['id']}", headers=user).json()

        assert detail["url"] == "https://host/data"
        assert detail["props"] == {"any": ["thing"]}


class TestRead:
    def test_needs_a_role(self, client: TestClient, viewer: Headers) -> None:
        for path in ("", "/stats", "/export", "/anything"):
            assert client.get(f"/api/errors{path}").status_code == 401
            assert client.get(f"/api/errors{path}", headers=viewer).status_code == 403

    def test_filters_and_sorts(self, report: Report, client: TestClient, user: Headers) -> None:
        report(2)
        report(appName="analytics", severity="low", message="Umlaut Ü")

        assert [group["count"] for group in listed(client, user, sort="-count")] == [2, 1]
        assert len(listed(client, user, app="analytics")) == 1
        assert len(listed(client, user, severity="high")) == 1
        assert len(listed(client, user, q="umlaut ü")) == 1
        assert listed(client, user, status="resolved") == []

    def test_counts_groups_and_reports(
        self, report: Report, client: TestClient, user: Headers
    ) -> None:
        report(2)
        report(appName="analytics", severity="low")
        stats = client.get("/api/errors/stats", headers=user).json()

        assert (stats["groups"], stats["reports"]) == (2, 3)
        assert stats["by_app"] == [
            {"name": "data-grid", "groups": 1, "reports": 2},
            {"name": "analytics", "groups": 1, "reports": 1},
        ]
        assert stats["by_status"] == [{"name": "open", "groups": 2, "reports": 3}]

    def test_exports_json_lines(self, report: Report, client: TestClient, user: Headers) -> None:
        report()
        answer = client.get("/api/errors/export", headers=user)

        assert answer.headers["content-type"].startswith("application/jsonl")
        assert [json.loads(line)["appName"] for line in answer.text.splitlines()] == ["data-grid"]

    def test_an_unknown_error_is_404(self, client: TestClient, admin: Headers) -> None:
        for method in ("GET", "DELETE"):
            assert client.request(method, "/api/errors/none", headers=admin).status_code == 404


class TestResolve:
    def test_needs_an_admin(self, report: Report, client: TestClient, user: Headers) -> None:
        report()
        (group,) = listed(client, user)
        path = f"/api/errors/{group['id']}"

        assert client.patch(path, json={"status": "resolved"}, headers=user).status_code == 403
        assert client.delete("/api/errors", headers=user).status_code == 403

    def test_a_resolved_error_that_comes_again_is_open_again(
        self, report: Report, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        report()
        (group,) = listed(client, admin)
        path = f"/api/errors/{group['id']}"
        done = client.patch(path, json={"status": "resolved"}, headers=admin).json()
        clock.advance(seconds=1)
        report()

        assert (done["status"], done["resolved_at"]) == ("resolved", "2026-11-21T12:00:00Z")
        assert listed(client, admin)[0]["status"] == "open"

    def test_an_ignored_error_stays_ignored(
        self, report: Report, client: TestClient, admin: Headers
    ) -> None:
        report()
        path = f"/api/errors/{listed(client, admin)[0]['id']}"
        client.patch(path, json={"status": "ignored"}, headers=admin)
        report()

        assert [each["status"] for each in listed(client, admin)] == ["ignored"]

    def test_a_stale_edit_is_refused(
        self, report: Report, client: TestClient, admin: Headers
    ) -> None:
        report()
        path = f"/api/errors/{listed(client, admin)[0]['id']}"
        tag = client.get(path, headers=admin).headers["ETag"]
        report()  # counts, but changes nothing that people decided
        headers = admin | {"If-Match": tag}

        assert client.patch(path, json={"status": "ignored"}, headers=headers).status_code == 200
        assert client.patch(path, json={"status": "open"}, headers=headers).status_code == 412

    def test_several_at_once(self, report: Report, client: TestClient, admin: Headers) -> None:
        report()
        report(appName="analytics")
        body = {"ids": [group["id"] for group in listed(client, admin)] + ["unknown"]}
        for resolved in (2, 0):
            answer = client.post("/api/errors/bulk-resolve", json=body, headers=admin)
            assert answer.json() == {"resolved": resolved}

        assert len(listed(client, admin, status="resolved")) == 2

    def test_removed_is_gone(self, report: Report, client: TestClient, admin: Headers) -> None:
        report()
        report(appName="analytics")
        first = listed(client, admin)[0]["id"]

        assert client.delete(f"/api/errors/{first}", headers=admin).status_code == 204
        assert len(listed(client, admin)) == 1
        assert client.delete("/api/errors", headers=admin).status_code == 204
        assert listed(client, admin) == []
