"""Whether there is such a user is told by no status, body or amount of work."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from passlib.context import CryptContext
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.database import writers
from intarsia.users.store import UserRow
from tests.conftest import FakeClock

Ask = Callable[[TestClient, str], httpx2.Response]
HASHES = {
    "bcrypt": CryptContext(["bcrypt"], bcrypt__rounds=4),
    "bcrypt_sha256": CryptContext(["bcrypt_sha256"], bcrypt_sha256__rounds=4),
}
WRONG = "wrong"
ODD = ["wrong password", "a\0b", "x" * 73]


class Work:
    """Counts password hashes and database statements."""

    def __init__(self) -> None:
        self.schemes: list[str] = []
        self.statements: list[str] = []


@pytest.fixture
def work(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    counted = Work()
    context: CryptContext = client.app_state["auth"].passwords.context
    verify, hashed = context.verify, context.hash

    def verified(password: str, password_hash: str) -> bool:
        matches = verify(password, password_hash)  # what raises has cost nothing
        counted.schemes.append(str(context.identify(password_hash)))
        return bool(matches)

    def made(password: str) -> str:
        counted.schemes.append("new")
        return str(hashed(password))

    def executed(*arguments: object) -> None:
        counted.statements.append(str(arguments[2]))

    monkeypatch.setattr(context, "verify", verified)
    monkeypatch.setattr(context, "hash", made)
    client.app_state["jobs"].tasks.clear()  # mails are sent at no time that a request can tell
    engine = client.app_state["engine"].sync_engine
    event.listen(engine, "before_cursor_execute", executed)
    yield counted
    event.remove(engine, "before_cursor_execute", executed)


def of_requests(statements: list[str]) -> list[str]:
    """What a request asks for: the background reads the feed and the jobs as well."""
    words = (" ".join(text.split())[:60] for text in statements)
    return [text for text in words if "users" in text or "INSERT" in text]


def login(client: TestClient, name: str, password: str = WRONG) -> httpx2.Response:
    return client.post("/api/auth/login", json={"email": name, "password": password})


def token(client: TestClient, name: str) -> httpx2.Response:
    return client.post("/api/auth/token", data={"username": name, "password": "wrong"})


def reset(client: TestClient, name: str) -> httpx2.Response:
    return client.post("/api/auth/password-reset", json={"email": name})


def tried(work: Work, send: Callable[[], httpx2.Response]) -> tuple[Any, ...]:
    """Everything that an attacker could see, and what was done for it."""
    work.schemes.clear()
    work.statements.clear()
    answer = send()
    body = answer.json() if answer.content else {}
    if isinstance(body, dict):
        body.pop("request_id", None)
    headers = {name for name in answer.headers if name != "x-request-id"}
    return answer.status_code, body, headers, work.schemes[:], of_requests(work.statements)


@pytest.mark.attack(35)
class TestSameForEverybody:
    @pytest.mark.parametrize("ask", [login, token, reset])
    def test_known_and_unknown_names_get_the_same_answer_by_the_same_work(
        self, client: TestClient, work: Work, ask: Ask
    ) -> None:
        known = tried(work, lambda: ask(client, "user@example.com"))
        unknown = tried(work, lambda: ask(client, "nobody@example.com"))

        assert known == unknown
        assert len(known[3]) == (0 if ask is reset else 1)

    @pytest.mark.parametrize("password", ODD, ids=ascii)
    @pytest.mark.parametrize("scheme", HASHES)
    async def test_odd_passwords_cost_the_same_hash_whatever_the_user_has(
        self, client: TestClient, work: Work, engine: AsyncEngine, password: str, scheme: str
    ) -> None:
        made = HASHES[scheme].hash("another")
        async with writers(engine).begin() as session:
            row = update(UserRow).where(UserRow.username == "user")
            await session.execute(row.values(password_hash=made))

        known = tried(work, lambda: login(client, "user@example.com", password))
        unknown = tried(work, lambda: login(client, "nobody@example.com", password))

        assert known[:2] == unknown[:2]
        assert (len(known[3]), len(unknown[3])) == (1, 1)

    def test_inactive_account_is_named_only_to_who_knows_the_password(
        self, client: TestClient, admin: dict[str, str], clock: FakeClock
    ) -> None:
        listed = client.get("/api/users?q=viewer%40example.com", headers=admin).json()["items"]
        path = f"/api/users/{listed[0]['id']}"
        client.patch(path, json={"is_active": False}, headers=admin)

        wrong = login(client, "viewer@example.com")
        assert wrong.json()["code"] == "invalid_credentials"
        assert login(client, "viewer@example.com", "viewer123").json()["code"] == "account_inactive"
