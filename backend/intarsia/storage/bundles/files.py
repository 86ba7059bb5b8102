"""Files on a disk: made to last, and swept away."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def sync_all(paths: Iterable[Path]) -> None:
    """Flush several files or folders to disk."""
    for path in paths:
        sync(path)


def sync(path: Path) -> None:
    """Flush a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, *, older_than: float) -> None:
    """Remove what was last touched before a time; other processes may be doing the same."""
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime >= older_than:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
