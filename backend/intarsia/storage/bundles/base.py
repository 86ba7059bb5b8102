"""What every store of bundle bytes promises."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path

from intarsia.storage.bundles.files import sweep


class BlobMissing(Exception):
    """No bytes are stored under this digest."""


class BundleStore(ABC):
    """Bytes by the lower-case hex SHA-256 of themselves; what is stored never changes.

    `staging` is a local folder for work files. What a killed process left there is removed once it
    is a day old; nothing in it is ever served.
    """

    staging: Path
    serves_while_away = False  # whether what is published is there while the store itself is not

    @abstractmethod
    async def add(self, files: Mapping[str, Path]) -> None:
        """Store staged files by digest; all are durable when this returns.

        The files are taken: afterwards they may be gone from staging. A digest that is already
        stored is left as it is. After a failure, or a kill, some may be stored and others not, but
        none in part; calling again with the same files staged anew completes the work.
        """

    @abstractmethod
    async def read(self, digest: str, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes from `start`, or all that follow; fewer at the end.

        Raise BlobMissing for an unknown digest, and OSError when the store itself fails.
        """

    @abstractmethod
    async def delete(self, digests: Iterable[str]) -> None:
        """Remove bytes; fine when they are not there. Raise OSError when the store itself fails."""

    @abstractmethod
    def listed(self, before: float, at_once: int) -> AsyncIterator[list[str]]:
        """Yield the digests of all that was stored before a time (Unix), some at once."""

    async def sweep_staging(self, before: float) -> None:
        """Remove what killed processes left in staging before a time (Unix)."""
        await asyncio.to_thread(sweep, self.staging, older_than=before)

    @abstractmethod
    async def is_healthy(self) -> bool:
        """Whether bytes can be stored and read now; never raises."""
