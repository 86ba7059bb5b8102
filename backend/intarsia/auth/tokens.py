"""Access and refresh tokens: minting, and the one function that verifies.

python-jose does the cryptography and is kept on a short leash (docs/adr/0002): by itself it accepts
a missing `exp`, unknown `crit` entries and malleable signatures, and raises RecursionError on a
nested header. So the form is checked first, strictly, and every exception of the library is a 401.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from jose import jwk, jws
from jose.backends.base import Key

from intarsia.auth.keys import KeyRing
from intarsia.errors import Unauthenticated

ALGORITHM = "HS256"
ACCESS = "at+jwt"
REFRESH = "rt+jwt"
AUDIENCE = "intarsia"
MAX_BYTES = 4096
MAX_DATE = 253_402_300_799  # the year 9999
LEEWAY = 60  # seconds that clocks may differ by
DATES = ("iat", "exp")
TEXTS = ("iss", "aud", "sub", "sid")
REMEMBERED = 50_000
SEEN = re.compile(r"([0-9]{1,18})\.")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says. `role`, `epoch` and `seen` are in access tokens only.

    `seen` is the last change of the feed that was known when the token was made. `jti` begins with
    it: 0 where it does not.
    """

    sub: str
    sid: str
    gen: int
    iat: int
    exp: int
    role: str = ""
    epoch: int = 0
    nbf: int = 0
    seen: int = 0


class InvalidToken(Unauthenticated):
    """Not a token of ours, or not intact."""

    code = "invalid_token"

    def __init__(self) -> None:
        super().__init__("The token is not valid.")
        self.headers = {"WWW-Authenticate": 'Bearer realm="intarsia", error="invalid_token"'}


class TokenKeys(Protocol):
    """Where the keys are; asked each time, because they may be replaced."""

    @property
    def access(self) -> KeyRing:
        """Keys of access tokens."""
        ...

    @property
    def refresh(self) -> KeyRing:
        """Keys of refresh tokens."""
        ...


class TokenService:
    """Mints and verifies the two kinds of token, each under its own keys."""

    def __init__(self, secrets: TokenKeys, issuer: str) -> None:
        self.secrets = secrets
        self.issuer = issuer
        self._ring = secrets.access
        self._remembered: dict[bytes, Claims] = {}

    def mint_access(self, claims: Claims, jti: str) -> str:
        """Sign an access token (RFC 9068 calls its type `at+jwt`)."""
        extra = {"role": claims.role, "epoch": claims.epoch, "jti": f"{claims.seen}.{jti}"}
        return self._mint(self.secrets.access, ACCESS, claims, extra)

    def mint_refresh(self, claims: Claims) -> str:
        """Sign the refresh token of one generation; the same claims give the same bytes."""
        return self._mint(self.secrets.refresh, REFRESH, claims, {})

    def read_access(self, token: str) -> Claims:
        """Verify form and signature, not dates; raise InvalidToken.

        Remembered by hash until there are too many, so that a token costs its signature once.
        Dates, revocation and epoch are judged on every request, by the caller. Other keys, as
        after a rotation, mean reading every token anew.
        """
        ring = self.secrets.access
        if ring is not self._ring:
            self._ring = ring
            self._remembered.clear()
        key = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
        claims = self._remembered.get(key)
        if claims is None:
            claims = read(token, ring, ACCESS, self.issuer)
            if len(self._remembered) >= REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
            self._remembered[key] = claims
        return claims

    def read_refresh(self, token: str) -> Claims:
        """Verify form and signature, not dates; raise InvalidToken."""
        return read(token, self.secrets.refresh, REFRESH, self.issuer)

    def _mint(self, ring: KeyRing, typ: str, claims: Claims, extra: Mapping[str, Any]) -> str:
        body = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": claims.sub,
            "sid": claims.sid,
            "gen": claims.gen,
            "iat": claims.iat,
            "exp": claims.exp,
            **extra,
        }
        headers = {"typ": typ, "kid": ring.signing_kid}
        return str(jws.sign(body, built(ring.signing_key), headers=headers, algorithm=ALGORITHM))


