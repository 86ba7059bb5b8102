"""What may happen to a user with two browsers, a thief and a server, in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.auth.machine.browser import Browser, Cookie, Held
from tests.auth.machine.world import World, one_of

A_WHILE = (0.1, 1, 4, 7.9, 8, 22, 29.9, 30, 30.1, 31, 59, 60, 61, 95, 300, 780, 900, 90_000)
STEPS = (-7200, -61, -30, -5, 5, 29, 31, 61, 600, 7200)  # a clock that is set by hand or by NTP
BROWSERS = st.integers(0, 1)
PICKS = st.integers(0, 9)


class Traffic(World):
    """Tabs, networks and time."""

    @precondition(lambda self: any(each.may_send for each in self.browsers))
    @rule(pick=PICKS)
    def send(self, pick: int) -> None:
        one_of([each for each in self.browsers if each.may_send], pick).send()

    @precondition(lambda self: self.flights(served=False))
    @rule(pick=PICKS)
    def answer(self, pick: int) -> None:
        self.serve(*one_of(self.flights(served=False), pick))

    @precondition(lambda self: self.flights(served=True))
    @rule(pick=PICKS)
    def deliver(self, pick: int) -> None:
        self.deliver_to(*one_of(self.flights(served=True), pick))

    @precondition(lambda self: any(each.flights for each in self.browsers))
    @rule(pick=PICKS)
    def lose(self, pick: int) -> None:
        """The answer, or the request with it."""
        browser, flight = one_of(self.flights(served=True) + self.flights(served=False), pick)
        browser.lose(flight)

    @precondition(lambda self: any(each.may_send for each in self.browsers))
    @rule(pick=PICKS)
    def refresh_well(self, pick: int) -> None:
        self.refresh(one_of([each for each in self.browsers if each.may_send], pick))

    @precondition(lambda self: any(each.may_send for each in self.browsers))
    @rule(pick=PICKS)
    def rotate_in_vain(self, pick: int) -> None:
        """The server answers; nobody hears of it."""
        browser = one_of([each for each in self.browsers if each.may_send], pick)
        flight = browser.send()
        self.serve(browser, flight)
        browser.lose(flight)

    @precondition(lambda self: self.browsers[1].cookie and not self.browsers[1].flights)
    @rule(
        in_vain=st.booleans(),
        before=st.sampled_from((0.1, 29.9)),
        between=st.sampled_from((0.1, 1, 4)),
    )
    def cross(self, in_vain: bool, before: float, between: float) -> None:
        """Tabs that take no turns: the answer that was given first arrives after the others."""
        browser = self.browsers[1]
        self.sleep(31)
        rotating = browser.send()
        self.serve(browser, rotating)
        if in_vain:
            browser.lose(rotating)
        else:
            self.deliver_to(browser, rotating)
        self.sleep(before)
        first = browser.send()
        self.serve(browser, first)
        self.sleep(between)
        self.refresh(browser)
        self.refresh(browser)
        if first in browser.flights:
            self.deliver_to(browser, first)

    @rule(which=BROWSERS, seconds=st.sampled_from((1, 31, 61)))
    def stay(self, which: int, seconds: float) -> None:
        """The page is used for a while, and the marks are written as they are every second."""
        self.sleep(seconds)
        if tabs := self.browsers[which].tabs:
            self.use(tabs[-1])
        self.write_marks()

    @precondition(lambda self: any(each.strays for each in self.browsers))
    @rule(pick=PICKS)
    def answer_a_stray(self, pick: int) -> None:
        """What was given up on arrives after all; nobody hears the answer."""
        browser = one_of([each for each in self.browsers if each.strays], pick)
        self.serve(browser, browser.strays.pop(0), stray=True)

    @precondition(lambda self: any(each.tabs for each in self.browsers))
    @rule(pick=PICKS, back=st.integers(1, 6))
    def use_a_tab(self, pick: int, back: int) -> None:
        tabs = one_of([each for each in self.browsers if each.tabs], pick).tabs
        self.use(tabs[-min(back, len(tabs))])

    @rule(which=BROWSERS, pick=PICKS)
    def crash(self, which: int, pick: int) -> None:
        kept = self.browsers[which].restorable()
        self.browsers[which].crash(kept[pick % len(kept)])

    @precondition(lambda self: any(each.may_send for each in self.browsers))
    @rule(pick=PICKS, between=st.sampled_from((1, 31, 95)), until=st.sampled_from((1, 22, 31)))
    def be_killed_before_it_is_on_the_disk(self, pick: int, between: float, until: float) -> None:
        """An answer is lost, made good a while later, used; and the browser is killed soon."""
        browser = one_of([each for each in self.browsers if each.may_send], pick)
        self.rotate_in_vain(pick)
        self.sleep(between)
        self.refresh(browser)
        self.stay(self.browsers.index(browser), until)
        browser.crash(browser.restorable()[0])
        if browser.cookie:
            self.refresh(browser)

    @rule(which=BROWSERS)
    def reload(self, which: int) -> None:
        """The page is loaded anew: its memory is empty, and what was on its way is given up."""
        browser = self.browsers[which]
        browser.lose_all()
        browser.tabs = []

    @rule(seconds=st.sampled_from(A_WHILE))
    def wait(self, seconds: float) -> None:
        self.sleep(seconds)

    @rule()
    def write_marks(self) -> None:
        self.driver.flush()
        self.reference.flush()

    @rule(killed=st.booleans())
    def restart(self, killed: bool) -> None:
        self.driver.restart(flush=not killed)
        if not killed:
            self.reference.flush()
        self.reference.restart()

    @rule(seconds=st.sampled_from(STEPS))
    def set_the_clock(self, seconds: float) -> None:
        """Promises are kept when the browsers are at rest; the answers are exact in any case."""
        for browser in self.browsers:
            if not browser.is_at_rest:
                self.outside |= {each.sid for _, each in browser.jar if each}
        self.clock.advance(seconds=seconds)


class People(Traffic):
    """The user's own decisions, an admin's, and a thief's."""

    @rule(which=BROWSERS)
    def sign_in(self, which: int) -> None:
        self.sign_in_again(self.browsers[which])

    @rule(which=BROWSERS, what=st.sampled_from(("logout", "admin", "password", "role", "inactive")))
    def decide(self, which: int, what: str) -> None:
        browser, cookie = self.browsers[which], self.browsers[which].cookie
        if what == "role":
            self.driver.raise_epoch(is_active=self.reference.is_active)
            self.reference.epoch += 1
        elif cookie and what == "admin":
            self.driver.revoke(cookie.sid)
            self.end(cookie.sid)
        elif cookie and what == "logout" and browser.sid_seen in (None, cookie.sid):
            self.driver.sign_out(cookie.token, browser.sid_seen)
            self.end(cookie.sid)
            browser.keep(None)
            browser.tabs = []
        elif what == "inactive" or (what == "password" and self.reference.is_active):
            self.reference.is_active = what == "password"
            self.driver.end_all(is_active=self.reference.is_active)
            self.end(*self.reference.sign_ins)
            self.reference.epoch += 1

    @rule(which=BROWSERS)
    def steal(self, which: int) -> None:
        if cookie := self.browsers[which].cookie:
            self.loot.append(cookie)

    @precondition(lambda self: self.loot)
    @rule(back=st.integers(0, 3), refreshes=st.booleans())
    def be_the_thief(self, back: int, refreshes: bool) -> None:
        if refreshes:
            cookie = self.loot[max(0, len(self.loot) - 1 - back)]
            self.outside.add(cookie.sid)
            if got := self.present(cookie, None):
                answer, access = got
                self.fence.append(Held(answer.access_token, access))
                self.loot.append(Cookie(access.sid, access.gen, answer.refresh_token))
        elif self.fence:
            self.use(self.fence[max(0, len(self.fence) - 1 - back)])


