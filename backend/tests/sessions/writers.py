"""A process of writers: `python -m tests.sessions.writers URL FORM RECORD FIRST COUNT`.

Each adds a key of its own to the same record as it was before any of them wrote.
"""

import asyncio
import sys

from intarsia.sessions.stores import open_store
from tests.conftest import FakeClock


async def write(url: str, form: str, record_id: str, first: int, count: int) -> None:
    now = FakeClock().now()
    async with open_store(url, form) as store:
        loaded = await store.load(record_id, now)
        assert loaded is not None
        print("ready", flush=True)  # noqa: T201 (the other process waits for it)
        await asyncio.to_thread(sys.stdin.readline)
        saved = await asyncio.gather(
            *(
                store.save(loaded, {**loaded.data, f"k{n}": n}, now)
                for n in range(first, first + count)
            )
        )
    assert None not in saved


if __name__ == "__main__":
    url, form, record_id, first, count = sys.argv[1:]
    asyncio.run(write(url, form, record_id, int(first), int(count)))
