"""Bundles in an S3 bucket, with a cache on this machine's disk that goes on while S3 is away."""

import asyncio
import contextlib
import hashlib
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from intarsia.storage.bundles.base import BlobMissing, BundleStore
from intarsia.storage.bundles.cache import DiskCache, Wrong

UPLOADS = 8  # at once
CONNECT = timedelta(seconds=2)
ANSWER = timedelta(seconds=30)  # for one request; a part of an upload has up to 8 MiB
RETRIES = 2
RETRY_WITHIN = timedelta(seconds=8)
PROBE_SECONDS = 2.0


class Corrupt(OSError):
    """The store returned other bytes than were stored."""


@contextlib.contextmanager
def meaning(digest: str = "") -> Iterator[None]:
    """Turn the driver's errors into the store's."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise BlobMissing(digest) from None
    except BaseError as error:
        raise OSError(f"the bundle store can't be reached: {type(error).__name__}") from error


class S3Bundles(BundleStore):
    """Objects `prefix/blobs/abcdef…`; what is published or read is kept in the cache, too."""

    serves_while_away = True

    def __init__(self, bucket: S3Store, folder: Path, cache_bytes: int) -> None:
        self.bucket = bucket
        self.staging = folder / "staging"
        self.staging.mkdir(parents=True, exist_ok=True)
        self.cache = DiskCache(folder / "cache", cache_bytes)
        self.cache.sweep_parts(time.time())
        self.fetching: dict[str, asyncio.Task[bytes]] = {}

    async def add(self, files: Mapping[str, Path]) -> None:
        """Upload some at once; S3 answers when an object is durable."""
        gate = asyncio.Semaphore(UPLOADS)

        async def upload(digest: str, path: Path) -> None:
            async with gate:
                with meaning_of_upload():
                    await obstore.put_async(self.bucket, key_of(digest), path)

        # A group ends what is under way before the first failure is told.
        try:
            async with asyncio.TaskGroup() as group:
                for digest, path in files.items():
                    group.create_task(upload(digest, path))
        except* OSError as failures:
            raise failures.exceptions[0] from None
        for digest, path in files.items():
            await self.cache.take(digest, path)

    async def read(self, digest: str, start: int = 0, length: int | None = None) -> bytes:
        """Read from the cache, else fetch the whole object and keep it."""
        part = await self.cache.read(digest, start, length)
        if part is not None:
            return part
        body = await self.fetch(digest)
        return body[start:] if length is None else body[start : start + length]

    async def fetch(self, digest: str) -> bytes:
        """Fetch an object once, however many ask for it; one who leaves does not stop it."""
        task = self.fetching.get(digest)
        if task is None:
            task = self.fetching[digest] = asyncio.create_task(self._fetch(digest))
            task.add_done_callback(lambda _: self.fetching.pop(digest, None))
        return await asyncio.shield(task)

    async def _fetch(self, digest: str) -> bytes:
        with meaning(digest):
            answer = await obstore.get_async(self.bucket, key_of(digest))
            body = bytes(await answer.bytes_async())
        try:
            await self.cache.keep(digest, body)
        except Wrong:
            found = hashlib.sha256(body).hexdigest()
            raise Corrupt(f"{digest} has the bytes of {found}") from None
        return body

    async def delete(self, digests: Iterable[str]) -> None:
        """Delete objects and copies; other replicas' copies go as they fall out of use."""
        listed = list(digests)
        await self.cache.drop(listed)
        with meaning(), contextlib.suppress(NotFoundError, FileNotFoundError):
            await obstore.delete_async(self.bucket, [key_of(digest) for digest in listed])

    async def listed(self, before: float, at_once: int) -> AsyncIterator[list[str]]:
        """List the bucket a page at a time."""
        with meaning():
            async for page in obstore.list(self.bucket, "blobs/", chunk_size=at_once):
                old = [each["path"] for each in page if each["last_modified"].timestamp() < before]
                yield [path.rpartition("/")[2] for path in old]

    async def is_healthy(self) -> bool:
        """Ask for an object that is not there: the bucket answers, and lets us in."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                with meaning():
                    await obstore.head_async(self.bucket, f"probe/{uuid.uuid4().hex}")
        except BlobMissing:
            return True
        except (OSError, TimeoutError):
            return False
        return True


@contextlib.contextmanager
def meaning_of_upload() -> Iterator[None]:
    """A staged file that is gone, or a bucket, is a failure of the store, not a missing blob."""
    try:
        with meaning():
            yield
    except BlobMissing as error:
        raise OSError("there is no such bucket, or the staged file is gone") from error


def key_of(digest: str) -> str:
    """Return an object's name."""
    return f"blobs/{digest}"


def open_bucket(
    url: str, endpoint: str, region: str, key_id: str | None, secret: str | None
) -> S3Store:
    """Return a bucket; credentials that are not given are looked for as AWS's own tools do."""
    known: dict[str, str] = {"region": region}
    if endpoint:
        known["endpoint"] = endpoint
    if key_id and secret:
        known |= {"access_key_id": key_id, "secret_access_key": secret}
    return S3Store.from_url(
        url,
        config=known,  # type: ignore[arg-type]  # a TypedDict of these
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": CONNECT,
            "timeout": ANSWER,
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRY_WITHIN},
    )
