"""Refuse what other sites' pages make a browser send with our cookies, whatever it is for.

Operations that hand cookies out ask the same of requests without any (`auth.answers.Desk`).
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from intarsia.auth.csrf import is_allowed
from intarsia.problems import problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite:
    """Let an unsafe request with cookies through only from a page of ours (contracts §4)."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self.app = app
        self.public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 before anything is read or done."""
        if scope["type"] == "http" and self.is_foreign(scope):
            refusal = problem(scope, 403, "cross_site", "This request came from another site.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def is_foreign(self, scope: Scope) -> bool:
        """Whether a request changes something, carries cookies, and is not a page's of ours."""
        if scope["method"] in SAFE_METHODS or not scope["path"].startswith("/api/"):
            return False
        headers = Headers(scope=scope)
        return "cookie" in headers and not is_allowed(headers, self.public_url)
