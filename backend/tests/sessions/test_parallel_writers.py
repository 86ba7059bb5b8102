"""Two processes write one record at the same moment."""

import asyncio
import subprocess
import sys

from intarsia.sessions.stores.base import Record
from tests.sessions.engines import Engine, form_of

EACH = 25


def start(engine: Engine, record: Record, first: int) -> "subprocess.Popen[str]":
    about = [engine.url, form_of(engine.name), record.id, str(first), str(EACH)]
    return subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "tests.sessions.writers", *about],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_together(processes: "list[subprocess.Popen[str]]") -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0


class TestFiftyWritersInTwoProcesses:
    async def test_of_keys_of_their_own_lose_nothing(self, engine: Engine, record: Record) -> None:
        await engine.store.create(record, engine.clock.now())
        processes = [start(engine, record, first) for first in (0, EACH)]

        await asyncio.to_thread(run_together, processes)

        held = await engine.store.load(record.id, engine.clock.now())
        assert held is not None
        assert held.data == {**record.data, **{f"k{n}": n for n in range(2 * EACH)}}


class TestSameKey:
    async def test_last_compare_and_set_wins_and_the_loser_tries_again(
        self, engine: Engine, record: Record
    ) -> None:
        now = engine.clock.now()
        await engine.store.create(record, now)

        saved = [
            await engine.store.save(record, {**record.data, "theme": theme, theme: 1}, now)
            for theme in ("dark", "light")
        ]

        assert None not in saved
        held = await engine.store.load(record.id, now)
        assert held is not None
        assert held.data == {**record.data, "theme": "light", "dark": 1, "light": 1}
