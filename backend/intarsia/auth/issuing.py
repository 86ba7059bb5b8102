"""What a sign-in or a refresh gives: tokens made from the row that says what they may be worth."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from intarsia.auth.rotating import Holder, Rotated
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims, TokenService, seconds
from intarsia.changes import ChangeFeed
from intarsia.clock import Clock
from intarsia.users.store import UserRow


class Moment(NamedTuple):
    """When something was looked up: by the clock, and by the last change that was known then.

    Clocks are set back and differ between replicas; changes come in one order for everybody.
    """

    now: datetime
    seen: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a client gets. `is_new` tells whether the refresh token differs from the presented.

    `record_id` is that of a session record made just now.
    """

    user: UserRow | Holder
    access_token: str
    expires_in: int
    refresh_token: str
    refresh_expires_at: datetime
    is_new: bool
    record_id: str | None = None


@dataclass(frozen=True)
class Issuer:
    """Makes tokens; all times come from the clock."""

    tokens: TokenService
    clock: Clock
    feed: ChangeFeed
    access_life: timedelta

    def moment(self) -> Moment:
        """Return now; ask before the rows are read that tokens are made from."""
        return Moment(self.clock.now(), self.feed.last)

    def issue(
        self, row: AuthSessionRow | Rotated, user: UserRow | Holder, at: Moment, *, is_new: bool
    ) -> SignedIn:
        """Return both tokens of a sign-in's present generation."""
        life = min(self.access_life, row.absolute_expires_at - at.now)
        access = Claims(
            sub=user.id,
            sid=row.sid,
            gen=row.gen,
            iat=seconds(at.now),
            exp=seconds(at.now + life),
            role=user.role,
            epoch=user.epoch,
            seen=at.seen,
        )
        refresh = Claims(
            sub=user.id,
            sid=row.sid,
            gen=row.gen,
            iat=seconds(row.rotated_at or row.created_at),
            exp=seconds(row.absolute_expires_at),
        )
        return SignedIn(
            user=user,
            access_token=self.tokens.mint_access(access, secrets.token_hex(8)),
            expires_in=int(life.total_seconds()),
            refresh_token=self.tokens.mint_refresh(refresh),
            refresh_expires_at=row.absolute_expires_at,
            is_new=is_new,
        )
