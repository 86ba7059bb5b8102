"""`make dev`: backend and all front ends in one terminal, and Ctrl+C ends every one of them."""

import os
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.builds import APPS, ROOT
from tests.e2e.dev_server import is_served
from tests.e2e.guard import Guard
from tests.e2e.server import free_port, wait_until
from tests.e2e.steps import fill_sign_in

LONG = 300  # seconds: six builds and six publications on a loaded machine
PREFIXED = re.compile(r"^\x1b\[\d+m *([a-z-]+)\x1b\[0m │ ", re.MULTILINE)
# A terminal, in which Ctrl+C goes to every process in the foreground.
TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])"
CTRL_C = b"\x03"


class Terminal:
    """`make dev` in a terminal; what it starts carries a mark, and so can be found."""

    def __init__(self, folder: Path) -> None:
        self.mark = f"INTARSIA_TEST_MARK={uuid.uuid4().hex}"
        self.backend = free_port()
        self.first = free_ports(len(list(APPS.iterdir())))
        own = {"PORT": self.backend, "DEV_PORT": self.first, "DATA_DIR": folder / "data"}
        env = os.environ | {name: str(value) for name, value in own.items()}
        name, value = self.mark.split("=")
        self.output = b""
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-c", TERMINAL, "make", "dev"],
            cwd=ROOT,
            env=env | {name: value, "PYTHON": sys.executable},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        """Collect what is printed."""
        assert self.process.stdout
        while chunk := os.read(self.process.stdout.fileno(), 65536):
            self.output += chunk

    def text(self) -> str:
        return self.output.decode(errors="replace").replace("\r", "")

    def has_said(self, words: str) -> bool:
        """Whether it has printed something; it must not have ended before."""
        assert self.process.poll() is None or words in self.text(), self.text()
        return words in self.text()

    def press_ctrl_c(self) -> None:
        assert self.process.stdin
        self.process.stdin.write(CTRL_C)
        self.process.stdin.flush()

    def living(self) -> list[str]:
        """Return the command lines of what it started and is not over."""
        return [
            (path / "cmdline").read_text(errors="replace").replace("\0", " ")
            for path in Path("/proc").glob("[0-9]*")
            if self.mark in environment(path) and str(os.getpid()) != path.name
        ]


def environment(process: Path) -> str:
    """Return what a process was started with; nothing when it is over, or not ours."""
    try:
        return (process / "environ").read_text(errors="replace")
    except OSError:
        return ""


def free_ports(count: int) -> int:
    """Return the first of several free ports in a row."""
    while True:
        first = free_port()
        if not any(is_taken(first + offset) for offset in range(count)):
            return first


def is_taken(port: int) -> bool:
    try:
        httpx2.get(f"http://127.0.0.1:{port}", timeout=1)
    except httpx2.ConnectError:
        return False
    except httpx2.TransportError:
        pass
    return True


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """`make dev`, ended however the test ends."""
    terminal = Terminal(tmp_path)
    yield terminal
    if terminal.process.poll() is None:
        terminal.press_ctrl_c()
        terminal.process.wait(30)
    for stream in (terminal.process.stdin, terminal.process.stdout):
        if stream:
            stream.close()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="children are found by /proc")
class TestMakeDev:
    def test_serves_everything_and_ends_everything(
        self, terminal: Terminal, page: Page, guard: Guard
    ) -> None:
        guard.expect('unique "key" prop', "api/events")
        apps = sorted(path.name for path in APPS.iterdir())
        wait_until(lambda: terminal.has_said("The host is at"), LONG)
        for offset in range(len(apps)):
            url = f"http://localhost:{terminal.first + offset}/remoteEntry.js"
            wait_until(partial(is_served, url), LONG)
        assert set(PREFIXED.findall(terminal.text())) == {"backend", *apps}

        page.goto(f"http://localhost:{terminal.first}")
        fill_sign_in(page, "admin@example.com", "admin123")
        expect(page.get_by_role("navigation").get_by_role("link", name="Data")).to_be_visible()
        page.goto("about:blank")

        assert len(terminal.living()) > len(apps)
        terminal.press_ctrl_c()
        terminal.process.wait(30)
        wait_until(lambda: terminal.living() == [])
