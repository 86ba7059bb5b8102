"""Ending sign-ins at the same moment from several of them: everybody gets an answer, none a 500."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.auth.lineage import bearer
from tests.conftest import FakeClock

AT_ONCE = 6
ROUNDS = 3
Call = Callable[[], httpx2.Response]


def sign_in(client: TestClient) -> httpx2.Response:
    return client.post("/api/auth/login", json={"username": "user", "password": "user123"})


def at_once(calls: Sequence[Call]) -> list[httpx2.Response]:
    barrier = Barrier(len(calls))

    def call(each: Call) -> httpx2.Response:
        barrier.wait()
        return each()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))


def logging_out_all(client: TestClient, mine: httpx2.Response, *, keep: bool) -> Call:
    body = {"keep_current": keep}
    return lambda: client.post("/api/auth/logout-all", json=body, headers=bearer(mine))


def refreshing(client: TestClient, mine: httpx2.Response) -> Call:
    body = {"refresh_token": mine.json()["refresh_token"]}
    return lambda: client.post("/api/auth/refresh", json=body)


def changing_the_password(client: TestClient, mine: httpx2.Response) -> Call:
    body = {"current_password": "user123", "new_password": "another long passphrase"}
    return lambda: client.put("/api/auth/password", json=body, headers=bearer(mine))


@pytest.mark.attack(19)
class TestAtOnce:
    def test_from_everywhere_ends_all(self, client: TestClient) -> None:
        for _ in range(ROUNDS):
            mine = [sign_in(client) for _ in range(AT_ONCE)]
            answers = at_once([logging_out_all(client, each, keep=False) for each in mine])

            assert {answer.status_code for answer in answers} <= {204, 401}
            assert 204 in {answer.status_code for answer in answers}
            left = [client.get("/api/auth/me", headers=bearer(each)).status_code for each in mine]
            assert left == [401] * AT_ONCE

    def test_from_everywhere_keeping_the_own_leaves_one_at_most(self, client: TestClient) -> None:
        for _ in range(ROUNDS):
            mine = [sign_in(client) for _ in range(AT_ONCE)]
            answers = at_once([logging_out_all(client, each, keep=True) for each in mine])

            assert {answer.status_code for answer in answers} <= {204, 401}
            left = [client.get("/api/auth/me", headers=bearer(each)).status_code for each in mine]
            assert left.count(200) <= 1

    def test_beside_refreshes_and_a_password_change(
        self, client: TestClient, clock: FakeClock
    ) -> None:
        mine = [sign_in(client) for _ in range(AT_ONCE)]
        clock.advance(minutes=1)

        answers = at_once(
            [
                *(logging_out_all(client, each, keep=False) for each in mine[:2]),
                changing_the_password(client, mine[2]),
                *(refreshing(client, each) for each in mine),
            ]
        )

        assert {answer.status_code for answer in answers} <= {200, 204, 401, 403}
        for answer in answers[3:]:
            if answer.status_code == 200:
                used = client.get("/api/auth/me", headers=bearer(answer))
                assert used.json()["code"] == "session_revoked"
