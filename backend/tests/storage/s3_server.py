"""A real S3 server for tests that ask for one, reached through a line that can be cut."""

import asyncio
import contextlib
import os
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from tests.conftest import missing


@dataclass
class Line:
    """Hands connections on to a server, unless it is cut."""

    host: str
    port: int
    is_cut: bool = False
    own_port: int = 0
    connections: set[asyncio.StreamWriter] = field(default_factory=set)
    server: asyncio.Server | None = None
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    async def start(self) -> None:
        self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        self.own_port = self.server.sockets[0].getsockname()[1]

    async def end(self) -> None:
        """Close everything, and wait until it is."""
        assert self.server is not None
        self.server.close()
        self.close_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), 10)

    def close_all(self) -> None:
        for each in list(self.connections):
            each.close()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            if not self.is_cut:
                await self.join(reader, writer)
        await close(writer)

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self.host, self.port)
        both = {writer, far_writer}
        self.connections |= both
        await asyncio.gather(pipe(reader, far_writer), pipe(far_reader, writer))
        self.connections -= both

    def cut(self) -> None:
        """Close what is open, and refuse what comes."""
        self.is_cut = True
        self.loop.call_soon_threadsafe(self.close_all)

    def mend(self) -> None:
        self.is_cut = False


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    await close(writer)


async def close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


@contextlib.contextmanager
def open_line(url: str) -> Iterator[Line]:
    parts = urlsplit(url)
    line = Line(str(parts.hostname), int(parts.port or 80))
    thread = threading.Thread(target=line.loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(line.start(), line.loop).result(10)
    yield line
    line.is_cut = True
    asyncio.run_coroutine_threadsafe(line.end(), line.loop).result(20)
    line.loop.call_soon_threadsafe(line.loop.stop)
    thread.join(10)
    line.loop.close()


@pytest.fixture
def line() -> Iterator[Line]:
    """The way to the server that `TEST_S3_ENDPOINT_URL` names."""
    endpoint = os.environ.get("TEST_S3_ENDPOINT_URL")
    if not endpoint:
        missing("TEST_S3_ENDPOINT_URL", "S3")
    with open_line(str(endpoint)) as line:
        yield line


@pytest.fixture
def s3(line: Line) -> dict[str, Any]:
    """Settings for a prefix of its own in the bucket that `TEST_S3_URL` names."""
    return {
        "bundle_store_url": f"{os.environ['TEST_S3_URL']}/{uuid.uuid4().hex}",
        "aws_endpoint_url": f"http://127.0.0.1:{line.own_port}",
        "aws_access_key_id": os.environ["TEST_S3_ACCESS_KEY_ID"],
        "aws_secret_access_key": SecretStr(os.environ["TEST_S3_SECRET_ACCESS_KEY"]),
    }
