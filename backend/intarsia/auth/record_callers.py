"""Who calls with nothing but the cookie of a session record.

Authority is never in a record: sign-ins name theirs, not the other way. At first sight of a cookie
its sign-in is read, remembered at most one access-token life, and judged on each request as a
token issued then would be (contracts §7). The record itself must be there each time.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.auth import store
from intarsia.auth.authority import Authority
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims, seconds
from intarsia.database import Sessions
from intarsia.errors import Unauthenticated
from intarsia.sessions.stores.base import RecordKeeper
from intarsia.users import service as users
from intarsia.users.store import UserRow

REMEMBERED = 50_000
NO_TOKEN = -1  # a generation that is none: seeing a cookie confirms no refresh token


@dataclass
class RecordCallers:
    """Turns a record's id into what a token would say.

    Express records name nobody; those of the `/user` routes do (`names_user`), and one that names
    somebody else than its sign-in was not written by us.
    """

    readers: Sessions
    authority: Authority
    records: RecordKeeper
    life: timedelta
    names_user: bool = False
    remembered: dict[str, Claims] = field(default_factory=dict)

    async def claims(self, record_id: str, now: datetime) -> Claims | None:
        """Return whose record it is; None for a guest's. Raises Unavailable if unknowable."""
        record = await self.records.load(record_id, now)
        if record is None:
            return None
        claims = await self.of_sign_in(record_id, now)
        is_wrong = claims is not None and self.names_user and record.data.get("id") != claims.sub
        return None if is_wrong else claims

    async def of_sign_in(self, record_id: str, now: datetime) -> Claims | None:
        """Return what the sign-in says that names a record, from memory if it may."""
        claims = self.remembered.get(record_id)
        is_young = claims is not None and claims.exp > now.timestamp()
        if claims is not None and is_young and await self.is_good(claims):
            return claims
        claims = await self.first_sight(record_id, now)
        if claims is None or not await self.is_good(claims):
            return None
        self.remember(record_id, claims)
        return claims

    async def is_good(self, claims: Claims) -> bool:
        """Whether a token that says this would still count."""
        try:
            await self.authority.judge(claims)
        except Unauthenticated:
            return False
        return True

    async def first_sight(self, record_id: str, now: datetime) -> Claims | None:
        """Ask the database; a record whose sign-in is over is destroyed again."""
        self.remembered.pop(record_id, None)
        seen = self.authority.feed.last
        async with self.readers() as session:
            row = await store.find_by_record(session, record_id)
            if row is None:
                return None
            user = await live_user(session, row, now)
        if user is None:
            await self.records.destroy(record_id, now)
            return None
        ends = min(now + self.life, row.absolute_expires_at)
        made, over = seconds(now), seconds(ends)
        return Claims(user.id, row.sid, NO_TOKEN, made, over, user.role, user.epoch, seen=seen)

    def remember(self, record_id: str, claims: Claims) -> None:
        """Keep what was read, and forget what was kept for longest."""
        if len(self.remembered) >= REMEMBERED:
            self.remembered.pop(next(iter(self.remembered)))
        self.remembered[record_id] = claims


async def live_user(session: AsyncSession, row: AuthSessionRow, now: datetime) -> UserRow | None:
    """Return whose sign-in this is, None when it is over."""
    if row.revoked_at is not None or row.absolute_expires_at <= now:
        return None
    user = await users.find(session, row.user_id)
    return user if user is not None and user.is_active else None
