"""Bundles in a folder of this machine."""

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path

from intarsia.storage.bundles.base import BlobMissing, BundleStore
from intarsia.storage.bundles.files import sweep, sync, sync_all

STALE_SECONDS = 24 * 3600


class FileBundles(BundleStore):
    """`blobs/ab/abcdef…` beside `staging/`, on one file system so that a rename is atomic."""

    def __init__(self, root: Path) -> None:
        self.blobs = root / "blobs"
        self.staging = root / "staging"
        self.blobs.mkdir(parents=True, exist_ok=True)
        self.staging.mkdir(parents=True, exist_ok=True)
        sweep(self.staging, older_than=time.time() - STALE_SECONDS)

    async def add(self, files: Mapping[str, Path]) -> None:
        """Move staged files into place; files and folders are on disk before this returns."""
        await asyncio.to_thread(self._add, files)

    async def read(self, digest: str, start: int = 0, length: int | None = None) -> bytes:
        """Read in a thread: a slow disk must not stop other requests."""
        return await asyncio.to_thread(self._read, digest, start, length)

    async def delete(self, digests: Iterable[str]) -> None:
        """Unlink in a thread."""
        await asyncio.to_thread(self._delete, list(digests))

    async def listed(self, before: float, at_once: int) -> AsyncIterator[list[str]]:
        """Look into one of the 256 folders after the other."""
        for number in range(256):
            found = await asyncio.to_thread(self._old_in, f"{number:02x}", before)
            for start in range(0, len(found), at_once):
                yield found[start : start + at_once]

    async def is_healthy(self) -> bool:
        """Write and remove one small file."""
        return await asyncio.to_thread(self._is_healthy)

    def path_of(self, digest: str) -> Path:
        """Return where a blob lies; 256 folders keep each of them short."""
        return self.blobs / digest[:2] / digest

    def _add(self, files: Mapping[str, Path]) -> None:
        new = {digest: path for digest, path in files.items() if not self.path_of(digest).exists()}
        for path in new.values():
            sync(path)
        folders = {self.path_of(digest).parent for digest in new}
        for folder in folders:
            folder.mkdir(exist_ok=True)
        for digest, path in new.items():
            path.replace(self.path_of(digest))
        # Renames by a process that was killed before its sync may not be on disk yet, so the
        # folders of blobs that were found in place are synced too.
        sync_all({self.path_of(digest).parent for digest in files} | {self.blobs})

    def _read(self, digest: str, start: int, length: int | None) -> bytes:
        try:
            with self.path_of(digest).open("rb") as file:
                file.seek(start)
                return file.read(-1 if length is None else length)
        except FileNotFoundError:
            raise BlobMissing(digest) from None

    def _delete(self, digests: list[str]) -> None:
        for digest in digests:
            self.path_of(digest).unlink(missing_ok=True)

    def _old_in(self, prefix: str, before: float) -> list[str]:
        folder = self.blobs / prefix
        if not folder.is_dir():
            return []
        return [path.name for path in folder.iterdir() if path.stat().st_mtime < before]

    def _is_healthy(self) -> bool:
        probe = self.staging / f"probe-{uuid.uuid4().hex}"
        try:
            probe.write_bytes(b"ok")
            return probe.read_bytes() == b"ok" and self.blobs.is_dir()
        except OSError:
            return False
        finally:
            with contextlib.suppress(OSError):
                probe.unlink(missing_ok=True)
