"""Do a step only when what it is made from has changed."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".make"
NOT_SOURCES = {"node_modules", "dist", "__pycache__", "coverage"}


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a hash over names and contents of files, and of every file below folders."""
    total = hashlib.sha256(repr(words).encode())
    for path in sorted(file for root in paths for file in files_below(root)):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files_below(path: Path) -> list[Path]:
    """Return a file itself, or the source files of a folder."""
    if path.is_file():
        return [path]
    found: list[Path] = []
    for child in path.iterdir():
        if child.name not in NOT_SOURCES:
            found += files_below(child)
    return found


def once(name: str, state: str, is_there: bool, step: Callable[[], None]) -> None:
    """Run a step unless its result is there and was made from this state."""
    stamp = STAMPS / name
    if is_there and stamp.is_file() and stamp.read_text() == state:
        return
    step()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(state)
