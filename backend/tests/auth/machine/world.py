"""A user with two browsers, a thief and a server, and what is promised of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from intarsia.auth.issuing import SignedIn
from tests.auth.machine.browser import Browser, Cookie, Flight, Held
from tests.auth.machine.driver import TOKENS, Driver
from tests.auth.machine.reference import Access, Answer, Reference, SignIn

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
T = TypeVar("T")


class World(RuleBasedStateMachine):
    """The state, and what every rule is made of."""

    driver: ClassVar[Driver]
    seen: ClassVar[Counter[str]]  # how often what happened

    def __init__(self) -> None:
        super().__init__()
        self.clock = self.driver.clock
        self.clock.time = START
        self.reference = Reference(self.driver.grace)
        self.browsers = [Browser(has_locks=True), Browser(has_locks=False)]
        self.loot: list[Cookie] = []
        self.fence: list[Held] = []  # the thief's access tokens
        self.ended: set[str] = set()
        self.outside: set[str] = set()  # of which nothing is promised any more
        self.made_good: set[tuple[str, int]] = set()  # generations that were handed out again
        self.handed: dict[tuple[str, int], str] = {}
        self.driver.raise_epoch()
        for browser in self.browsers:
            self.open(browser)

    def teardown(self) -> None:
        """The database tells the same story as the reference."""
        for sid, expected in self.reference.sign_ins.items():
            (row,) = self.driver.rows(sid)
            assert (row.gen, row.revoked_at is not None) == (expected.gen, expected.is_over)
        self.driver.wipe()

    @invariant()
    def count(self) -> None:
        self.seen["step"] += 1

    def open(self, browser: Browser) -> None:
        """Sign in."""
        signed_in = self.driver.sign_in()
        claims = TOKENS.read_access(signed_in.access_token)
        self.reference.epoch = claims.epoch
        self.reference.sign_in(claims.sid, self.clock.now())
        browser.tabs = []
        browser.hold(signed_in, self.access(claims.sid, signed_in))

    def access(self, sid: str, answer: SignedIn) -> Access:
        """What the reference says of an answer's tokens; both must say the same."""
        expected = self.reference.minted(sid, self.clock.now())
        claims = TOKENS.read_access(answer.access_token)
        assert (claims.sid, claims.gen, claims.epoch) == expected[:3]
        assert claims.exp == expected.expires.timestamp()
        assert TOKENS.read_refresh(answer.refresh_token).exp == int(
            self.reference.sign_ins[sid].expires.timestamp()
        )
        same = self.handed.setdefault((sid, claims.gen), answer.refresh_token)
        assert answer.refresh_token == same, "one generation has one token"
        return expected

    def present(self, cookie: Cookie, sid_seen: str | None) -> tuple[SignedIn, Access] | None:
        """Refresh; service and reference must agree."""
        now = self.clock.now()
        answer = self.driver.refresh(cookie.token, sid_seen)
        expected = self.reference.refresh(cookie.sid, cookie.gen, now, sid_seen)
        assert shape(answer) == expected
        self.seen[expected.code] += 1
        if isinstance(answer, str):
            return None
        return answer, self.access(cookie.sid, answer)

    def serve(self, browser: Browser, flight: Flight, *, stray: bool = False) -> None:
        """The server answers a browser's refresh: never by ending what nobody ended."""
        cookie = flight.cookie
        stored = self.reference.sign_ins[cookie.sid]
        overtaken = stray or browser.is_restored or not browser.has_locks
        if overtaken and cookie.gen < stored.gen - 1:
            self.seen["two rotations behind"] += 1
            self.outside.add(cookie.sid)
        made_good = (cookie.sid, stored.gen) in self.made_good
        if overtaken and cookie.gen == stored.gen - 1 and made_good and is_confirmed(stored):
            self.seen["overtaken by an answer made good"] += 1
            self.outside.add(cookie.sid)
        before = stored.gen
        flight.answer = self.present(cookie, flight.sid_seen)
        flight.is_served, flight.is_repeat = True, stored.gen == before
        if flight.is_repeat and cookie.gen < stored.gen:
            self.made_good.add((cookie.sid, stored.gen))
        if cookie.sid in self.ended:
            assert flight.answer is None, "what was ended stays so"
        elif self.is_promised(cookie.sid):
            assert flight.answer is not None, "nobody is signed out by mistake"

    def flights(self, *, served: bool) -> list[tuple[Browser, Flight]]:
        found = [(browser, flight) for browser in self.browsers for flight in browser.flights]
        return [(browser, flight) for browser, flight in found if flight.is_served is served]

    def is_promised(self, sid: str) -> bool:
        alive = self.clock.now() < self.reference.sign_ins[sid].expires
        return alive and sid not in self.outside | self.ended

    def use(self, held: Held) -> str:
        answer = self.driver.use(held.token)
        assert answer == self.reference.use(held.access, self.clock.now())
        assert answer != "ok" or held.access.sid not in self.ended
        return answer

    def refresh(self, browser: Browser) -> None:
        """A refresh that goes well."""
        flight = browser.send()
        self.serve(browser, flight)
        self.deliver_to(browser, flight)

    def deliver_to(self, browser: Browser, flight: Flight) -> None:
        """The answer arrives; whoever is refused signs in again.

        Only where tabs can't take turns it may overwrite a newer cookie.
        """
        if browser.would_overwrite(flight):
            self.seen["an older cookie arrived late"] += 1
            assert not browser.has_locks
            assert flight.is_repeat, "a rotation's own answer is never that late"
            assert flight.answer
            assert flight.answer[1].gen > flight.cookie.gen, "a cookie is set only when it differs"
            self.outside.add(flight.cookie.sid)
        browser.flights.remove(flight)
        if flight.answer:
            browser.hold(*flight.answer)
        else:
            browser.tabs = []
            self.sign_in_again(browser)

    def sign_in_again(self, browser: Browser) -> None:
        """Whoever was deactivated is let in again first."""
        cookie = browser.cookie
        if browser.flights or (cookie and not self.reference.sign_ins[cookie.sid].is_over):
            return
        if not self.reference.is_active:
            self.driver.raise_epoch()
            self.reference.epoch, self.reference.is_active = self.reference.epoch + 1, True
        self.open(browser)

    def sleep(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        for browser in self.browsers:
            browser.pass_time(seconds)

    def end(self, *sids: str) -> None:
        """On purpose."""
        self.ended |= set(sids)
        for sid in sids:
            self.reference.sign_ins[sid].is_over = True


def shape(answer: SignedIn | str) -> Answer:
    """An answer as the reference writes it."""
    if isinstance(answer, str):
        return Answer(answer)
    gen = TOKENS.read_refresh(answer.refresh_token).gen
    return Answer("ok", gen, answer.is_new, answer.expires_in)


def is_confirmed(stored: SignIn) -> bool:
    """Whether the current generation is known to be held."""
    return stored.confirmed == stored.gen


def one_of(things: Sequence[T], pick: int) -> T:
    return things[pick % len(things)]
