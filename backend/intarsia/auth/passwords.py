"""Password hashing, off the event loop and bounded, of passwords in Unicode's form NFC.

bcrypt costs about a quarter of a second of CPU. Two threads with a short queue keep the rest of the
service responsive in a sign-in storm; what does not fit is refused at once (docs/adr/0003).
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from passlib.context import CryptContext

from intarsia.auth.policy import normal
from intarsia.errors import Unavailable

THREADS = 2
QUEUE = 8
# Something to spend the usual time on when there is no user; it need not be anybody's hash.
DUMMY = "$bcrypt-sha256$v=2,t=2b,r={rounds}$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2"

P = ParamSpec("P")
R = TypeVar("R")


class PasswordHasher:
    """Hashes and verifies; `rounds` is bcrypt's cost, lowered only in tests."""

    def __init__(self, rounds: int = 12) -> None:
        self.context = CryptContext(
            schemes=["bcrypt_sha256", "bcrypt"],
            deprecated=["bcrypt"],
            bcrypt_sha256__rounds=rounds,
            bcrypt__rounds=rounds,
        )
        self.dummy_hash = DUMMY.format(rounds=rounds)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self.waiting = 0

    async def hash(self, password: str) -> str:
        """Return a new hash; raise Unavailable when the queue is full."""
        return await self._run(self.context.hash, normal(password))

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Compare; without a hash (unknown user) spend the same time and say no."""
        matches = await self._run(self._verify, normal(password), password_hash)
        return matches and password_hash is not None

    def needs_upgrade(self, password_hash: str) -> bool:
        """Whether a hash was made by an older scheme or with fewer rounds."""
        return self.context.needs_update(password_hash)

    async def upgraded(self, password: str, password_hash: str) -> str | None:
        """Return a hash by today's scheme for one that needs it; in a storm that can wait."""
        if not self.needs_upgrade(password_hash):
            return None
        with contextlib.suppress(Unavailable):
            return await self.hash(password)
        return None

    def close(self) -> None:
        """End the threads."""
        self.threads.shutdown(cancel_futures=True)

    def _verify(self, password: str, password_hash: str | None) -> bool:
        try:
            return self.context.verify(password, password_hash or self.dummy_hash)
        except ValueError:  # a legacy hash that is broken, or a password bcrypt can't take
            self.context.verify("", self.dummy_hash)  # or the haste would tell that there is one
            return False

    async def _run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self.waiting >= THREADS + QUEUE:
            raise Unavailable(
                "Too many sign-ins at this moment. Try again shortly.", code="busy", retry_after=2
            )
        self.waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.threads, lambda: work(*args, **kwargs))
        finally:
            self.waiting -= 1
