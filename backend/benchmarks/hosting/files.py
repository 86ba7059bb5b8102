"""The same files for everybody: 30 KB and 300 KB of script, compressed once, and a page."""

import gzip
import random
import shutil
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # has no stubs

SIZES = {"small.js": 30_000, "large.js": 300_000}


def script(size: int) -> bytes:
    """Return text that compresses as a minified bundle does: to about a third."""
    chance = random.Random(7)  # noqa: S311 (to be repeatable)
    names = [f"{chance.choice('abcdefgh')}{chance.randrange(4000):x}" for _ in range(900)]
    text = ""
    while len(text) < size:
        a, b, c = chance.choices(names, k=3)
        text += f"function {a}({b},{c}){{return {b}.{c}?{c}({b}[{chance.randrange(999)}]):{a}}};"
    return text[:size].encode()


def write(folder: Path) -> None:
    """Write the scripts with their br and gzip forms beside them."""
    folder.mkdir(parents=True)
    for name, size in SIZES.items():
        raw = script(size)
        (folder / name).write_bytes(raw)
        (folder / f"{name}.br").write_bytes(brotli.compress(raw, quality=11))
        (folder / f"{name}.gz").write_bytes(gzip.compress(raw, 9))


def bundle(dist: Path, folder: Path) -> Path:
    """Return a copy of a built front end with the scripts in it."""
    shutil.copytree(dist, folder)
    for name, size in SIZES.items():
        (folder / "static" / name).write_bytes(script(size))
    return folder
