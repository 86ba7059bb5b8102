"""How often is somebody signed out by mistake, and what does each rule of the protocol do about it?

    python benchmarks/rotation_simulation.py [session-days] [seed]

Simulates days of eight hours in one browser (2,000, seed 1): pages loaded every few minutes, some
at once by two tabs, refreshes every 13 minutes, slow and lost requests and answers, a browser that
is killed twice a day and starts with the cookie its disk had. Nobody steals anything, so that every
sign-in that is ended for reuse is ended by mistake. Decisions are those of `auth/rotation.py`.
"""

import heapq
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from intarsia.auth.rotation import Lineage, Outcome, decide

START = datetime(2026, 1, 1, tzinfo=UTC)
FOR_EVER = START + timedelta(days=365)
DAY, TIMER, TIMEOUT, ON_DISK, CONFIRM = 8 * 3600.0, 780.0, 8.0, 30.0, 60.0
LOAD_EVERY, AGAIN, AGAIN_AFTER, KILLED_EVERY, USED_EVERY = 300.0, 0.3, 10.0, 4 * 3600.0, 20.0
TWO_TABS, LOST, SLOW = 0.3, 0.01, 0.03


@dataclass(frozen=True)
class Rules:
    """The protocol, with one rule or another left out."""

    name: str
    grace: float = 30.0
    repairs_lost: bool = True  # row 5
    sets_same_cookie: bool = False
    confirmed_after: float = CONFIRM
    from_issue: bool = False  # the wait begins when the access token is issued, not at the rotation
    takes_turns: bool = True  # one refresh at a time in a browser

    def decide(self, lineage: Lineage, gen: int, now: float) -> Outcome:
        """Ask the service's own function."""
        outcome = decide(lineage, gen, at(now), timedelta(seconds=self.grace))
        lost = outcome is Outcome.LOST_RESPONSE
        return Outcome.REUSE if lost and not self.repairs_lost else outcome


AS_BUILT = Rules("as built")
VARIANTS = (
    Rules("rotation alone (RFC 9700)", 0, False, True, takes_turns=False),
    Rules("with a reuse interval of 30 s", 30, False, True, takes_turns=False),
    replace(AS_BUILT, name="without the grace", grace=0, takes_turns=False),
    replace(AS_BUILT, name="without row 5: a lost answer is reuse", repairs_lost=False),
    replace(AS_BUILT, name="cookie set by every answer", sets_same_cookie=True, takes_turns=False),
    replace(AS_BUILT, name="confirmed by the first use", confirmed_after=0),
    replace(AS_BUILT, name="tabs that take no turns", takes_turns=False),
    AS_BUILT,
    replace(AS_BUILT, name="as built, confirmed by a token 60 s old", from_issue=True),
    replace(AS_BUILT, name="as built, `REFRESH_GRACE=40`", grace=40),
)


def at(seconds: float) -> datetime:
    """Return a moment of the day."""
    return START + timedelta(seconds=seconds)


@dataclass
class Flight:
    """A refresh under way, and the number of its sign-in."""

    gen: int
    life: int
    lineage: int
    is_open: bool = True


