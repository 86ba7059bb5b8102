import asyncio
import hashlib
import os
from pathlib import Path

import pytest

from intarsia.config import Settings
from intarsia.storage.bundles import BlobMissing, open_bundles
from intarsia.storage.bundles.local import FileBundles


@pytest.fixture
def store(tmp_path: Path) -> FileBundles:
    return FileBundles(tmp_path / "bundles")


def staged(store: FileBundles, body: bytes, name: str = "file") -> tuple[str, Path]:
    path = store.staging / name
    path.write_bytes(body)
    return hashlib.sha256(body).hexdigest(), path


class TestAdd:
    async def test_makes_bytes_readable_by_their_digest(self, store: FileBundles) -> None:
        digest, path = staged(store, b"hello")

        await store.add({digest: path})

        assert await store.read(digest) == b"hello"
        assert not path.exists()

    async def test_leaves_what_is_stored_as_it_is(self, store: FileBundles) -> None:
        digest, path = staged(store, b"hello")
        await store.add({digest: path})
        before = store.path_of(digest).stat().st_ino

        await store.add({digest: staged(store, b"hello", "again")[1]})

        assert store.path_of(digest).stat().st_ino == before

    async def test_of_the_same_bytes_at_once_is_fine(self, store: FileBundles) -> None:
        files = [staged(store, b"hello", f"file-{n}") for n in range(8)]

        await asyncio.gather(*(store.add({digest: path}) for digest, path in files))

        assert await store.read(files[0][0]) == b"hello"

    async def test_of_something_missing_stores_nothing_in_part(self, store: FileBundles) -> None:
        digest, path = staged(store, b"hello")

        with pytest.raises(OSError, match="No such file"):
            await store.add({digest: path, "00" * 32: store.staging / "missing"})

        assert {len(blob.read_bytes()) for blob in store.blobs.glob("*/*")} <= {5}


class TestRead:
    async def test_gives_parts(self, store: FileBundles) -> None:
        digest, path = staged(store, b"0123456789")
        await store.add({digest: path})

        assert await store.read(digest, 2, 3) == b"234"
        assert await store.read(digest, 8, 100) == b"89"
        assert await store.read(digest, 4) == b"456789"

    async def test_of_an_unknown_digest_says_so(self, store: FileBundles) -> None:
        with pytest.raises(BlobMissing):
            await store.read("ab" * 32)


class TestHealth:
    async def test_is_good_while_it_can_be_written(self, store: FileBundles) -> None:
        assert await store.is_healthy()
        assert not list(store.staging.iterdir())

    async def test_is_bad_without_its_folder(self, store: FileBundles) -> None:
        store.staging.rmdir()

        assert not await store.is_healthy()


class TestOpen:
    async def test_sweeps_what_was_left_for_a_day(self, tmp_path: Path) -> None:
        store = FileBundles(tmp_path)
        old, new = store.staging / "old", store.staging / "new"
        for folder in (old, new):
            folder.mkdir()
            (folder / "upload.tgz").write_bytes(b"x")
        os.utime(old, (1_000_000, 1_000_000))

        FileBundles(tmp_path)

        assert (old.exists(), new.exists()) == (False, True)

    def test_takes_a_folder_with_spaces(self, tmp_path: Path) -> None:
        url = f"file://{tmp_path}/my%20bundles"

        open_bundles(Settings(_env_file=None, bundle_store_url=url))

        assert (tmp_path / "my bundles" / "blobs").is_dir()

    @pytest.mark.parametrize("url", ["ftp://host/x", "file://host/x", "/just/a/path"])
    def test_refuses_what_is_no_store(self, url: str) -> None:
        with pytest.raises(ValueError, match="BUNDLE_STORE_URL"):
            open_bundles(Settings(_env_file=None, bundle_store_url=url))
