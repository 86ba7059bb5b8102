"""T4: twenty sign-ins a second, and whether anything else is still answered."""

import asyncio
import json
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import bcrypt

from benchmarks.identity import targets
from benchmarks.identity.load import ask, request

PER_SECOND = 20
SECONDS = 8
ENOUGH = 0.85
REFUSED_MS = 100.0
Outcome = tuple[int, float]


def measure(port: int, user: str, password: str) -> Iterator[str]:
    """Return the lines of the result."""
    capacity = hashes_per_second()
    outcomes, health = asyncio.run(storm(port, user, password))
    done = sum(status == 200 for status, _ in outcomes)
    refused = [seconds for status, seconds in outcomes if status == 503]
    others = {status for status, _ in outcomes} - {200, 503}
    yield "\nT4: sign-in storm, 20 a second"
    slow, usual = percentile(health, 99) * 1000, statistics.median(health) * 1000
    yield f"- /health p99 {slow:.1f} ms, median {usual:.1f} ms: {targets.HEALTH.verdict(slow)}"
    share = done / SECONDS / capacity
    verdict = "must met" if share >= ENOUGH else "must missed"
    yield f"- {done / SECONDS:.1f} sign-ins a second, {share:.0%} of capacity: {verdict} (≥ 85 %)"
    if refused:
        late = percentile(refused, 99) * 1000
        verdict = "must met" if late <= REFUSED_MS else "must missed"
        yield f"- {len(refused)} refused, p99 after {late:.0f} ms: {verdict} (≤ {REFUSED_MS:g})"
    if others:
        yield f"- unexpected: {others}"


def hashes_per_second() -> float:
    """Return what two threads can hash at this moment."""
    salt = bcrypt.gensalt(12)
    with ThreadPoolExecutor(2) as threads:
        began = time.perf_counter()
        list(threads.map(lambda _: bcrypt.hashpw(b"x", salt), range(8)))
        return 8 / (time.perf_counter() - began)


async def storm(port: int, user: str, password: str) -> tuple[list[Outcome], list[float]]:
    """Sign in, twenty times a second, and ask for health all along."""
    body = json.dumps({"username": user, "password": password})
    sent, health = request("POST", "/api/auth/login", {}, body), request("GET", "/health")

    async def one() -> Outcome:
        status, _, _, seconds = await ask(port, sent)
        return status, seconds

    beats: list[float] = []

    async def beat() -> None:
        while True:
            *_, seconds = await ask(port, health)
            beats.append(seconds)
            await asyncio.sleep(0.02)

    beating = asyncio.create_task(beat())
    under_way = []
    for _ in range(PER_SECOND * SECONDS):
        under_way.append(asyncio.create_task(one()))
        await asyncio.sleep(1 / PER_SECOND)
    outcomes = await asyncio.gather(*under_way)
    beating.cancel()
    return outcomes, beats


def percentile(values: list[float], share: int) -> float:
    """Return a percentile."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def start_redis(stack: ExitStack, port: int) -> str | None:
    """Start a Redis that is gone afterwards; None where there is none."""
    program = shutil.which("redis-server")
    if program is None:
        return None
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 (found by name)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return f"redis://127.0.0.1:{port}"
    return None
