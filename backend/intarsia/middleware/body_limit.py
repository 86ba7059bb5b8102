"""Refuse bodies over the limit, announced or not."""

import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intarsia.config import Limits
from intarsia.problems import problem

# A bundle is streamed to disk under limits of its own.
OWN_LIMIT = re.compile(r"/api/registry/apps/[^/]+/versions/[^/]+")
# What anybody may report is smaller than what people may write.
REPORTS = {"/api/analytics/events", "/api/errors", "/api/telemetry/mf"}
REPORT_BYTES = 256 * 1024
FILES = {"/api/data/import", "/api/users/import"}  # read piece by piece


class BodyLimit:
    """Count the bytes of a body as they come in."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 as soon as the limit is known to be passed."""
        if scope["type"] != "http" or self.is_exempt(scope):
            await self.app(scope, receive, send)
            return
        most = self.most(scope["path"])
        detail = f"The body is larger than {most} bytes."
        if announced_length(scope) > most:
            await problem(scope, 413, "too_large", detail)(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, detail)  # the one error FastAPI's body parser lets pass
            return message

        await self.app(scope, receive_counted, send)

    def most(self, path: str) -> int:
        """Return how many bytes a body may have there."""
        if path in FILES:
            return self.limits.csv_max_bytes
        usual = self.limits.max_body_bytes
        return min(usual, REPORT_BYTES) if path in REPORTS else usual

    @staticmethod
    def is_exempt(scope: Scope) -> bool:
        """Whether the endpoint limits its body itself."""
        return scope["method"] == "PUT" and OWN_LIMIT.fullmatch(scope["path"]) is not None


def announced_length(scope: Scope) -> int:
    """Return Content-Length, 0 without one; the server has checked that it is a number."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)
    return 0
