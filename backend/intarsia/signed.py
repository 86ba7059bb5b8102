"""Texts that we hand out and want back unchanged: signed, for one purpose each."""

import base64
import hashlib
import hmac
from collections.abc import Sequence


def seal(key: str, purpose: str, content: bytes) -> str:
    """Return content with its signature, fit for a cookie."""
    payload = encode(content)
    return f"{payload}.{sign(key, purpose, payload)}"


def unseal(keys: Sequence[str], purpose: str, text: str) -> bytes | None:
    """Return the content if any of the keys has signed it for this purpose."""
    payload, _, signature = text.strip('"').rpartition(".")
    expected = (sign(key, purpose, payload).encode() for key in keys)
    if not any(hmac.compare_digest(each, signature.encode()) for each in expected):
        return None
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except ValueError:  # signed by us once, in another form
        return None


def sign(key: str, purpose: str, payload: str) -> str:
    """Return the signature of a payload; the same key signs for other purposes too."""
    message = f"intarsia-{purpose}:{payload}".encode()
    return encode(hmac.digest(key.encode(), message, hashlib.sha256))


def encode(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
