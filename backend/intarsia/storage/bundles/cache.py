"""A replica's own copies of what lies in a store far away: bounded, and never wrong."""

import asyncio
import contextlib
import hashlib
import os
import uuid
from pathlib import Path

PART = ".part"
TRIM_AFTER = 16  # of the limit; looking through the folder for each file would cost too much
TRIM_TO = 7 / 8
STALE_PART_SECONDS = 3600
READ = 1024 * 1024


class Wrong(Exception):
    """The bytes are not those of the digest."""


class DiskCache:
    """Files by digest in one folder, which the processes of a machine share.

    A file is checked against its digest before it is kept, and again when a process first reads
    it: a disk that lost power may have kept half of one. What was not read for longest goes first.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self.added = 0
        self.checked: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)
        self.trim()

    def path_of(self, digest: str) -> Path:
        """Return where a copy lies."""
        return self.folder / digest[:2] / digest

    async def read(self, digest: str, start: int, length: int | None) -> bytes | None:
        """Return a part of a copy, None when there is none (or none that is right)."""
        return await asyncio.to_thread(self._read, digest, start, length)

    async def keep(self, digest: str, body: bytes) -> None:
        """Keep a copy; raise Wrong for other bytes. A full disk is no reason to fail."""
        await asyncio.to_thread(self._keep, digest, body)

    async def take(self, digest: str, staged: Path) -> None:
        """Keep a staged file, which is known to be right, as a copy; it is gone afterwards."""
        await asyncio.to_thread(self._take, digest, staged)

    async def drop(self, digests: list[str]) -> None:
        """Forget copies."""
        for digest in digests:
            self.checked.discard(digest)
            await asyncio.to_thread(self.path_of(digest).unlink, missing_ok=True)

    def trim(self) -> None:
        """Remove what was read longest ago until the rest fits, and what was never finished."""
        found, total = [], 0
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
                total += status.st_size
        for _, size, path in sorted(found, key=lambda each: each[0]):
            if total <= self.limit * TRIM_TO:
                break
            path.unlink(missing_ok=True)
            self.checked.discard(path.name)
            total -= size
        self.added = 0

    def _read(self, digest: str, start: int, length: int | None) -> bytes | None:
        path = self.path_of(digest)
        try:
            if digest not in self.checked:
                self._check(digest, path)
            with path.open("rb") as file:
                os.utime(file.fileno())  # now: what is in use stays
                file.seek(start)
                return file.read(-1 if length is None else length)
        except FileNotFoundError:
            return None
        except Wrong:
            path.unlink(missing_ok=True)
            return None

    def _check(self, digest: str, path: Path) -> None:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise Wrong(digest)
        self.checked.add(digest)

    def _keep(self, digest: str, body: bytes) -> None:
        if hashlib.sha256(body).hexdigest() != digest:
            raise Wrong(digest)
        part = self.folder / f"{uuid.uuid4().hex}{PART}"
        with contextlib.suppress(OSError):
            try:
                part.write_bytes(body)
                self._place(digest, part, len(body))
            finally:
                part.unlink(missing_ok=True)

    def _take(self, digest: str, staged: Path) -> None:
        with contextlib.suppress(OSError):
            self._place(digest, staged, staged.stat().st_size)

    def _place(self, digest: str, path: Path, size: int) -> None:
        if size > self.limit / TRIM_AFTER:
            return  # it would push out everything else
        target = self.path_of(digest)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
        self.added += size
        if self.added > self.limit / TRIM_AFTER:
            self.trim()

    def sweep_parts(self, now: float) -> None:
        """Remove what a killed process left unfinished."""
        for path in self.folder.glob(f"*{PART}"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < now - STALE_PART_SECONDS:
                    path.unlink()
