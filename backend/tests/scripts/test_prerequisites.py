"""`make run` on a machine that lacks something says so in one sentence, before it does anything."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ("bash", "env", "dirname", "make")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH with the bare necessities."""
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    return tmp_path


def pretend(folder: Path, tool: str, version: str) -> None:
    """Put a tool there that knows its version and fails at all else."""
    script = folder / tool
    script.write_text(f'#!/bin/bash\n[ "$1" = --version ] && echo {version} && exit 0; exit 1\n')
    script.chmod(0o755)


def make_run(path: Path | str, **env: str) -> str:
    done = subprocess.run(  # noqa: S603 (our own Makefile)
        [shutil.which("make") or "make", "run"],
        cwd=ROOT,
        env={"PATH": str(path), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


class TestMissing:
    def test_python(self, machine: Path) -> None:
        assert "needs Python 3.11 or newer (found: none): install" in make_run(machine)

    def test_node(self, machine: Path) -> None:
        assert "needs Node.js 20.19 or newer" in make_run(machine, PYTHON=sys.executable)


class TestTooOld:
    def test_python(self, machine: Path) -> None:
        pretend(machine, "python3", "Python 3.9.2")

        assert "(found: Python 3.9.2): install it, or name it" in make_run(machine)

    def test_node(self, machine: Path) -> None:
        pretend(machine, "node", "v18.0.0")
        pretend(machine, "npm", "9.0.0")

        assert "(found: v18.0.0): please upgrade" in make_run(machine, PYTHON=sys.executable)


class TestPort:
    @pytest.mark.parametrize("port", ["http", "-1", "65536", "²"])
    def test_that_is_none_is_told_with_a_way_out(self, port: str) -> None:
        said = make_run(os.environ["PATH"], PYTHON=sys.executable, PORT=port)

        assert said.startswith(f"PORT is {port!r}: use a number from 1 to 65535")


class TestPortTaken:
    @pytest.fixture
    def taken(self) -> Iterator[int]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            yield int(listener.getsockname()[1])

    def test_is_told_with_a_way_out(self, taken: int) -> None:
        said = make_run(os.environ["PATH"], PYTHON=sys.executable, PORT=str(taken))

        assert said.startswith(f"Port {taken} is taken: end what uses it, or use `make run PORT=")
