"""The rules of signing in, staying signed in and signing out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.auth import authority, notices, store
from intarsia.auth.credentials import Proof, prove, redeem
from intarsia.auth.issuing import Issuer, Moment, SignedIn
from intarsia.auth.limits import KnownDevice, SignInLimits, attempt
from intarsia.auth.noting import note_begun, note_ended, target
from intarsia.auth.passwords import PasswordHasher
from intarsia.auth.rotation import Lineage, Outcome, decide
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims, InvalidToken
from intarsia.clock import Clock
from intarsia.errors import Conflict, Unauthenticated
from intarsia.sessions import service as records
from intarsia.trail import Act
from intarsia.users import service as users
from intarsia.users.store import UserRow

log = structlog.get_logger(__name__)

RACES = 3  # a lost compare-and-set is decided anew; each loss means that somebody else won


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in comes from, as far as it says; a browser gets a session record, too."""

    user_agent: str
    ip: str
    known: KnownDevice | None = None
    is_browser: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """A refresh that somebody should know of: on the trail, in the log, and counted by name."""

    name: str
    code: str
    detail: str


@dataclass(frozen=True)
class AuthService:
    """Signs people in and keeps them signed in; all times come from the clock."""

    issuer: Issuer
    passwords: PasswordHasher
    clock: Clock
    refresh_life: timedelta
    grace: timedelta
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
        if device.is_browser:
            expires = row.absolute_expires_at
            row.record_id = await records.promise_begin(session, expires, now)
        await store.add(session, row)
        await note_begun(session, row, now)
        return replace(self.issuer.issue(row, user, at, is_new=True), record_id=row.record_id)

    async def refresh(
        self, session: AsyncSession, token: str, sid_seen: str | None, ip: str
    ) -> SignedIn | Alarm:
        """Apply the table of contracts §3 to a presented refresh token.

        An alarm (rules 6 and 7) is noted in this transaction, which the caller must let commit.
        Raises Unauthenticated (rules 0 and 1), Conflict when the token belongs to another sign-in
        than the page's, and RateLimited.
        """
        claims = await self._read(token, ip)
        if sid_seen is not None and sid_seen != claims.sid:
            raise Conflict("Somebody else signed in here. Reload.", code="session_changed")
        await self.limits.refreshing(claims.sid)
        at = self.issuer.moment()
        now = at.now
        for _ in range(RACES):
            row, user = await store.find_with_user(session, claims.sid)
            if row is None or user is None:
                raise InvalidToken
            outcome = decide(lineage(row, user), claims.gen, now, self.grace)
            if outcome in ALARMS:
                return await self._raise_alarm(session, outcome, row, claims.gen)
            if outcome is Outcome.LOST_RESPONSE:
                trail.record(session, now, user.id, "auth.lost_response", target(row.sid))
            if outcome is not Outcome.ROTATE:
                return self._settle(outcome, row, user, at)
            rotated = await store.rotate(session, row.sid, claims.gen, now, self.grace)
            if rotated is not None:
                noted = [(target(rotated.sid), {"gen": rotated.gen})]
                await trail.record_each(session, Act(user.id, now), trail.ROUTINE, noted)
                return self.issuer.issue(rotated, user, at, is_new=True)
        raise Conflict("Too many refreshes at once. Try again.", code="refresh_race")

    async def _read(self, token: str, ip: str) -> Claims:
        try:
            return self.issuer.tokens.read_refresh(token)
        except InvalidToken:
            await self.limits.forged(ip)
            raise

    async def _raise_alarm(
        self, session: AsyncSession, outcome: Outcome, row: AuthSessionRow, presented: int
    ) -> Alarm:
        alarm = ALARMS[outcome]
        log.error(f"auth.{alarm.name}", sid=row.sid, presented=presented, stored=row.gen)
        if outcome is Outcome.REUSE:
            await self.revoke(session, row.sid, "reuse")
        else:
            where = (session, self.clock.now(), row.user_id, f"auth.{alarm.name}", target(row.sid))
            trail.record(*where, presented=presented, stored=row.gen)
        return alarm

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

    def _settle(self, outcome: Outcome, row: AuthSessionRow, user: UserRow, at: Moment) -> SignedIn:
        if outcome in REFUSALS:
            detail, code = REFUSALS[outcome]
            raise Unauthenticated(detail, code=code)
        if outcome is Outcome.LOST_RESPONSE:
            log.warning("auth.lost_response", sid=row.sid)
        return self.issuer.issue(row, user, at, is_new=outcome is not Outcome.KEEP)


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


ALARMS = {
    Outcome.REUSE: Alarm(
        "reuse_detected",
        "reuse_detected",
        "This sign-in was used from two places and has been ended. Sign in again.",
    ),
    # The database was restored; to the caller it is a token like any that is not valid.
    Outcome.AHEAD: Alarm("generation_ahead", "invalid_token", "The token is not valid."),
}
REFUSALS = {
    Outcome.REVOKED: ("This session was ended. Sign in again.", "session_revoked"),
    Outcome.EXPIRED: ("This session has expired. Sign in again.", "session_expired"),
    Outcome.INACTIVE: ("This account is deactivated.", "account_inactive"),
}


def lineage(row: AuthSessionRow, user: UserRow) -> Lineage:
    """Return what decides about a refresh."""
    return Lineage(
        gen=row.gen,
        confirmed_gen=row.confirmed_gen,
        rotated_at=row.rotated_at,
        absolute_expires_at=row.absolute_expires_at,
        revoked_at=row.revoked_at,
        is_active=user.is_active,
    )
