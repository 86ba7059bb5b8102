"""The refresh token's cookie, the session record's, and how cookies are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from starlette.datastructures import Headers
from starlette.responses import Response

from intarsia.config import Settings
from intarsia.sessions import express


@dataclass(frozen=True, slots=True)
class StrictCookie:
    """HttpOnly, SameSite=Strict, Path=/, no Domain; its value is the secret itself."""

    name: str
    secure: bool

    def read(self, headers: Headers) -> str | None:
        """Return its value; None without one, or with two of the name (one was planted)."""
        values = cookie_values(headers, self.name)
        return values[0] if len(values) == 1 else None

    def set(self, response: Response, value: str, expires: datetime) -> None:
        """Hand the secret to the browser until the sign-in ends."""
        response.set_cookie(
            self.name,
            value,
            expires=expires,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    def expire(self, response: Response) -> None:
        """Take it back."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite="strict"
        )


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """`intarsia.sid`: the id of the session's record, signed as express-session signs it.

    It has `Expires` and no `Max-Age`, like Express's own.
    """

    name: str
    secure: bool
    same_site: Literal["lax", "strict"]

    def read(self, headers: Headers, keys: Sequence[str]) -> str | None:
        """Return the record's id; None without one, with two, or when none of the keys signed."""
        values = cookie_values(headers, self.name)
        return express.read_cookie_value(values[0], keys) if len(values) == 1 else None

    def set(
        self, response: Response, record_id: str, keys: Sequence[str], expires: datetime
    ) -> None:
        """Hand the record's id to the browser until the sign-in ends."""
        response.set_cookie(
            self.name,
            express.cookie_value(record_id, keys),
            expires=expires,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite=self.same_site,
        )

    def expire(self, response: Response) -> None:
        """Take it back."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite=self.same_site
        )


def session_cookie(settings: Settings) -> SessionCookie:
    """Return the session record's cookie as these settings want it."""
    return SessionCookie(
        settings.session_cookie_name,
        secure=settings.sends_secure_cookies,
        same_site=settings.session_cookie_samesite,
    )


def refresh_cookie(settings: Settings) -> StrictCookie:
    """Return the refresh token's cookie, `__Host-rt`, as these settings want it."""
    if settings.insecure_cookies:
        return StrictCookie("rt", secure=False)
    return StrictCookie("__Host-rt", secure=True)


def user_session_cookie(settings: Settings) -> StrictCookie:
    """Return the cookie of the `/user` routes' sessions."""
    return StrictCookie("session-id", secure=settings.sends_secure_cookies)


def cookie_values(headers: Headers, name: str) -> list[str]:
    """Return every value sent under a name."""
    return express.cookie_values(headers.getlist("cookie"), name)