def check_dates(claims: Claims, now: datetime) -> None:
    """Raise Unauthenticated unless an access token counts at this time.

    It ends at the very second. `iat` may lie ahead: a clock that was set back ends nobody's tokens.
    """
    if claims.exp <= now.timestamp():
        raise Unauthenticated("The token has expired.", code="token_expired")
    if claims.nbf > now.timestamp() + LEEWAY:
        raise InvalidToken


def seconds(moment: datetime) -> int:
    """Return a NumericDate (RFC 7519) in whole seconds."""
    return int(moment.timestamp())


def read(token: str, ring: KeyRing, typ: str, issuer: str) -> Claims:
    """Verify a token's form and signature, not its dates; raise InvalidToken."""
    try:
        return _read(token, ring, typ, issuer)
    except InvalidToken:
        raise
    except Exception as error:  # whatever the libraries raise on hostile input
        raise InvalidToken from error


def _read(token: str, ring: KeyRing, typ: str, issuer: str) -> Claims:
    header, body_part, signature = split(token)
    key = ring.by_kid.get(kid_in(header, typ))
    if key is None:
        raise InvalidToken
    decode_part(signature)
    jws.verify(token, built(key), algorithms=[ALGORITHM])
    body = parse(decode_part(body_part))
    check_claims(body, issuer)
    return Claims(
        sub=body["sub"],
        sid=body["sid"],
        gen=body["gen"],
        iat=body["iat"],
        exp=body["exp"],
        role=body.get("role", ""),
        epoch=body.get("epoch", 0),
        nbf=body.get("nbf", 0),
        seen=seen_by(body.get("jti")),
    )


def split(token: str) -> list[str]:
    """Return the three parts."""
    require(len(token) <= MAX_BYTES and token.isascii())
    parts = token.split(".")
    require(len(parts) == 3)
    return parts


@lru_cache(maxsize=64)
def kid_in(header_part: str, typ: str) -> str:
    """Return which key a header names, if it is one of ours; all of our tokens share a few."""
    header = parse(decode_part(header_part))
    require(header.get("typ") == typ and header.get("alg") == ALGORITHM)
    require("crit" not in header and "b64" not in header and isinstance(header.get("kid"), str))
    return str(header["kid"])


@lru_cache(maxsize=64)
def built(key: str) -> Key:
    """Return a key as the library wants it, made once."""
    return jwk.construct(key, ALGORITHM)


def decode_part(part: str) -> bytes:
    """Decode unpadded base64url, refusing malleable spellings (RFC 4648 §3.5)."""
    raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    require(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == part)
    return raw


def parse(raw: bytes) -> dict[str, Any]:
    """Read a JSON object in which no name occurs twice and no number is NaN or infinite."""
    value = json.loads(raw, object_pairs_hook=refuse_duplicates, parse_constant=refuse_constant)
    require(isinstance(value, dict))
    return dict(value)


def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; two readers may disagree on which of two equal names counts."""
    value = dict(pairs)
    require(len(value) == len(pairs))
    return value


def refuse_constant(_name: str) -> None:
    """NaN and Infinity are not JSON."""
    raise InvalidToken


def check_claims(body: dict[str, Any], issuer: str) -> None:
    """Require every claim with its exact type."""
    require(all(isinstance(body.get(name), str) and body[name] for name in TEXTS))
    require(body["iss"] == issuer and body["aud"] == AUDIENCE)
    require(all(is_date(body.get(name)) for name in DATES))
    require("nbf" not in body or is_date(body["nbf"]))
    require(is_integer(body.get("gen")) and body["gen"] >= 0)
    require(isinstance(body.get("role", ""), str) and is_integer(body.get("epoch", 0)))


def seen_by(jti: object) -> int:
    """Return the change that a token's id begins with, 0 for an id that does not."""
    found = SEEN.match(jti) if isinstance(jti, str) else None
    return int(found[1]) if found else 0


def is_date(value: object) -> bool:
    """Whether a value is a NumericDate (RFC 7519) in whole seconds."""
    return isinstance(value, int) and is_integer(value) and 0 <= value <= MAX_DATE


def is_integer(value: object) -> bool:
    """Whether a value is a whole number and no bool."""
    return isinstance(value, int) and not isinstance(value, bool)


def require(condition: bool) -> None:
    """Raise InvalidToken unless the condition holds."""
    if not condition:
        raise InvalidToken
