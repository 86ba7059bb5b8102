"""Bundles in a folder of this machine."""

import asyncio
import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from intarsia.storage.bundles.base import BlobMissing, BundleStore

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


def sync_all(paths: Iterable[Path]) -> None:
    """Flush several files or folders to disk."""
    for path in paths:
        sync(path)


def sync(path: Path) -> None:
    """Flush a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, *, older_than: float) -> None:
    """Remove what was last touched before a time; other processes may be doing the same."""
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime >= older_than:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
