"""The errors this application raises on purpose.

    AppError              500 internal_error
    ├── InvalidInput      422 invalid_input
    ├── Unauthenticated   401 unauthenticated
    ├── Forbidden         403 forbidden
    ├── NotFound          404 not_found
    ├── Conflict          409 conflict
    ├── Stale             412 stale
    ├── TooLarge          413 too_large
    ├── NotABundle        415 unsupported_media_type
    ├── Locked            423 locked
    ├── Unconditional     428 precondition_required
    ├── RateLimited       429 rate_limited
    └── Unavailable       503 unavailable

`code` is what clients branch on; a raiser may give a finer one. `problems.py` renders them.
"""

from http import HTTPStatus

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="intarsia"'}  # with every 401 (RFC 9110)


class AppError(Exception):
    """An expected failure that knows its HTTP status and its stable code."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal_error"

    def __init__(self, detail: str, *, code: str | None = None, **extra: object) -> None:
        """`extra` members are added to the problem document."""
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.extra = extra
        self.headers: dict[str, str] = {}


class InvalidInput(AppError):
    """Well-formed, and still not acceptable."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_input"


class Unauthenticated(AppError):
    """Credentials are missing or no longer good."""

    status = HTTPStatus.UNAUTHORIZED
    code = "unauthenticated"

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.headers = dict(CHALLENGE)


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"


class NotFound(AppError):
    """The thing asked for is not there, or is not this caller's to see."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class Conflict(AppError):
    """The request contradicts what is already there."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class Stale(AppError):
    """Somebody else changed it first: `If-Match` names an earlier state."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "stale"


class TooLarge(AppError):
    """More bytes than a setting allows."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too_large"


class NotABundle(AppError):
    """The body is of another media type than this endpoint takes."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_media_type"


class Locked(AppError):
    """Somebody closed it to changes, and said why."""

    status = HTTPStatus.LOCKED
    code = "locked"


class Unconditional(AppError):
    """The change must say which state it was made from."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "precondition_required"


class Unavailable(AppError):
    """A resource is away or busy; the same request may succeed later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"

    def __init__(self, detail: str, *, code: str | None = None, retry_after: int = 1) -> None:
        super().__init__(detail, code=code)
        self.headers = {"Retry-After": str(retry_after)}


class RateLimited(AppError):
    """This caller has called too often."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "rate_limited"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(retry_after)}
