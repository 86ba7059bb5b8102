"""A browser in which somebody has signed in before, known by a signed cookie.

It gives no authority. It only keeps the owner of an account able to sign in while strangers use up
the account's budget of wrong passwords (OWASP: "Slow Down Online Guessing Attacks with Device
Cookies"; docs/adr/0009).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.datastructures import Headers
from starlette.responses import Response

from intarsia.auth.cookies import cookie_values
from intarsia.auth.keys import KeyRing
from intarsia.auth.limits import KnownDevice
from intarsia.config import Settings
from intarsia.signed import seal, unseal

LIFE = timedelta(days=365)
LONGEST = 512
USERS = 4  # of a shared browser; whoever signed in longest ago is forgotten
PURPOSE = "device"


@dataclass(frozen=True, slots=True)
class DeviceCookie:
    """`__Host-device`: Secure, HttpOnly, SameSite=Strict, Path=/, no Domain."""

    name: str
    secure: bool

    def read(self, headers: Headers, ring: KeyRing) -> KnownDevice | None:
        """Return who has signed in here; None without a cookie of ours, or with two of the name."""
        values = cookie_values(headers, self.name)
        if len(values) != 1 or len(values[0]) > LONGEST:
            return None
        content = unseal(ring.keys, PURPOSE, values[0])
        if content is None:
            return None
        device_id, *users = content.decode().split()
        return KnownDevice(device_id, tuple(users))

    def set(
        self,
        response: Response,
        ring: KeyRing,
        known: KnownDevice | None,
        user_id: str,
        now: datetime,
    ) -> None:
        """Note that a user has signed in here."""
        known = known or KnownDevice(secrets.token_hex(8), ())
        others = [each for each in known.users if each != user_id]
        content = " ".join([known.id, user_id, *others[: USERS - 1]])
        response.set_cookie(
            self.name,
            seal(ring.signing_key, PURPOSE, content.encode()),
            expires=now + LIFE,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )


def device_cookie(settings: Settings) -> DeviceCookie:
    """Return the cookie as these settings want it."""
    if settings.insecure_cookies:
        return DeviceCookie("device", secure=False)
    return DeviceCookie("__Host-device", secure=True)
