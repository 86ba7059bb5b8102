"""The floor: bytes that are in memory already, sent by an ASGI function of a few lines."""

import os
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
FOLDER = Path(os.environ["FILES"])
BYTES = {f"/{path.stem}": path.read_bytes() for path in FOLDER.glob("*.js.br")}
PARTS = (FOLDER / "page.html").read_bytes().split(b"NONCE")
ETAG = b'"1"'


def heads(body: bytes) -> list[tuple[bytes, bytes]]:
    """Return what any file server would say."""
    return [
        (b"content-type", b"text/javascript; charset=utf-8"),
        (b"content-encoding", b"br"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"etag", ETAG),
        (b"vary", b"accept-encoding"),
    ]


HEADS = {path: heads(body) for path, body in BYTES.items()}
PAGE_TYPE = (b"content-type", b"text/html; charset=utf-8")


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer a file, a 304 or a page with a nonce."""
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path == "/page":
        body = secrets.token_urlsafe(18).encode().join(PARTS)
        head = [PAGE_TYPE, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
    elif any(name == b"if-none-match" and value == ETAG for name, value in scope["headers"]):
        body = b""
        await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", ETAG)]})
    else:
        body = BYTES[path]
        await send({"type": "http.response.start", "status": 200, "headers": HEADS[path]})
    await send({"type": "http.response.body", "body": body})
