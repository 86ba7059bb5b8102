"""People who go on working while the stack is being worked on."""

import asyncio
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

import httpx2

from tests.production.stack import URL

PEOPLE = 32
PATHS = ("/", "/api/auth/me", "/api/settings", "/data", "/api/registry/channels/stable")
PAUSE_SECONDS = 0.05  # between a person's requests: the machine is to be busy, not full


@dataclass
class Load:
    """32 connections that ask until the block ends; `failed` counts what was no 200, by path."""

    token: str
    done: int = 0
    slowest: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=lambda: asyncio.run(self.everybody()))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    async def everybody(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        limits = httpx2.Limits(max_connections=PEOPLE, max_keepalive_connections=PEOPLE)
        async with httpx2.AsyncClient(
            base_url=URL, headers=headers, limits=limits, timeout=15
        ) as client:
            await asyncio.gather(*(self.person(client, number) for number in range(PEOPLE)))

    async def person(self, client: httpx2.AsyncClient, number: int) -> None:
        while not self.ended.is_set():
            number += 1
            await self.ask(client, PATHS[number % len(PATHS)])
            await asyncio.sleep(PAUSE_SECONDS)

    async def ask(self, client: httpx2.AsyncClient, path: str) -> None:
        began = time.perf_counter()
        try:
            outcome = str((await client.get(path)).status_code)
        except httpx2.HTTPError as error:
            outcome = type(error).__name__
        self.done += 1
        self.slowest = max(self.slowest, time.perf_counter() - began)
        if outcome != "200":
            self.failed[f"{path} {outcome}"] += 1

    def report(self) -> str:
        return f"{self.done} requests, slowest {self.slowest:.2f} s, failed: {dict(self.failed)}"
