"""What every store promises, on each of them."""

import asyncio
import hashlib
import time
from pathlib import Path

import pytest

from intarsia.config import Settings
from intarsia.storage.bundles import BlobMissing, BundleStore, open_bundles
from tests.storage.s3_server import line, s3

__all__ = ["line", "s3"]


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BundleStore:
    changed = request.getfixturevalue("s3") if request.param == "s3" else {}
    return open_bundles(Settings(_env_file=None, data_dir=tmp_path, **changed))


def staged(store: BundleStore, body: bytes, name: str = "file") -> tuple[str, Path]:
    path = store.staging / name
    path.write_bytes(body)
    return hashlib.sha256(body).hexdigest(), path


class TestEvery:
    async def test_makes_bytes_readable_by_their_digest_in_parts(self, store: BundleStore) -> None:
        digest, path = staged(store, b"0123456789")

        await store.add({digest: path})

        assert await store.read(digest) == b"0123456789"
        assert await store.read(digest, 2, 3) == b"234"
        assert await store.read(digest, 8, 100) == b"89"
        assert await store.read(digest, 4) == b"456789"

    async def test_takes_what_it_has_again(self, store: BundleStore) -> None:
        for name in ("one", "two"):
            digest, path = staged(store, b"hello", name)
            await store.add({digest: path})

        assert await store.read(digest) == b"hello"

    async def test_takes_many_at_once(self, store: BundleStore) -> None:
        files = dict(staged(store, f"{n}".encode(), f"{n}") for n in range(40))

        await store.add(files)

        bodies = await asyncio.gather(*(store.read(digest) for digest in files))
        assert bodies == [f"{n}".encode() for n in range(40)]

    async def test_says_what_it_does_not_have(self, store: BundleStore) -> None:
        with pytest.raises(BlobMissing):
            await store.read("ab" * 32)

    async def test_fails_for_a_file_that_is_gone(self, store: BundleStore) -> None:
        with pytest.raises(OSError, match=r"No such file|is gone"):
            await store.add({"00" * 32: store.staging / "missing"})

    async def test_forgets_what_is_deleted(self, store: BundleStore) -> None:
        digest, path = staged(store, b"hello")
        await store.add({digest: path})

        for _ in range(2):
            await store.delete([digest, "cd" * 32])

        with pytest.raises(BlobMissing):
            await store.read(digest)

    async def test_lists_what_is_old_enough(self, store: BundleStore) -> None:
        files = dict(staged(store, f"{n}".encode(), f"{n}") for n in range(5))
        await store.add(files)

        def listed(before: float) -> "asyncio.Future[list[str]]":
            async def collect() -> list[str]:
                return [digest async for some in store.listed(before, 2) for digest in some]

            return asyncio.ensure_future(collect())

        assert sorted(await listed(time.time() + 60)) == sorted(files)
        assert await listed(time.time() - 60) == []

    async def test_is_healthy(self, store: BundleStore) -> None:
        assert await store.is_healthy()
