"""A server whose change feed, or whole database, can't be reached knows what it does not know."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import httpx2

from tests.conftest import postgres_database, postgres_server, run_sql
from tests.e2e.server import Server
from tests.long.pairs import client_of, lineage, running
from tests.registry.bundles import host, packed, remote

LOGIN = {"username": "user", "password": "user123"}
STALE_SECONDS = 1.5  # the feed is trusted for one after its last read began
HANG_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
END = "UPDATE auth_sessions SET revoked_at = last_seen_at, revoke_reason = 'told to nobody'"


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[tuple[Server, httpx2.Client]]:
    """One server with a host and a remote released."""
    server = Server(folder, {"BCRYPT_ROUNDS": "4", "RATE_LIMITS": "false", **settings})
    server.prepare()
    with running(server), client_of(server) as client:
        for app, files in (("container", host()), ("data-grid", remote())):
            headers = server.deploy_headers() | {"Content-Type": "application/gzip"}
            path = f"/api/registry/apps/{app}/versions/1.0.0"
            assert client.put(path, content=packed(files), headers=headers).status_code == 201
        server.promote(container="1.0.0", data_grid="1.0.0")
        yield server, client


def signed_in(client: httpx2.Client) -> dict[str, str]:
    token = client.post("/api/auth/login", json=LOGIN).raise_for_status().json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def code(client: httpx2.Client, headers: dict[str, str]) -> str:
    answer = client.get("/api/auth/me", headers=headers, timeout=30)
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
    return "ok" if answer.status_code == 200 else str(answer.json()["code"])


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def public_pages_are_served(client: httpx2.Client) -> bool:
    paths = ("/", "/data", "/mf/data-grid/1.0.0/remoteEntry.js", "/health")
    return all(client.get(path).status_code == 200 for path in paths)


@contextlib.contextmanager
def locked_away(url: str) -> Iterator[None]:
    """PostgreSQL's table of changes is somebody else's for a while."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(url.replace("+asyncpg", "")))
        runner.run(connection.execute("BEGIN; LOCK TABLE changes IN ACCESS EXCLUSIVE MODE"))
        try:
            yield
        finally:
            runner.run(connection.execute("ROLLBACK"))
            runner.run(connection.close())


class TestFeedAway:
    def test_postgresql_is_asked_for_each_request(self, tmp_path: Path) -> None:
        with postgres_database() as url, serving(tmp_path, DATABASE_URL=url) as (_, client):
            kept, ended = signed_in(client), signed_in(client)
            with locked_away(url):
                time.sleep(STALE_SECONDS)
                assert code(client, kept) == "ok"
                asyncio.run(run_sql(url, f"{END} WHERE sid = '{sid_of(ended)}'"))
                assert code(client, ended) == "session_revoked"
                assert code(client, kept) == "ok"
            assert public_pages_are_served(client)

    def test_sqlite_is_asked_for_each_request(self, tmp_path: Path) -> None:
        with serving(tmp_path) as (server, client):
            kept, ended = signed_in(client), signed_in(client)
            path = server.folder / "data" / "intarsia.db"
            with contextlib.closing(sqlite3.connect(path, 10, isolation_level=None)) as database:
                database.execute("ALTER TABLE changes RENAME TO changes_away")
                time.sleep(STALE_SECONDS)
                assert code(client, kept) == "ok"
                database.execute(f"{END} WHERE sid = ?", [sid_of(ended)])
                assert code(client, ended) == "session_revoked"
                assert public_pages_are_served(client)
                database.execute("ALTER TABLE changes_away RENAME TO changes")
            assert code(client, kept) == "ok"


class TestDatabaseGone:
    def test_authority_is_503_and_public_pages_are_served(self, tmp_path: Path) -> None:
        with postgres_database() as url, serving(tmp_path, DATABASE_URL=url) as (_, client):
            headers, name = signed_in(client), url.rpartition("/")[2]
            server, shut = (
                f"{postgres_server()}/postgres",
                f"ALTER DATABASE {name} ALLOW_CONNECTIONS",
            )
            asyncio.run(run_sql(server, f"{shut} false"))
            asyncio.run(run_sql(server, f"{HANG_UP} datname = '{name}'"))
            time.sleep(STALE_SECONDS)

            assert code(client, headers) == "unavailable"
            assert public_pages_are_served(client)
            asyncio.run(run_sql(server, f"{shut} true"))
            until(lambda: code(client, headers) == "ok")


def sid_of(headers: dict[str, str]) -> str:
    return lineage(headers["Authorization"].removeprefix("Bearer "))[0]
