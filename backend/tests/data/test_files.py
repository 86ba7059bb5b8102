import csv
import io
from typing import cast

import httpx2
import pytest
from sqlalchemy import QueuePool
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.data import bulk, files
from intarsia.data.store import DataFilter
from intarsia.database import readers, writers
from intarsia.pagination import BATCH
from intarsia.trail import Act
from tests.conftest import FakeClock
from tests.data.conftest import OAK, Create, Headers
from tests.data.test_bulk import statements

OAK_ROW = {**OAK, "status": "active", "description": None}


def as_csv(headers: Headers) -> Headers:
    return {**headers, "Content-Type": "text/csv; charset=utf-8"}


def send(client: TestClient, headers: Headers, file: str) -> httpx2.Response:
    return client.post("/api/data/import", content=file.encode(), headers=as_csv(headers))


def export(client: TestClient, headers: Headers, **params: str) -> list[dict[str, str]]:
    answer = client.get("/api/data/export", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="data.csv"'
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


class TestExport:
    def test_has_all_that_fits_in_the_order_asked_for(
        self, client: TestClient, user: Headers, viewer: Headers
    ) -> None:
        rows = [
            OAK | {"name": f"n{n:04}", "value": n % 7, "category": "ab"[n % 2]} for n in range(999)
        ]
        for start in (0, 500):
            client.post("/api/data/bulk", json={"create": rows[start : start + 500]}, headers=user)

        found = export(client, viewer, category="b", sort="value,-name")

        wanted = sorted(
            (row for row in rows if row["category"] == "b"), key=lambda row: str(row["name"])
        )[::-1]
        wanted.sort(key=lambda row: int(str(row["value"])))
        assert len(found) == 499
        assert len(rows) > BATCH
        assert [row["name"] for row in found] == [row["name"] for row in wanted]

    def test_of_more_than_a_batch_no_row_is_lost_or_doubled(
        self, client: TestClient, user: Headers
    ) -> None:
        for _ in range(2):
            client.post("/api/data/bulk", json={"create": [OAK] * (BATCH)}, headers=user)

        found = export(client, user)

        assert len({row["id"] for row in found}) == len(found) == 2 * BATCH

    def test_no_cell_is_a_formula(self, create: Create, client: TestClient, user: Headers) -> None:
        create(name="=HYPERLINK(1)", category="@x", description="+1", value=-3)

        (row,) = export(client, user)

        assert (row["name"], row["category"], row["description"]) == (
            "'=HYPERLINK(1)",
            "'@x",
            "'+1",
        )
        assert row["value"] == "-3"

    @pytest.mark.parametrize(("params", "status"), [("sort=nothing", 422), ("limit=1", 422)])
    def test_refuses_before_it_begins(
        self, app: TestClient, app_user: Headers, params: str, status: int
    ) -> None:
        answer = app.get(f"/api/data/export?{params}", headers=app_user)

        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_holds_no_connection_while_its_reader_is_slow(self, engine: AsyncEngine) -> None:
        async with writers(engine).begin() as session:
            await bulk.apply(session, Act("x", FakeClock().now()), creates=[OAK_ROW] * (BATCH + 1))
        pool, pieces = cast("QueuePool", engine.pool), 0

        async for _ in files.exported(readers(engine), DataFilter()):
            pieces += 1
            assert pool.checkedout() == 0

        assert pieces == 3  # the header, and two batches

    def test_an_empty_table_has_its_header(self, app: TestClient, app_user: Headers) -> None:
        text = app.get("/api/data/export?q=nothing+has+this", headers=app_user).text

        assert text == "id,name,category,value,status,description,created_at,updated_at\r\n"


class TestImport:
    def test_what_was_exported_comes_back_the_same(
        self, client: TestClient, create: Create, user: Headers
    ) -> None:
        create(name="=1", description='say "hi",\r\n\'@home')
        create(name="Nüsse", category="-")
        text = client.get("/api/data/export", headers=user).text
        before = client.get("/api/data", headers=user).json()["items"]

        answer = send(client, user, text)

        assert (answer.status_code, answer.json()) == (200, {"created": 0, "updated": 2})
        assert client.get("/api/data", headers=user).json()["items"] == before

    def test_lines_without_an_id_make_records_others_change_theirs(
        self, client: TestClient, create: Create, user: Headers, clock: FakeClock
    ) -> None:
        old = create(description="goes", status="pending").json()
        clock.advance(seconds=1)
        header = "\ufeffid,name,category,value,description"
        file = f"{header}\n{old['id']},Elm,Stock,1,\n,Ash,Tooling,2.5,x\n"

        answer = send(client, user, file)

        assert answer.json() == {"created": 1, "updated": 1}
        ash, elm = client.get("/api/data?sort=name", headers=user).json()["items"]
        assert (ash["name"], ash["value"], ash["status"]) == ("Ash", 2.5, "active")
        assert elm == old | {
            "name": "Elm", "value": 1, "description": None, "updated_at": "2026-11-21T12:00:01Z",
        }  # fmt: skip

    def test_one_bad_line_and_nothing_is_imported(self, client: TestClient, user: Headers) -> None:
        answer = send(client, user, "name,category,value\nA,B,1\nC,D,much\n,E,2\n")

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_csv")
        assert [error["loc"] for error in answer.json()["errors"]] == [
            ["line", 3, "value"], ["line", 4, "name"],
        ]  # fmt: skip
        assert client.get("/api/data", headers=user).json()["total"] == 0

    def test_an_id_that_nothing_has_is_named_by_its_line(
        self, client: TestClient, user: Headers
    ) -> None:
        answer = send(client, user, "id,name,category,value\n,A,B,1\nnobody,C,D,2\n")

        assert [error["loc"] for error in answer.json()["errors"]] == [["line", 3, "id"]]
        assert client.get("/api/data", headers=user).json()["total"] == 0

    def test_the_trail_has_the_import_once_and_each_record_its_history(
        self, client: TestClient, user: Headers, admin: Headers
    ) -> None:
        send(client, user, "name,category,value\nA,B,1\nC,D,2\n")

        events = client.get("/api/audit", headers=admin).json()["items"]
        of_data = [event for event in events if event["action"].startswith("data.")]
        assert [(e["action"], e["detail"]) for e in of_data] == [
            ("data.file_imported", {"created": 2, "updated": 0})
        ]
        item = client.get("/api/data", headers=user).json()["items"][0]
        path = f"/api/data/{item['id']}/history"
        assert client.get(path, headers=user).json()["items"][0]["action"] == "imported"

    @pytest.mark.parametrize("value", ["nan", "inf", "1e16", "0x10", "1,5"])
    def test_refuses_what_is_no_value(self, app: TestClient, app_user: Headers, value: str) -> None:
        answer = send(app, app_user, f'name,category,value\nA,B,"{value}"\n')

        assert answer.json()["errors"][0]["loc"] == ["line", 2, "value"]

    @pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/csvx"])
    def test_takes_nothing_but_csv(self, app: TestClient, app_user: Headers, kind: str) -> None:
        headers = {**app_user, "Content-Type": kind}

        assert app.post("/api/data/import", content=b"", headers=headers).status_code == 415

    def test_a_viewer_may_not(self, client: TestClient, viewer: Headers) -> None:
        assert send(client, viewer, "name,category,value\n").status_code == 403

    def test_more_bytes_than_are_allowed_are_refused(
        self, app: TestClient, app_user: Headers
    ) -> None:
        chunks = (b"x" * 2**20 for _ in range(17))

        answer = app.post("/api/data/import", content=chunks, headers=as_csv(app_user))

        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def test_ten_thousand_rows_are_fewer_statements_than_fifty(
        self, client: TestClient, user: Headers
    ) -> None:
        file = "name,category,value\n" + "Oak,Stock,1\n" * 10_000

        def work() -> None:
            assert send(client, user, file).json() == {"created": 10_000, "updated": 0}

        assert statements(client, work) < 50
