from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests import conftest
from tests.accounts.conftest import ANN, Create, Headers, sign_in
from tests.conftest import FakeClock


class TestList:
    def test_finds_by_part_of_a_name_role_and_state(
        self, create: Create, emails: Callable[..., list[str]]
    ) -> None:
        create()
        create(email="bo@example.org", full_name="Bo Ännchen", is_active=False)

        assert emails(q="xample.or") == ["bo@example.org"]
        assert emails(q="änn") == ["bo@example.org"]
        assert emails(q="an") == ["Ann@example.com"]
        assert emails(role="admin") == ["admin@example.com"]
        assert emails(is_active="false") == ["bo@example.org"]
        assert emails(role="viewer", is_active="true") == ["Ann@example.com", "viewer@example.com"]

    def test_finds_a_user_by_the_new_name_only(
        self, create: Create, client: TestClient, admin: Headers, emails: Callable[..., list[str]]
    ) -> None:
        made = create().json()
        path = f"/api/users/{made['id']}"
        client.patch(path, json={"full_name": "Ann Stone"}, headers=admin)

        assert (emails(q="wood"), emails(q="stone")) == ([], ["Ann@example.com"])
        client.delete(path, headers=admin)
        assert emails(q="stone") == []

    @pytest.mark.parametrize("sort", ["email", "-full_name", "role,-created_at", "is_active"])
    def test_pages_never_skip_or_repeat(
        self, client: TestClient, create: Create, admin: Headers, sort: str
    ) -> None:
        create()
        whole = client.get(f"/api/users?sort={sort}", headers=admin).json()["items"]
        paged, cursor = [], ""
        while True:
            path = f"/api/users?sort={sort}&limit=1{cursor}"
            page = client.get(path, headers=admin).json()
            paged += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"

        assert paged == whole
        assert len(paged) == 4


class TestStats:
    def test_counts_users_and_the_sign_ins_that_are_good(
        self, client: TestClient, admin: Headers, create: Create
    ) -> None:
        def stats() -> dict[str, int]:
            answer = client.get("/api/users/stats", headers=admin)
            assert answer.status_code == 200, answer.text
            return dict(answer.json())

        before = stats()
        ann = create().json()["id"]
        for _ in range(2):
            sign_in(client, ANN["email"])
        create(email="gone@example.com", is_active=False)

        found = {name: value - before[name] for name, value in stats().items()}
        assert found == {"users": 2, "active_users": 1, "sign_ins": 2}

        client.patch(f"/api/users/{ann}", json={"is_active": False}, headers=admin)
        assert stats() == before | {"users": before["users"] + 2}

    def test_counts_no_sign_in_that_has_expired(
        self, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        sign_in(client, "viewer@example.com", "viewer123")
        clock.advance(days=8)

        answer = client.get("/api/users/stats", headers=conftest.signed_in(client, "admin"))

        assert answer.json()["sign_ins"] == 1
