"""The engine is killed under load and started again: nothing acknowledged is missing."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intarsia.main import create_app
from intarsia.sessions import express
from intarsia.sessions.stores import open_store
from intarsia.sessions.stores.base import Record, RecordStore, StoreAway
from tests.auth.browser import Browser
from tests.conftest import ORIGIN, SESSION_KEY, FakeClock, make_settings
from tests.e2e.server import wait_until
from tests.sessions.killable import Killable, killable

RECOVERY_SECONDS = 10
WRITERS = 8
ENOUGH = 5  # writes of each that are acknowledged before the kill, and after the restart


@pytest.fixture(params=["redis", "postgresql", "mongodb"])
def server(request: pytest.FixtureRequest) -> Iterator[Killable]:
    with killable(request.param) as running:
        yield running


@pytest.fixture
def client(
    server: Killable, sqlite_template: Path, tmp_path: Path, clock: FakeClock
) -> Iterator[TestClient]:
    """The platform over SQLite, its session records on the engine."""
    clock.time = datetime.now(UTC)
    shutil.copyfile(sqlite_template, tmp_path / "platform.db")
    settings = make_settings(f"sqlite+aiosqlite:///{tmp_path}/platform.db", tmp_path)
    settings = settings.model_copy(update={"session_store_url": server.url})
    with TestClient(create_app(settings, clock), base_url=ORIGIN) as client:
        client.portal.call(client.app_state["records"].store.prepare)  # type: ignore[union-attr]
        yield client


@dataclass
class Writer:
    """Counts up in a record of its own; knows what was acknowledged and what was tried."""

    store: RecordStore
    record: Record
    now: datetime
    acknowledged: int = 0
    tried: int = 0
    refused: int = 0
    stops: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self) -> None:
        while not self.stops.is_set():
            self.tried += 1
            data = {**self.record.data, "count": self.tried}
            try:
                saved = await self.store.save(self.record, data, self.now)
            except StoreAway:
                self.refused += 1
                await asyncio.sleep(0.02)  # as a client that is told to come again
                continue
            assert saved is not None
            self.record, self.acknowledged = saved, self.tried

    async def check(self) -> None:
        held = await self.store.load(self.record.id, self.now)
        assert held is not None
        assert self.acknowledged <= held.data["count"] <= self.tried
        self.record = held


async def until(holds: Callable[[], bool], seconds: float = RECOVERY_SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 (no event to wait for)
            await asyncio.sleep(0.02)


async def kill_and_check(server: Killable, record: Record, now: datetime, kills: int) -> None:
    async with open_store(server.url) as store:
        await store.prepare()
        writers = [
            Writer(store, replace(record, id=express.new_record_id()), now) for _ in range(WRITERS)
        ]
        for writer in writers:
            assert await store.create(writer.record, now)
        for _ in range(kills):
            await one_round(server, writers)


async def one_round(server: Killable, writers: list[Writer]) -> None:
    for writer in writers:
        writer.stops, writer.refused = asyncio.Event(), 0
    before = [writer.acknowledged for writer in writers]
    async with asyncio.TaskGroup() as group:
        for writer in writers:
            group.create_task(writer.write())
        await until(lambda: has_grown(writers, before), 60)
        server.stop()
        await until(lambda: all(writer.refused for writer in writers), 30)
        await asyncio.to_thread(server.start)
        back = [writer.acknowledged for writer in writers]
        await until(lambda: has_grown(writers, back))
        for writer in writers:
            writer.stops.set()
    for writer in writers:
        await writer.check()


def has_grown(writers: list[Writer], since: list[int]) -> bool:
    return all(
        writer.acknowledged >= count + ENOUGH for writer, count in zip(writers, since, strict=True)
    )


class TestKilledUnderLoad:
    async def test_once_loses_nothing_that_was_acknowledged(
        self, server: Killable, record: Record, clock: FakeClock
    ) -> None:
        await kill_and_check(server, record, clock.now(), kills=1)

    @pytest.mark.long
    async def test_twenty_times_loses_nothing_that_was_acknowledged(
        self, server: Killable, record: Record, clock: FakeClock
    ) -> None:
        await kill_and_check(server, record, clock.now(), kills=20)


class TestPlatform:
    def test_answers_503_meanwhile_lets_people_out_and_recovers_by_itself(
        self, server: Killable, client: TestClient, clock: FakeClock
    ) -> None:
        portal, records = client.portal, client.app_state["records"]
        assert portal is not None
        stays, leaves = Browser(client), Browser(client)
        stays.sign_in("admin")
        leaves.sign_in("user")
        assert stays.get("/api/auth/me").json()["username"] == "admin"

        server.stop()
        away = stays.get("/api/auth/me")
        assert away.status_code == 503
        assert away.headers["Retry-After"]
        value = leaves.record
        assert leaves.post("/api/auth/logout", json={}).status_code == 204

        server.start()
        wait_until(lambda: stays.get("/api/auth/me").status_code == 200, RECOVERY_SECONDS)
        leaves.record, leaves.cookie = value, None
        assert leaves.get("/api/auth/me").status_code == 401
        portal.call(records.keep_promises)
        record_id = express.read_cookie_value(value or "", [SESSION_KEY])
        assert portal.call(records.store.load, record_id, clock.now()) is None
        clock.advance(minutes=20)
        assert leaves.get("/api/auth/me").status_code == 401
