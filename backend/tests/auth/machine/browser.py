"""A browser as the protocol needs it to be: docs/refresh.md, "What is promised, and to whom".

Times are seconds that really pass; the server's clock may be set meanwhile.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from intarsia.auth.issuing import SignedIn
from tests.auth.machine.reference import Access

GIVE_UP = 8.0  # seconds; packages/client/src/auth/auth-api.ts: timeout
LATEST = 30.0  # seconds; a request that was given up on reaches the server by then, or never
ON_DISK = 30.0  # seconds; Chromium's cookie store: kCommitInterval


class Cookie(NamedTuple):
    """A refresh token, and which it is."""

    sid: str
    gen: int
    token: str


class Held(NamedTuple):
    """An access token in a tab's memory, and what the reference knows of it."""

    token: str
    access: Access


@dataclass(eq=False)
class Flight:
    """A refresh on its way."""

    cookie: Cookie
    sid_seen: str | None
    sent: float
    answer: tuple[SignedIn, Access] | None = None
    is_served: bool = False
    is_repeat: bool = False  # the answer brings a token that was made for an earlier request


@dataclass
class Browser:
    """One cookie jar, its copy on the disk, and tabs that share what they learn.

    With locks, tabs take turns: a lock is waited for longer than a flight lasts (`with-lock.ts`).
    Plain http on another host than localhost has none, and flights overlap.
    """

    has_locks: bool
    now: float = 0.0
    jar: list[tuple[float, Cookie | None]] = field(default_factory=lambda: [(0.0, None)])
    tabs: list[Held] = field(default_factory=list)
    flights: list[Flight] = field(default_factory=list)
    strays: list[Flight] = field(default_factory=list)
    is_restored: bool = False  # from the disk, and no newer cookie since

    @property
    def cookie(self) -> Cookie | None:
        return self.jar[-1][1]

    @property
    def sid_seen(self) -> str | None:
        """The sign-in that the page knows of: none after a reload."""
        return self.tabs[-1].access.sid if self.tabs else None

    @property
    def may_send(self) -> bool:
        return self.cookie is not None and len(self.flights) < (1 if self.has_locks else 3)

    @property
    def is_at_rest(self) -> bool:
        """Nothing is on its way, and the disk holds what the jar holds."""
        return not self.flights + self.strays and self.now - self.jar[-1][0] > ON_DISK

    def send(self) -> Flight:
        assert self.cookie is not None
        self.flights.append(Flight(self.cookie, self.sid_seen, self.now))
        return self.flights[-1]

    def keep(self, cookie: Cookie | None) -> None:
        self.jar.append((self.now, cookie))
        self.is_restored = False

    def hold(self, answer: SignedIn, access: Access) -> None:
        """Take an answer: the cookie when there is one, and the access token for all tabs."""
        if answer.is_new:
            self.keep(Cookie(access.sid, access.gen, answer.refresh_token))
        self.tabs.append(Held(answer.access_token, access))

    def would_overwrite(self, flight: Flight) -> bool:
        """Whether an answer sets a cookie older than the one in the jar."""
        if flight.answer is None or not flight.answer[0].is_new or self.cookie is None:
            return False
        access = flight.answer[1]
        return self.cookie.sid == access.sid and self.cookie.gen > access.gen

    def pass_time(self, seconds: float) -> None:
        """Give up what takes too long, and forget what can no longer arrive or be restored."""
        self.now += seconds
        for flight in [each for each in self.flights if self.now - each.sent >= GIVE_UP]:
            self.lose(flight)
        self.strays = [each for each in self.strays if self.now - each.sent < LATEST]

    def lose(self, flight: Flight) -> None:
        """The answer does not come; the request may still be under way."""
        self.flights.remove(flight)
        if not flight.is_served:
            self.strays.append(flight)

    def lose_all(self) -> None:
        for flight in [*self.flights]:
            self.lose(flight)

    def restorable(self) -> list[Cookie | None]:
        """What the disk may hold: whatever the jar has held since the last time it was written."""
        until = [since for since, _ in self.jar[1:]] + [float("inf")]
        kept = zip(self.jar, until, strict=True)
        return [cookie for (_, cookie), end in kept if end >= self.now - ON_DISK]

    def crash(self, restored: Cookie | None) -> None:
        """Be killed and start again: an empty memory, and an older cookie perhaps."""
        self.lose_all()
        self.tabs = []
        self.jar = [(self.now - ON_DISK - 1, restored)]  # what the disk has, it has
        self.is_restored = True
