"""Take a bundle in: streamed to a staging folder, counted and hashed on the way."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.requests import ClientDisconnect

from intarsia.errors import InvalidInput, NotABundle, TooLarge

MEDIA_TYPES = {
    "application/gzip",
    "application/x-gzip",
    "application/x-tar+gzip",
    "application/octet-stream",
}
BUFFER = 1024 * 1024
# RFC 9530: a dictionary of `algorithm=:base64:`; others than these two are ignored.
DIGEST = re.compile(r"\s*(sha-256|sha-512)=(?::([A-Za-z0-9+/=]{1,128}):)?", re.ASCII)
ALGORITHMS = {"sha-256": "sha256", "sha-512": "sha512"}


@asynccontextmanager
async def staged_upload(staging: Path) -> AsyncIterator[Path]:
    """Yield the path for an upload in a fresh folder, which is gone afterwards."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="publish-", dir=staging))
    try:
        yield folder / "upload.tgz"
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def receive(
    chunks: AsyncIterator[bytes], path: Path, max_bytes: int, content_digest: str | None
) -> None:
    """Write a body to a file; raise TooLarge, or InvalidInput for another digest than announced."""
    expected = read_digests(content_digest)
    hashes = {name: hashlib.new(ALGORITHMS[name]) for name in expected}
    received, buffer = 0, bytearray()
    with path.open("xb") as file:
        async for chunk in until_cut_off(chunks):
            received += len(chunk)
            if received > max_bytes:
                raise TooLarge(f"A bundle may have {max_bytes} bytes, packed.")
            for digest in hashes.values():
                digest.update(chunk)
            buffer += chunk
            if len(buffer) >= BUFFER:
                await asyncio.to_thread(file.write, bytes(buffer))
                buffer.clear()
        await asyncio.to_thread(file.write, bytes(buffer))
    for name, digest in hashes.items():
        if not hmac.compare_digest(digest.digest(), expected[name]):
            detail = "The body is not what Content-Digest says: it was damaged on the way."
            raise InvalidInput(detail, code="digest_mismatch")


async def until_cut_off(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A sender that goes away is no fault of ours."""
    try:
        async for chunk in chunks:
            yield chunk
    except ClientDisconnect:
        raise InvalidInput("The upload was cut off.", code="upload_incomplete") from None


def read_digests(header: str | None) -> dict[str, bytes]:
    """Return the digests of a Content-Digest header; refuse one that could not be checked."""
    found = [DIGEST.match(member) for member in (header or "").split(",")]
    try:
        return {one[1]: base64.b64decode(one[2], validate=True) for one in found if one is not None}
    except (binascii.Error, TypeError):  # no base64, or none between colons
        raise InvalidInput("Content-Digest is malformed.", code="digest_malformed") from None


def require_archive(media_type: str | None) -> None:
    """Raise NotABundle for another media type than those of gzip archives."""
    if (media_type or "").partition(";")[0].strip().lower() not in MEDIA_TYPES:
        raise NotABundle("Send the build folder as a gzip tar, application/gzip.")
