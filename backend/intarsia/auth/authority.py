"""Is a verified token still good? Answered from memory, bound to the database within a second.

The sets of revoked sign-ins and raised epochs hold one access-token life, read from the change
feed, and counted from when they were heard. While the feed was read under a second ago they decide
about tokens made after what was forgotten; otherwise the database is asked; if that fails too,
nobody can know, and the answer is 503 (contracts §3).

Whether a token is that young its own dates can't tell: a clock that is set back, here or on another
replica, makes an old one young again. So it says which change was the last when it was made.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes
from intarsia.auth import store
from intarsia.auth.tokens import Claims
from intarsia.changes import Change, ChangeFeed
from intarsia.database import Sessions
from intarsia.errors import Unauthenticated, Unavailable
from intarsia.users import service as users
from intarsia.users.store import UserRow

TOPIC = "authority"
ASK_SECONDS = 2.0
LAG_SECONDS = 60.0  # held longer than a token's life: its maker may have heard of things later


class Heard(NamedTuple):
    """A change that was heard; `at` is seconds of a clock that nobody sets."""

    id: int
    key: str
    at: float


@dataclass
class Authority:
    """Judges tokens by what was revoked within the life of any that is still out."""

    feed: ChangeFeed
    readers: Sessions
    life: timedelta
    revoked: dict[str, int] = field(default_factory=dict)  # by the change that said so
    epochs: dict[str, tuple[int, int]] = field(default_factory=dict)
    heard: deque[Heard] = field(default_factory=deque)  # in the order of the feed
    forgotten: int = 0  # this change, and all before it

    def __post_init__(self) -> None:
        self.feed.subscribe(TOPIC, self.apply)

    async def apply(self, change: Change) -> None:
        """Take note of a revocation (`sid`) or a raised epoch (`user`)."""
        kind, key = change.key.split(":", 1)
        if kind == "sid":
            self.revoked[key] = change.id
        else:
            self.epochs[key] = (change.value["epoch"], change.id)
        now = monotonic()
        self.heard.append(Heard(change.id, key, now))
        self._forget(now - self.life.total_seconds() - LAG_SECONDS)

    async def judge(self, claims: Claims) -> None:
        """Raise Unauthenticated for a token that no longer counts, Unavailable if unknowable."""
        if self.feed.is_fresh:
            self.recall(claims)
        if not self.feed.is_fresh or claims.seen < max(self.forgotten, self.feed.began):
            await self._ask(claims)

    def recall(self, claims: Claims) -> None:
        """Raise Unauthenticated for a token of which memory knows that it no longer counts.

        Enough where nothing is given out but what the feed brings: as long as it can't be read,
        there is nothing to give.
        """
        if claims.sid in self.revoked:
            raise revoked()
        epoch = self.epochs.get(claims.sub)
        if epoch is not None and claims.epoch < epoch[0]:
            raise stale()

    async def _ask(self, claims: Claims) -> None:
        try:
            async with asyncio.timeout(ASK_SECONDS), self.readers() as session:
                row = await store.find(session, claims.sid)
                user = await users.find(session, claims.sub)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise Unavailable("Whether you are signed in can't be known just now.") from error
        if row is None or row.revoked_at is not None or user is None or not user.is_active:
            raise revoked()
        if claims.epoch < user.epoch:
            raise stale()

    def _forget(self, before: float) -> None:
        """Drop what no token that is still out can be affected by, as far as clocks go right."""
        while self.heard and self.heard[0].at < before:
            old = self.heard.popleft()
            self.forgotten = old.id
            if self.revoked.get(old.key) == old.id:
                del self.revoked[old.key]
            if self.epochs.get(old.key, (0, 0))[1] == old.id:
                del self.epochs[old.key]


async def announce_revoked(session: AsyncSession, sid: str, now: datetime) -> None:
    """Tell every process that a sign-in is over; last in the transaction."""
    await changes.record(session, now, TOPIC, f"sid:{sid}", {})


async def announce_epoch(session: AsyncSession, user: UserRow, now: datetime) -> None:
    """Tell every process that a user's older access tokens are stale; last in the transaction."""
    await changes.record(session, now, TOPIC, f"user:{user.id}", {"epoch": user.epoch})


def revoked() -> Unauthenticated:
    """The sign-in behind this token was ended."""
    return Unauthenticated("This session was ended. Sign in again.", code="session_revoked")


def stale() -> Unauthenticated:
    """The user's rights changed after this token was made; refreshing gives a new one."""
    return Unauthenticated("Your rights have changed. Refresh the token.", code="token_stale")
