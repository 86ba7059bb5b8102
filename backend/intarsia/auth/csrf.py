"""Whose request is this: a page of ours, a page of somebody else's, or no browser at all?

An unsafe request that sends or asks for cookies must come from our own origin. Browsers say so in
`Sec-Fetch-Site`, older ones in `Origin` or `Referer`; an API client sends none of them and no
cookies (contracts §4).
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from intarsia.errors import Forbidden

BROWSER_HEADERS = ("sec-fetch-site", "origin", "referer")


def is_browser(headers: Headers) -> bool:
    """Whether a browser sent this: such a caller never gets a refresh token in a body."""
    return any(name in headers for name in BROWSER_HEADERS)


def require_same_origin(
    headers: Headers, public_url: str, *, cookie_is_strict: bool = False
) -> None:
    """Raise Forbidden unless the request is a page's of ours or an API client's.

    `cookie_is_strict`: no other site's page can send the cookie that counts here, so that a client
    which says nothing of where it is may send it.
    """
    silent = not is_browser(headers)
    if not (cookie_is_strict and silent) and not is_allowed(headers, public_url):
        raise Forbidden("This request came from another site.", code="cross_site")


def is_allowed(headers: Headers, public_url: str) -> bool:
    """Ask the first header that is there, once; no header is fine only without cookies."""
    if "sec-fetch-site" in headers:
        return headers.getlist("sec-fetch-site") == ["same-origin"]
    if "origin" in headers:
        return headers.getlist("origin") == [public_url]
    if "referer" in headers:
        return origin_of(headers["referer"]) == public_url
    return "cookie" not in headers


def origin_of(url: str) -> str:
    """Return scheme and host of a URL; an unreadable one has no origin."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "null"
    return f"{parts.scheme}://{parts.netloc}"
