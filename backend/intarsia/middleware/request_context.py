"""Give every request an id that is logged, returned and named in errors."""

import logging
import re
import secrets
import time
from urllib.parse import quote

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intarsia import trail

HEADER = b"x-request-id"
PROBES = {"/health", "/ready", "/metrics"}  # asked every few seconds for ever
ACCEPTABLE = re.compile(rb"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger("intarsia.access")


class RequestContext:
    """Accept or make the request id, bind it to the log, log the outcome."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its id; log method, path, status and duration."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = accepted_id(scope) or secrets.token_hex(16)
        scope.setdefault("state", {})["request_id"] = request_id
        status, began = 500, time.perf_counter()
        client = scope.get("client")
        origin = trail.Origin(client[0][:64] if client else "", request_id)

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message["headers"] = [*message["headers"], (HEADER, request_id.encode())]
            await send(message)

        came_from = trail.origin.set(origin)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            write_down(scope, status, time.perf_counter() - began)
            trail.origin.reset(came_from)


def write_down(scope: Scope, status: int, seconds: float) -> None:
    """Log an answer; the path percent-encoded, or a line break in it could forge a line."""
    level = logging.DEBUG if scope["path"] in PROBES else logging.INFO
    if log.is_enabled_for(level):
        path, ms = quote(scope["path"]), round(seconds * 1000, 1)
        log.log(level, "request", method=scope["method"], path=path, status=status, ms=ms)


def accepted_id(scope: Scope) -> str | None:
    """Return the caller's id when it is fit for a log line."""
    for name, value in scope["headers"]:
        if name == HEADER and ACCEPTABLE.fullmatch(value):
            return str(value, "ascii")
    return None
