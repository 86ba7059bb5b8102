"""The table of contracts §3 once more, written from the text alone: what the service must answer.

It shares no code with `intarsia.auth`, keeps its state in plain dictionaries, and knows no
database, so that a mistake would have to be made twice in the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

GRACE = timedelta(seconds=30)
CONFIRMED_AFTER = timedelta(seconds=60)  # of the rotation, by any use
ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=7)


class Answer(NamedTuple):
    """What a refresh answers: an error's code, or the generation, and whether a cookie is set."""

    code: str = "ok"
    gen: int = -1
    sets_cookie: bool = False
    expires_in: int = 0


class Access(NamedTuple):
    """What an access token says."""

    sid: str
    gen: int
    epoch: int
    issued: datetime
    expires: datetime


@dataclass
class SignIn:
    """A row of `auth_sessions`, as far as the table speaks of it."""

    expires: datetime
    gen: int = 0
    confirmed: int = -1
    rotated: datetime | None = None
    is_over: bool = False


@dataclass
class Reference:
    """One user with any number of sign-ins."""

    grace: timedelta = GRACE
    is_active: bool = True
    epoch: int = 0
    sign_ins: dict[str, SignIn] = field(default_factory=dict)
    waiting: dict[tuple[str, int], datetime] = field(default_factory=dict)

    def sign_in(self, sid: str, now: datetime) -> None:
        self.sign_ins[sid] = SignIn(now + REFRESH_LIFE)

    def refresh(self, sid: str, g: int, now: datetime, sid_seen: str | None) -> Answer:
        """Apply the first row of the table whose condition holds."""
        if sid_seen not in (None, sid):
            return Answer("session_changed")
        s = self.sign_ins[sid]
        row = next(number for number, holds in self.rows(s, g, now) if holds)
        if row == "2":
            s.gen, s.rotated = s.gen + 1, now
        if row == "6":
            s.is_over = True
        if row in REFUSALS:
            return Answer(REFUSALS[row])
        life = min(ACCESS_LIFE, s.expires - now)
        return Answer("ok", s.gen, s.gen != g, int(life.total_seconds()))

    def rows(self, s: SignIn, g: int, now: datetime) -> Iterator[tuple[str, bool]]:
        """Number and condition of every row, in order."""
        c = s.gen
        ahead = s.rotated is not None and s.rotated > now + self.grace  # the clock was set back
        since = timedelta.max if s.rotated is None or ahead else now - s.rotated
        yield "1 revoked", s.is_over
        yield "1 expired", now >= s.expires
        yield "1 inactive", not self.is_active
        yield "2", g == c and since >= self.grace
        yield "3", g == c and since < self.grace
        yield "4", g == c - 1 and since <= self.grace
        yield "5", g == c - 1 and since > self.grace and s.confirmed < c
        yield "6", g < c
        yield "7", g > c

    def minted(self, sid: str, now: datetime) -> Access:
        """The access token that goes with an answer."""
        s = self.sign_ins[sid]
        issued = now.replace(microsecond=0)
        expires = (now + min(ACCESS_LIFE, s.expires - now)).replace(microsecond=0)
        return Access(sid, s.gen, self.epoch, issued, expires)

    def use(self, token: Access, now: datetime) -> str:
        """Judge an access token, and note its use."""
        if token.expires <= now:
            return "token_expired"
        if self.sign_ins[token.sid].is_over or not self.is_active:
            return "session_revoked"
        if token.epoch < self.epoch:
            return "token_stale"
        use = (token.sid, token.gen)
        self.waiting[use] = max(now, self.waiting.get(use, now))
        return "ok"

    def flush(self) -> None:
        """Write what was noted: a use of the current generation that is late enough confirms it."""
        for (sid, gen), at in self.waiting.items():
            s = self.sign_ins[sid]
            late = s.rotated is None or at - s.rotated >= CONFIRMED_AFTER
            if gen == s.gen and late:
                s.confirmed = gen
        self.waiting = {}

    def restart(self) -> None:
        """A process that was killed takes what it had not written with it."""
        self.waiting = {}


REFUSALS = {
    "1 revoked": "session_revoked",
    "1 expired": "session_expired",
    "1 inactive": "account_inactive",
    "6": "reuse_detected",
    "7": "invalid_token",
}