class RefreshMachine(People):
    """Theft told as a whole, because chance would seldom tell it to the end."""

    def scene(self, which: int) -> tuple[Browser, Cookie] | None:
        """A browser whose cookie is current, and a thief who has a copy of it."""
        browser, cookie = self.browsers[which], self.browsers[which].cookie
        if cookie is None or browser.flights or browser.strays:
            return None
        stored, later = self.reference.sign_ins[cookie.sid], self.clock.now().timestamp() + 600
        lives = not stored.is_over and self.reference.is_active
        if lives and stored.gen == cookie.gen and stored.expires.timestamp() > later:
            self.sleep(61)
            self.outside.add(cookie.sid)
            return browser, cookie
        return None

    @rule(which=BROWSERS, first=st.booleans(), seldom=st.integers(0, 4))
    def steal_and_be_noticed(self, which: int, first: bool, seldom: int) -> None:
        """Whether the thief rotates first or comes late: the victim's next rotation betrays him."""
        if seldom == 0 and (scene := self.scene(which)):
            browser, stolen = scene
            in_use = self.thief_rotates(stolen) if first else self.victim_rotates(browser)
            self.sleep(61)
            assert self.use(in_use) == "ok"
            self.write_marks()
            if first:
                self.refresh(browser)
                assert browser.sid_seen != stolen.sid
            else:
                assert self.present(stolen, None) is None
            assert self.reference.sign_ins[stolen.sid].is_over
            assert self.use(in_use) == "session_revoked"

    def thief_rotates(self, stolen: Cookie) -> Held:
        got = self.present(stolen, None)
        assert got is not None
        return Held(got[0].access_token, got[1])

    def victim_rotates(self, browser: Browser) -> Held:
        self.refresh(browser)
        return browser.tabs[-1]
