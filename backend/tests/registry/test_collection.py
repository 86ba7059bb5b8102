import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.config import Limits, Settings
from intarsia.database import readers, writers
from intarsia.errors import Unavailable
from intarsia.registry import blobs
from intarsia.registry.collection import Collected, Collector
from intarsia.storage.bundles import open_bundles
from tests.conftest import FakeClock
from tests.registry.bundles import host, packed, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish, Release

Collect = Callable[[], Collected]
ENTRY = "/mf/data/1.0.0/remoteEntry.js"


@pytest.fixture
def collector(engine: AsyncEngine, settings: Settings, clock: FakeClock) -> Collector:
    month = timedelta(days=30)
    return Collector(writers(engine), readers(engine), open_bundles(settings), clock, month)


@pytest.fixture
def collect(client: TestClient, clock: FakeClock) -> Collect:
    """Collect in the application's own process, which then hears of it."""
    state = client.app_state
    month = timedelta(days=30)
    own = Collector(state["writers"], state["readers"], state["bundles"], clock, month)
    portal = client.portal
    assert portal is not None

    def run() -> Collected:
        done = portal.call(own.collect)
        portal.call(state["feed"].catch_up)
        return done

    return run


@pytest.fixture
def replaced(publish: Publish, release: Release) -> None:
    """Version 1.0.0 was live until now."""
    publish("container", "1.0.0", host())
    for version in ("1.0.0", "1.1.0"):
        publish("data", version, remote(content=version.encode()))
        release({"container": "1.0.0", "data": version})


def files(settings: Settings) -> set[str]:
    return {path.name for path in settings.data_dir.glob("bundles/blobs/*/*")}


@pytest.mark.usefixtures("replaced")
class TestVersions:
    def test_stay_until_retention_is_over(
        self, client: TestClient, clock: FakeClock, collect: Collect
    ) -> None:
        assert client.get(ENTRY).status_code == 200
        clock.advance(days=30, seconds=-1)
        assert collect().versions == []
        assert client.get(ENTRY).status_code == 200

        clock.advance(seconds=1)
        assert collect().versions == [("data", "1.0.0")]
        assert client.get(ENTRY).status_code == 404

    def test_that_are_live_stay_for_ever(
        self, client: TestClient, clock: FakeClock, collect: Collect
    ) -> None:
        clock.advance(days=3000)
        collect()

        assert client.get("/mf/data/1.1.0/remoteEntry.js").status_code == 200
        assert client.get("/data").status_code == 200

    def test_that_any_channel_has_stay(
        self, client: TestClient, clock: FakeClock, collect: Collect, release: Release
    ) -> None:
        release({"data": "1.0.0"}, channel="next")
        clock.advance(days=31)

        assert collect().versions == []

    def test_count_from_when_they_left_last(
        self, clock: FakeClock, collect: Collect, release: Release
    ) -> None:
        clock.advance(days=20)
        release({"data": "1.0.0"})
        release({"data": "1.1.0"})
        clock.advance(days=20)

        assert collect().versions == []

    def test_that_were_never_live_count_from_their_publish(
        self, clock: FakeClock, collect: Collect, publish: Publish
    ) -> None:
        publish("data", "1.2.0", remote(content=b"1.2.0"))
        clock.advance(days=30)

        assert collect().versions == [("data", "1.0.0"), ("data", "1.2.0")]

    def test_are_never_published_or_released_again(
        self,
        client: TestClient,
        clock: FakeClock,
        collect: Collect,
        publish: Publish,
        release: Release,
    ) -> None:
        clock.advance(days=30)
        collect()

        again = publish("data", "1.0.0", remote(content=b"1.0.0"))
        released = release({"data": "1.0.0"})
        back = client.post(
            f"{REGISTRY}/channels/stable/rollback", json={"release": 1}, headers=DEPLOY
        )
        state = client.patch(
            f"{REGISTRY}/apps/data/versions/1.0.0",
            json={"state": "active", "reason": "want it"},
            headers=DEPLOY,
        )

        assert (again.status_code, again.json()["code"]) == (409, "version_collected")
        assert (state.status_code, state.json()["code"]) == (409, "version_collected")
        for answer in (released, back):
            assert (answer.status_code, answer.json()["versions"]) == (409, ["data@1.0.0"])

    def test_leave_their_name_and_a_line_on_the_audit_trail(
        self, client: TestClient, clock: FakeClock, collect: Collect, admin: dict[str, str]
    ) -> None:
        clock.advance(days=30)
        collect()

        row = client.get(f"{REGISTRY}/apps/data/versions/1.0.0", headers=DEPLOY).json()
        assert (row["state"], row["size"] > 0) == ("collected", True)


