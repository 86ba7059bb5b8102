"""A refresh: the table of contracts §3 applied to a presented refresh token (docs/refresh.md)."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.auth import store
from intarsia.auth.issuing import Moment, SignedIn
from intarsia.auth.noting import target
from intarsia.auth.rotating import Holder, Rotated, Rotations
from intarsia.auth.rotation import Lineage, Outcome, decide
from intarsia.auth.service import AuthService
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims, InvalidToken
from intarsia.errors import Conflict, Unauthenticated
from intarsia.intake import Intake
from intarsia.trail import Act
from intarsia.users.store import UserRow

log = structlog.get_logger(__name__)

RACES = 3  # a lost compare-and-set is decided anew; each loss means that somebody else won

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A refresh that somebody should know of: on the trail, in the log, and counted by name."""

    name: str
    code: str
    detail: str


@dataclass(frozen=True)
class Refresher:
    """Gives new tokens for a refresh token; all times come from the clock."""

    auth: AuthService
    rotations: Rotations
    routine: Intake  # apart from what browsers report, which may fill theirs

    async def refresh(
        self, transaction: Transaction, token: str, sid_seen: str | None, ip: str
    ) -> SignedIn | Alarm:
        """Rotate in one statement, or else open a transaction and apply the table.

        An alarm (rules 6 and 7) has been committed with what it is about. Raises Unauthenticated
        (rules 0 and 1), Conflict when the token belongs to another sign-in than the page's, and
        RateLimited.
        """
        claims = await self._read(token, ip)
        if sid_seen is not None and sid_seen != claims.sid:
            raise Conflict("Somebody else signed in here. Reload.", code="session_changed")
        await self.auth.limits.refreshing(claims.sid)
        at = self.auth.issuer.moment()
        if rotated := await self.rotations.alone(claims, at.now):
            return self._hand_out(rotated, at)
        return await self._decide(transaction, claims)

    async def _read(self, token: str, ip: str) -> Claims:
        try:
            return self.auth.issuer.tokens.read_refresh(token)
        except InvalidToken:
            await self.auth.limits.forged(ip)
            raise

    def _hand_out(self, rotated: tuple[Rotated, Holder], at: Moment) -> SignedIn:
        row, user = rotated
        act, detail = Act(user.id, at.now), {"gen": row.gen}
        self.routine.offer(trail.record_routine, [trail.routine(act, target(row.sid), detail)])
        return self.auth.issuer.issue(row, user, at, is_new=True)

    async def _decide(self, transaction: Transaction, claims: Claims) -> SignedIn | Alarm:
        await self.routine.write()  # what it is about to note came after these
        for _ in range(RACES):
            async with transaction() as session:
                answer = await self._by_table(session, claims)
            if answer is not None:
                return answer
        raise Conflict("Too many refreshes at once. Try again.", code="refresh_race")

    async def _by_table(self, session: AsyncSession, claims: Claims) -> SignedIn | Alarm | None:
        """Return what the table says; None where it says ROTATE and somebody else was first."""
        at = self.auth.issuer.moment()
        row, user = await store.find_with_user(session, claims.sid)
        if row is None or user is None:
            raise InvalidToken
        outcome = decide(lineage(row, user), claims.gen, at.now, self.rotations.grace)
        if outcome is Outcome.ROTATE:
            rotated = await self.rotations.within(session, claims, at.now)
            return None if rotated is None else self._hand_out(rotated, at)
        if outcome in ALARMS:
            return await self._raise_alarm(session, outcome, row, claims.gen)
        if outcome is Outcome.LOST_RESPONSE:
            trail.record(session, at.now, user.id, "auth.lost_response", target(row.sid))
        return self._settle(outcome, row, user, at)

    async def _raise_alarm(
        self, session: AsyncSession, outcome: Outcome, row: AuthSessionRow, presented: int
    ) -> Alarm:
        alarm = ALARMS[outcome]
        log.error(f"auth.{alarm.name}", sid=row.sid, presented=presented, stored=row.gen)
        if outcome is Outcome.REUSE:
            await self.auth.revoke(session, row.sid, "reuse")
        else:
            now, name = self.auth.clock.now(), f"auth.{alarm.name}"
            detail = {"presented": presented, "stored": row.gen}
            trail.record(session, now, row.user_id, name, target(row.sid), **detail)
        return alarm

    def _settle(self, outcome: Outcome, row: AuthSessionRow, user: UserRow, at: Moment) -> SignedIn:
        if outcome in REFUSALS:
            detail, code = REFUSALS[outcome]
            raise Unauthenticated(detail, code=code)
        if outcome is Outcome.LOST_RESPONSE:
            log.warning("auth.lost_response", sid=row.sid)
        return self.auth.issuer.issue(row, user, at, is_new=outcome is not Outcome.KEEP)


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
