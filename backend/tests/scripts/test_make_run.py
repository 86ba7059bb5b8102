"""`make run` in a fresh clone serves the product; a second run does nothing twice."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.e2e.server import free_port, wait_until
from tests.scripts.test_prerequisites import ROOT

SERVED = re.compile(r"^Intarsia is served at (http://localhost:\d+)$", re.MULTILINE)
MINUTES_AT_WORST = 8  # two installations and six builds on a loaded machine
SET_BY_THE_TESTS = ("DATABASE_URL", "PORT", "DATA_DIR", "PUBLIC_URL")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a newcomer has after `git clone`: the sources, nothing installed, nothing built."""
    folder = tmp_path_factory.mktemp("newcomer") / "intarsia"
    for name in sources():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    assert not (folder / "backend/.venv").exists()
    assert not (folder / "frontend/node_modules").exists()
    return folder


def sources() -> list[str]:
    """Return the files that are, or are about to be, under version control."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


class Run:
    """One `make run`, with what it printed."""

    def __init__(self, folder: Path) -> None:
        self.log = folder.parent / f"run-{free_port()}.log"
        own = {"PORT": str(free_port()), "PYTHON": sys.executable}
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_THE_TESTS}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 (our own Makefile)
                [shutil.which("make") or "make", "run"],
                cwd=folder,
                env=kept | own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def is_served(self) -> bool:
        assert self.process.poll() is None or SERVED.search(self.said()), self.said()
        return SERVED.search(self.said()) is not None

    @property
    def url(self) -> str:
        wait_until(self.is_served, MINUTES_AT_WORST * 60)
        found = SERVED.search(self.said())
        assert found
        return found[1]

    def end(self) -> None:
        """Press Ctrl+C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)


@contextmanager
def make_run(folder: Path) -> Iterator[Run]:
    run = Run(folder)
    try:
        yield run
    finally:
        run.end()


@pytest.fixture(scope="module")
def first(clone: Path) -> Iterator[Run]:
    with make_run(clone) as run:
        yield run


class TestMakeRun:
    def test_serves_a_release_to_demo_users(self, first: Run) -> None:
        """From sources alone: the page of release 1 with all apps, rows, and somebody signed in."""
        assert 'id="intarsia-boot"' in httpx2.get(f"{first.url}/data").text
        body = {"email": "user@example.com", "password": "user123"}
        signed_in = httpx2.post(f"{first.url}/api/auth/login", json=body, timeout=30)
        bearer = {"Authorization": f"Bearer {signed_in.raise_for_status().json()['access_token']}"}
        assert httpx2.get(f"{first.url}/api/data", headers=bearer).json()["total"] == 500
        for name in ("analytics", "container", "data-grid", "registry", "user-management"):
            assert re.search(rf"^{name} 1\.0\.0-dev\.\w+ published", first.said(), re.MULTILINE)

    def test_a_second_run_installs_builds_and_publishes_nothing(
        self, clone: Path, first: Run
    ) -> None:
        """It serves the same release with the same secrets: nothing is done twice."""
        assert first.url
        secrets = {path: path.read_bytes() for path in (clone / "secrets").glob("*.txt")}
        first.end()
        with make_run(clone) as second:
            assert 'id="intarsia-boot"' in httpx2.get(second.url).text
            assert not re.search("Installing|Building|published", second.said())
        assert {path: path.read_bytes() for path in (clone / "secrets").glob("*.txt")} == secrets
        assert "Ending …" in second.said()
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(second.url)
