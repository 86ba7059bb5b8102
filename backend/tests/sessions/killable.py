"""Engines in processes of their own, which a test kills and starts again on the same files."""

import contextlib
import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from tests.conftest import missing
from tests.e2e.server import free_port, wait_until
from tests.redis_server import RedisServer

START_SECONDS = 60


class Killable(Protocol):
    """An engine whose process can be killed."""

    @property
    def url(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None:
        """Kill it, whatever it is doing."""
        ...


@dataclass
class Program:
    """A server that listens on a port of its own and keeps its files in a folder."""

    words: list[str]
    scheme: str
    port: int
    user: str | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"{self.scheme}:{self.port}/{'postgres' if self.user else 'test'}"

    def start(self) -> None:
        wait_until(self.has_started, START_SECONDS)

    def has_started(self) -> bool:
        """Start it unless it runs; one that finds remains of the last ends, and is tried again."""
        if self.process is None or self.process.poll() is not None:
            owner = {"user": self.user, "group": self.user} if os.geteuid() == 0 else {}
            quiet = subprocess.DEVNULL
            self.process = subprocess.Popen(self.words, stderr=quiet, stdout=quiet, **owner)  # type: ignore[call-overload] # noqa: S603
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return self.process.poll() is None
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def postgres(folder: Path) -> Program:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        missing("/usr/lib/postgresql", "PostgreSQL's programs")
    port, data = free_port(), folder / "data"
    owner = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if owner:
        shutil.chown(folder, **owner)
    words = [f"{found[-1]}/initdb", "-D", str(data), "-A", "trust", "-U", "postgres"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner)  # type: ignore[call-overload] # noqa: S603
    options = f"-D {data} -p {port} -h 127.0.0.1 -c unix_socket_directories={folder}"
    words = [f"{found[-1]}/postgres", *options.split()]
    return Program(words, "postgresql://postgres@127.0.0.1", port, user="postgres")


def mongo(folder: Path) -> Program:
    program = os.environ.get("TEST_MONGODB_PROGRAM")
    if not program:
        pytest.skip("a server of MongoDB's protocol: set TEST_MONGODB_PROGRAM to run this")
    port = free_port()
    return Program([program, f"127.0.0.1:{port}", str(folder)], "mongodb://127.0.0.1", port)


@contextlib.contextmanager
def killable(name: str) -> Iterator[Killable]:
    """One that runs, gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        makers = {"postgresql": postgres, "mongodb": mongo}
        server: Killable = (
            makers[name](folder) if name in makers else RedisServer(folder, durable=True)
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
