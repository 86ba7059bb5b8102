"""Which errors are the same error: message without what varies, top stack frame, app."""

import hashlib
import re
from urllib.parse import urlsplit

VARYING = (
    (re.compile(r"(?:https?|blob|file):[^\s)\"']+"), "<url>"),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.I), "<id>"),
    (re.compile(r"\b(?=[0-9a-f]*[0-9])[0-9a-f]{8,}\b", re.I), "<id>"),
    (re.compile(r"\d+"), "<n>"),
    (re.compile(r"\s+"), " "),
)
# Chromium: `    at name (https://…/main.4f2a91.js:1:234)`; Firefox and Safari: `name@https://…`.
CHROMIUM = re.compile(r"^\s*at (?:async )?(?:(?P<name>[^(\n]{1,200}?) \()?(?P<place>[^()\s]+)\)?$")
FIREFOX = re.compile(r"^(?P<name>[^@\n]{0,200})@(?P<place>\S+)$")
POSITION = re.compile(r"(?::\d+){1,2}$")
CONTENT_HASH = re.compile(r"[.-][0-9a-zA-Z_]{6,}(?=\.m?js$)")
LINES = 30


def fingerprint(message: str, stack: str | None, app: str) -> str:
    """Return 32 hexadecimal digits that two reports of one error share, across versions."""
    parts = "\0".join((app, normalised(message), top_frame(stack or "")))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def normalised(message: str) -> str:
    """Return a message without addresses, ids and numbers."""
    for pattern, what in VARYING:
        message = pattern.sub(what, message)
    return message.strip()[:500]


def top_frame(stack: str) -> str:
    """Return function and file of the first frame, without version, content hash and position."""
    for text in stack.splitlines()[:LINES]:
        found = CHROMIUM.match(text) or FIREFOX.match(text)
        if found is not None:
            return f"{found['name'] or ''} {file_name(found['place'])}"
    return ""


def file_name(place: str) -> str:
    """Return the last part of an address."""
    path = POSITION.sub("", place).split("?")[0].split("#")[0]
    return CONTENT_HASH.sub("", path.rpartition("/")[2])


def without_query(url: str) -> str:
    """Return an address without query and fragment: they can hold secrets."""
    try:
        return urlsplit(url)._replace(query="", fragment="").geturl()
    except ValueError:
        return ""
