"""No other site's page may do anything to an account, not even for one without cookies."""

import pytest
from starlette.testclient import TestClient

from tests.self_service.conftest import ANN, ANOTHER, CHANGE, PASSWORD, Headers, code, sign_in

CALLS = [
    ("POST", "register", ANN | {"email": "b@example.com"}),
    ("PUT", "password", CHANGE),
    ("POST", "password-reset", {"email": "ann@example.com"}),
    ("POST", "password-reset/confirm", {"token": "x", "password": ANOTHER}),
    ("POST", "verify-email", {"token": "x"}),
    ("DELETE", "me", {"password": PASSWORD}),
]


@pytest.mark.attack(33)
class TestCrossSite:
    def test_every_call_is_refused_whatever_it_says_of_where_it_is_from(
        self, client: TestClient, ann: Headers
    ) -> None:
        elsewhere: list[Headers] = [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "null"},
            {"Referer": "https://evil.example/"},
            {"Cookie": "a=b"},
        ]
        for method, path, body in CALLS:
            for headers in elsewhere:
                answer = client.request(
                    method, f"/api/auth/{path}", json=body, headers=ann | headers
                )
                assert code(answer) == (403, "cross_site"), (path, headers)

        assert client.get("/api/auth/me", headers=ann).status_code == 200
        assert sign_in(client).status_code == 200
