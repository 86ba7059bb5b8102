from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.changes import ChangeRow
from intarsia.database import readers
from tests.auth.browser import COOKIE, RECORD, Browser, set_cookies
from tests.conftest import DEPLOY_TOKEN, FakeClock

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


@pytest.fixture
def person(client: TestClient) -> Callable[..., Person]:
    return lambda *arguments: Person(client, *arguments)


class TestList:
    def test_shows_mine_with_where_they_are(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        first = person("user")
        clock.advance(minutes=1)
        second = person("user", EDGE)
        person("viewer")

        page = second.get(SESSIONS)

        assert page == {
            "items": page["items"],
            "next_cursor": None,
            "total": 2,
            "total_capped": False,
        }
        assert page["items"][0] == {
            "sid": second.sid,
            "user_id": second.id,
            "created_at": "2026-11-21T12:01:00Z",
            "last_seen_at": "2026-11-21T12:01:00Z",
            "expires_at": "2026-11-28T12:01:00Z",
            "ended_at": None,
            "end_reason": None,
            "ip": "testclient",
            "user_agent": EDGE,
            "device": "Edge on Windows",
            "current": True,
        }
        assert page["items"][1]["sid"] == first.sid
        assert page["items"][1]["current"] is False

    def test_is_read_a_page_at_a_time(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        people = []
        for _ in range(3):
            people.append(person("user"))
            clock.advance(seconds=1)

        first = people[0].get(f"{SESSIONS}?limit=2&sort=created_at")
        rest = people[0].get(f"{SESSIONS}?limit=2&sort=created_at&cursor={first['next_cursor']}")

        found = [each["sid"] for page in (first, rest) for each in page["items"]]
        assert found == [each.sid for each in people]

    def test_shows_ended_ones_when_asked(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        old = person("user")
        clock.advance(days=4)
        ended, mine = person("user"), person("user")
        mine.end(ended.sid)
        clock.advance(days=3)
        now = person("user")

        assert set(now.sids()) == {mine.sid, now.sid}
        page = {each["sid"]: each for each in now.get(f"{SESSIONS}?ended=true")["items"]}
        assert set(page) == {old.sid, ended.sid, mine.sid, now.sid}
        assert page[old.sid]["end_reason"] == "expired"
        assert page[old.sid]["ended_at"] == page[old.sid]["expires_at"]
        assert page[ended.sid]["end_reason"] == "ended"

    def test_anothers_are_for_who_administers_users(self, person: Callable[..., Person]) -> None:
        admin, user = person("admin"), person("user")

        assert admin.sids(f"?user={user.id}") == [user.sid]
        assert user.sids(f"?user={user.id}") == [user.sid]
        refused = user.client.get(f"{SESSIONS}?user={admin.id}", headers=user.headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

    def test_a_machine_has_none(self, client: TestClient) -> None:
        headers = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}

        assert client.get(SESSIONS, headers=headers).status_code == 403


class TestEnd:
    def test_binds_the_next_request_and_the_next_refresh(
        self, person: Callable[..., Person]
    ) -> None:
        here, there = person("user"), person("user")

        assert here.end(there.sid).status_code == 204

        assert not there.is_in()
        assert there.refresh().json()["code"] == "session_revoked"
        assert here.is_in()

    def test_twice_is_once(self, person: Callable[..., Person]) -> None:
        here, there = person("user"), person("user")

        answers = [here.end(there.sid).status_code for _ in range(2)]

        assert answers == [204, 204]
        assert here.events(there.sid).count("session_ended") == 1

    def test_admins_end_anybodys(self, person: Callable[..., Person]) -> None:
        admin, user = person("admin"), person("user")

        assert admin.end(user.sid).status_code == 204

        assert not user.is_in()
        (event, *_) = admin.get(f"{SESSIONS}/{user.sid}/events")["items"]
        assert (event["event"], event["detail"]["reason"]) == ("session_ended", "ended")

    def test_anothers_and_unknown_ones_are_not_there(self, person: Callable[..., Person]) -> None:
        user, viewer = person("user"), person("viewer")

        for sid in (viewer.sid, "f" * 32, "no such.sid"):
            assert user.end(sid).status_code == 404
            path = f"{SESSIONS}/{sid}/events"
            assert user.client.get(path, headers=user.headers).status_code == 404
        assert viewer.is_in()


class TestLogoutAll:
    def test_ends_every_one_on_the_spot(self, person: Callable[..., Person]) -> None:
        here, there, stranger = person("user"), person("user"), person("viewer")

        assert here.post("/api/auth/logout-all").status_code == 204

        assert [here.is_in(), there.is_in(), stranger.is_in()] == [False, False, True]
        assert there.refresh().json()["code"] == "session_revoked"
        assert person("user").events(here.sid)[0] == "session_ended"

    def test_keeps_the_current_one_if_asked(self, person: Callable[..., Person]) -> None:
        here, there = person("user"), person("user")

        assert here.post("/api/auth/logout-all", keep_current=True).status_code == 204

        assert [here.is_in(), there.is_in()] == [True, False]
        assert here.refresh().status_code == 200
        assert here.sids() == [here.sid]

    @pytest.mark.attack(29)
    def test_takes_both_cookies_back(self, client: TestClient) -> None:
        browser = Browser(client)
        token = browser.sign_in().json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}

        answer = browser.post("/api/auth/logout-all", headers=headers)

        assert len(set_cookies(answer, COOKIE)) == len(set_cookies(answer, RECORD)) == 1
        assert answer.headers["Clear-Site-Data"] == '"storage"'

    @pytest.mark.attack(33)
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_obeys_no_other_site(self, person: Callable[..., Person], site: str) -> None:
        user = person("user")
        headers = {**user.headers, "Sec-Fetch-Site": site}

        answer = user.client.post("/api/auth/logout-all", headers=headers)

        assert answer.status_code == 403
        assert user.is_in()


class TestTimeline:
    def test_tells_what_happened_the_newest_first(
        self, client: TestClient, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        user = person("user")
        clock.advance(minutes=13)
        user.refresh()
        clock.advance(minutes=5)
        user.refresh()  # the answer before was lost
        clock.advance(minutes=13)
        taken = user.refresh().json()["refresh_token"]
        clock.advance(minutes=13)
        client.post("/api/auth/refresh", json={"refresh_token": taken})
        user.refresh()  # two behind: a thief's or the victim's

        watcher = person("user")
        assert watcher.events(user.sid) == [
            "reuse_detected",
            "refresh",
            "lost_response",
            "lost_response",
            "refresh",
            "sign_in",
        ]

    def test_names_time_place_and_request(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        user = person("user")

        (event,) = user.get(f"{SESSIONS}/{user.sid}/events")["items"]

        assert event["at"] == "2026-11-21T12:00:00Z"
        assert event["ip"] == "testclient"
        assert event["request_id"]
        assert event["detail"] == {"device": "Firefox on Linux"}

    def test_is_read_a_page_at_a_time(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        user = person("user")
        for _ in range(2):
            clock.advance(minutes=13)
            user.refresh()
        path = f"{SESSIONS}/{user.sid}/events"

        watcher = person("user")

        (whole,) = watcher.pages(path)

        assert len(whole) == watcher.get(path)["total"] == 3
        assert watcher.pages(path, limit=2) == [whole[:2], whole[2:]]
        assert watcher.pages(path, sort="at", limit=2) == [whole[:0:-1], whole[:1]]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"is_active": False}, "deactivated"),
            ({"password": "a new long passphrase"}, "password"),
        ],
    )
    def test_says_why_an_admin_ended_it(
        self, person: Callable[..., Person], change: dict[str, object], reason: str
    ) -> None:
        admin, user = person("admin"), person("user")

        admin.client.patch(f"/api/users/{user.id}", json=change, headers=admin.headers)

        (event, *_) = admin.get(f"{SESSIONS}/{user.sid}/events")["items"]
        assert (event["event"], event["detail"]) == ("session_ended", {"reason": reason})

    def test_sign_out_is_one_of_its_own(self, person: Callable[..., Person]) -> None:
        user = person("user")

        user.client.post("/api/auth/logout", json={"refresh_token": user.refresh_token})

        assert person("user").events(user.sid) == ["sign_out", "sign_in"]

    def test_routine_is_not_in_the_trail_unless_asked_for(
        self, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        admin = person("admin")
        clock.advance(minutes=13)
        admin.refresh()

        admin = person("admin")
        actions = {each["action"] for each in admin.get("/api/audit")["items"]}
        assert actions == {"auth.sign_in"}
        assert admin.get("/api/audit?action=auth.refresh")["total"] == 1


class TestNotices:
    def test_first_sign_in_ever_is_no_news(self, person: Callable[..., Person]) -> None:
        person("user")

        assert person("user").notices() == []

    def test_new_device_is(self, person: Callable[..., Person], clock: FakeClock) -> None:
        known = person("user")
        new = person("user", EDGE)
        person("user", EDGE)

        (notice,) = known.notices()

        assert notice == {
            "id": notice["id"],
            "at": "2026-11-21T12:00:00Z",
            "kind": "new_device",
            "sid": new.sid,
            "ip": "testclient",
            "device": "Edge on Windows",
            "seen": False,
        }

    def test_of_others_are_none_of_mine(self, person: Callable[..., Person]) -> None:
        person("viewer")
        person("viewer", EDGE)

        assert person("user").notices() == []

    def test_device_is_known_when_its_sign_ins_are_long_forgotten(
        self, client: TestClient, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        person("user")
        person("user", EDGE)
        clock.advance(days=60)
        do_chores(client)

        assert len(person("user", EDGE).notices()) == 1

    def test_reuse_is_news(
        self, client: TestClient, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        user = person("user")
        token = user.refresh().json()["refresh_token"]
        clock.advance(minutes=13)
        client.post("/api/auth/refresh", json={"refresh_token": token})
        user.refresh()

        (notice,) = person("user").notices()

        assert (notice["kind"], notice["sid"]) == ("reuse_detected", user.sid)

    def test_are_seen_up_to_one(self, person: Callable[..., Person]) -> None:
        user = person("user")
        for agent in (EDGE, "curl/8", "wget/1"):
            person("user", agent)
        ids = [each["id"] for each in user.notices()]

        answer = user.post(f"{NOTICES}/seen", up_to=ids[1])

        assert answer.status_code == 204
        assert [each["seen"] for each in user.notices()] == [False, True, True]

    def test_are_read_a_page_at_a_time(self, person: Callable[..., Person]) -> None:
        user = person("user")
        for agent in (EDGE, "curl/8", "wget/1"):
            person("user", agent)

        (whole,) = user.pages(NOTICES)

        assert len(whole) == user.get(NOTICES)["total"] == 3
        assert user.pages(NOTICES, limit=2) == [whole[:2], whole[2:]]
        assert user.pages(NOTICES, sort="id", limit=3) == [whole[::-1]]

    @pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 19, 1])
    def test_up_to_is_an_id(self, person: Callable[..., Person], up_to: object) -> None:
        assert person("user").post(f"{NOTICES}/seen", up_to=up_to).status_code == 422

    async def test_raise_an_event_for_their_user_alone(
        self, person: Callable[..., Person], engine: AsyncEngine
    ) -> None:
        user = person("user")
        person("user", EDGE)
        user.post(f"{NOTICES}/seen", up_to="99")
        user.post(f"{NOTICES}/seen", up_to="99")

        async with readers(engine)() as session:
            query = select(ChangeRow.key).where(ChangeRow.topic == "session")
            keys = list(await session.scalars(query))
        assert keys == [f"user:{user.id}"] * 2


class TestTokensForPrograms:
    def test_need_the_scope_and_have_no_current_one(self, person: Callable[..., Person]) -> None:
        user = person("user")
        made = {"name": "t", "expires_at": "2027-01-01T00:00:00Z"}

        def as_token(scope: str) -> Headers:
            text = user.post("/api/tokens", **made, scopes=[scope]).json()["token"]
            return {"Authorization": f"Bearer {text}"}

        holds, lacks = as_token("sessions:own"), as_token("data:read")
        assert user.client.get(SESSIONS, headers=lacks).status_code == 403
        (item,) = user.client.get(SESSIONS, headers=holds).json()["items"]
        assert item["current"] is False
        body = {"keep_current": True}
        refused = user.client.post("/api/auth/logout-all", headers=holds, json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "sign_in_needed")


class TestSweep:
    def test_what_is_over_is_forgotten_in_time(
        self, client: TestClient, person: Callable[..., Person], clock: FakeClock
    ) -> None:
        user = person("user")
        clock.advance(minutes=13)
        user.refresh()
        clock.advance(days=13, hours=23)
        do_chores(client)
        assert person("user").events(user.sid) == ["refresh", "sign_in"]

        clock.advance(minutes=61)
        do_chores(client)
        admin = person("admin")

        assert user.sid not in admin.sids(f"?ended=true&user={user.id}")
        events = admin.get(f"/api/audit?target=session:{user.sid}")["items"]
        assert [each["action"] for each in events] == ["auth.sign_in"]


def do_chores(client: TestClient) -> None:
    """Do every chore now, as the runner would."""
    state = client.app_state
    assert client.portal is not None
    for job in state["jobs"].jobs.values():
        client.portal.call(job.work)
