"""Tokens as an attacker makes them, and as only we could: correctly signed, whatever they say."""

import base64
import json
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwk

from intarsia.auth.keys import kid_of
from tests.conftest import ACCESS_KEY, ORIGIN

OTHER_KEY = "a-key-that-nobody-here-has-ever-used-0123456789"
HEADER = {"alg": "HS256", "typ": "at+jwt", "kid": kid_of(ACCESS_KEY)}
BODY = {
    "iss": ORIGIN,
    "aud": "intarsia",
    "sub": "user-1",
    "sid": "sid-1",
    "gen": 3,
    "role": "admin",
    "epoch": 2,
    "iat": 1_700_000_000,
    "exp": 1_700_000_900,
    "jti": "1",
}


def encode(raw: bytes | str) -> str:
    data = raw.encode() if isinstance(raw, str) else raw
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: bytes | str, body: bytes | str, key: str = ACCESS_KEY) -> str:
    """Sign any two texts correctly, whatever they say."""
    message = f"{encode(header)}.{encode(body)}"
    signature = jwk.construct(key, "HS256").sign(message.encode())
    return f"{message}.{encode(signature)}"


def token(changed: Mapping[str, object] | None = None, **header: object) -> str:
    """Our own token with some claims changed, or left out where they are `...`."""
    body = {name: value for name, value in (BODY | dict(changed or {})).items() if value is not ...}
    return signed(json.dumps(HEADER | header), json.dumps(body))


def unsigned(alg: str, signature: str = "") -> str:
    return f"{encode(json.dumps(HEADER | {'alg': alg}))}.{encode(json.dumps(BODY))}.{signature}"


def signed_by_rsa(key: rsa.RSAPrivateKey, **header: object) -> str:
    message = f"{encode(json.dumps(HEADER | header))}.{encode(json.dumps(BODY))}"
    return f"{message}.{encode(key.sign(message.encode(), padding.PKCS1v15(), SHA256()))}"


def in_jwk(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> dict[str, object]:
    """A public key as a key set of a server would show it."""
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    made: dict[str, object] = jwk.construct(
        pem, "RS256" if "RSA" in repr(key) else "ES256"
    ).to_dict()
    return made


def texts_of(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> dict[str, bytes]:
    """Every spelling of a public key that a server might have lying around."""
    spki = PublicFormat.SubjectPublicKeyInfo
    return {
        "PEM": key.public_bytes(Encoding.PEM, spki),
        "DER": key.public_bytes(Encoding.DER, spki),
        "SSH": key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": json.dumps(in_jwk(key), default=bytes.decode).encode(),
    }
