"""What express-session expects: the cookie's value, and what a record may hold (contracts §7).

Signing is that of the npm package cookie-signature: HMAC-SHA256 in standard base64 without padding,
after the last dot. The first secret signs, any verifies.
"""

import base64
import hashlib
import hmac
import json
import math
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

RECORD_ID = re.compile(r"[A-Za-z0-9_-]{1,36}")
LONGEST_VALUE = 256
LEFT_AS_IS = "-_.!~*'()"  # by encodeURIComponent, besides letters and digits
LARGEST_INTEGER = 2**53  # beyond it JavaScript's numbers are no longer exact
# Express keeps a session's methods beside its data; a key of such a name would hide the method.
REFUSED_KEYS = frozenset(
    [
        "id",
        "req",
        "save",
        "touch",
        "reload",
        "destroy",
        "regenerate",
        "resetMaxAge",
        "toString",
        "constructor",
        "hasOwnProperty",
        "valueOf",
        "__proto__",
    ]
)

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CookieForm:
    """The attributes that our cookie has, which a record repeats for Express."""

    secure: bool
    same_site: str

    def describe(self, life: timedelta, expires: datetime) -> Data:
        """Return the `cookie` object, without which Express answers 500 for ever."""
        described: Data = {
            "originalMaxAge": round(life.total_seconds() * 1000),
            "expires": iso_ms(expires),
            "httpOnly": True,
            "path": "/",
            "sameSite": self.same_site,
        }
        return {**described, "secure": True} if self.secure else described


BARE_COOKIE = CookieForm(secure=False, same_site="lax")


def new_record_id() -> str:
    """Return a record's id: 24 random bytes in base64url, as express-session makes them."""
    return secrets.token_urlsafe(24)


def cookie_value(record_id: str, keys: Sequence[str]) -> str:
    """Return the cookie's value as `encodeURIComponent` would spell it."""
    return quote(f"s:{record_id}.{signature(record_id, keys[0])}", safe=LEFT_AS_IS)


def read_cookie_value(value: str, keys: Sequence[str]) -> str | None:
    """Return the record's id; None unless one of the keys signed it."""
    if len(value) > LONGEST_VALUE:
        return None
    text = unquote(value)
    signed = text.removeprefix("s:")
    record_id, _, given = signed.rpartition(".")
    if signed == text or RECORD_ID.fullmatch(record_id) is None:
        return None
    expected = [signature(record_id, key).encode() for key in keys]
    matches = [hmac.compare_digest(each, given.encode(errors="replace")) for each in expected]
    return record_id if any(matches) else None


def cookie_values(lines: Sequence[str], name: str) -> list[str]:
    """Return every value of a name in `Cookie` headers; a dict would hide a planted double."""
    pairs = [pair.partition("=") for line in lines for pair in line.split(";")]
    return [value.strip() for key, _, value in pairs if key.strip() == name]


def signature(record_id: str, key: str) -> str:
    """Sign as cookie-signature does."""
    digest = hmac.digest(key.encode(), record_id.encode(), hashlib.sha256)
    return base64.b64encode(digest).decode().rstrip("=")


def dump(data: Mapping[str, Any]) -> str:
    """Return a record's JSON; raise ValueError for what Express could not read."""
    if not isinstance(data.get("cookie"), dict):
        raise ValueError("a record needs its cookie object")
    if refused := REFUSED_KEYS & data.keys():
        raise ValueError(f"a record can't hold {', '.join(sorted(refused))}")
    refuse_numbers(data)
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def load(text: str | None) -> Data | None:
    """Return what a record's JSON says; None when it is no object, whoever wrote it."""
    try:
        data = json.loads(
            text or "", parse_constant=refuse_constant, parse_int=number, parse_float=number
        )
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def number(text: str) -> int | float:
    """Return a number as JavaScript holds it; raise ValueError where that is Infinity."""
    exact = float(text)
    if not math.isfinite(exact):
        raise ValueError(f"{text[:20]} is beyond JavaScript's numbers")
    return int(text) if text.lstrip("-").isdigit() and abs(exact) <= LARGEST_INTEGER else exact


def with_cookie(data: Data, life: timedelta, expires: datetime) -> Data:
    """Give a record that lacks its `cookie` object one, so that Express can read it again."""
    if isinstance(data.get("cookie"), dict):
        return data
    return {**data, "cookie": BARE_COOKIE.describe(life, expires)}


def refuse_numbers(value: object) -> None:
    """Raise ValueError for a number that JavaScript would change."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON knows no NaN and no Infinity")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("JavaScript is exact up to 2^53 only")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            refuse_numbers(each)


def refuse_constant(name: str) -> None:
    """NaN and Infinity are not JSON."""
    raise ValueError(f"{name} is not JSON")


def iso_ms(moment: datetime) -> str:
    """Return a time as JavaScript's `toISOString` does."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
