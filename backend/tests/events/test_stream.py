"""The stream's promises, over a real database and the real feed."""

import json
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event, update

from intarsia import changes
from intarsia.events import hub as hubs
from intarsia.lifespan import State
from intarsia.tokens.store import TokenRow
from intarsia.users.store import UserRow
from tests.conftest import DEPLOY_TOKEN, FakeClock
from tests.events.conftest import Listen, Listening

RELEASE = {"number": 7, "channel": "stable"}
Announce = Callable[..., Awaitable[int]]
SignOn = Callable[[str], Awaitable[tuple[str, str]]]
MakeToken = Callable[..., Awaitable[tuple[str, str]]]


async def opened(stream: Listening) -> dict[str, str]:
    """Read up to the frame that says where the stream starts."""
    assert (await stream.start())["status"] == 200
    return await stream.frame()


async def problem(stream: Listening) -> tuple[int, dict[str, str]]:
    start = await stream.start()
    await stream.more()
    return start["status"], json.loads(stream.text)


class TestFrames:
    async def test_name_the_change_the_event_and_its_data(
        self, listen: Listen, announce: Announce
    ) -> None:
        async with listen() as stream:
            await opened(stream)
            number = await announce("release", "stable", RELEASE | {"more": "than needed"})

            assert await stream.frame() == {
                "id": str(number),
                "event": "release",
                "data": '{"number":7,"channel":"stable"}',
            }

    async def test_a_comment_comes_when_nothing_else_does(
        self, listen: Listen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.events.stream.KEPT_ALIVE_EVERY", 0.0)
        monkeypatch.setattr("intarsia.events.stream.JUDGED_EVERY", 0.01)
        async with listen() as stream:
            await opened(stream)
            await stream.more()

            assert stream.text == ":\n\n"

    async def test_start_with_the_id_to_resume_from(
        self, listen: Listen, announce: Announce
    ) -> None:
        number = await announce("release", "stable", RELEASE)
        async with listen() as stream:
            assert await opened(stream) == {"id": str(number)}

    async def test_are_never_stored_or_sniffed(self, listen: Listen) -> None:
        async with listen() as stream:
            headers = dict((await stream.start())["headers"])

            assert headers[b"content-type"] == b"text/event-stream; charset=utf-8"
            assert headers[b"cache-control"] == b"no-store"
            assert headers[b"x-content-type-options"] == b"nosniff"


class TestAudience:
    async def test_guests_hear_of_releases_and_withdrawals_alone(
        self, listen: Listen, announce: Announce, sign_on: SignOn
    ) -> None:
        user_id, _ = await sign_on("user")
        async with listen() as stream:
            await opened(stream)
            await announce("settings", "*")
            await announce("session", user_id)
            await announce("authority", "user:nobody", {"epoch": 1})
            await announce("release", "next", {"number": 1, "channel": "next"})
            withdrawn = {"app": "data-grid", "version": "1.0.0", "force": True}
            await announce("withdrawal", "data-grid", withdrawn)
            await announce("release", "stable", RELEASE)

            assert await stream.event() == ("withdrawal", withdrawn)
            assert await stream.event() == ("release", RELEASE)

    async def test_people_hear_of_what_concerns_them_and_everybody(
        self, listen: Listen, announce: Announce, sign_on: SignOn
    ) -> None:
        user_id, token = await sign_on("user")
        other_id, _ = await sign_on("viewer")
        async with listen(token) as stream:
            await opened(stream)
            for key in (other_id, f"user:{other_id}", user_id, "*"):
                await announce("settings", key, {"theme_mode": "not for the wire"})
            await announce("session", f"user:{user_id}")
            await announce("release", "next", {"number": 1, "channel": "next"})

            assert [await stream.event() for _ in range(4)] == [
                ("settings", {}),
                ("settings", {}),
                ("session", {}),
                ("release", {"number": 1, "channel": "next"}),
            ]


class TestRight:
    async def test_a_bad_token_is_no_guest(self, listen: Listen) -> None:
        async with listen("nonsense") as stream:
            status, body = await problem(stream)

            assert (status, body["code"]) == (401, "invalid_token")

    async def test_unknown_parameters_are_refused(self, listen: Listen) -> None:
        async with listen(query="misspelt=1") as stream:
            status, body = await problem(stream)

            assert (status, body["code"]) == (422, "invalid_request")

    async def test_what_is_no_id_is_refused(self, listen: Listen) -> None:
        for wrong in ("-1", "x", "9" * 30):
            async with listen(after=wrong) as stream:
                assert (await problem(stream))[0] == 422

    async def test_ends_when_the_token_expires(
        self, listen: Listen, sign_on: SignOn, clock: FakeClock
    ) -> None:
        _, token = await sign_on("user")
        async with listen(token) as stream:
            await opened(stream)
            clock.advance(minutes=16)

            assert await stream.event() == ("end", {"code": "token_expired"})
            assert stream.is_over

    async def test_ends_when_the_sign_in_is_revoked(
        self, listen: Listen, sign_on: SignOn, state: State
    ) -> None:
        _, token = await sign_on("user")
        async with listen(token) as stream:
            await opened(stream)
            async with state["writers"].begin() as session:
                sid = state["tokens"].read_access(token).sid
                await state["auth"].revoke(session, sid, "logout")

            assert await stream.event() == ("end", {"code": "session_revoked"})

    async def test_ends_when_rights_changed(
        self, listen: Listen, sign_on: SignOn, announce: Announce
    ) -> None:
        user_id, token = await sign_on("user")
        async with listen(token) as stream:
            await opened(stream)
            await announce("authority", f"user:{user_id}", {"epoch": 1})

            assert await stream.event() == ("end", {"code": "token_stale"})

    async def test_nothing_is_told_after_the_right_is_gone(
        self, listen: Listen, sign_on: SignOn, announce: Announce
    ) -> None:
        user_id, token = await sign_on("user")
        async with listen(token) as stream:
            await opened(stream)
            await announce("authority", f"user:{user_id}", {"epoch": 1})
            await announce("release", "next", {"number": 1, "channel": "next"})

            assert (await stream.event())[0] == "end"


class TestTokensForPrograms:
    async def test_the_deploy_token_hears_of_every_release(
        self, listen: Listen, announce: Announce
    ) -> None:
        async with listen(DEPLOY_TOKEN) as stream:
            await opened(stream)
            await announce("settings", "*")
            await announce("release", "next", {"number": 1, "channel": "next"})

            assert await stream.event() == ("release", {"number": 1, "channel": "next"})

    async def test_a_personal_one_hears_what_its_scopes_say(
        self, listen: Listen, announce: Announce, make_token: MakeToken
    ) -> None:
        user_id, narrow = await make_token("data:read")
        _, wide = await make_token("settings:read", "registry:read")
        async with listen(narrow) as stream, listen(wide) as other:
            await opened(stream)
            await opened(other)
            await announce("settings", user_id)
            await announce("session", f"user:{user_id}")
            await announce("release", "next", {"number": 1, "channel": "next"})
            await announce("release", "stable", RELEASE)

            assert await stream.event() == ("release", RELEASE)
            assert await other.event() == ("settings", {})
            assert await other.event() == ("release", {"number": 1, "channel": "next"})

    async def test_ends_when_it_expires(
        self, listen: Listen, make_token: MakeToken, clock: FakeClock
    ) -> None:
        _, token = await make_token("data:read")
        async with listen(token) as stream:
            await opened(stream)
            clock.advance(days=2)

            assert await stream.event() == ("end", {"code": "token_expired"})

    async def test_ends_when_it_is_revoked(
        self, listen: Listen, make_token: MakeToken, announce: Announce, state: State
    ) -> None:
        _, token = await make_token("data:read")
        async with listen(token) as stream:
            await opened(stream)
            async with state["writers"].begin() as session:
                revoked = update(TokenRow).values(revoked_at=state["clock"].now())
                token_id = await session.scalar(revoked.returning(TokenRow.id))
            await announce("tokens", str(token_id))

            assert await stream.event() == ("end", {"code": "invalid_token"})

    async def test_ends_when_its_owner_has_other_rights(
        self, listen: Listen, make_token: MakeToken, announce: Announce, state: State
    ) -> None:
        user_id, token = await make_token("data:read", "data:write")
        async with listen(token) as stream:
            await opened(stream)
            async with state["writers"].begin() as session:
                demoted = update(UserRow).where(UserRow.id == user_id).values(role="viewer")
                await session.execute(demoted)
            await announce("authority", f"user:{user_id}", {"epoch": 1})

            assert await stream.event() == ("end", {"code": "token_stale"})


class TestFirstRelease:
    """A page may have been made before a release that was announced before its stream began."""

    async def test_is_told_to_who_does_not_resume(
        self, listen: Listen, announce: Announce, state: State, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(state["hub"], "live_number", lambda: 7)
        number = await announce("release", "stable", RELEASE)
        async with listen() as stream, listen(after=number) as resumed:
            frame = await opened(stream)

            assert frame["id"] == str(number)
            assert (frame["event"], json.loads(frame["data"])) == ("release", RELEASE)
            assert await opened(resumed) == {"id": str(number)}


class TestResume:
    async def test_misses_nothing_and_repeats_nothing(
        self, listen: Listen, announce: Announce
    ) -> None:
        ids = [
            await announce("release", "stable", {"number": n, "channel": "stable"})
            for n in range(4)
        ]
        async with listen(after=ids[1]) as stream:
            await opened(stream)
            told = [await stream.frame() for _ in range(2)]
            newest = await announce("release", "stable", RELEASE)

            assert [int(frame["id"]) for frame in told] == ids[2:]
            assert (await stream.frame())["id"] == str(newest)

    async def test_reads_what_the_process_has_forgotten(
        self, listen: Listen, announce: Announce, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hubs, "REMEMBERED", 1)
        ids = [
            await announce("release", "stable", {"number": n, "channel": "stable"})
            for n in range(4)
        ]
        async with listen(after=ids[0]) as stream:
            await opened(stream)

            assert [int((await stream.frame())["id"]) for _ in range(3)] == ids[1:]

    async def test_an_id_of_a_database_that_was_restored_means_now(
        self, listen: Listen, announce: Announce
    ) -> None:
        newest = await announce("release", "stable", RELEASE)
        async with listen(after=newest + 1000) as stream:
            assert await opened(stream) == {"id": str(newest)}
            await announce("release", "stable", RELEASE)

            assert await stream.event() == ("release", RELEASE)

    async def test_costs_no_query_while_memory_reaches(
        self, listen: Listen, announce: Announce, state: State
    ) -> None:
        number = await announce("release", "stable", RELEASE)
        statements: list[str] = []
        engine = state["engine"].sync_engine
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        for _ in range(3):
            async with listen(after=number - 1) as stream:
                await opened(stream)
                assert (await stream.event())[0] == "release"

        assert [each for each in statements if "changes.topic IN" in each] == []


class TestBounds:
    async def test_a_stream_too_many_is_told_when_to_come_back(
        self, listen: Listen, state: State, sign_on: SignOn
    ) -> None:
        _, token = await sign_on("user")
        state["hub"].most = 2
        async with listen() as first, listen() as guest, listen(token) as second:
            await opened(first)
            start = await guest.start()
            await opened(second)

            assert start["status"] == 503
            assert (b"retry-after", b"10") in start["headers"]

    async def test_who_leaves_makes_room(self, listen: Listen, state: State) -> None:
        async with listen() as stream:
            await opened(stream)
            assert len(state["hub"].streams) == 1

        assert state["hub"].streams == set()

    async def test_who_reads_too_slowly_has_to_come_back(
        self, listen: Listen, state: State, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hubs, "QUEUED", 2)
        async with listen() as stream:
            await opened(stream)
            now = state["clock"].now()
            async with state["writers"].begin() as session:
                for number in range(5):
                    withdrawn = {"app": "data-grid", "version": f"{number}.0.0", "force": False}
                    await changes.record(session, now, "withdrawal", "data-grid", withdrawn)
            await state["feed"].catch_up()

            assert await stream.event() == ("end", {"code": "too_slow"})

    async def test_all_end_when_the_process_stops(self, listen: Listen, state: State) -> None:
        async with listen() as stream, listen() as other:
            await opened(stream)
            await opened(other)
            state["hub"].close()

            assert await stream.event() == ("end", {"code": "server_stopping"})
            assert await other.event() == ("end", {"code": "server_stopping"})
        async with listen() as late:
            assert (await late.start())["status"] == 503
