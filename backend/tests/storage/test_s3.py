"""A replica keeps bounded, verified copies, and goes on with them while S3 is away."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from intarsia.config import Limits, MiB, Settings
from intarsia.storage.bundles import BlobMissing, open_bundles
from intarsia.storage.bundles.cache import DiskCache, Wrong
from intarsia.storage.bundles.s3 import S3Bundles
from tests.hosting.conftest import database_url
from tests.registry.bundles import packed, remote
from tests.registry.conftest import DEPLOY, REGISTRY
from tests.storage.s3_server import Line, line, s3

__all__ = ["database_url", "line", "s3"]


def replica(folder: Path, s3: dict[str, Any]) -> S3Bundles:
    store = open_bundles(Settings(_env_file=None, data_dir=folder, **s3))
    assert isinstance(store, S3Bundles)
    return store


async def stored(store: S3Bundles, body: bytes) -> str:
    digest = hashlib.sha256(body).hexdigest()
    path = store.staging / digest
    path.write_bytes(body)
    await store.add({digest: path})
    return digest


class TestReplica:
    async def test_reads_what_another_has_stored_and_keeps_a_copy(
        self, tmp_path: Path, s3: dict[str, Any], line: Line
    ) -> None:
        digest = await stored(replica(tmp_path / "a", s3), b"hello")
        other = replica(tmp_path / "b", s3)

        bodies = await asyncio.gather(*(other.read(digest) for _ in range(8)))
        line.cut()

        assert set(bodies) == {b"hello"}
        assert await other.read(digest, 1, 3) == b"ell"
        assert await replica(tmp_path / "b", s3).read(digest) == b"hello"  # started anew

    async def test_says_that_it_can_not_reach_what_it_has_no_copy_of(
        self, tmp_path: Path, s3: dict[str, Any], line: Line
    ) -> None:
        digest = await stored(replica(tmp_path / "a", s3), b"hello")
        other = replica(tmp_path / "b", s3)
        line.cut()

        with pytest.raises(OSError, match="can't be reached"):
            await other.read(digest)
        assert not await other.is_healthy()

        line.mend()
        assert await other.read(digest) == b"hello"
        assert await other.is_healthy()

    async def test_never_serves_a_copy_that_the_disk_has_damaged(
        self, tmp_path: Path, s3: dict[str, Any]
    ) -> None:
        digest = await stored(replica(tmp_path, s3), b"hello")
        again = replica(tmp_path, s3)
        again.cache.path_of(digest).write_bytes(b"hel")

        assert await again.read(digest) == b"hello"

    async def test_that_deleted_it_does_not_read_it_from_its_copy(
        self, tmp_path: Path, s3: dict[str, Any]
    ) -> None:
        store = replica(tmp_path, s3)
        digest = await stored(store, b"hello")

        await store.delete([digest])

        with pytest.raises(BlobMissing):
            await store.read(digest)


class TestCache:
    async def test_stays_within_its_limit_and_keeps_what_was_read_last(
        self, tmp_path: Path
    ) -> None:
        cache = DiskCache(tmp_path / "cache", limit=MiB)
        bodies = [os.urandom(MiB // 32) for _ in range(60)]
        digests = [hashlib.sha256(body).hexdigest() for body in bodies]
        for number, (digest, body) in enumerate(zip(digests, bodies, strict=True)):
            await cache.keep(digest, body)
            os.utime(cache.path_of(digest), (number, number))
            assert await cache.read(digests[0], 0, 4) == bodies[0][:4]

        held = sum(path.stat().st_size for path in (tmp_path / "cache").glob("*/*"))
        assert held <= MiB
        assert await cache.read(digests[-1], 0, None) == bodies[-1]
        assert await cache.read(digests[1], 0, None) is None

    async def test_refuses_other_bytes_than_the_digest_says(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path / "cache", limit=MiB)

        with pytest.raises(Wrong):
            await cache.keep("ab" * 32, b"hello")
        assert list((tmp_path / "cache").iterdir()) == []


class TestAway:
    @pytest.fixture
    def platform(self, make_client: Callable[..., TestClient], s3: dict[str, Any]) -> TestClient:
        return make_client(limits=Limits(_env_file=None), **s3)

    def publish(self, client: TestClient, version: str) -> int:
        answer = client.put(
            f"{REGISTRY}/apps/data/versions/{version}",
            content=packed(remote(content=version.encode())),
            headers={"Content-Type": "application/gzip", **DEPLOY},
        )
        assert answer.status_code != 503 or int(answer.headers["Retry-After"]) >= 1
        return answer.status_code

    def test_what_is_cached_is_served_and_a_publish_is_told_to_come_again(
        self, platform: TestClient, line: Line
    ) -> None:
        """Nothing is lost: the same publish succeeds as soon as S3 is back."""
        assert self.publish(platform, "1.0.0") == 201
        line.cut()
        platform.app_state["hosting"].hot.clear()

        assert platform.get("/mf/data/1.0.0/remoteEntry.js").status_code == 200
        assert self.publish(platform, "1.1.0") == 503
        ready = platform.get("/ready")  # or every replica would be taken out at once
        assert (ready.status_code, ready.json()["resources"]["bundles"]) == (200, "down")
        listed = platform.get(f"{REGISTRY}/apps/data/versions", headers=DEPLOY).json()["items"]
        assert [item["version"] for item in listed] == ["1.0.0"]

        line.mend()
        assert self.publish(platform, "1.1.0") == 201
        assert platform.get("/mf/data/1.1.0/remoteEntry.js").status_code == 200
