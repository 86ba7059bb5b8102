"""A real server in a process of its own, and front ends published to it as anybody would."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

BIN = Path(sys.executable).parent
START_SECONDS = 120  # a loaded machine takes its time; a dead server is noticed at once
PATIENCE_SECONDS = 30  # for an answer
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Return when a condition holds; fail when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not come true in time"
        time.sleep(0.05)


@dataclass
class Server:
    """`intarsia serve` over SQLite in a folder of its own; `settings` are extra variables."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        own = {
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "DATA_DIR": str(self.folder / "data"),
            "LOG_LEVEL": "warning",
            "RATE_LIMITS": "false",  # all browsers of the tests come from one address
            "NO_COLOR": "1",
        }
        return os.environ | own | self.settings

    def run(self, *words: "str | Path", expect: int = 0) -> str:
        """Run an `intarsia` command in the server's folder."""
        done = subprocess.run(  # noqa: S603 (our own command)
            [BIN / "intarsia", *words],
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return ANSI.sub("", done.stdout + done.stderr)

    def prepare(self) -> None:
        """Make secrets, schema and demo data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("secrets", "generate")
        self.run("db", "upgrade")
        self.run("db", "seed")

    def start(self) -> None:
        """Serve, and return when ready."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 (our own command)
                [BIN / "intarsia", "serve"],
                cwd=self.folder,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < deadline, "not ready in time"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/ready", timeout=2).status_code == 200
        except httpx2.TransportError:
            return False

    def stop(self) -> None:
        """End the process that this object started."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def publish(self, app: str, dist: Path, version: str) -> None:
        """Publish a built front end by the command line."""
        words = ("publish", dist, "--app", app, "--version", version, "--url", self.url)
        self.run(*words)

    def promote(self, **versions: str) -> None:
        """Release versions; `data_grid="1.0.0"` means the app `data-grid`."""
        pairs = [f"{app.replace('_', '-')}={version}" for app, version in versions.items()]
        self.run("promote", "stable", *pairs, "--url", self.url)

    def release(self) -> dict[str, Any]:
        """Return the live release."""
        answer = httpx2.get(
            f"{self.url}/api/registry/channels/stable", headers=self.deploy_headers()
        )
        return dict(answer.raise_for_status().json())

    def rollback(self, number: int) -> None:
        """Bring an earlier release back."""
        self.run("rollback", "stable", "--to", str(number), "--url", self.url)

    def client(self, name: str) -> httpx2.Client:
        """Return an API client that is signed in as a demo user."""
        body = {"username": name, "password": f"{name}123"}
        signed_in = httpx2.post(
            f"{self.url}/api/auth/login", json=body, timeout=PATIENCE_SECONDS
        ).raise_for_status()
        headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=PATIENCE_SECONDS)

    def deploy_headers(self) -> dict[str, str]:
        token = (self.folder / "secrets" / "deploy_token.txt").read_text().strip()
        return {"Authorization": f"Bearer {token}"}


@contextmanager
def released(server: Server, dist: Path, version: str, app: str = "data-grid") -> Iterator[None]:
    """Publish and release another version; the release before comes back at the end."""
    before = server.release()["number"]
    server.publish(app, dist, version)
    server.promote(**{app: version})
    try:
        yield
    finally:
        server.rollback(before)
