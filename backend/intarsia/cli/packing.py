"""Pack a build folder, always the same bytes for the same files."""

import gzip
import os
import tarfile
from pathlib import Path
from typing import BinaryIO

ENTRY_MODE = 0o644
LEVEL = 6


class NothingToPack(Exception):
    """The folder is not a build folder."""


def pack(folder: Path, into: BinaryIO) -> int:
    """Write a gzip tar of all files below a folder; return how many there are.

    Links are followed to files within the folder's reach, as bundlers' output has them resolved.
    """
    paths = sorted(files_below(folder))
    if not paths:
        raise NothingToPack(f"{folder} has no files. Build first.")
    with (
        gzip.GzipFile(filename="", fileobj=into, mode="wb", mtime=0, compresslevel=LEVEL) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in paths:
            add(archive, folder / path, path)
    return len(paths)


def files_below(folder: Path) -> list[str]:
    """Return relative paths of all files, with forward slashes."""
    if not folder.is_dir():
        raise NothingToPack(f"{folder} is no folder.")
    found: list[str] = []
    for where, _, names in os.walk(folder):
        found += [(Path(where) / name).relative_to(folder).as_posix() for name in names]
    return found


def add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add one file without anything of this machine: no times, no owners."""
    entry = tarfile.TarInfo(name)
    entry.size = path.stat().st_size
    entry.mode = ENTRY_MODE
    with path.open("rb") as file:
        archive.addfile(entry, file)
