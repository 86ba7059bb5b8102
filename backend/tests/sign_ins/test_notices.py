"""What its user is told of a sign-in."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.changes import ChangeRow
from intarsia.database import readers
from tests.conftest import FakeClock
from tests.sign_ins.person import EDGE, NOTICES, Person, do_chores


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
