"""Compress a file once, when it is published, so that no visitor ever waits for it."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # has no stubs

MiB = 1024 * 1024
CHUNK = MiB
GZIP = 31
SMALLEST = 256  # below this the headers weigh more than what is saved
WORTH = 0.95  # of the original size
# Level 11 does some 0.6 MB/s, so a file of 64 MiB would take two minutes; level 6 does ten, and on
# 8 MiB of text level 9 (2 MB/s) was no smaller.
BROTLI_BEST_UP_TO = 4 * MiB


class Compressor(Protocol):
    """What both libraries have in common."""

    def feed(self, chunk: bytes) -> bytes:
        """Take bytes in, give some out."""
        ...

    def end(self) -> bytes:
        """Give out the rest."""
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """A compressed file in staging."""

    staged: Path
    digest: str
    size: int


class Brotli:
    """`br`, RFC 7932."""

    def __init__(self, size: int) -> None:
        quality = 11 if size <= BROTLI_BEST_UP_TO else 6
        self.compressor = brotli.Compressor(quality=quality)

    def feed(self, chunk: bytes) -> bytes:
        """Take bytes in, give some out."""
        return bytes(self.compressor.process(chunk))

    def end(self) -> bytes:
        """Give out the rest."""
        return bytes(self.compressor.finish())


class Gzip:
    """`gzip`, RFC 1952, without a time so that equal files stay equal."""

    def __init__(self, _size: int) -> None:
        self.compressor = zlib.compressobj(9, wbits=GZIP)

    def feed(self, chunk: bytes) -> bytes:
        """Take bytes in, give some out."""
        return self.compressor.compress(chunk)

    def end(self) -> bytes:
        """Give out the rest."""
        return self.compressor.flush()


ENCODINGS: dict[str, Callable[[int], Compressor]] = {"br": Brotli, "gzip": Gzip}


def compress(source: Path, encoding: str) -> Encoded | None:
    """Write the encoded file beside its source; None when it saves too little."""
    size = source.stat().st_size
    if size < SMALLEST:
        return None
    target = source.with_name(f"{source.name}.{encoding}")
    digest, encoded_size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for chunk in encoded_chunks(source, ENCODINGS[encoding](size)):
            file.write(chunk)
            digest.update(chunk)
            encoded_size += len(chunk)
    if encoded_size > size * WORTH:
        target.unlink()
        return None
    return Encoded(target, digest.hexdigest(), encoded_size)


def encoded_chunks(source: Path, compressor: Compressor) -> Iterator[bytes]:
    """Compress in pieces: both libraries let other threads run meanwhile."""
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield compressor.feed(chunk)
    yield compressor.end()
