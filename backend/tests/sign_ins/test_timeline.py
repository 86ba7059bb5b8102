"""What happened to a sign-in, the newest first."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.sign_ins.person import SESSIONS, Person, do_chores


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
