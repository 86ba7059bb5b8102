"""ServeStatic: WhiteNoise's index with an ASGI delivery."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from servestatic import ServeStaticASGI

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def nothing(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer what is no file."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


app = ServeStaticASGI(nothing, root=os.environ["FILES"])
