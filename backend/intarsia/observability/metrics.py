"""What Prometheus is told: of all workers together, whichever of them it asks.

With several workers each keeps its numbers in a folder that the supervisor made (the multiprocess
mode of `prometheus_client`, chosen by an environment variable when that is imported).
"""

import contextlib
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from intarsia.background import repeating
from intarsia.events.hub import Hub

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SAMPLE_SECONDS = 1.0
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """This process's numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "intarsia_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "intarsia_request_seconds",
            "Time from a request to the end of its answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.alarms = Counter(
            "intarsia_alarms",
            "Refresh tokens used twice, or ahead of the database, which was then restored.",
            ("name",),
            registry=self.registry,
        )
        self.known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.add_gauges()

    def add_gauges(self) -> None:
        """What is so now, as the sampler sees it."""
        self.feed_age = Gauge(
            "intarsia_change_feed_age_seconds",
            "Time since the last read of the change feed began, of the worker furthest behind.",
            registry=self.registry,
            multiprocess_mode="livemax",
        )
        self.release = Gauge(
            "intarsia_release",
            "Number of the release that visitors get, by worker; 0 before the first.",
            ("channel",),
            registry=self.registry,
            multiprocess_mode="liveall",
        )
        self.streams = Gauge(
            "intarsia_event_streams",
            "Open event streams.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer; a route is a template, so that there are few."""
        key = (method if method in METHODS else "other", route, status)
        if (pair := self.known.get(key)) is None:
            counted = self.requests.labels(*key)
            pair = self.known[key] = (counted, self.seconds.labels(*key[:2]))
        pair[0].inc()
        pair[1].observe(seconds)

    def render(self) -> bytes:
        """Return everything in Prometheus' text format."""
        folder = os.environ.get(FOLDER)
        if folder is None:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together, path=folder)  # type: ignore[no-untyped-call]
        return generate_latest(together)


@dataclass(frozen=True)
class Sampler:
    """Looks at what is not counted but is so."""

    hub: Hub
    metrics: Metrics = field(default_factory=Metrics)

    async def sample(self) -> None:
        """Take the present state down."""
        hub, metrics = self.hub, self.metrics
        metrics.feed_age.set(time.monotonic() - hub.feed.read_at)
        metrics.release.labels(hub.channel).set(hub.live_number() or 0)
        metrics.streams.set(len(hub.streams))


@contextlib.asynccontextmanager
async def measuring(hub: Hub) -> AsyncIterator[Sampler]:
    """Sample in the background until the block ends."""
    sampler = Sampler(hub)
    async with repeating("metrics", sampler.sample, SAMPLE_SECONDS):
        yield sampler
