"""The rules of signing in, staying signed in and signing out."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.auth import authority, notices, store
from intarsia.auth.credentials import Proof, prove, redeem
from intarsia.auth.issuing import Issuer, SignedIn
from intarsia.auth.limits import KnownDevice, SignInLimits, attempt
from intarsia.auth.noting import note_begun, note_ended
from intarsia.auth.passwords import PasswordHasher
from intarsia.auth.record_callers import live_user
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import InvalidToken
from intarsia.clock import Clock
from intarsia.errors import Conflict, Unauthenticated
from intarsia.sessions import service as records
from intarsia.users import service as users
from intarsia.users.store import UserRow
from intarsia.visits import service as visits

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in comes from, as far as it says.

    `new_record_id` names the session record that it gets beside its tokens; an API client gets
    none.
    """

    user_agent: str
    ip: str
    known: KnownDevice | None = None
    new_record_id: Callable[[], str] | None = None
    record_id: str | None = None  # of the session record whose cookie came with the request


@dataclass(frozen=True)
class AuthService:
    """Signs people in and keeps them signed in; all times come from the clock."""

    issuer: Issuer
    passwords: PasswordHasher
    clock: Clock
    refresh_life: timedelta
    limits: SignInLimits

    async def check_password(
        self, reader: AsyncSession, name: str, password: str, device: Device
    ) -> Proof:
        """Compare; an unknown user and a wrong password take as long and read alike.

        Raises RateLimited after too many wrong ones, before looking at this one.
        """
        user = await users.find_by_login(reader, name)
        await reader.close()  # hashing waits its turn, and must keep no connection from others
        tried = attempt(user.id if user else None, name, device.ip, device.known)
        await self.limits.admit(tried)
        try:
            proof = await self.prove(user, password)
        except Unauthenticated:
            await self.limits.failed(tried)
            raise
        await self.limits.succeeded(tried)
        return proof

    async def prove(self, user: UserRow | None, password: str) -> Proof:
        """Compare a user's password, or nobody's; raise Unauthenticated when it is another."""
        return await prove(self.passwords, user, password)

    async def sign_in(self, session: AsyncSession, proof: Proof, device: Device) -> SignedIn:
        """Sign in who proved it, unless what they proved is over by now."""
        user = await redeem(session, proof, self.clock.now())
        return await self.begin(session, user, device)

    async def begin(self, session: AsyncSession, user: UserRow, device: Device) -> SignedIn:
        """Open a new lineage of tokens for a user whom this transaction has locked or made."""
        at = self.issuer.moment()
        now = at.now
        row = AuthSessionRow(
            sid=secrets.token_hex(16),
            user_id=user.id,
            gen=0,
            created_at=now,
            auth_time=now,
            last_seen_at=now,
            absolute_expires_at=now + self.refresh_life,
            user_agent=device.user_agent[:512],
            ip=device.ip[:64],
        )
        if device.new_record_id is not None:
            row.record_id = device.new_record_id()
            await records.promise(session, row.record_id, row.absolute_expires_at, now)
            if device.record_id is not None:  # a guest's visit goes on; another user's does not
                await visits.carry_over(session, device.record_id, row.record_id, user.id)
        await store.add(session, row)
        await note_begun(session, row, now)
        return replace(self.issuer.issue(row, user, at, is_new=True), record_id=row.record_id)

    async def sign_out(self, session: AsyncSession, token: str, sid_seen: str | None) -> None:
        """End the sign-in of a refresh token, whatever its generation; a bad token ends none."""
        try:
            claims = self.issuer.tokens.read_refresh(token)
        except InvalidToken:
            return
        if sid_seen is not None and sid_seen != claims.sid:
            raise Conflict("Somebody else signed in here. Reload.", code="session_changed")
        await self.revoke(session, claims.sid, "logout")

    async def sign_out_of_record(
        self, session: AsyncSession, record_id: str, sid_seen: str | None
    ) -> None:
        """End the sign-in that a session record belongs to, if there is one."""
        row = await store.find_by_record(session, record_id)
        if row is None:
            return
        if sid_seen is not None and sid_seen != row.sid:
            raise Conflict("Somebody else signed in here. Reload.", code="session_changed")
        await self.revoke(session, row.sid, "logout")

    async def revoke(
        self, session: AsyncSession, sid: str, reason: str, by: str | None = None
    ) -> bool:
        """End a sign-in everywhere; False when it was over already."""
        now = self.clock.now()
        ended = await store.revoke(session, sid, now, reason)
        if ended is not None:
            await note_ended(session, [ended], now, reason, by)
            await authority.announce_revoked(session, sid, now)
        return ended is not None


async def end_all(
    session: AsyncSession, user: UserRow, now: datetime, reason: str, by: str | None = None
) -> Sequence[str]:
    """End every sign-in of a user and outdate their access tokens; `announce` what it returns.

    Apart, because announcing lines all writers up and so comes last in the transaction.
    """
    user.epoch += 1
    ended = await store.revoke_all(session, user.id, now, reason)
    await note_ended(session, ended, now, reason, by)
    return [each.sid for each in ended]


async def end_others(session: AsyncSession, user_id: str, sid: str, now: datetime) -> None:
    """End every sign-in of a user but one, whose access token stays good."""
    ended = await store.revoke_all(session, user_id, now, "logout_all", spared=sid)
    await note_ended(session, ended, now, "logout_all", user_id)
    for each in ended:
        await authority.announce_revoked(session, each.sid, now)


async def of_user(
    session: AsyncSession, user_id: str, last: AuthSessionRow | None
) -> Sequence[AuthSessionRow]:
    """Return all sign-ins of a user that are remembered at once, and nothing after that."""
    return await store.of_user(session, user_id) if last is None else ()


async def whose_record(session: AsyncSession, record_id: str, now: datetime) -> UserRow | None:
    """Return the user whose sign-in names a session record; None when it is over."""
    row = await store.find_by_record(session, record_id)
    return None if row is None else await live_user(session, row, now)


async def require_live(session: AsyncSession, user_id: str, sid: str) -> None:
    """Lock a user whose sign-in is good, or raise Unauthenticated where the feed lags behind."""
    user = await users.lock(session, user_id)
    row = await store.find(session, sid)
    if user is None or not user.is_active or row is None or row.revoked_at is not None:
        raise authority.revoked()


async def announce(
    session: AsyncSession, user: UserRow, now: datetime, ended: Sequence[str] = ()
) -> None:
    """Tell every process of a user's raised epoch and of the sign-ins that ended."""
    for sid in ended:
        await authority.announce_revoked(session, sid, now)
    await authority.announce_epoch(session, user, now)


async def count_live(session: AsyncSession, now: datetime) -> int:
    """Return how many sign-ins are neither over nor expired."""
    return await store.count_live(session, now)


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Forget sign-ins that were over before a time."""
    await store.sweep(session, before)


async def forget_notices(session: AsyncSession, before: datetime) -> None:
    """Forget what users were told before a time."""
    await notices.sweep(session, before)
