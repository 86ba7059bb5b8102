"""Where one is signed in: the list, and ending sign-ins."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import COOKIE, RECORD, Browser, set_cookies
from tests.conftest import DEPLOY_TOKEN, FakeClock
from tests.sign_ins.person import EDGE, SESSIONS, Headers, Person


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
