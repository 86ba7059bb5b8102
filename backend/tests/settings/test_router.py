from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import DEPLOY_TOKEN, signed_in

Headers = dict[str, str]
DEPLOY = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}
BUILT_IN = {
    "theme_mode": "system",
    "primary_color": "#1d5f55",
    "secondary_color": "#855300",
    "language": None,
    "timezone": None,
    "notifications_enabled": True,
    "email_notifications": True,
    "push_notifications": False,
    "auto_save": True,
    "compact_mode": False,
}


def mine(client: TestClient, headers: Headers) -> dict[str, Any]:
    answer = client.get("/api/settings", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestMine:
    def test_product_then_organisation_then_me(
        self, client: TestClient, admin: Headers, viewer: Headers
    ) -> None:
        assert mine(client, viewer) == BUILT_IN
        defaults = {"language": "de", "theme_mode": "dark"}
        client.put("/api/settings/defaults", json=defaults, headers=admin)
        assert mine(client, viewer) == BUILT_IN | defaults

        chosen = client.patch("/api/settings", json={"theme_mode": "light"}, headers=viewer)

        assert chosen.json() == BUILT_IN | {"language": "de", "theme_mode": "light"}
        assert mine(client, viewer) == chosen.json()
        assert mine(client, admin) == BUILT_IN | defaults

    def test_patch_adds_put_replaces_and_reset_forgets(
        self, client: TestClient, user: Headers
    ) -> None:
        client.patch("/api/settings", json={"compact_mode": True}, headers=user)
        client.patch("/api/settings", json={"timezone": "Europe/Berlin"}, headers=user)
        both = {"compact_mode": True, "timezone": "Europe/Berlin"}
        assert mine(client, user) == BUILT_IN | both

        client.put("/api/settings", json={"auto_save": False}, headers=user)
        assert mine(client, user) == BUILT_IN | {"auto_save": False}

        assert client.post("/api/settings/reset", headers=user).json() == BUILT_IN
        assert mine(client, user) == BUILT_IN

    def test_nobody_chose_a_language_until_somebody_did(
        self, client: TestClient, admin: Headers, viewer: Headers
    ) -> None:
        """Null leaves it to the browser, for those too whose organisation has chosen."""
        organisation = {"language": "de", "timezone": "Europe/Berlin"}
        client.put("/api/settings/defaults", json=organisation, headers=admin)
        assert mine(client, viewer) == BUILT_IN | organisation

        own = {"language": None, "timezone": None}
        assert client.patch("/api/settings", json=own, headers=viewer).json() == BUILT_IN
        client.post("/api/settings/reset", headers=viewer)

        assert mine(client, viewer) == BUILT_IN | organisation

    def test_takes_what_it_gave(self, client: TestClient, user: Headers) -> None:
        assert client.put("/api/settings", json=BUILT_IN, headers=user).json() == BUILT_IN

    @pytest.mark.parametrize(
        "values",
        [
            {"theme_mode": "pink"},
            {"theme_mode": None},
            {"primary_color": "red"},
            {"primary_color": "#12345"},
            {"secondary_color": "#1234567"},
            {"language": "fr"},
            {"timezone": "Mars/Olympus"},
            {"timezone": "../../etc/passwd"},
            {"timezone": "\0"},
            {"auto_save": "yes"},
            {"compact_mode": 1},
            {"unknown": 1},
        ],
        ids=str,
    )
    def test_refuses_what_does_not_fit(
        self, client: TestClient, admin: Headers, values: dict[str, object]
    ) -> None:
        for method, path in (("PUT", ""), ("PATCH", ""), ("PUT", "/defaults")):
            answer = client.request(method, f"/api/settings{path}", json=values, headers=admin)

            assert answer.status_code == 422
            assert answer.json()["errors"][0]["loc"] == ["body", *values]

    def test_stale_edit_is_412(self, client: TestClient, user: Headers) -> None:
        tag = client.get("/api/settings", headers=user).headers["ETag"]
        tagged = user | {"If-Match": tag}

        first = client.patch("/api/settings", json={"language": "de"}, headers=tagged)
        second = client.put("/api/settings", json={"language": "en"}, headers=tagged)

        assert (first.status_code, second.status_code) == (200, 412)
        assert mine(client, user)["language"] == "de"

    def test_two_edits_at_once_are_both_kept(self, client: TestClient, user: Headers) -> None:
        edits: list[dict[str, object]] = [{"language": "de"}, {"auto_save": False}]

        def send(body: dict[str, object]) -> int:
            return client.patch("/api/settings", json=body, headers=user).status_code

        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(send, edits)) == [200, 200]
        assert mine(client, user) == BUILT_IN | {"language": "de", "auto_save": False}

    def test_needs_a_person(self, client: TestClient) -> None:
        assert client.get("/api/settings").status_code == 401
        assert client.get("/api/settings", headers=DEPLOY).status_code == 403


class TestDefaults:
    @pytest.mark.parametrize("method", ["GET", "PUT"])
    def test_are_for_admins(self, client: TestClient, user: Headers, method: str) -> None:
        answer = client.request(method, "/api/settings/defaults", json={}, headers=user)

        assert answer.status_code == 403

    def test_put_replaces_and_is_audited(self, client: TestClient, admin: Headers) -> None:
        path = "/api/settings/defaults"
        client.put(path, json={"language": "de", "theme_mode": "dark"}, headers=admin)
        client.put(path, json={"theme_mode": "dark", "compact_mode": True}, headers=admin)
        client.put(path, json={"theme_mode": "dark", "compact_mode": True}, headers=admin)

        held = client.get(path, headers=admin).json()
        assert held == BUILT_IN | {"theme_mode": "dark", "compact_mode": True}
        events = client.get("/api/audit?action=settings.defaults_changed", headers=admin).json()
        assert [event["detail"]["changed"] for event in events["items"]] == [
            {"language": ["de", None], "compact_mode": [False, True]},
            {"language": [None, "de"], "theme_mode": ["system", "dark"]},
        ]


class TestFeed:
    def test_tells_the_person_and_with_defaults_everybody(
        self, client: TestClient, admin: Headers, user: Headers
    ) -> None:
        start = client.get(
            "/api/events?after=0", headers=user | {"Accept": "application/json"}
        ).json()["last"]

        client.patch("/api/settings", json={"language": "de"}, headers=user)
        client.patch("/api/settings", json={"language": "de"}, headers=user)  # changes nothing
        client.put("/api/settings/defaults", json={"auto_save": False}, headers=admin)

        def heard(headers: Headers) -> list[str]:
            answer = client.get(
                f"/api/events?after={start}", headers=headers | {"Accept": "application/json"}
            )
            return [item["event"] for item in answer.json()["items"]]

        assert heard(user) == ["settings", "settings"]
        assert heard(signed_in(client, "viewer")) == ["settings"]
