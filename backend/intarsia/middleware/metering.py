"""Count answers by method, route and status, and how long they take."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNKNOWN = "unknown"  # one for all addresses that do not exist: there is no end of those


class Metering:
    """Tell the process's metrics of each answer; `route` is for an app without routes."""

    def __init__(self, app: ASGIApp, route: str | None = None) -> None:
        self.app = app
        self.route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        finally:
            seconds = time.perf_counter() - began
            route = self.route or getattr(scope.get("route"), "path", UNKNOWN)
            scope["state"]["sampler"].metrics.answered(scope["method"], route, status, seconds)
