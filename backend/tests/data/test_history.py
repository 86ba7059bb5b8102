import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.data.conftest import OAK, Create, Headers

Entries = list[dict[str, object]]


def history(client: TestClient, headers: Headers, item_id: str, **params: str) -> Entries:
    answer = client.get(f"/api/data/{item_id}/history", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    items: Entries = answer.json()["items"]
    return items


class TestHistory:
    def test_tells_who_changed_what_and_when_the_newest_first(
        self, client: TestClient, create: Create, admin: Headers, viewer: Headers, clock: FakeClock
    ) -> None:
        made = create().json()
        clock.advance(minutes=1)
        client.patch(f"/api/data/{made['id']}", json={"value": 7, "name": "Elm"}, headers=admin)

        changed, created = history(client, viewer, made["id"])

        assert (created["action"], created["actor_name"]) == ("created", "Demo User")
        assert (created["at"], created["changes"]) == ("2026-11-21T12:00:00Z", {})
        assert (changed["action"], changed["actor_name"]) == ("changed", "Demo Admin")
        assert changed["at"] == "2026-11-21T12:01:00Z"
        assert changed["changes"] == {
            "value": {"before": OAK["value"], "after": 7},
            "name": {"before": OAK["name"], "after": "Elm"},
        }

    def test_of_many_at_once_is_each_record_s_own(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        ids = [create().json()["id"] for _ in range(2)]
        body = {"update": [{"id": ids[0], "status": "pending"}], "delete": [{"id": ids[1]}]}
        client.post("/api/data/bulk", json=body, headers=user)

        assert [entry["action"] for entry in history(client, user, ids[0])] == [
            "changed",
            "created",
        ]
        assert [entry["action"] for entry in history(client, user, ids[1])] == [
            "deleted",
            "created",
        ]

    def test_an_edit_that_changes_nothing_is_none(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        made = create().json()
        client.put(f"/api/data/{made['id']}", json=OAK, headers=user)

        assert len(history(client, user, made["id"])) == 1

    def test_comes_by_the_page(self, client: TestClient, create: Create, user: Headers) -> None:
        made = create().json()
        for value in range(4):
            client.patch(f"/api/data/{made['id']}", json={"value": value}, headers=user)
        path = f"/api/data/{made['id']}/history"

        first = client.get(path, params={"limit": 3}, headers=user).json()
        rest = history(client, user, made["id"], cursor=first["next_cursor"])

        assert (first["total"], first["total_capped"]) == (5, False)
        assert [*first["items"], *rest] == history(client, user, made["id"])

    @pytest.mark.parametrize("item", ["unknown", "%00"])
    def test_of_what_never_was_there_is_none(
        self, app: TestClient, app_user: Headers, item: str
    ) -> None:
        assert app.get(f"/api/data/{item}/history", headers=app_user).status_code == 404
