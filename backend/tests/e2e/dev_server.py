"""A front end's own development server, over a copy whose sources a test may change."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.e2e.builds import FRONTEND, copy_app
from tests.e2e.server import free_port

FIRST_PORT = 3000
START_SECONDS = 120


@contextmanager
def dev_server(app: str, scratch: Path, backend: str) -> Iterator[tuple[str, Path]]:
    """Serve a copy of an app with hot reload; yield its address and the copy."""
    copy = copy_app(app, scratch)
    port = free_port()
    url = f"http://localhost:{port}"
    first = port - usual_port(copy) + FIRST_PORT
    log = scratch / "dev.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 (the workspace's own bundler)
            [FRONTEND / "node_modules" / ".bin" / "rsbuild", "dev"],
            cwd=copy,
            env=os.environ | {"INTARSIA_BACKEND": backend, "DEV_PORT": str(first)},
            stdout=out,
            stderr=out,
        )
    try:
        wait_until_built(process, url, log)
        yield url, copy
    finally:
        process.terminate()
        process.wait(20)


def usual_port(app: Path) -> int:
    """Return the port that an app's configuration names."""
    found = re.search(r"port: (\d+)", (app / "rsbuild.config.ts").read_text())
    assert found, f"{app} names no port"
    return int(found[1])


def wait_until_built(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    """Return when the entry is served, which is after the first build."""
    deadline = time.monotonic() + START_SECONDS
    while not is_served(f"{url}/remoteEntry.js"):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def is_served(url: str) -> bool:
    """Whether an address answers."""
    try:
        return httpx2.get(url, timeout=START_SECONDS).status_code == 200
    except httpx2.TransportError:
        return False
