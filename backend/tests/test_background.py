import asyncio

import pytest

from intarsia.background import repeating

DEADLINE = 10.0


class TestRepeating:
    async def test_does_it_at_once_and_when_woken(self) -> None:
        done: asyncio.Queue[int] = asyncio.Queue()

        async def work() -> None:
            await done.put(1)

        async with asyncio.timeout(DEADLINE), repeating("test", work, seconds=3600) as repeated:
            await done.get()
            repeated.wake()
            await done.get()

    async def test_goes_on_after_a_failure(self, capsys: pytest.CaptureFixture[str]) -> None:
        turns: asyncio.Queue[int] = asyncio.Queue()

        async def work() -> None:
            await turns.put(1)
            raise LookupError

        async with asyncio.timeout(DEADLINE), repeating("test", work, seconds=0.001):
            for _ in range(3):
                await turns.get()

        assert "background.failed" in capsys.readouterr().out

    async def test_finishes_what_is_under_way(self) -> None:
        begun, may_end, ended = asyncio.Event(), asyncio.Event(), []

        async def work() -> None:
            begun.set()
            await may_end.wait()
            ended.append(True)

        async with repeating("test", work, seconds=3600):
            await begun.wait()
            asyncio.get_running_loop().call_later(0.01, may_end.set)

        assert ended == [True]
