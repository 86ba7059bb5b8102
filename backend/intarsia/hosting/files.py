"""The index of a version's files, as serving uses it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.types import Message

RawHeaders = list[tuple[bytes, bytes]]

# Whatever lies under /mf/ was published by somebody, and must be harmless when opened by itself.
EVERY_ANSWER: RawHeaders = [
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
IMMUTABLE = b"public, max-age=31536000, immutable"
REVALIDATE = b"no-cache"


@dataclass(frozen=True)
class Form:
    """A file in one encoding, with everything that is sent before its bytes."""

    digest: str
    size: int
    encoding: str
    media_type: str

    @classmethod
    def made_of(cls, body: bytes, media_type: str) -> "Form":
        """Describe bytes that are in no store."""
        return cls(hashlib.sha256(body).hexdigest(), len(body), "identity", media_type)

    @cached_property
    def etag(self) -> bytes:
        """A strong tag: it is made of the bytes that are sent."""
        return b'"' + self.digest[:32].encode() + b'"'

    @cached_property
    def immutable(self) -> "Heads":
        """Under an address with its version."""
        return Heads.of(self, IMMUTABLE)

    @cached_property
    def revalidated(self) -> "Heads":
        """Under an address that may mean another file tomorrow."""
        return Heads.of(self, REVALIDATE)


@dataclass(frozen=True, slots=True)
class Heads:
    """Prepared header lists for the answers that a file can get, and the messages that start them.

    Tuples, so that no server can add to what all answers share.
    """

    full: RawHeaders
    start: Message
    not_modified: Message

    @classmethod
    def of(cls, form: Form, caching: bytes) -> "Heads":
        """Work them out once."""
        common = [
            *EVERY_ANSWER,
            (b"cache-control", caching),
            (b"etag", form.etag),
            (b"vary", b"accept-encoding"),
        ]
        full = [*common, (b"content-type", form.media_type.encode()), (b"accept-ranges", b"bytes")]
        if form.encoding != "identity":
            full.append((b"content-encoding", form.encoding.encode()))
        full.append((b"content-length", str(form.size).encode()))
        return cls(full, start_of(200, full), start_of(304, common))


def start_of(status: int, headers: RawHeaders) -> Message:
    """Return the message that starts an answer."""
    return {"type": "http.response.start", "status": status, "headers": tuple(headers)}


Forms = Mapping[str, Form]


@dataclass(frozen=True)
class FileIndex:
    """All served files of a version, by path."""

    app: str
    version: str
    entries: Mapping[str, Any]
    opened: dict[str, Forms]

    @classmethod
    def of(cls, app: str, version: str, entries: Mapping[str, Any]) -> "FileIndex":
        """Wrap what was written at publish."""
        return cls(app, version, entries, {})

    def find(self, path: str) -> Forms | None:
        """Return the forms of a file, None when it is not there or not served."""
        forms = self.opened.get(path)
        if forms is None and (entry := self.entries.get(path)) is not None and "forms" in entry:
            forms = self.opened[path] = {
                encoding: Form(digest, size, encoding, entry["type"])
                for encoding, (digest, size) in entry["forms"].items()
            }
        return forms
