from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.data.conftest import OAK, Create, Headers


def as_json(headers: Headers) -> Headers:
    return {**headers, "Content-Type": "application/json"}


class TestRoles:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", ""), ("PUT", "/x"), ("PATCH", "/x"), ("DELETE", "/x")],
    )
    def test_viewer_may_look_and_not_touch(
        self, client: TestClient, viewer: Headers, method: str, path: str
    ) -> None:
        answer = client.request(method, f"/api/data{path}", json=OAK, headers=viewer)

        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert client.get("/api/data", headers=viewer).status_code == 200

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_nobody_may_do_anything_unsigned(self, app: TestClient, method: str) -> None:
        assert app.request(method, "/api/data", json=OAK).status_code == 401


class TestCreate:
    def test_gives_back_what_was_sent_with_id_times_and_tag(
        self, create: Create, client: TestClient, viewer: Headers
    ) -> None:
        answer = create(description="Für Möbel", status="pending")

        made = answer.json()
        assert answer.status_code == 201
        assert {**made, "id": "", "description": ""} == {
            **OAK,
            "id": "",
            "status": "pending",
            "description": "",
            "created_at": "2026-11-21T12:00:00Z",
            "updated_at": "2026-11-21T12:00:00Z",
        }
        read = client.get(f"/api/data/{made['id']}", headers=viewer)
        assert read.json() == made
        assert read.headers["ETag"] == answer.headers["ETag"]

    @pytest.mark.parametrize(
        "values",
        [
            {"name": ""},
            {"name": "   "},
            {"name": "x" * 201},
            {"name": None},
            {"name": 1},
            {"name": ["x"]},
            {"name": "a\0b"},
            {"category": "x" * 101},
            {"value": "12"},
            {"value": True},
            {"value": None},
            {"value": 1e16},
            {"status": "gone"},
            {"description": "x" * 2001},
            {"description": "a\0b"},
            {"id": "mine"},
            {"revision": 7},
            {"created_at": "2020-01-01T00:00:00Z"},
        ],
        ids=lambda values: str(values)[:30],
    )
    def test_refuses_what_does_not_fit_and_names_the_field(
        self, app: TestClient, app_user: Headers, values: dict[str, object]
    ) -> None:
        answer = app.post("/api/data", json=OAK | values, headers=app_user)

        assert answer.status_code == 422
        assert [error["loc"][:2] for error in answer.json()["errors"]] == [["body", *values]]

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'"x"',
            b'{"name": "a", "category": "b", "value": NaN}',
            b'{"name": "a", "category": "b", "value": Infinity}',
            b'{"name": "a", "category": "b", "value": 1e999}',
            b'{"name": "a", "category": "b", "value": ' + b"9" * 5000 + b"}",
            b'{"name": "\\ud800", "category": "b", "value": 1}',
            b'{"name": "a", "category": "b", "value": 1, "description": "\\udfff"}',
            b'{"name": "a", "category": "b", "value": 1, "\\ud800": 1}',
            b'{"name": "\xff", "category": "b", "value": 1}',
            b"[" * 100_000,
            b'{"name":' * 20_000 + b"1" + b"}" * 20_000,
        ],
        ids=lambda raw: str(raw[:48]),
    )
    def test_refuses_malformed_bodies(self, app: TestClient, app_user: Headers, raw: bytes) -> None:
        answer = app.post("/api/data", content=raw, headers=as_json(app_user))

        assert answer.status_code in {400, 422}
        assert answer.headers["content-type"] == "application/problem+json"

    def test_refuses_an_announced_body_over_the_limit(
        self, app: TestClient, app_user: Headers
    ) -> None:
        answer = app.post("/api/data", content=b" " * (2**20 + 1), headers=as_json(app_user))

        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def test_refuses_an_endless_body_that_does_not_say_how_long_it_is(
        self, app: TestClient, app_user: Headers
    ) -> None:
        chunks = (b" " * 65536 for _ in range(17))

        answer = app.post("/api/data", content=chunks, headers=as_json(app_user))

        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