@pytest.mark.usefixtures("replaced")
class TestBytes:
    def test_go_with_the_last_version_that_needs_them(
        self, client: TestClient, clock: FakeClock, collect: Collect, settings: Settings
    ) -> None:
        before = files(settings)
        clock.advance(days=30)

        done = collect()

        gone = before - files(settings)
        assert 0 < len(gone) == done.blobs < len(before)
        for path in remote():
            if path.endswith(".js"):
                assert client.get(f"/mf/data/1.1.0/{path}").status_code == 200

    async def test_a_preview_says_the_same_and_takes_nothing(
        self, clock: FakeClock, collector: Collector, settings: Settings
    ) -> None:
        clock.advance(days=30)
        before = files(settings)

        preview = await collector.preview()
        assert files(settings) == before

        done = await collector.collect()
        assert (preview.versions, preview.blobs) == (done.versions, done.blobs)
        assert preview.size == done.size > 0

    def test_that_a_publish_just_touched_stay(
        self, clock: FakeClock, collect: Collect, settings: Settings, client: TestClient
    ) -> None:
        """A dry run keeps nothing, a publish that is refused late has claimed its files."""
        clock.advance(days=30)
        taken = {"Content-Type": "application/gzip", **DEPLOY}
        path = f"{REGISTRY}/apps/other/versions/1.0.0"
        body = packed(remote("dataApp", content=b"1.0.0"))
        refused = client.put(path, params={"channel": "stable"}, content=body, headers=taken)
        assert refused.status_code == 422

        before = files(settings)
        collect()
        assert files(settings) == before

        clock.advance(hours=24)
        collect()
        assert files(settings) < before

    async def test_what_was_killed_halfway_goes_on(
        self, clock: FakeClock, collector: Collector, settings: Settings
    ) -> None:
        """After each single step the rest is done by the next run."""
        before = len(files(settings))
        clock.advance(days=30)
        while await collector.collect_versions():
            pass
        await collector.doom_blobs()
        async with collector.readers() as session:
            doomed = await blobs.find_doomed(session, 1)
        await collector.bundles.delete(doomed)

        done = await collector.collect()

        assert done.blobs == 1
        assert (await collector.collect()).blobs == 0
        assert len(files(settings)) == before - 1

    async def test_strays_go_once_they_are_a_day_old(
        self, collector: Collector, settings: Settings
    ) -> None:
        folder = settings.data_dir / "bundles" / "blobs" / "ab"
        folder.mkdir(exist_ok=True)
        new, old = folder / ("ab" + "0" * 62), folder / ("ab" + "1" * 62)
        left = settings.data_dir / "bundles" / "staging" / "publish-killed"
        left.mkdir()
        for path in (new, old):
            path.write_bytes(b"stray")
        yesterday = time.time() - 86_401
        for path in (old, left):
            os.utime(path, (yesterday, yesterday))

        done = await collector.collect()

        assert (done.strays, new.exists(), old.exists(), left.exists()) == (1, True, False, False)


class TestDoomed:
    async def test_are_refused_to_publishers_until_they_are_gone(
        self,
        client: TestClient,
        publish: Publish,
        clock: FakeClock,
        collector: Collector,
    ) -> None:
        """Otherwise a version could count on bytes that are being removed."""
        publish("data", "1.0.0", remote())
        clock.advance(days=30)
        await collector.collect_versions()
        await collector.doom_blobs()

        busy = publish("data", "1.1.0", remote())
        assert (busy.status_code, busy.json()["code"]) == (503, "collecting")
        assert busy.headers["Retry-After"] == "5"

        await collector.remove_doomed()
        assert publish("data", "1.1.0", remote()).status_code == 201
        for path in ("remoteEntry.js", "static/js/react.js"):
            assert client.get(f"/mf/data/1.1.0/{path}").status_code == 200

    async def test_are_noticed_by_a_publish_that_took_too_long(
        self, collector: Collector, clock: FakeClock
    ) -> None:
        digest, now = "a" * 64, clock.now()
        async with collector.writers.begin() as session:
            await blobs.claim(session, {digest: 1}, now)
        clock.advance(hours=24)
        assert await collector.doom_blobs() == 1

        with pytest.raises(Unavailable):
            async with collector.writers.begin() as session:
                await blobs.confirm(session, {digest: 1}, set(), clock.now())


class TestQuota:
    @pytest.fixture
    def send(self, make_client: Callable[..., TestClient]) -> Callable[..., httpx2.Response]:
        client = make_client(limits=Limits(_env_file=None, app_quota_bytes=8_000))

        def publish(version: str, content: bytes, **query: str) -> httpx2.Response:
            return client.put(
                f"{REGISTRY}/apps/data/versions/{version}",
                params=query,
                content=packed(remote(content=content)),
                headers={"Content-Type": "application/gzip", **DEPLOY},
            )

        return publish

    def test_counts_the_same_bytes_once(self, send: Callable[..., httpx2.Response]) -> None:
        for patch in range(5):
            assert send(f"1.0.{patch}", b"").status_code == 201

    @pytest.mark.parametrize("query", [{}, {"dry_run": "true"}])
    def test_refuses_what_is_beyond_it(
        self, send: Callable[..., httpx2.Response], query: dict[str, str]
    ) -> None:
        assert send("1.0.0", b"").status_code == 201

        answer: Any = send("1.1.0", os.urandom(8_000), **query)

        assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
        assert answer.json()["quota"] == 8_000 < answer.json()["needed"]


def test_the_daily_job_collects(client: TestClient) -> None:
    """It is among the work that processes share out."""
    jobs = client.app_state["jobs"].jobs

    assert jobs["registry.collect"].every == timedelta(days=1)
    assert Path(client.app_state["bundles"].staging).is_dir()
