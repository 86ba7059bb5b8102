"""Build the front ends whose sources have changed: `frontends.py` prints `app version` lines."""

import base64
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from setup import FRONTEND
from stamps import digest, once

APPS = FRONTEND / "apps"
COMMON = [
    FRONTEND / "packages",
    FRONTEND / "package.json",
    FRONTEND / "package-lock.json",
    FRONTEND / "tsconfig.base.json",
]


def versions() -> dict[str, str]:
    """Return the version of each app as its sources are now."""
    return {path.name: version_of(path) for path in sorted(APPS.iterdir()) if path.is_dir()}


def version_of(app: Path) -> str:
    """Return `1.0.0-dev.<source hash>`; base 32 has no 0, which semver forbids to lead with."""
    raw = bytes.fromhex(digest([app, *COMMON]))
    return "1.0.0-dev." + base64.b32encode(raw).decode().lower()[:12]


def build(wanted: dict[str, str]) -> None:
    """Build what is not built yet, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda item: build_app(*item), wanted.items()))


def build_app(name: str, version: str) -> None:
    """Build one app into its `dist/`."""
    made = APPS / name / "dist" / "remoteEntry.js"
    once(f"built-{name}", version, made.exists(), lambda: run_build(name, version))


def run_build(name: str, version: str) -> None:
    """Run the bundler, silent unless it fails."""
    print(f"Building {name} {version} …", flush=True)
    done = subprocess.run(
        ["npm", "run", "build", "-w", f"apps/{name}"],
        cwd=FRONTEND,
        env=os.environ | {"INTARSIA_VERSION": version, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Building {name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    all_versions = versions()
    build(all_versions)
    print(json.dumps(all_versions, indent=2))
