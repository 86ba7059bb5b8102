"""Express itself, with express-session and the package for each engine, on the same records.

The first line of each docstring is a row of the table in docs/sessions.md; the last test holds the
table to what this run found.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from intarsia.main import create_app
from intarsia.sessions import express
from intarsia.sessions.stores.base import Record
from tests.auth.browser import Browser
from tests.conftest import ORIGIN, SESSION_KEY, FakeClock, make_settings
from tests.sessions import interop_table
from tests.sessions.engines import Engine, form_of
from tests.sessions.real_express import KEYS, Express, record_id_of, value_of

UNICODE = {"greeting": 'é \u2028 \U0001f9e9 \0 \\ "', "ключ": ["日本", {"": ""}]}
Start = Callable[..., AbstractContextManager[Express]]


@pytest.fixture
def start(engine: Engine, express_process: Express) -> Start:
    """Return a function that puts Express on the engine, with some options."""

    @contextmanager
    def on(secrets: Sequence[str] = KEYS, **options: object) -> Iterator[Express]:
        now = engine.clock.now()
        with express_process.on(engine.name, engine.url, now, secrets=secrets, **options):
            yield express_process

    return on


@pytest.fixture
def other(start: Start) -> Iterator[Express]:
    with start() as running:
        yield running


async def pass_time(engine: Engine, other: Express, **delta: float) -> None:
    await engine.passes(**delta)
    await other.set_clock(engine.clock.now())


async def kept(engine: Engine, record_id: str) -> Record:
    held = await engine.store.load(record_id, engine.clock.now())
    assert held is not None
    return held


class TestOurs:
    async def test_reads_and_changes(self, engine: Engine, other: Express, record: Record) -> None:
        """Express reads and changes a record that Python made"""
        await engine.store.create(record, engine.clock.now())

        answer = await other.get("/write", record.id)

        assert answer["status"] == 200
        assert answer["body"]["id"] == record.id
        assert answer["body"]["data"]["views"] == 2
        held = await kept(engine, record.id)
        assert held.data["views"] == 2
        # Express works it out anew from two readings of its clock, a moment apart.
        assert held.data["cookie"]["originalMaxAge"] == pytest.approx(1_800_000, abs=1_000)

    async def test_destroys(self, engine: Engine, other: Express, record: Record) -> None:
        """Express destroys a record that Python made; Python finds none"""
        await engine.store.create(record, engine.clock.now())

        await other.get("/destroy", record.id)

        assert await engine.store.load(record.id, engine.clock.now()) is None
        answer = await other.get("/read", record.id)
        assert answer["body"]["id"] != record.id


class TestTheirs:
    async def test_reads_and_changes(self, engine: Engine, other: Express) -> None:
        """Python reads and changes a record that Express made"""
        record_id = record_id_of(await other.get("/write"))
        held = await kept(engine, record_id)
        assert held.data["views"] == 1

        await engine.store.save(held, {**held.data, "language": "de"}, engine.clock.now())

        seen = await other.get("/read", record_id)
        assert seen["status"] == 200
        assert (seen["body"]["data"]["language"], seen["body"]["data"]["views"]) == ("de", 1)

    async def test_destroys(self, engine: Engine, other: Express) -> None:
        """Python destroys a record that Express made; Express starts another"""
        record_id = record_id_of(await other.get("/write"))

        await engine.store.destroy(record_id, engine.clock.now())

        assert (await other.get("/read", record_id))["body"]["id"] != record_id

    async def test_merges(self, engine: Engine, other: Express, record: Record) -> None:
        """Python's change keeps what Express wrote since Python read"""
        await engine.store.create(record, engine.clock.now())
        await other.get("/write", record.id)

        saved = await engine.store.save(record, {**record.data, "ours": True}, engine.clock.now())

        assert saved is not None
        assert (saved.data["views"], saved.data["ours"]) == (2, True)

    async def test_id_is_32_characters(self, other: Express) -> None:
        """Ids of both are 32 characters, base64url of 24 random bytes"""
        assert len(record_id_of(await other.get("/write"))) == 32
        assert len(express.new_record_id()) == 32


