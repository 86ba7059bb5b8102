"""Express itself, with express-session and connect-session-sequelize, on the same records."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.database import readers
from intarsia.sessions import express
from intarsia.sessions.stores.base import Record
from intarsia.sessions.stores.sql import SqlStore
from tests.conftest import SESSION_KEY, missing

FOLDER = Path(__file__).parents[1] / "express"


class Express:
    """The process, spoken to in lines of JSON."""

    def __init__(self, database_url: str) -> None:
        dialect, _, rest = database_url.partition("://")
        is_sqlite = dialect.startswith("sqlite")
        url = rest.removeprefix("/") if is_sqlite else f"postgres://{rest}"
        self.process = subprocess.Popen(
            ["node", "express.mjs"],  # noqa: S607 (whichever Node.js is installed)
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        about = {"dialect": "sqlite" if is_sqlite else "postgres", "url": url}
        assert self.ask({**about, "secret": SESSION_KEY}) == {"ready": True}

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def get(self, path: str, record_id: str | None = None) -> dict[str, Any]:
        cookie = express.cookie_value(record_id, [SESSION_KEY]) if record_id else None
        return self.ask({"path": path, "cookie": cookie})

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture
def real_express(database_url: str) -> Iterator[Express]:
    if not (FOLDER / "node_modules").is_dir():
        missing("everything up with `make setup`", "Express")
    started = Express(database_url)
    yield started
    started.close()


@pytest.fixture
def live(record: Record) -> Record:
    """A record that is live by Express's clock, which no test can set."""
    expires = datetime.now(UTC) + timedelta(minutes=30)
    form = express.CookieForm(secure=False, same_site="lax")
    data = {**record.data, "cookie": form.describe(timedelta(minutes=30), expires)}
    return Record(record.id, data, expires)


async def rows(engine: AsyncEngine) -> int:
    async with readers(engine)() as session:
        return await session.scalar(text('SELECT count(*) FROM "Sessions"')) or 0


class TestBothWays:
    async def test_express_reads_and_changes_a_record_of_ours(
        self, store: SqlStore, real_express: Express, live: Record
    ) -> None:
        now = live.expires - timedelta(minutes=1)
        await store.create(live, now)

        answer = await asyncio.to_thread(real_express.get, "/write", live.id)

        assert answer["status"] == 200
        assert answer["body"]["id"] == live.id
        assert answer["body"]["data"]["views"] == 2
        held = await store.load(live.id, now)
        assert held is not None
        assert held.data["views"] == 2
        assert held.data["cookie"]["originalMaxAge"] == 1_800_000

    async def test_we_read_and_change_a_record_of_express(
        self, store: SqlStore, real_express: Express, live: Record
    ) -> None:
        made = await asyncio.to_thread(real_express.get, "/write")
        (line,) = made["cookies"]
        value = line.partition(";")[0].removeprefix("intarsia.sid=")
        record_id = express.read_cookie_value(value, [SESSION_KEY])
        now = live.expires - timedelta(minutes=1)
        assert record_id is not None
        assert record_id == made["body"]["id"]
        held = await store.load(record_id, now)
        assert held is not None

        await store.save(held, {**held.data, "language": "de", "greeting": "é\0\ud83d"}, now)

        seen = await asyncio.to_thread(real_express.get, "/read", record_id)
        assert seen["status"] == 200
        assert seen["body"]["data"]["language"] == "de"
        assert seen["body"]["data"]["greeting"].startswith("é\0")
        assert seen["body"]["data"]["views"] == 1

    def test_a_value_of_ours_is_spelled_as_express_spells_it(self, real_express: Express) -> None:
        made = real_express.get("/write")

        value = made["cookies"][0].partition(";")[0].removeprefix("intarsia.sid=")
        assert express.cookie_value(made["body"]["id"], [SESSION_KEY]) == value

    async def test_neither_overwrites_what_the_other_wrote_meanwhile(
        self, store: SqlStore, real_express: Express, live: Record
    ) -> None:
        now = live.expires - timedelta(minutes=1)
        await store.create(live, now)
        loaded = await store.load(live.id, now)
        assert loaded is not None
        await asyncio.to_thread(real_express.get, "/write", live.id)

        saved = await store.save(loaded, {**loaded.data, "ours": True}, now)

        assert saved is not None
        assert (saved.data["views"], saved.data["ours"]) == (2, True)

    async def test_express_ends_only_the_record_and_sees_no_ended_one(
        self, store: SqlStore, real_express: Express, live: Record
    ) -> None:
        now = live.expires - timedelta(minutes=1)
        await store.create(live, now)
        await asyncio.to_thread(real_express.get, "/destroy", live.id)

        assert await store.load(live.id, now) is None
        answer = await asyncio.to_thread(real_express.get, "/read", live.id)
        assert answer["body"]["id"] != live.id

    async def test_a_writer_in_flight_brings_no_destroyed_record_back(
        self, store: SqlStore, real_express: Express, live: Record, engine: AsyncEngine
    ) -> None:
        now = live.expires - timedelta(minutes=1)
        await store.create(live, now)
        waiting = await asyncio.to_thread(real_express.get, "/slow", live.id)
        assert waiting == {"waiting": live.id}
        await store.destroy(live.id, now)

        await asyncio.to_thread(real_express.ask, {"go": True})

        assert await rows(engine) == 1
        assert await store.load(live.id, now) is None
        assert await rows(engine) == 0
