from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.data.conftest import OAK, Create, Headers

Send = Callable[..., httpx2.Response]


@pytest.fixture
def send(client: TestClient, user: Headers) -> Send:
    return lambda **body: client.post("/api/data/bulk", json=body, headers=user)


def statements(client: TestClient, work: Callable[[], object]) -> int:
    """How many statements the database was sent meanwhile."""
    sent: list[str] = []
    engine = client.app_state["engine"].sync_engine

    def note(*call: object) -> None:
        sent.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    # Chores that come due at this moment forget old events.
    noted = "INSERT INTO audit_events"
    return len([text for text in sent if "data_items" in text or text.startswith(noted)])


class TestBulk:
    def test_makes_changes_and_removes_in_the_order_of_the_request(
        self, send: Send, create: Create, client: TestClient, user: Headers, clock: FakeClock
    ) -> None:
        old, gone = create(name="Old").json(), create(name="Gone").json()
        clock.advance(seconds=1)

        answer = send(
            create=[OAK | {"name": "A"}, OAK | {"name": "B", "description": "new"}],
            update=[{"id": old["id"], "status": "inactive"}],
            delete=[{"id": gone["id"]}],
        )

        done = answer.json()
        assert answer.status_code == 200, done
        assert [row["name"] for row in done["created"]] == ["A", "B"]
        changed = {"status": "inactive", "updated_at": "2026-11-21T12:00:01Z"}
        assert done["updated"] == [old | changed]
        assert done["deleted"] == [gone["id"]]
        listed = client.get("/api/data?sort=name", headers=user).json()["items"]
        assert listed == [*done["created"], *done["updated"]]

    @pytest.mark.parametrize("part", ["update", "delete"])
    def test_one_bad_row_is_named_and_nothing_is_done(
        self, send: Send, create: Create, client: TestClient, user: Headers, part: str
    ) -> None:
        made = create(name="Kept").json()

        answer = send(create=[OAK], **{part: [{"id": made["id"]}, {"id": "nobody"}]})

        assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
        assert answer.json()["errors"] == [
            {"loc": ["body", part, 1, "id"], "msg": "There is no such record.", "type": "not_found"}
        ]
        assert client.get("/api/data", headers=user).json()["items"] == [made]

    def test_a_stale_tag_is_named(
        self, send: Send, create: Create, client: TestClient, user: Headers
    ) -> None:
        made = create()
        path = f"/api/data/{made.json()['id']}"
        moved = client.patch(path, json={"value": 2}, headers=user)

        def change(tag: str) -> httpx2.Response:
            return send(update=[{"id": made.json()["id"], "value": 3, "if_match": tag}])

        assert change(made.headers["ETag"]).json()["errors"][0]["type"] == "stale"
        assert change(moved.headers["ETag"]).json()["updated"][0]["value"] == 3
        assert change(moved.headers["ETag"]).status_code == 422

    def test_the_same_record_twice_is_refused(self, send: Send, create: Create) -> None:
        item = {"id": create().json()["id"]}

        answer = send(update=[item | {"value": 1}], delete=[item])

        assert [error["type"] for error in answer.json()["errors"]] == ["named_twice"]

    def test_each_row_that_does_not_fit_is_named(self, send: Send) -> None:
        answer = send(create=[OAK, OAK | {"value": "x"}], update=[{"id": "a", "name": ""}])

        locs = [error["loc"] for error in answer.json()["errors"]]
        assert locs == [["body", "create", 1, "value"], ["body", "update", 0, "name"]]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"create": [OAK] * 1001},
            {"create": [OAK] * 999, "delete": [{"id": "a"}, {"id": "b"}]},
            {"delete": [{"id": "../etc"}]},
            {"delete": [{"id": "a", "why": "?"}]},
        ],
        ids=["nothing", "too many", "too many together", "no id", "unknown field"],
    )
    def test_what_is_no_bulk_is_refused(self, send: Send, body: dict[str, object]) -> None:
        assert send(**body).status_code == 422

    def test_a_viewer_may_not(self, client: TestClient, viewer: Headers) -> None:
        answer = client.post("/api/data/bulk", json={"create": [OAK]}, headers=viewer)

        assert answer.status_code == 403

    def test_a_hundred_rows_need_no_more_statements_than_one(
        self, send: Send, client: TestClient
    ) -> None:
        one = send(create=[OAK]).json()["created"]
        many = send(create=[OAK] * 100).json()["created"]

        def change(rows: list[dict[str, str]]) -> None:
            halves = rows[: len(rows) // 2 + 1], rows[len(rows) // 2 + 1 :]
            update = [{"id": row["id"], "value": 99} for row in halves[0]]
            answer = send(create=[OAK], update=update, delete=[{"id": r["id"]} for r in halves[1]])
            assert answer.status_code == 200

        few = statements(client, lambda: change(one))
        assert statements(client, lambda: change(many)) <= few + 2  # removal and its trail

    def test_what_was_made_at_once_is_found_by_words(
        self, send: Send, client: TestClient, user: Headers
    ) -> None:
        made = send(create=[OAK | {"name": "Zebrano"}]).json()["created"][0]
        send(update=[{"id": made["id"], "name": "Amaranth"}])

        def found(words: str) -> int:
            answer = client.get("/api/data", params={"q": words}, headers=user)
            return int(answer.json()["total"])

        assert (found("zebrano"), found("amaranth")) == (0, 1)
