"""The API's middleware, outermost first: small pure-ASGI classes, one per file.

No `BaseHTTPMiddleware`: one of them more than doubles the cost of a request.
"""

from starlette.middleware import Middleware

from intarsia.auth.cookies import refresh_cookie, session_cookie, user_session_cookie
from intarsia.config import Settings
from intarsia.middleware.body_limit import BodyLimit
from intarsia.middleware.cross_site import CrossSite
from intarsia.middleware.doubled_cookies import Cookie, DoubledCookies
from intarsia.middleware.failures import Failures
from intarsia.middleware.metering import Metering
from intarsia.middleware.request_context import RequestContext
from intarsia.middleware.security_headers import SecurityHeaders


def stack(settings: Settings) -> list[Middleware]:
    """Return the stack that `create_api` installs."""
    cookies: list[Cookie] = [refresh_cookie(settings), session_cookie(settings)]
    if settings.compat_user_routes:
        cookies.append(user_session_cookie(settings))
    return [
        Middleware(Metering),
        Middleware(RequestContext),
        Middleware(SecurityHeaders, https=settings.public_url.startswith("https:")),
        Middleware(DoubledCookies, cookies=cookies),
        Middleware(CrossSite, public_url=settings.public_url),
        Middleware(Failures),
        Middleware(BodyLimit, limits=settings.limits),
    ]
