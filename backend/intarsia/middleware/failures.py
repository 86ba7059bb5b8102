"""Answer for what nothing else caught.

The framework's own handler for this sits outside all middleware, so that its answers would lack the
request id and the security headers, and it raises the error again to be logged a second time.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intarsia.problems import render_bug


class Failures:
    """Turn an escaped exception into a logged, well-formed 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an answer already begun can only be broken off."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            if begun:
                raise
            await render_bug(scope, error)(scope, receive, send)
