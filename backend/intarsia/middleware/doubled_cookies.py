"""Two cookies of one name: one of them was planted, so neither counts and both are taken back.

Readers ignore a doubled cookie by themselves (`auth/cookies.py`). Refreshing takes nothing back: a
late answer would overwrite a newer cookie (contracts §4).
"""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intarsia.auth.cookies import SessionCookie, StrictCookie, cookie_values

NEVER_SETS_COOKIES = {"/api/auth/refresh", "/api/auth/token"}


Cookie = StrictCookie | SessionCookie


class DoubledCookies:
    """Expire each of these cookies where it came twice, unless the answer sets it anew."""

    def __init__(self, app: ASGIApp, *, cookies: Sequence[Cookie]) -> None:
        self.app = app
        self.expired = {cookie.name: expiring(cookie) for cookie in cookies}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the request's cookies, and at the answer only if one is doubled."""
        doubled = self.doubled(scope)
        if not doubled:
            await self.app(scope, receive, send)
            return

        async def send_expiring(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                lines = headers.getlist("set-cookie")
                for name in doubled:
                    if not any(line.startswith(f"{name}=") for line in lines):
                        headers.append("Set-Cookie", self.expired[name])
            await send(message)

        await self.app(scope, receive, send_expiring)

    def doubled(self, scope: Scope) -> list[str]:
        """Return the names that occur more than once in a request that may take them back."""
        if scope["type"] != "http" or scope["path"] in NEVER_SETS_COOKIES:
            return []
        if not any(name == b"cookie" for name, _ in scope["headers"]):
            return []
        headers = Headers(scope=scope)
        return [name for name in self.expired if len(cookie_values(headers, name)) > 1]


def expiring(cookie: Cookie) -> str:
    """Return the header that takes a cookie back."""
    answer = Response()
    cookie.expire(answer)
    return answer.headers["set-cookie"]