@dataclass
class Day:
    """One browser and the server's row of its sign-in."""

    rules: Rules
    chance: Random
    signed_out: int = 0
    now: float = 0.0
    life: int = 0  # of the browser's memory: a load or a kill begins another
    flights: list[Flight] = field(default_factory=list)
    queue: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    planned: int = 0

    def run(self) -> int:
        """Return how often the person was signed out."""
        self.sign_in()
        self.later(0, self.load)
        self.later(self.chance.expovariate(1 / KILLED_EVERY), self.kill)
        while self.queue and self.queue[0][0] < DAY:
            self.now, _, event = heapq.heappop(self.queue)
            event()
        return self.signed_out

    def later(self, seconds: float, event: Callable[[], None]) -> None:
        """Plan something; ties go by the order of planning."""
        self.planned += 1
        heapq.heappush(self.queue, (self.now + seconds, self.planned, event))

    def sign_in(self) -> None:
        """Begin a lineage."""
        self.row = Lineage(0, -1, None, FOR_EVER, None, is_active=True)
        self.jar: list[tuple[float, int]] = [(self.now, 0)]
        self.life += 1
        self.flights = []

    def load(self) -> None:
        """Load the page in this tab, and often soon again."""
        again = self.chance.random() < AGAIN
        self.later(self.chance.expovariate(1 / (AGAIN_AFTER if again else LOAD_EVERY)), self.load)
        self.begin()
        if self.chance.random() < TWO_TABS:
            self.later(self.chance.uniform(0, 2), self.send)
        self.send()

    def begin(self) -> None:
        """Forget what the memory held; what is on its way is given up."""
        self.life += 1
        for flight in self.flights:
            flight.is_open = False
        self.flights = []

    def kill(self) -> None:
        """End the browser; its disk has any cookie that the jar held since it was last written."""
        self.later(self.chance.expovariate(1 / KILLED_EVERY), self.kill)
        self.begin()
        written = self.now - self.chance.uniform(0, ON_DISK)
        kept = [gen for since, gen in self.jar if since <= written] or [self.jar[0][1]]
        self.jar = [(self.now, kept[-1])]
        self.later(self.chance.uniform(1, 10), self.load)

    def send(self) -> None:
        """Refresh with the cookie in the jar, unless another tab is about it."""
        if self.rules.takes_turns and self.flights:
            return
        flight = Flight(self.jar[-1][1], self.life, lineage=self.signed_out)
        self.flights.append(flight)
        self.later(TIMEOUT, lambda: self.give_up(flight))
        if self.chance.random() >= LOST:
            self.later(self.latency(), lambda: self.serve(flight))

    def latency(self) -> float:
        """Return how long one way takes; a request in a queue may take longer than patience."""
        if self.chance.random() < SLOW:
            return self.chance.uniform(1, 20)
        return self.chance.lognormvariate(-3, 1)

    def give_up(self, flight: Flight) -> None:
        """Try again in five seconds."""
        if flight.is_open:
            self.close(flight)
            self.later(5, lambda: self.retry(flight.life))

    def retry(self, life: int) -> None:
        """Refresh, unless the page has gone meanwhile."""
        if life == self.life:
            self.send()

    def close(self, flight: Flight) -> None:
        """This flight is over for the browser."""
        flight.is_open = False
        if flight in self.flights:
            self.flights.remove(flight)

    def serve(self, flight: Flight) -> None:
        """The server decides."""
        if flight.lineage != self.signed_out:
            return  # of a sign-in that is over
        outcome = self.rules.decide(self.row, flight.gen, self.now)
        if outcome is Outcome.REUSE:
            self.signed_out += 1
            self.sign_in()
            return
        if outcome is Outcome.ROTATE:
            self.row = replace(self.row, gen=self.row.gen + 1, rotated_at=at(self.now))
        gen, issued = self.row.gen, self.now
        sets = self.rules.sets_same_cookie or gen != flight.gen
        if self.chance.random() >= LOST:
            self.later(self.latency(), lambda: self.deliver(flight, gen, issued, sets))

    def deliver(self, flight: Flight, gen: int, issued: float, sets: bool) -> None:
        """The answer arrives, unless nobody waits for it any longer."""
        if not flight.is_open:
            return
        self.close(flight)
        if sets:
            self.jar.append((self.now, gen))
        life = self.life
        self.later(TIMER, lambda: self.retry(life))
        rotated = (self.row.rotated_at or START) - START
        since = issued if self.rules.from_issue else rotated.total_seconds()
        due = max(0.0, since + self.rules.confirmed_after - self.now)
        used = self.chance.expovariate(1 / USED_EVERY)
        self.later(due + used, lambda: self.confirm(gen, life))

    def confirm(self, gen: int, life: int) -> None:
        """The access token is used by the page that got it."""
        if life == self.life and gen == self.row.gen:
            self.row = replace(self.row, confirmed_gen=gen)


def main(days: str = "2000", seed: str = "1") -> None:
    """Simulate and print the table of docs/refresh.md."""
    print("| Rules | False logouts per 1,000 session-days |\n|---|---|")  # noqa: T201 (its purpose)
    for rules in VARIANTS:
        chance = Random(int(seed))  # noqa: S311 (to be repeatable)
        count = sum(Day(rules, Random(chance.random())).run() for _ in range(int(days)))  # noqa: S311
        print(f"| {rules.name} | {1000 * count / int(days):,.1f} |")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
