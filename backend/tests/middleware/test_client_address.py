from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.conftest import signed_in

SPOOFED = {
    "X-Forwarded-For": "198.51.100.1",
    "Forwarded": "for=198.51.100.1",
    "X-Real-IP": "198.51.100.1",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
}


def recorded_address(client: TestClient, headers: dict[str, str]) -> str:
    """Sign in and ask the audit trail where from."""
    body = {"username": "admin", "password": "admin123"}
    answer = client.post("/api/auth/login", json=body, headers=headers)
    admin = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    items = client.get("/api/audit?action=auth.sign_in&limit=1", headers=admin).json()["items"]
    return str(items[0]["ip"])


@pytest.mark.attack(36)
class TestClientAddress:
    @pytest.mark.parametrize("proxies", ["", "192.0.2.0/24"])
    def test_spoofed_headers_change_nothing(
        self, make_client: Callable[..., TestClient], proxies: str
    ) -> None:
        client = make_client(peer="203.0.113.7", trusted_proxies=proxies)

        assert recorded_address(client, SPOOFED) == "203.0.113.7"

    def test_behind_a_proxy_only_what_it_appended_counts(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        client = make_client(peer="10.0.0.1", trusted_proxies="10.0.0.0/8")
        headers = SPOOFED | {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}

        assert recorded_address(client, headers) == "203.0.113.7"

    def test_the_header_that_the_proxy_does_not_write_is_not_read(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        client = make_client(peer="10.0.0.1", trusted_proxies="10.0.0.1", proxy_header="forwarded")
        headers = SPOOFED | {"Forwarded": "for=198.51.100.1, for=203.0.113.7"}

        assert recorded_address(client, headers) == "203.0.113.7"

    def test_everything_behind_a_proxy_still_works(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        client = make_client(peer="10.0.0.1", trusted_proxies="10.0.0.1")
        headers = {"X-Forwarded-For": "203.0.113.7"} | signed_in(client, "viewer")

        assert client.get("/api/auth/me", headers=headers).status_code == 200
        assert client.get("/mf/unknown/1.0.0/x.js", headers=headers).status_code == 404