class TestCookie:
    async def test_bytes_are_equal(self, other: Express) -> None:
        """The cookie's bytes are equal"""
        for _ in range(20):  # some signatures hold a "+", some a "/"
            made = await other.get("/write")
            ours = express.cookie_value(made["body"]["id"], [SESSION_KEY])
            assert ours == value_of(made)

    async def test_has_expires_and_no_max_age(self, other: Express) -> None:
        """The cookie has Expires, HttpOnly and SameSite, and no Max-Age"""
        (line,) = (await other.get("/write"))["cookies"]

        names = {part.partition("=")[0].strip() for part in line.split(";")[1:]}
        assert names == {"Path", "Expires", "HttpOnly", "SameSite"}

    async def test_secrets_rotate(self, engine: Engine, start: Start) -> None:
        """A new secret signs, and cookies of the old one stay good, on both sides"""
        old, new = SESSION_KEY, "another-key-for-tests-only-0123456789abcde"
        with start() as before:
            theirs = value_of(await before.get("/write"))
        ours = express.new_record_id()
        await engine.store.create(await renamed(engine, theirs, ours), engine.clock.now())

        with start(secrets=[new, old]) as after:
            for record_id, value in [
                (express.read_cookie_value(theirs, [new, old]), theirs),
                (ours, express.cookie_value(ours, [old])),
                (ours, express.cookie_value(ours, [new, old])),
            ]:
                assert (await after.send("/read", value))["body"]["id"] == record_id
            made = await after.get("/write")
        assert record_id_of(made, [new]) == made["body"]["id"]
        assert express.read_cookie_value(value_of(made), [old]) is None


async def renamed(engine: Engine, value: str, record_id: str) -> Record:
    """The record of a cookie, under another id."""
    found = express.read_cookie_value(value, [SESSION_KEY])
    held = await kept(engine, found or "")
    return Record(record_id, held.data, held.expires)


class TestLife:
    async def test_ends_for_both(self, engine: Engine, other: Express, record: Record) -> None:
        """A record that has expired is gone for Python at once, for Express after a sweep

        connect-session-sequelize alone does not look at the end when it reads.
        """
        await engine.store.create(record, engine.clock.now())
        theirs = record_id_of(await other.get("/write"))

        await pass_time(engine, other, minutes=30, seconds=2)

        for record_id in (record.id, theirs):
            assert await engine.store.load(record_id, engine.clock.now()) is None
        await engine.store.sweep(engine.clock.now())
        for record_id in (record.id, theirs):
            assert (await other.get("/read", record_id))["body"]["id"] != record_id

    async def test_express_touches(self, engine: Engine, other: Express, record: Record) -> None:
        """A request to Express lengthens the life that Python sees"""
        await engine.store.create(record, engine.clock.now())
        await pass_time(engine, other, minutes=20)
        assert (await other.get("/read", record.id))["body"]["id"] == record.id

        await pass_time(engine, other, minutes=20)

        left = (await kept(engine, record.id)).expires - engine.clock.now()
        assert timedelta(minutes=9) < left <= timedelta(minutes=10, seconds=2)

    async def test_we_touch(self, engine: Engine, other: Express) -> None:
        """Python's touch lengthens the life that Express sees"""
        theirs = record_id_of(await other.get("/write"))
        await pass_time(engine, other, minutes=20)
        later = engine.clock.now() + timedelta(minutes=30)
        assert await engine.store.touch(theirs, later, engine.clock.now())

        await pass_time(engine, other, minutes=20)

        assert (await other.get("/read", theirs))["body"]["id"] == theirs

    async def test_rolling(self, engine: Engine, start: Start, record: Record) -> None:
        """With `rolling`, Express sends the cookie anew, and Python sees the new end"""
        await engine.store.create(record, engine.clock.now())
        with start(rolling=True) as other:
            await pass_time(engine, other, minutes=20)

            answer = await other.get("/read", record.id)

            assert value_of(answer) == express.cookie_value(record.id, [SESSION_KEY])
            await pass_time(engine, other, minutes=20)
            await kept(engine, record.id)


