"""The host page, for `/` and every client route (ASGI)."""

import secrets

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from intarsia.errors import Unavailable
from intarsia.hosting.favicon import ICON, MEDIA_TYPE
from intarsia.hosting.live import Live
from intarsia.hosting.page_headers import NONCE
from intarsia.hosting.snapshot import Hosting
from intarsia.hosting.unreleased import no_earlier_host, unreleased
from intarsia.problems import problem

PROBLEM_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
ICON_HEADERS = {
    "cache-control": "public, max-age=86400",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
}
RETRY_SECONDS = b"3"


class HostPage:
    """Answers what is neither the API nor an asset."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page, the icon, or a problem."""
        hosting: Hosting = scope["state"]["hosting"]
        if scope["method"] not in ("GET", "HEAD"):
            headers = PROBLEM_HEADERS | {"allow": "GET, HEAD"}
            refusal = problem(scope, 405, "method_not_allowed", "Use GET.", headers)
            await refusal(scope, receive, send)
        elif scope["path"] == "/favicon.ico":
            icon = Response(ICON, headers=ICON_HEADERS, media_type=MEDIA_TYPE)
            await icon(scope, receive, send)
        elif is_missing_file(hosting, scope["path"]):
            headers = PROBLEM_HEADERS
            refusal = problem(scope, 404, "not_found", "There is no such file.", headers)
            await refusal(scope, receive, send)
        else:
            await answer_page(hosting, scope, receive, send)


def is_missing_file(hosting: Hosting, path: str) -> bool:
    """Whether a path is a file's: a missing script must not be answered with a page."""
    if "." not in path.rpartition("/")[2] and not path.startswith("/."):
        return False
    live = hosting.live
    return live is None or live.app_at(path) in (None, live.app_at("/"))


async def answer_page(hosting: Hosting, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the page with the current host, or with the one before when `?safe=1` asks for it."""
    if b"safe=1" not in scope["query_string"].split(b"&"):
        await send_page(hosting, hosting.live, scope, send)
        return
    try:
        live = await hosting.safe_live()
    except Unavailable as outage:
        headers = PROBLEM_HEADERS | outage.headers
        refusal = problem(scope, outage.status, outage.code, outage.detail, headers)
        await refusal(scope, receive, send)
        return
    if live is None and hosting.live is not None and hosting.live.frame is not None:
        await send_html(hosting, 404, no_earlier_host(hosting.channel), scope, send)
    else:
        await send_page(hosting, live, scope, send)


async def send_page(hosting: Hosting, live: Live | None, scope: Scope, send: Send) -> None:
    """Send the page, or the one that says what is missing, with a fresh nonce."""
    document = live.document(scope["path"]) if live is not None else None
    if document is None:
        page = unreleased(hosting.channel, has_release=hosting.live is not None)
        await send_html(hosting, 503, page, scope, send)
        return
    nonce = new_nonce()
    await send_body(hosting, 200, document.render(nonce), nonce, scope, send)


async def send_html(hosting: Hosting, status: int, page: str, scope: Scope, send: Send) -> None:
    """Send a page of the platform's own."""
    nonce = new_nonce()
    body = page.encode().replace(NONCE.encode(), nonce)
    await send_body(hosting, status, body, nonce, scope, send)


async def send_body(
    hosting: Hosting, status: int, body: bytes, nonce: bytes, scope: Scope, send: Send
) -> None:
    """Send a page with the headers that its nonce goes with."""
    headers = hosting.page_headers.render(nonce, len(body))
    if status == 503:
        headers.append((b"retry-after", RETRY_SECONDS))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": body})


def new_nonce() -> bytes:
    """Return what no other answer has."""
    return secrets.token_urlsafe(18).encode()
