"""Somebody who uses the `/user` routes with a client that keeps one cookie."""

from dataclasses import dataclass, field

import httpx2
from starlette.testclient import TestClient

EMAIL, PASSWORD = "user@example.com", "user123"
COOKIE = "session-id"


@dataclass
class Person:
    client: TestClient
    session_id: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, body: object, **headers: str) -> httpx2.Response:
        answer = self.send("POST", path, body, **headers)
        if answer.is_success:
            self.session_id = answer.json()["sessionId"]
        return answer

    def get(self, path: str = "/user", **headers: str) -> httpx2.Response:
        return self.send("GET", path, **headers)

    def delete(self, path: str = "/user/session", **headers: str) -> httpx2.Response:
        return self.send("DELETE", path, **headers)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """Send the cookie; keep none of the answer's."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.session_id:
            sent.setdefault("Cookie", f"{COOKIE}={self.session_id}")
        answer = self.client.request(method, path, headers=sent, json=body)
        self.client.cookies.clear()
        return answer
