"""One error shape everywhere, whoever failed."""

import re
import sqlite3
from collections.abc import Callable

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.testclient import TestClient

from intarsia import database
from intarsia.data import service, store
from intarsia.data.store import CategoriesQuery, CategoryRow
from intarsia.pagination import RowPage
from intarsia.problems import is_outage
from tests.conftest import signed_in

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id"}


class TestShape:
    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/api/unknown", 404, "not_found"),
            ("GET", "/api", 404, "not_found"),
            ("GET", "/api/", 404, "not_found"),
            ("GET", "/api/data/", 404, "not_found"),
            ("GET", "/api/docs/swagger/none.js", 404, "not_found"),
            ("DELETE", "/api/data", 405, "method_not_allowed"),
            ("GET", "/api/auth/login", 405, "method_not_allowed"),
            ("GET", "/api/data", 401, "unauthenticated"),
            ("POST", "/api/auth/login", 422, "invalid_request"),
            ("GET", "/api/auth/me?unknown=1", 422, "invalid_request"),
            ("POST", "/api/auth/logout?unknown=1", 422, "invalid_request"),
        ],
    )
    def test_is_problem_json_with_every_member(
        self, app: TestClient, method: str, path: str, status: int, code: str
    ) -> None:
        answer = app.request(method, path)

        body = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(body) >= MEMBERS
        assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
        assert body["instance"] == path.partition("?")[0]
        assert body["request_id"] == answer.headers["X-Request-ID"]

    @pytest.mark.parametrize(
        "path", ["/api/data?sort=nothing", "/api/data?cursor=forged", "/api/data?limit=0"]
    )
    def test_every_422_lists_what_is_wrong(self, app: TestClient, path: str) -> None:
        answer = app.get(path, headers=signed_in(app, "viewer"))

        assert answer.status_code == 422
        assert [set(error) for error in answer.json()["errors"]] == [{"loc", "msg", "type"}]

    def test_wrong_method_says_which_are_right(self, app: TestClient) -> None:
        assert "GET" in app.delete("/api/data").headers["Allow"]

    def test_invalid_input_is_listed_and_never_repeated(self, app: TestClient) -> None:
        secret = {"username": "admin", "password": {"hunter2": True}}

        answer = app.post("/api/auth/login", json=secret)

        assert [set(error) for error in answer.json()["errors"]] == [{"loc", "msg", "type"}]
        assert "hunter2" not in answer.text


class TestFailure:
    @pytest.fixture
    def broken(self, app: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
        async def fail(*_: object) -> None:
            raise LookupError("the secret reason")

        monkeypatch.setattr(service, "list_categories", fail)
        return app

    def test_is_500_with_id_and_headers_and_without_reason(
        self, broken: TestClient, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answer = broken.get("/api/data/categories", headers=signed_in(broken, "viewer"))

        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
        assert answer.headers["X-Request-ID"] == answer.json()["request_id"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "secret reason" not in answer.text

    def test_is_logged_once_with_the_request_id(
        self, broken: TestClient, capsys: pytest.CaptureFixture[str]
    ) -> None:
        headers = signed_in(broken, "viewer") | {"X-Request-ID": "find-me"}
        capsys.readouterr()

        broken.get("/api/data/categories", headers=headers)

        logged = "".join(capsys.readouterr())
        assert logged.count("request.failed") == 1
        assert logged.count("Traceback") == 1
        assert "find-me" in logged
        assert headers["Authorization"] not in logged


class TestDatabase:
    def test_locked_for_too_long_is_503(
        self,
        make_client: Callable[..., TestClient],
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if not database_url.startswith("sqlite"):
            pytest.skip("PostgreSQL has many writers")
        user = signed_in(make_client(), "user")
        monkeypatch.setattr(database, "PATIENCE_SECONDS", 1)
        client = make_client()
        other = sqlite3.connect(database_url.removeprefix("sqlite+aiosqlite:///"))
        other.execute("BEGIN IMMEDIATE")

        body = {"name": "a", "category": "b", "value": 1}
        answer = client.post("/api/data", json=body, headers=user)
        other.close()

        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.headers["Retry-After"]
        assert client.post("/api/data", json=body, headers=user).status_code == 201

    def test_gone_is_503(
        self, client: TestClient, viewer: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = database.open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")

        async def ask(_: object, asked: CategoriesQuery) -> RowPage[CategoryRow]:
            async with database.readers(gone)() as session:
                return await store.list_categories(session, asked)

        monkeypatch.setattr(service, "list_categories", ask)

        answer = client.get("/api/data/categories", headers=viewer)

        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.headers["Retry-After"]

    async def test_connections_ended_by_the_operator_are_an_outage(self, database_url: str) -> None:
        if not database_url.startswith("postgresql"):
            pytest.skip("SQLite has no operator")
        engine = create_async_engine(database_url)
        async with engine.connect() as victim, engine.connect() as operator:
            pid = await victim.scalar(text("SELECT pg_backend_pid()"))
            await operator.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            with pytest.raises(DBAPIError) as failure:
                await victim.execute(text("SELECT 1"))
        await engine.dispose()

        assert is_outage(failure.value)

    def test_line_that_is_about_to_end_is_an_outage(self) -> None:
        busy = asyncpg.InternalClientError("another operation is in progress")
        broken = asyncpg.InternalServerError("the server found itself wrong")

        assert is_outage(InternalError("SELECT", {}, busy))
        assert not is_outage(InternalError("SELECT", {}, broken))

    def test_wrong_statement_is_a_bug_and_no_outage(self) -> None:
        wrong = sqlite3.OperationalError("no such table: x")
        wrong.sqlite_errorcode = sqlite3.SQLITE_ERROR
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY

        assert not is_outage(OperationalError("SELECT", {}, wrong))
        assert is_outage(OperationalError("SELECT", {}, busy))


class TestDocument:
    """A generated client and a fuzzer learn from it what to expect."""

    @pytest.fixture
    def document(self, app: TestClient) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
        document: dict[str, dict[str, dict[str, dict[str, object]]]] = app.get(
            "/api/openapi.json"
        ).json()
        return document

    def test_every_operation_declares_its_problems(
        self, document: dict[str, dict[str, dict[str, dict[str, object]]]]
    ) -> None:
        silent = [
            (method, path)
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
            if path.startswith("/api/") and "default" not in str(operation["responses"])
        ]

        assert silent == []

    def test_every_reference_leads_somewhere(self, app: TestClient) -> None:
        document = app.get("/api/openapi.json")
        named = set(re.findall(r'"#/components/schemas/([^"]+)"', document.text))

        assert named <= set(document.json()["components"]["schemas"])
        assert "Problem" in named
