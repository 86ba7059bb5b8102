"""Reads that wait at the same time share a round trip, and none gets an older answer for it."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from intarsia.sessions.stores.base import StoreAway
from intarsia.sessions.stores.together import Together


class Slow:
    """An engine that answers when told to."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.go = asyncio.Event()
        self.value, self.error = 1, False

    async def ask(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.asked.append(keys)
        value = self.value
        await self.go.wait()
        if self.error:
            raise StoreAway
        return dict.fromkeys(keys, value)


async def begin(reads: Together[int], *keys: str) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(reads.get(key)) for key in keys]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


class TestTogether:
    async def test_asks_for_what_waits_at_once(self) -> None:
        slow = Slow()
        reads = Together(slow.ask)
        await begin(reads, "a", "b", "a")
        slow.go.set()

        tasks = await begin(reads, "c")

        assert await asyncio.gather(*tasks) == [1]
        assert slow.asked == [["a", "b"], ["c"]]

    async def test_a_later_reader_is_not_given_an_earlier_answer(self) -> None:
        slow = Slow()
        reads = Together(slow.ask)
        early = await begin(reads, "a")
        slow.value = 2
        late = await begin(reads, "a")
        slow.go.set()

        assert [await early[0], await late[0]] == [1, 2]

    async def test_failure_is_everybodys_who_waits_and_nobodys_after(self) -> None:
        slow = Slow()
        reads = Together(slow.ask)
        tasks = [*await begin(reads, "a"), *await begin(reads, "b")]
        slow.error = True
        slow.go.set()

        for task in tasks:
            with pytest.raises(StoreAway):
                await task
        slow.error = False
        assert await reads.get("a") == 1

    async def test_who_goes_away_takes_nobody_along(self) -> None:
        slow = Slow()
        reads = Together(slow.ask)
        gone, stays = await begin(reads, "a", "a")
        gone.cancel()
        slow.go.set()

        assert await stays == 1
