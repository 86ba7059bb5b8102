"""Is a verified token still good? Answered from memory, bound to the database within a second.

The sets of revoked sign-ins and raised epochs hold one access-token life, read from the change
feed, and counted from when they were heard: a clock that is set forward and back again, here or on
another replica, brings nothing back. While the feed was read under a second ago they decide;
otherwise the database is asked; if that fails too, nobody can know, and the answer is 503
(contracts §3).
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

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


@dataclass
class Authority:
    """Judges tokens by what was revoked within the life of any that is still out."""

    feed: ChangeFeed
    readers: Sessions
    life: timedelta
    revoked: dict[str, float] = field(default_factory=dict)  # by when it was heard, in seconds
    epochs: dict[str, tuple[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.feed.subscribe(TOPIC, self.apply)

    async def apply(self, change: Change) -> None:
        """Take note of a revocation (`sid`) or a raised epoch (`user`)."""
        kind, key = change.key.split(":", 1)
        heard = monotonic()
        if kind == "sid":
            self.revoked[key] = heard
        else:
            self.epochs[key] = (change.value["epoch"], heard)
        self._forget(heard - self.life.total_seconds())

    async def judge(self, claims: Claims) -> None:
        """Raise Unauthenticated for a token that no longer counts, Unavailable if unknowable."""
        if not self.feed.is_fresh:
            await self._ask(claims)
            return
        self.recall(claims)

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
        """Drop what no token that is still out can be affected by."""
        for key in [key for key, at in self.revoked.items() if at < before]:
            del self.revoked[key]
        for key in [key for key, (_, at) in self.epochs.items() if at < before]:
            del self.epochs[key]


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
