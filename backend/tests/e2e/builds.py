"""The built front ends, and changed copies of one built without touching the sources."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "frontend"
APPS = FRONTEND / "apps"


def build_all() -> dict[str, str]:
    """Build what is not built; return the version of each app."""
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, ROOT / "scripts" / "frontends.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout[done.stdout.index("{") :]))


def dist_of(app: str) -> Path:
    """Return where an app's build lies."""
    return APPS / app / "dist"


def build_changed(app: str, version: str, scratch: Path, change: Callable[[Path], None]) -> Path:
    """Copy an app, let `change` edit the copy, build it; return its `dist`."""
    copy = copy_app(app, scratch)
    change(copy)
    done = subprocess.run(  # noqa: S603 (the workspace's own bundler)
        [FRONTEND / "node_modules" / ".bin" / "rsbuild", "build"],
        cwd=copy,
        env=os.environ | {"INTARSIA_VERSION": version, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "dist"


def copy_app(app: str, scratch: Path) -> Path:
    """Copy an app's sources into a workspace that shares everything else; return the copy."""
    for shared in ("node_modules", "packages", "package.json", "tsconfig.base.json"):
        link = scratch / shared
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(FRONTEND / shared)
    copy = scratch / "apps" / app
    shutil.copytree(APPS / app, copy, ignore=shutil.ignore_patterns("dist"), symlinks=True)
    return copy


def replace(path: Path, old: str, new: str) -> None:
    """Edit a file; the text to replace must be there."""
    text = path.read_text()
    assert old in text, f"{path} has changed: {old!r} is not in it"
    path.write_text(text.replace(old, new))
