"""Secrets are in no log, trace, error or row: each of them is unique here, and searched for."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.e2e.server import Server

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
# Every call that a secret goes through; some of them want more than they get here.
CALLS = (
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/register"),
    ("POST", "/api/auth/refresh"),
    ("POST", "/api/auth/logout"),
    ("POST", "/api/auth/logout-all"),
    ("POST", "/api/auth/token"),
    ("GET", "/api/auth/me"),
    ("GET", "/api/auth/me/export"),
    ("PUT", "/api/auth/password"),
    ("POST", "/api/auth/password-reset"),
    ("POST", "/api/auth/password-reset/confirm"),
    ("POST", "/api/auth/verify-email"),
    ("GET", "/api/auth/sessions"),
    ("DELETE", "/api/auth/me"),
    ("GET", "/api/tokens"),
    ("POST", "/api/tokens"),
    ("GET", "/api/users"),
    ("POST", "/api/users"),
    ("GET", "/api/preferences"),
    ("POST", "/api/preferences"),
    ("GET", "/api/unknown"),
)


@dataclass
class Canaries:
    """Secrets by what they are, and what the service said while it held them."""

    known: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def make(self, what: str) -> str:
        """A secret that nothing else contains."""
        return self.note(what, f"canary-{secrets.token_hex(12)}")

    def note(self, what: str, secret: str) -> str:
        assert len(secret) > 16
        self.known[f"{what} {len(self.known)}"] = secret
        return secret

    def hear(self, answer: httpx2.Response) -> httpx2.Response:
        if answer.status_code >= 400:
            self.errors.append(f"{answer.request.url.path} {answer.headers} {answer.text}")
        return answer

    def found_in(self, said: str) -> set[str]:
        return {what for what, secret in self.known.items() if secret in said}


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    settings = {"DATABASE_URL": database_url, "LOG_LEVEL": "debug", "LOG_FORMAT": "json"}
    server = Server(tmp_path / "server", settings | {"BCRYPT_ROUNDS": "4", "RATE_LIMITS": "false"})
    server.prepare()
    server.start()
    yield server
    server.stop()


def change_password(server: Server, canaries: Canaries) -> str:
    """Give a demo user a password that can be searched for."""
    password = canaries.make("password")
    (server.folder / "password.txt").write_text(password + "\n")
    server.run("users", "reset-password", "user", "--password-file", "password.txt")
    return password


def send_nonsense(client: httpx2.Client, canaries: Canaries, method: str, path: str) -> None:
    """Put a secret wherever a secret can be, in a request that may fail for any reason."""
    make = canaries.make
    bodies: list[dict[str, object]] = [
        {"json": {"username": "user", "password": make("password")}},
        {"json": {"email": "a@example.com", "name": "A", "password": make("password")}},
        {"json": {"current_password": make("password"), "new_password": make("password")}},
        {"json": {"token": make("token"), "password": make("password")}},
        {"json": {"refresh_token": make("token"), "sid": make("sid")}},
        {"json": {"password": [make("password")]}},
        {"content": f'{{"password": "{make("password")}"'},
        {"data": {"username": "user", "password": make("password"), "grant_type": "x"}},
    ]
    headers: list[dict[str, str]] = [
        {},
        SAME_ORIGIN | {"Cookie": f"__Host-rt={make('cookie')}; intarsia.sid={make('sid')}"},
        {"Authorization": f"Bearer {make('bearer')}"},
        {"Authorization": f"Bearer itk_{make('bearer')}"},
        {"Authorization": f"Basic {make('basic')}", "X-Api-Key": make("header")},
        {"Referer": f"https://elsewhere.example/?token={make('referer')}"},
    ]
    for number in range(8):
        body = bodies[number] if method in {"POST", "PUT"} else {}
        sent = client.request(method, path, headers=headers[number % 6], **body)  # type: ignore[arg-type]
        canaries.hear(sent)
    canaries.hear(client.request(method, f"{path}?token={make('query')}"))


def use_for_real(client: httpx2.Client, canaries: Canaries, password: str) -> None:
    """Sign in, refresh, misuse and sign out, with tokens that are good."""
    body = {"username": "user", "password": password}
    as_program = client.post("/api/auth/login", json=body).json()
    bearer = canaries.note("access", as_program["access_token"])
    old = canaries.note("refresh", as_program["refresh_token"])
    client.get("/api/auth/me", headers={"Authorization": f"Bearer {bearer}"})
    client.get("/api/unknown", headers={"Authorization": f"Bearer {bearer}"})
    canaries.hear(client.get("/api/users?x=1", headers={"Authorization": f"Bearer {bearer}"}))
    client.post("/api/auth/refresh", json={"refresh_token": old})
    client.post("/api/auth/logout", json={"refresh_token": old})
    canaries.hear(client.post("/api/auth/refresh", json={"refresh_token": old}))
    in_browser = client.post("/api/auth/login", json=body, headers=SAME_ORIGIN)
    for line in in_browser.headers.get_list("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        canaries.note(name, value)
    canaries.note("access", in_browser.json()["access_token"])


async def break_the_database(engine: AsyncEngine) -> None:
    """Let every statement about sign-ins fail, as a bug would."""
    async with engine.begin() as connection:
        for name, column in (("auth_sessions", "user_agent"), ("users", "password_hash")):
            change = f"ALTER TABLE {name} RENAME COLUMN {column} TO gone"
            await connection.execute(text(change))


async def rows(engine: AsyncEngine) -> str:
    """Every row of every table."""
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda held: inspect(held).get_table_names())
        assert {"audit_events", "changes", "jobs", "auth_sessions"} <= set(tables)
        found = [
            (await connection.execute(select(text("*")).select_from(table(name)))).all()
            for name in tables
        ]
    return str(found)


@pytest.mark.attack(39)
class TestCanaries:
    async def test_are_nowhere(self, server: Server, engine: AsyncEngine) -> None:
        canaries = Canaries()
        for file in (server.folder / "secrets").glob("*.txt"):
            canaries.note(file.stem, file.read_text().strip())
        password = change_password(server, canaries)
        keeps_none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        with httpx2.Client(base_url=server.url, timeout=20, cookies=keeps_none) as client:
            for method, path in CALLS:
                send_nonsense(client, canaries, method, path)
            use_for_real(client, canaries, password)
            stored = await rows(engine)
            await break_the_database(engine)
            for method, path in CALLS[:8]:
                send_nonsense(client, canaries, method, path)
            answer = client.post("/api/auth/login", json={"username": "user", "password": password})
            assert canaries.hear(answer).status_code == 500
        server.stop()
        log = (server.folder / "server.log").read_text()

        assert "request.failed" in log
        assert [json.loads(line)["event"] for line in log.splitlines()].count("request") > 100
        assert canaries.found_in(log) == set()
        assert canaries.found_in("".join(canaries.errors)) == set()
        assert canaries.found_in(stored) == set()
