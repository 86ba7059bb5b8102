"""Somebody who signed in, as an API client does."""

from typing import Any

import httpx2
from starlette.testclient import TestClient

SESSIONS = "/api/auth/sessions"
NOTICES = "/api/auth/notices"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Edg/140.0"

Headers = dict[str, str]


class Person:
    """A demo user who signed in somewhere as an API client does."""

    def __init__(self, client: TestClient, name: str, user_agent: str = FIREFOX) -> None:
        self.client = client
        body = {"username": name, "password": f"{name}123"}
        answer = client.post("/api/auth/login", json=body, headers={"User-Agent": user_agent})
        self.refresh_token = answer.json()["refresh_token"]
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        claims = client.app_state["tokens"].read_access(answer.json()["access_token"])
        self.sid, self.id = claims.sid, claims.sub

    def get(self, path: str) -> Any:  # noqa: ANN401 (whatever JSON says)
        return self.client.get(path, headers=self.headers).json()

    def sids(self, query: str = "") -> list[str]:
        return [each["sid"] for each in self.get(SESSIONS + query)["items"]]

    def is_in(self) -> bool:
        return self.client.get("/api/auth/me", headers=self.headers).status_code == 200

    def post(self, path: str, **body: object) -> httpx2.Response:
        return self.client.post(path, headers=self.headers, json=body)

    def end(self, sid: str) -> httpx2.Response:
        return self.client.delete(f"{SESSIONS}/{sid}", headers=self.headers)

    def refresh(self) -> httpx2.Response:
        body = {"refresh_token": self.refresh_token}
        answer = self.client.post("/api/auth/refresh", json=body)
        assert self.client.portal is not None
        self.client.portal.call(self.client.app_state["refresher"].routine.write)
        return answer

    def notices(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get(NOTICES)["items"]
        return items

    def pages(self, path: str, **query: str | int) -> list[list[str]]:
        """The ids on each page of a list."""
        found, cursor = [], None
        while True:
            asked = query | ({"cursor": cursor} if cursor else {})
            page = self.client.get(path, params=asked, headers=self.headers).json()
            found.append([each["id"] for each in page["items"]])
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    def events(self, sid: str) -> list[str]:
        return [each["event"] for each in self.get(f"{SESSIONS}/{sid}/events")["items"]]


def do_chores(client: TestClient) -> None:
    """Do every chore now, as the runner would."""
    state = client.app_state
    assert client.portal is not None
    for job in state["jobs"].jobs.values():
        client.portal.call(job.work)
