import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import Browser
from tests.conftest import DEPLOY_TOKEN, FakeClock
from tests.registry.bundles import packed, remote

Headers = dict[str, str]
DEPLOY = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}


def events(client: TestClient, admin: Headers, **params: str) -> list[dict[str, Any]]:
    answer = client.get("/api/audit", params=params, headers=admin)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


class TestRoles:
    def test_only_admins_read(self, client: TestClient, user: Headers, viewer: Headers) -> None:
        assert client.get("/api/audit", headers=user).status_code == 403
        assert client.get("/api/audit", headers=viewer).status_code == 403
        assert client.get("/api/audit").status_code == 401


class TestRecord:
    def test_says_who_did_what_when_from_where_and_in_which_request(
        self, client: TestClient, admin: Headers
    ) -> None:
        headers = admin | {"X-Request-ID": "asked-once"}
        body = {"email": "a@example.com", "full_name": "A", "password": "marquetry-9"}
        made = client.post("/api/users", json=body, headers=headers).json()

        found = events(client, admin, target=f"user:{made['id']}")

        me = client.get("/api/auth/me", headers=admin).json()["id"]
        assert [{**event, "id": ""} for event in found] == [
            {
                "id": "",
                "at": "2026-11-21T12:00:00Z",
                "actor": me,
                "action": "user.created",
                "target": f"user:{made['id']}",
                "ip": "testclient",
                "request_id": "asked-once",
                "detail": {"role": "viewer"},
            }
        ]

    def test_names_each_thing_that_one_edit_did(self, client: TestClient, admin: Headers) -> None:
        body = {"email": "a@example.com", "full_name": "A", "password": "marquetry-9"}
        user = client.post("/api/users", json=body, headers=admin).json()["id"]
        edit = {"role": "user", "is_active": False, "password": "marquetry-8", "full_name": "B"}
        client.patch(f"/api/users/{user}", json=edit, headers=admin)
        client.delete(f"/api/users/{user}", headers=admin)

        found = events(client, admin, target=f"user:{user}")

        assert [(event["action"], event["detail"]) for event in reversed(found)] == [
            ("user.created", {"role": "viewer"}),
            ("user.role_changed", {"before": "viewer", "after": "user"}),
            ("user.deactivated", {}),
            ("user.password_changed", {}),
            ("user.changed", {"fields": ["full_name"]}),
            ("user.deleted", {}),
        ]
        assert "marquetry" not in json.dumps(found)

    def test_sign_in_reuse_and_sign_out(
        self, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        browser = Browser(client)
        browser.sign_in("viewer")
        old = browser.cookie
        for _ in range(2):
            clock.advance(minutes=2)
            browser.refresh()
        browser.cookie = old
        assert browser.refresh().json()["code"] == "reuse_detected"
        browser.sign_in("viewer")
        browser.post("/api/auth/logout")

        admin = {**admin, **_fresh_admin(client)}
        viewer = client.get("/api/users?q=viewer%40", headers=admin).json()["items"][0]["id"]
        actions = [event["action"] for event in events(client, admin, actor=viewer)]

        assert actions[::-1] == [
            "auth.sign_in",
            "auth.reuse_detected",
            "auth.sign_in",
            "auth.sign_out",
        ]

    def test_an_answer_that_was_lost(
        self, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        browser = Browser(client)
        browser.sign_in("viewer")
        browser.send("/api/auth/refresh", json={})
        clock.advance(minutes=2)
        assert browser.refresh().status_code == 200

        (event,) = events(client, _fresh_admin(client), action="auth.lost_response")

        assert event["target"].startswith("session:")

    def test_publish_release_and_rollback(self, client: TestClient, admin: Headers) -> None:
        for version in ("1.0.0", "1.1.0"):
            client.put(
                f"/api/registry/apps/shop/versions/{version}?channel=next",
                content=packed(remote("shop", content=version.encode())),
                headers=DEPLOY | {"Content-Type": "application/gzip"},
            )
        client.post("/api/registry/channels/next/rollback", json={"release": 1}, headers=DEPLOY)

        found = events(client, admin, actor="deploy-token")

        assert [event["action"] for event in reversed(found)] == [
            "version.published",
            "release.made",
            "version.published",
            "release.made",
            "release.rolled_back",
        ]
        assert found[0]["target"] == "channel:next"
        assert found[0]["detail"]["apps"] == {"shop": ["1.1.0", "1.0.0"]}

    def test_what_was_refused_leaves_no_trace(self, client: TestClient, admin: Headers) -> None:
        before = len(events(client, admin))
        body = {"email": "admin@example.com", "full_name": "A", "password": "marquetry-9"}

        assert client.post("/api/users", json=body, headers=admin).status_code == 409

        assert len(events(client, admin)) == before


class TestList:
    def test_filters_by_action_and_time(
        self, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        clock.advance(minutes=5)
        client.post("/api/auth/login", json={"username": "user", "password": "user123"})

        late = events(client, admin, action="auth.sign_in", since="2026-11-21T12:05:00Z")
        early = events(client, admin, action="auth.sign_in", until="2026-11-21T12:05:00Z")

        assert (len(late), len(early)) == (1, 1)
        assert late[0]["at"] == "2026-11-21T12:05:00Z"
        assert events(client, admin, action="nothing") == []

    @pytest.mark.parametrize(
        "params", [{"since": "yesterday"}, {"since": "2026-01-01T00:00:00"}, {"q": "x"}], ids=str
    )
    def test_refuses_what_it_does_not_know(
        self, client: TestClient, admin: Headers, params: dict[str, str]
    ) -> None:
        assert client.get("/api/audit", params=params, headers=admin).status_code == 422

    def test_pages_follow_each_other(self, client: TestClient, admin: Headers) -> None:
        for _ in range(3):
            client.post("/api/auth/login", json={"username": "user", "password": "user123"})
        whole = events(client, admin)
        page = client.get("/api/audit?limit=2", headers=admin).json()
        rest = events(client, admin, cursor=page["next_cursor"])

        assert page["items"] + rest == whole


class TestExport:
    def test_streams_every_match_as_json_lines(
        self, client: TestClient, admin: Headers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.audit.router.BATCH", 2)
        for _ in range(4):
            client.post("/api/auth/login", json={"username": "user", "password": "user123"})

        answer = client.get(
            "/api/audit?action=auth.sign_in&limit=1",
            headers=admin | {"Accept": "application/x-ndjson"},
        )

        assert answer.headers["content-type"].startswith("application/x-ndjson")
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert lines == events(client, admin, action="auth.sign_in")
        assert len(lines) == 5


def _fresh_admin(client: TestClient) -> Headers:
    body = {"username": "admin", "password": "admin123"}
    token = client.post("/api/auth/login", json=body).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}
