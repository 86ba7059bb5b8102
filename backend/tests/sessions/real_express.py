"""A process of the real Express, on the same records as an engine of ours."""

import asyncio
import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from intarsia.sessions import express
from tests.conftest import SESSION_KEY, missing

FOLDER = Path(__file__).parents[1] / "express"

KEYS = (SESSION_KEY,)
Answer = dict[str, Any]


class Express:
    """The process, spoken to in lines of JSON."""

    def __init__(self) -> None:
        self.process = started()

    @contextmanager
    def on(
        self, kind: str, url: str, now: datetime, *, secrets: Sequence[str] = KEYS, **more: object
    ) -> Iterator[None]:
        """Have an application on an engine, by our clock."""
        if self.process.poll() is not None:
            self.process = started()  # its end was the fault of one test
        about = {"kind": kind, "url": node_url(url), "clock": milliseconds(now)}
        assert self.ask({**about, "secrets": list(secrets), **more}) == {"ready": True}
        try:
            yield
        finally:
            self.ask({"closed": True})

    def ask(self, question: dict[str, Any]) -> Answer:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: Answer = json.loads(self.process.stdout.readline())
        return answer

    async def get(self, path: str, record_id: str | None = None, **more: object) -> Answer:
        """Ask with the cookie of a record, signed by us."""
        cookie = express.cookie_value(record_id, [SESSION_KEY]) if record_id else None
        return await self.send(path, cookie, **more)

    async def send(self, path: str, cookie: str | None, **more: object) -> Answer:
        return await asyncio.to_thread(self.ask, {"path": path, "cookie": cookie, **more})

    async def go_on(self) -> Answer:
        """Let the writer that waits in `/slow` write."""
        return await asyncio.to_thread(self.ask, {"go": True})

    async def set_clock(self, moment: datetime) -> None:
        await asyncio.to_thread(self.ask, {"clock": milliseconds(moment)})

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def started() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["node", "express.mjs"],  # noqa: S607 (whichever Node.js is installed)
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def node_url(url: str) -> str:
    """An address as the drivers of Node.js know it."""
    scheme, _, rest = url.partition("://")
    if scheme.startswith("sqlite"):
        return rest.removeprefix("/")
    return f"postgres://{rest}" if scheme.startswith("postgresql") else url


@contextmanager
def running_express() -> Iterator[Express]:
    """The process, gone afterwards; one does for many tests."""
    if not (FOLDER / "node_modules").is_dir():
        missing("everything up with `make setup`", "Express")
    started = Express()
    try:
        yield started
    finally:
        started.close()


def record_id_of(answer: Answer, keys: Sequence[str] = KEYS) -> str:
    """The record that a `Set-Cookie` of Express names, by our own reading."""
    found = express.read_cookie_value(value_of(answer), keys)
    assert found is not None
    return found


def value_of(answer: Answer) -> str:
    (line,) = answer["cookies"]
    value: str = line.partition(";")[0].removeprefix("intarsia.sid=")
    return value
