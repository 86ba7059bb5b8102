"""Bring what was unpacked into the bundle store, and write down what is served from where."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from intarsia.changes import ChangeFeed
from intarsia.clock import Clock
from intarsia.config import Limits
from intarsia.database import Sessions
from intarsia.registry import blobs
from intarsia.registry.archive import StagedFile
from intarsia.registry.content_types import content_type, is_compressible, is_source_map
from intarsia.registry.encodings import ENCODINGS, Encoded, compress
from intarsia.registry.inspection import Inspection
from intarsia.registry.manifest import MANIFEST_FILE
from intarsia.storage.bundles import BundleStore

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


Form = Sequence[Any] | None  # [digest, size] of an encoded file; None when not worth it


@dataclass(frozen=True)
class Workshop:
    """What publishing works with; `threads` bounds how much is unpacked or compressed at once."""

    writers: Sessions
    readers: Sessions
    bundles: BundleStore
    feed: ChangeFeed
    clock: Clock
    limits: Limits
    threads: ThreadPoolExecutor

    async def run(
        self,
        work: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Do work in one of the threads, off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: work(*args, **kwargs))


@dataclass
class Stored:
    """The index of a version, and the blobs that it names.

    `skipped` are those that were stored before, `made` what compressing gave that was not known.
    """

    index: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    encodings: dict[str, dict[str, Form]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)


async def store_files(
    shop: Workshop, files: Mapping[str, StagedFile], inspection: Inspection
) -> Stored:
    """Compress and store everything; all bytes are durable when this returns.

    Blobs are claimed before they are stored, or storing them is skipped: from then on they can't
    be collected before this publish is long over.
    """
    served = dict(files)
    original = files[MANIFEST_FILE]
    body = inspection.manifest_bytes
    served[MANIFEST_FILE] = await shop.run(stage_manifest, original, body)
    by_digest = {file.sha256: file for file in (*files.values(), served[MANIFEST_FILE])}
    stored = Stored(sizes={digest: file.size for digest, file in by_digest.items()})
    stored.encodings = await claim_originals(shop, stored)
    wanted = {file.sha256 for path, file in served.items() if is_worth_compressing(path)}
    made = await compress_new(shop, [by_digest[digest] for digest in wanted], stored)
    await claim(shop, {digest: stored.sizes[digest] for digest in made}, stored)
    staged = {digest: file.staged for digest, file in by_digest.items()} | made
    new = {digest: path for digest, path in staged.items() if digest not in stored.skipped}
    await shop.bundles.add(new)
    stored.index = {path: entry(path, file, stored) for path, file in served.items()}
    stored.index[MANIFEST_FILE]["original"] = original.sha256
    return stored


def is_worth_compressing(path: str) -> bool:
    """Whether a file is served, and of a kind that becomes smaller."""
    return is_compressible(content_type(path)) and not is_source_map(path)


def stage_manifest(original: StagedFile, body: bytes) -> StagedFile:
    """Write the manifest that is served beside the one that was sent."""
    staged = original.staged.with_name("served-manifest")
    staged.write_bytes(body)
    sha256, sha384 = hashlib.sha256(body).hexdigest(), hashlib.sha384(body).digest()
    return StagedFile(staged, len(body), sha256, sha384)


async def claim(shop: Workshop, sizes: Mapping[str, int], stored: Stored) -> dict[str, blobs.Known]:
    """Claim blobs, and note which of them need not be stored."""
    async with shop.writers.begin() as session:
        known = await blobs.claim(session, sizes, shop.clock.now())
    stored.skipped |= {digest for digest, found in known.items() if found.is_stored}
    return known


async def claim_originals(shop: Workshop, stored: Stored) -> dict[str, dict[str, Form]]:
    """Claim files and the encoded forms that are known of them; return those that are stored."""
    known = await claim(shop, stored.sizes, stored)
    forms = {
        form[0]: form[1] for found in known.values() for form in found.encodings.values() if form
    }
    await claim(shop, {d: size for d, size in forms.items() if d not in known}, stored)
    return {
        digest: dict(found.encodings)
        for digest, found in known.items()
        if all(form is None or form[0] in stored.skipped for form in found.encodings.values())
    }


async def compress_new(shop: Workshop, files: list[StagedFile], stored: Stored) -> dict[str, Path]:
    """Compress what never was; return the encoded files by digest."""
    jobs = [
        (file, encoding)
        for file in files
        for encoding in ENCODINGS
        if encoding not in stored.encodings.get(file.sha256, {})
    ]
    results = await asyncio.gather(*(shop.run(compress, file.staged, enc) for file, enc in jobs))
    made: dict[str, Path] = {}
    for (file, encoding), result in zip(jobs, results, strict=True):
        note(stored, file.sha256, encoding, result)
        if result is not None:
            made[result.digest] = result.staged
    for forms in stored.encodings.values():
        for form in forms.values():
            if form is not None:
                stored.sizes.setdefault(form[0], form[1])
    return made


def note(stored: Stored, digest: str, encoding: str, result: Encoded | None) -> None:
    """Remember what compressing a file gave, also when it was not worth it."""
    form = None if result is None else [result.digest, result.size]
    stored.encodings.setdefault(digest, {})[encoding] = form
    stored.made.add(digest)


def entry(path: str, file: StagedFile, stored: Stored) -> dict[str, Any]:
    """Return what serving a file takes: nothing is worked out at request time."""
    if is_source_map(path):
        return {"served": False, "original": file.sha256}
    media_type = content_type(path)
    forms: dict[str, Any] = {"identity": [file.sha256, file.size]}
    if is_compressible(media_type):
        known = stored.encodings.get(file.sha256, {})
        forms |= {encoding: form for encoding, form in known.items() if form is not None}
    integrity = "sha384-" + base64.b64encode(file.sha384).decode()
    return {"type": media_type, "integrity": integrity, "forms": forms}
