"""Who waits for a password to be hashed keeps no database connection from others."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from intarsia.auth.passwords import PasswordHasher
from tests.conftest import signed_in
from tests.self_service.conftest import (
    ANN,
    ANOTHER,
    CHANGE,
    PASSWORD,
    Headers,
    Mails,
    ask,
    bearer,
    confirm,
    sign_in,
)


@pytest.fixture
def held(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many connections a request had at each of its hashes."""
    pool = client.app_state["engine"].sync_engine.pool
    holders: dict[Any, asyncio.Task[Any] | None] = {}
    counts: list[int] = []
    run = PasswordHasher._run

    def taken(_connection: object, record: object, _proxy: object) -> None:
        holders[record] = asyncio.current_task()

    def given_back(_connection: object, record: object) -> None:
        holders.pop(record, None)

    async def counting(self: PasswordHasher, *arguments: Any) -> Any:  # noqa: ANN401 (handed on)
        mine = asyncio.current_task()
        counts.append(sum(holder is mine for holder in holders.values()))
        return await run(self, *arguments)

    event.listen(pool, "checkout", taken)
    event.listen(pool, "checkin", given_back)
    monkeypatch.setattr(PasswordHasher, "_run", counting)
    yield counts
    event.remove(pool, "checkout", taken)
    event.remove(pool, "checkin", given_back)


class TestHashing:
    def test_of_signing_in_holds_no_connection(
        self, client: TestClient, ann: Headers, held: list[int]
    ) -> None:
        sign_in(client)
        sign_in(client, "wrong")
        for name in (ANN["email"], "nobody"):
            form = {"username": name, "password": PASSWORD}
            client.post("/api/auth/token", data=form)

        assert held == [0] * 4

    def test_of_ones_own_account_holds_no_connection(
        self, client: TestClient, ann: Headers, mails: Mails, held: list[int]
    ) -> None:
        changed = client.put("/api/auth/password", json=CHANGE, headers=ann)
        assert confirm(client, ask(client, mails), PASSWORD)[0] == 204
        again = bearer(sign_in(client))
        body = {"password": PASSWORD}
        left = client.request("DELETE", "/api/auth/me", json=body, headers=again)

        assert (changed.status_code, left.status_code) == (200, 204)
        assert held == [0] * 5

    def test_of_registering_and_of_admins_holds_no_connection(
        self, client: TestClient, held: list[int]
    ) -> None:
        assert client.post("/api/auth/register", json=ANN).status_code == 201
        admin = signed_in(client, "admin")
        body = {"email": "b@example.com", "full_name": "Bo", "role": "user", "password": PASSWORD}
        made = client.post("/api/users", json=body, headers=admin)
        path = f"/api/users/{made.json()['id']}"
        patched = client.patch(path, json={"password": ANOTHER}, headers=admin)

        assert (made.status_code, patched.status_code) == (201, 200)
        assert held == [0] * 4