class TestGet:
    @pytest.mark.parametrize("item", ["unknown", "a" * 65, "%00", "..x", "a%20b", "é"])
    def test_what_nothing_has_is_not_found(
        self, app: TestClient, app_user: Headers, item: str
    ) -> None:
        answer = app.get(f"/api/data/{item}", headers=app_user)

        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


class TestChange:
    def test_put_replaces_the_whole(
        self, client: TestClient, create: Create, user: Headers, clock: FakeClock
    ) -> None:
        made = create(description="gone", status="pending").json()
        clock.advance(seconds=1)

        answer = client.put(f"/api/data/{made['id']}", json=OAK, headers=user)

        assert answer.json() == made | {
            "description": None,
            "status": "active",
            "updated_at": "2026-11-21T12:00:01Z",
        }

    def test_patch_changes_what_it_names_and_nothing_else(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        made = create(description="stays", status="pending").json()
        path = f"/api/data/{made['id']}"

        answer = client.patch(path, json={"value": 7}, headers=user)

        assert answer.json() == made | {"value": 7}
        assert client.patch(path, json={}, headers=user).json() == made | {"value": 7}

    def test_patch_can_take_a_description_away(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        path = f"/api/data/{create(description='x').json()['id']}"

        answer = client.patch(path, json={"description": None}, headers=user)

        assert answer.json()["description"] is None

    @pytest.mark.parametrize("field", ["name", "category", "value", "status"])
    def test_patch_refuses_null_where_a_record_must_have_a_value(
        self, client: TestClient, create: Create, user: Headers, field: str
    ) -> None:
        path = f"/api/data/{create().json()['id']}"

        assert client.patch(path, json={field: None}, headers=user).status_code == 422

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
    def test_stale_tag_is_refused_and_changes_nothing(
        self, client: TestClient, create: Create, user: Headers, method: str
    ) -> None:
        made = create()
        path = f"/api/data/{made.json()['id']}"
        changed = client.patch(path, json={"value": 1}, headers=user)
        stale = {**user, "If-Match": made.headers["ETag"]}

        answer = client.request(method, path, json=OAK, headers=stale)

        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
        assert client.get(path, headers=user).json() == changed.json()

    @pytest.mark.parametrize(
        ("if_match", "status"),
        [
            ("*", 200),
            ("{}", 200),
            ('"0", {}', 200),
            ('"0" ,{} , "9"', 200),
            ("W/{}", 412),
            ('"0"', 412),
            ("0", 412),
            ("", 412),
        ],
    )
    def test_if_match_is_compared_strongly(
        self, client: TestClient, create: Create, user: Headers, if_match: str, status: int
    ) -> None:
        made = create()
        headers = {**user, "If-Match": if_match.format(made.headers["ETag"])}

        answer = client.patch(f"/api/data/{made.json()['id']}", json={"value": 1}, headers=headers)

        assert answer.status_code == status
        if status == 200:
            assert answer.headers["ETag"] != made.headers["ETag"]

    def test_of_ten_edits_from_one_state_one_wins(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        made = create()
        path, headers = f"/api/data/{made.json()['id']}", {**user, "If-Match": made.headers["ETag"]}

        def edit(number: int) -> int:
            return client.patch(path, json={"value": number}, headers=headers).status_code

        with ThreadPoolExecutor(10) as threads:
            assert sorted(threads.map(edit, range(10))) == [200] + [412] * 9


class TestDelete:
    def test_removes_once(self, client: TestClient, create: Create, user: Headers) -> None:
        path = f"/api/data/{create().json()['id']}"

        assert client.delete(path, headers=user).status_code == 204
        assert client.delete(path, headers=user).status_code == 404
        assert client.get(path, headers=user).status_code == 404
