"""Counters for rate limits in this process's memory: bounded, and by the injected clock.

The library's own memory looks through every key it holds at every hit, and never drops one early;
an attacker chooses the keys.
"""

from collections import OrderedDict

from limits.aio.storage import Storage

from intarsia.clock import Clock

HELD = 50_000  # counters; whoever came longest ago is forgotten first


class Counters(Storage):
    """How often each key was hit since its window began."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Memory does not fail."""
        return MemoryError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; the first hit opens the window of `expiry` seconds."""
        now = self.clock.now().timestamp()
        count, ends = self.counts.pop(key, (0, 0.0))
        if ends <= now:
            count, ends = 0, now + expiry
        self.counts[key] = (count + amount, ends)
        if len(self.counts) > HELD:
            self.counts.popitem(last=False)
        return count + amount

    async def get(self, key: str) -> int:
        """Return the count of an open window, else 0."""
        count, ends = self.counts.get(key, (0, 0.0))
        return count if ends > self.clock.now().timestamp() else 0

    async def get_expiry(self, key: str) -> float:
        """Return when the window ends, as seconds since 1970."""
        now = self.clock.now().timestamp()
        return max(now, self.counts.get(key, (0, now))[1])

    async def check(self) -> bool:
        """Memory is there."""
        return True

    async def reset(self) -> int:
        """Forget everything; return how much it was."""
        count = len(self.counts)
        self.counts.clear()
        return count

    async def clear(self, key: str) -> None:
        """Forget one key."""
        self.counts.pop(key, None)