class TestContent:
    async def test_unicode(self, engine: Engine, other: Express, record: Record) -> None:
        """Unicode stays what it was, in keys and values, both ways"""
        await engine.store.create(record, engine.clock.now())
        await engine.store.save(record, {**record.data, **UNICODE}, engine.clock.now())
        seen: dict[str, Any] = (await other.get("/read", record.id))["body"]["data"]
        assert {key: seen[key] for key in UNICODE} == UNICODE

        theirs = record_id_of(await other.get("/set", body=UNICODE))
        held = await kept(engine, theirs)
        assert {key: held.data[key] for key in UNICODE} == UNICODE

    async def test_corrupted(self, engine: Engine, other: Express, record: Record) -> None:
        """A corrupted record is none for Python, and never another's for Express"""
        broken = "[1]" if engine.name == "connect-pg-simple" else '{"cookie":{'
        await engine.plant(record.id, broken, record.expires)

        assert await engine.store.load(record.id, engine.clock.now()) is None
        answer = await other.get("/read", record.id)
        assert answer["status"] == 500 or answer["body"]["id"] != record.id

    async def test_without_cookie(self, engine: Engine, other: Express, record: Record) -> None:
        """A record without `cookie`, on which Express answers 500, is whole again after a save"""
        await engine.plant(record.id, '{"views":3}', record.expires)
        assert (await other.get("/read", record.id))["status"] == 500

        held = await kept(engine, record.id)
        await engine.store.save(held, {**held.data, "views": 4}, engine.clock.now())

        answer = await other.get("/read", record.id)
        assert answer["status"] == 200
        assert answer["body"]["data"]["views"] == 4


class TestDestroyed:
    async def test_stays_so(self, engine: Engine, other: Express, record: Record) -> None:
        """A writer of Express in flight brings no destroyed record back"""
        await engine.store.create(record, engine.clock.now())
        assert await other.get("/slow", record.id) == {"waiting": record.id}
        await engine.store.destroy(record.id, engine.clock.now())

        await other.go_on()

        assert await engine.text(record.id) is not None
        assert await engine.store.load(record.id, engine.clock.now()) is None
        assert await engine.text(record.id) is None

    def test_brings_no_authority(
        self,
        place: tuple[str, str],
        express_process: Express,
        sqlite_template: Path,
        tmp_path: Path,
        clock: FakeClock,
    ) -> None:
        """Nor does it bring the authority back, 20 minutes later neither"""
        name, url = place
        file = tmp_path / "platform.db"
        file.write_bytes(sqlite_template.read_bytes())
        settings = make_settings(f"sqlite+aiosqlite:///{file}", tmp_path).model_copy(
            update={"session_store_url": url, "session_sql_form": form_of(name)}
        )
        app = create_app(settings, clock)
        with (
            TestClient(app, base_url=ORIGIN) as client,
            express_process.on(name, url, clock.now()),
        ):
            client.portal.call(client.app_state["records"].store.prepare)  # type: ignore[union-attr]
            browser = Browser(client)
            browser.sign_in()
            value = browser.record
            assert value is not None
            cookie = {"Cookie": f"intarsia.sid={value}", "Sec-Fetch-Site": "same-origin"}
            assert client.get("/api/auth/me", headers=cookie).status_code == 200
            assert "waiting" in express_process.ask({"path": "/slow", "cookie": value})
            assert browser.post("/api/auth/logout", json={}).status_code == 204
            express_process.ask({"go": True})

            assert client.get("/api/auth/me", headers=cookie).status_code == 401
            clock.advance(minutes=20)
            assert express_process.ask({"path": "/again"})["status"] == 200
            assert client.get("/api/auth/me", headers=cookie).status_code == 401


def test_page_shows_what_this_run_found(request: pytest.FixtureRequest) -> None:
    """`UPDATE_DOCS=1` writes the table instead; cells that did not run are left as they are."""
    interop_table.check(request.session, request.module)
