"""`?safe=1`: the live release with the host before, for when the current one is broken."""

import asyncio
from dataclasses import dataclass, field

from intarsia.database import Sessions
from intarsia.hosting.boot import Boot
from intarsia.hosting.live import Live, prepare
from intarsia.registry import service


@dataclass
class SafeHost:
    """Prepares the page when somebody first asks for it, once a release."""

    readers: Sessions
    channel: str
    base: str
    number: int | None = None
    live: Live | None = None
    _preparing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def beside(self, current: Live | None) -> Live | None:
        """Return the release with the host that was live before; None when there is none."""
        if current is None or current.boot.host is None:
            return None
        async with self._preparing:
            if self.number != current.boot.number:
                self.live = await self.prepare(current.boot, current.boot.host.id)
                self.number = current.boot.number
        return self.live

    async def prepare(self, boot: Boot, host: str) -> Live | None:
        """Work it out; the other apps stay as they are."""
        async with self.readers() as session:
            release = await service.find_release(session, self.channel, boot.number)
            if release is None:
                return None
            row = await service.version_before(session, release, host)
        if row is None:
            return None
        rows = {host: row}
        return await asyncio.to_thread(prepare, release, rows, self.base, boot.apps, is_safe=True)
