from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.accounts.conftest import ANN, PASSWORD, Create, Headers, bearer, find, sign_in


class TestLastAdmin:
    @pytest.mark.parametrize("values", [{"role": "user"}, {"is_active": False}, None], ids=str)
    def test_can_not_be_removed_demoted_or_deactivated(
        self, client: TestClient, create: Create, admin: Headers, values: dict[str, object] | None
    ) -> None:
        create(role="admin", is_active=False)
        path = f"/api/users/{find(client, admin, 'admin')}"

        if values is None:
            answer = client.delete(path, headers=admin)
        else:
            answer = client.patch(path, json=values, headers=admin)

        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
        assert client.get(path, headers=admin).json()["role"] == "admin"

    def test_may_go_once_there_is_another(
        self, client: TestClient, create: Create, admin: Headers
    ) -> None:
        create(role="admin")

        path = f"/api/users/{find(client, admin, 'admin')}"
        assert client.patch(path, json={"role": "user"}, headers=admin).status_code == 200

    def test_two_requests_at_once_never_take_the_last_two(
        self, client: TestClient, create: Create, admin: Headers
    ) -> None:
        """Again and again: each time both are admins, and one of them asks to be none."""
        first, second = find(client, admin, "admin"), create(role="admin").json()["id"]

        def demote(pair: tuple[str, httpx2.Response]) -> int:
            body = {"role": "viewer"}
            path = f"/api/users/{pair[0]}"
            return client.patch(path, json=body, headers=bearer(pair[1])).status_code

        for _ in range(5):
            tokens = [
                sign_in(client, "admin@example.com", "admin123"),
                sign_in(client, ANN["email"]),
            ]
            with ThreadPoolExecutor(2) as threads:
                statuses = list(threads.map(demote, zip((first, second), tokens, strict=True)))

            assert statuses.count(200) == 1, statuses
            left = first if statuses[1] == 200 else second
            email = "admin@example.com" if left == first else ANN["email"]
            password = "admin123" if left == first else PASSWORD
            mine = bearer(sign_in(client, email, password))
            other = second if left == first else first
            again = client.patch(f"/api/users/{other}", json={"role": "admin"}, headers=mine)
            assert again.status_code == 200
