"""A page of ours, as the server sees one: it says where it is from and holds two cookies."""

from collections.abc import Mapping

import httpx2
from starlette.testclient import TestClient

COOKIE = "__Host-rt"
RECORD = "intarsia.sid"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """Sends what a browser sends; keeps or loses answers as the test wants."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.cookie: str | None = None
        self.record: str | None = None

    def post(
        self, path: str, *, headers: Mapping[str, str] = SAME_ORIGIN, json: object = None
    ) -> httpx2.Response:
        """Send and keep what the answer sets."""
        answer = self.send(path, headers=headers, json=json)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if name == COOKIE:
                self.cookie = value.strip('"') or None
            if name == RECORD:
                self.record = value.strip('"') or None
        return answer

    def send(
        self, path: str, *, headers: Mapping[str, str] = SAME_ORIGIN, json: object = None
    ) -> httpx2.Response:
        """Send, and lose the answer's cookies."""
        sent = dict(headers)
        if cookies := self.cookies():
            sent.setdefault("Cookie", cookies)
        answer = self.client.post(path, headers=sent, json=json)
        self.client.cookies.clear()
        return answer

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Follow a link or fetch, as the page's own scripts do without a token."""
        sent = {"Cookie": self.cookies(), **headers} if self.cookies() else headers
        answer = self.client.get(path, headers=sent)
        self.client.cookies.clear()
        return answer

    def cookies(self) -> str:
        held = {COOKIE: self.cookie, RECORD: self.record}
        return "; ".join(f"{name}={value}" for name, value in held.items() if value is not None)

    def sign_in(self, name: str = "user") -> httpx2.Response:
        return self.post("/api/auth/login", json={"username": name, "password": f"{name}123"})

    def refresh(self, **body: str) -> httpx2.Response:
        return self.post("/api/auth/refresh", json=body)


def set_lines(answer: httpx2.Response, name: str = COOKIE) -> list[str]:
    """What an answer says about one cookie."""
    return [line for line in set_cookies(answer) if line.startswith(f"{name}=")]


def set_cookies(answer: httpx2.Response, name: str = "") -> list[str]:
    """The answer's Set-Cookie headers, of all names or of one."""
    return [line for line in answer.headers.get_list("set-cookie") if line.startswith(name)]
