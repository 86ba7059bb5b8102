import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest
from limits import RateLimitItem, RateLimitItemPerMinute

from intarsia import counters, rates
from intarsia.counters import Counters
from intarsia.errors import RateLimited
from intarsia.rates import Rates, Tally, open_rates
from tests.conftest import FakeClock
from tests.redis_server import RedisServer, redis

__all__ = ["redis"]  # a fixture

THREE = RateLimitItemPerMinute(3, namespace="test")


@pytest.fixture(params=["memory", "redis"])
async def either(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[Rates]:
    """Rates over each storage."""
    url = "" if request.param == "memory" else request.getfixturevalue("redis").url
    async with open_rates(clock, url, enabled=True) as opened:
        yield opened


async def spend(limits: Rates, item: RateLimitItem, *key: str) -> None:
    for _ in range(item.amount):
        await limits.take(item, *key)


async def retry_after(limits: Rates, item: RateLimitItem, *key: str) -> int:
    with pytest.raises(RateLimited) as refused:
        await limits.take(item, *key)
    return int(refused.value.headers["Retry-After"])


class TestRates:
    async def test_lets_so_many_through_and_says_when_to_come_back(self, either: Rates) -> None:
        await spend(either, THREE, "a")

        assert 1 <= await retry_after(either, THREE, "a") <= 61
        await either.take(THREE, "b")

    async def test_looking_counts_nothing(self, either: Rates) -> None:
        for _ in range(5):
            await either.check(THREE, "a")
        for _ in range(5):
            await either.count(THREE, "a")

        with pytest.raises(RateLimited):
            await either.check(THREE, "a")

    async def test_forgiven_is_as_new(self, either: Rates) -> None:
        await spend(either, THREE, "a")
        await either.forgive(THREE, "a")

        await spend(either, THREE, "a")

    async def test_switched_off_counts_nothing(self, clock: FakeClock) -> None:
        async with open_rates(clock, "", enabled=False) as limits:
            for _ in range(10):
                await limits.take(THREE, "a")
            await limits.check(THREE, "a")


class TestMemory:
    async def test_window_ends_for_whoever_keeps_trying_too(self, clock: FakeClock) -> None:
        async with open_rates(clock, "", enabled=True) as limits:
            await spend(limits, THREE, "a")
            clock.advance(seconds=59)
            assert await retry_after(limits, THREE, "a") <= 2
            clock.advance(seconds=2)

            await limits.take(THREE, "a")

    async def test_holds_no_more_than_it_can(
        self, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(counters, "HELD", 3)
        held = Counters(clock)
        tally = Tally(held, clock)
        for number in range(10):
            await tally.hit(THREE, (str(number),))

        assert len(held.counts) == 3
        assert await held.check()
        assert await held.reset() == 3


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is logged about Redis."""
    lines: list[str] = []

    class Recorder:
        def warning(self, event: str, **_: object) -> None:
            lines.append(event)

        info = warning

    monkeypatch.setattr(rates, "log", Recorder())
    return lines


class TestRedis:
    async def test_replicas_share_a_budget(self, clock: FakeClock, redis: RedisServer) -> None:
        async with (
            open_rates(clock, redis.url, enabled=True) as one,
            open_rates(clock, redis.url, enabled=True) as other,
        ):
            await spend(one, THREE, "a")

            await retry_after(other, THREE, "a")

    async def test_that_dies_is_told_once_and_limits_nobody_out(
        self,
        clock: FakeClock,
        redis: RedisServer,
        said: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async with open_rates(clock, redis.url, enabled=True) as limits:
            await spend(limits, THREE, "a")
            redis.stop()
            await spend(limits, THREE, "a")  # memory counts from nothing
            await retry_after(limits, THREE, "a")
            assert said == ["rates.redis_away"]

            redis.start()
            monkeypatch.setattr(limits, "away_until", 0.0)
            await limits.take(THREE, "b")
            assert said == ["rates.redis_away", "rates.redis_back"]

    async def test_that_hangs_holds_up_one_request_for_a_moment(
        self, clock: FakeClock, redis: RedisServer, said: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rates, "ASK_SECONDS", 0.1)
        async with open_rates(clock, redis.url, enabled=True) as limits:
            await limits.take(THREE, "a")
            with paused(redis):
                await spend(limits, THREE, "a")
                await retry_after(limits, THREE, "a")

            assert said == ["rates.redis_away"]


@contextlib.contextmanager
def paused(server: RedisServer) -> Iterator[None]:
    server.pause()
    try:
        yield
    finally:
        server.resume()
