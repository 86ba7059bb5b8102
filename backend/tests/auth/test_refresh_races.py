"""Refreshes at the same moment as what ends the sign-in: whatever they answer is worth nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.rotating import Holder, Rotated, Rotations
from intarsia.auth.service import AuthService
from tests.auth.lineage import bearer, sid_of, the_row_of
from tests.conftest import FakeClock, signed_in

REFRESHES = 6
End = Callable[[TestClient, httpx2.Response], httpx2.Response | None]


def log_out(client: TestClient, mine: httpx2.Response) -> httpx2.Response:
    body = {"refresh_token": mine.json()["refresh_token"]}
    return client.post("/api/auth/logout", json=body)


def change_the_password(client: TestClient, mine: httpx2.Response) -> httpx2.Response:
    body = {"current_password": "user123", "new_password": "another long passphrase"}
    return client.put("/api/auth/password", json=body, headers=bearer(mine))


def deactivate(client: TestClient, mine: httpx2.Response) -> httpx2.Response:
    path, admin = f"/api/users/{mine.json()['user']['id']}", signed_in(client, "admin")
    return client.patch(path, json={"is_active": False}, headers=admin)


def sign_out_everywhere(client: TestClient, mine: httpx2.Response) -> httpx2.Response:
    return client.post("/api/auth/logout-all", headers=bearer(mine))


def end_by_http_as_an_admin(client: TestClient, mine: httpx2.Response) -> httpx2.Response:
    path, admin = f"/api/auth/sessions/{sid_of(client, mine)}", signed_in(client, "admin")
    return client.delete(path, headers=admin)


def end_as_an_admin(client: TestClient, mine: httpx2.Response) -> None:
    """By the service, in a transaction of its own."""
    auth: AuthService = client.app_state["auth"]
    sid = sid_of(client, mine)

    async def revoke() -> None:
        async with client.app_state["writers"].begin() as session:
            await auth.revoke(session, sid, "admin")
        await client.app_state["feed"].take_note()

    assert client.portal is not None
    client.portal.call(revoke)


@pytest.mark.attack(19)
class TestRefreshAgainst:
    @pytest.mark.parametrize(
        "end",
        [
            log_out,
            sign_out_everywhere,
            change_the_password,
            deactivate,
            end_as_an_admin,
            end_by_http_as_an_admin,
        ],
    )
    @pytest.mark.parametrize("age", [0, 60], ids=["kept", "rotated"])
    async def test_nothing_that_was_ended_lives_on(
        self, client: TestClient, clock: FakeClock, engine: AsyncEngine, end: End, age: int
    ) -> None:
        login = {"username": "user", "password": "user123"}
        mine = client.post("/api/auth/login", json=login)
        token = {"refresh_token": mine.json()["refresh_token"]}
        if not age:
            token = renewed(client, token)
        clock.advance(seconds=age)
        answers = race(client, token, lambda: end(client, mine))

        for answer in answers:
            if answer.status_code == 200:
                used = client.get("/api/auth/me", headers=bearer(answer))
                again = {"refresh_token": answer.json()["refresh_token"]}
                refused = client.post("/api/auth/refresh", json=again)
                assert used.json()["code"] == "session_revoked"
                assert refused.json()["code"] == "session_revoked"
            else:
                assert answer.json()["code"] == "session_revoked"
        row = await the_row_of(engine, sid_of(client, mine))
        assert row.revoked_at is not None
        assert row.gen <= 1

    def test_an_end_between_the_look_and_the_rotation_wins(
        self, client: TestClient, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only PostgreSQL lets another transaction commit there; on SQLite it would wait."""
        if client.app_state["engine"].dialect.name == "sqlite":
            return
        login = {"username": "user", "password": "user123"}
        mine = client.post("/api/auth/login", json=login)
        clock.advance(minutes=1)
        rotations: Rotations = client.app_state["refresher"].rotations
        rotations.prepared.sql = "UPDATE nothing_of_the_kind SET gen = 1"  # so the table is asked
        within, ends = rotations.within, iter([True])

        async def end_first(*arguments: Any) -> tuple[Rotated, Holder] | None:  # noqa: ANN401
            if next(ends, False):
                async with client.app_state["writers"].begin() as session:
                    auth: AuthService = client.app_state["auth"]
                    await auth.revoke(session, sid_of(client, mine), "logout")
            return await within(*arguments)

        monkeypatch.setattr(rotations, "within", end_first)

        body = {"refresh_token": mine.json()["refresh_token"]}
        answer = client.post("/api/auth/refresh", json=body)

        assert (answer.status_code, answer.json()["code"]) == (401, "session_revoked")


def renewed(client: TestClient, token: dict[str, str]) -> dict[str, str]:
    answer = client.post("/api/auth/refresh", json=token)
    return {"refresh_token": answer.json()["refresh_token"]}


def race(
    client: TestClient, token: dict[str, str], end: Callable[[], object]
) -> list[httpx2.Response]:
    """Refresh and end, all at once; return what the refreshes answered."""
    barrier = Barrier(REFRESHES + 1)

    def refresh(_number: int) -> httpx2.Response:
        barrier.wait()
        return client.post("/api/auth/refresh", json=token)

    def finish() -> None:
        barrier.wait()
        ended = end()
        assert ended is None or getattr(ended, "status_code", 0) in {200, 204}

    with ThreadPoolExecutor(REFRESHES + 1) as threads:
        over = threads.submit(finish)
        answers = list(threads.map(refresh, range(REFRESHES)))
        over.result()
    return answers
