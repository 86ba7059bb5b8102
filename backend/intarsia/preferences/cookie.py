"""A guest's preferences: JSON in a cookie, signed so that nobody else writes into it.

What comes back is untrusted all the same: it is checked against the schema that was valid for
input, so a cookie of an older version can't bring in what this one does not know.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.responses import Response

from intarsia.auth.cookies import cookie_values
from intarsia.auth.keys import KeyRing
from intarsia.preferences.schemas import PreferencesWrite
from intarsia.signed import seal, unseal

NAME = "intarsia.preferences"
LONGEST = 2048
LIFE = timedelta(days=365)
PURPOSE = "preferences"


def read(headers: Headers, ring: KeyRing) -> dict[str, Any]:
    """Return what a guest chose; nothing for a cookie that is not ours, twice there or too long."""
    values = cookie_values(headers, NAME)
    if len(values) != 1 or len(values[0]) > LONGEST:
        return {}
    raw = unseal(ring.keys, PURPOSE, values[0])
    if raw is None:
        return {}
    try:
        return PreferencesWrite.model_validate_json(raw).chosen()
    except ValidationError:
        return {}


def write(
    response: Response, ring: KeyRing, chosen: dict[str, Any], now: datetime, *, secure: bool
) -> None:
    """Hand a guest's preferences to the browser for a year."""
    response.set_cookie(
        NAME,
        seal(ring.signing_key, PURPOSE, json.dumps(chosen, separators=(",", ":")).encode()),
        expires=now + LIFE,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
