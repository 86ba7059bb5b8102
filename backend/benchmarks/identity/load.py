"""Requests over keep-alive connections, as bytes that were made before the clock starts."""

import asyncio
import time
from collections.abc import Iterator, Sequence

CONNECTIONS = 16


def request(method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> bytes:
    """Write a request down."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes
) -> tuple[int, bytes, bytes]:
    """Send a request; return status, head and body of the answer."""
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return int(head[9:12]), head, await reader.readexactly(length)


async def send_all(port: int, requests: Sequence[bytes], expected: int = 200) -> float:
    """Send each request once; return the seconds it took, raise if one was answered otherwise."""
    waiting: Iterator[bytes] = iter(requests)

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for each in waiting:
            status, _, body = await exchange(reader, writer, each)
            if status != expected:
                raise RuntimeError(f"{status}: {body[:200]!r}")
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return time.perf_counter() - began


async def ask(port: int, sent: bytes) -> tuple[int, bytes, bytes, float]:
    """Send one request on a connection of its own; return the answer and its seconds."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, head, body = await exchange(reader, writer, sent)
    writer.close()
    return status, head, body, time.perf_counter() - began
