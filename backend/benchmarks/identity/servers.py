"""Servers under measurement, each a process of its own that is gone afterwards."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
START_SECONDS = 90


@dataclass
class Server:
    """A command that listens on `port`; `path` answers when it is ready."""

    name: str
    command: list[str]
    port: int
    env: dict[str, str] = field(default_factory=dict)
    folder: Path = PEERS
    ready: str = "/me"
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, and return when it answers; raise RuntimeError when it does not."""
        env = os.environ | {"PORT": str(self.port)} | self.env
        with (self.folder / f"{self.port}.log").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 (our own commands)
                self.command, env=env, cwd=self.folder, stdout=log, stderr=log
            )
        ends = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"{self.name} did not start; see {self.folder}/{self.port}.log")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it says anything at all."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.ready}", timeout=2)
        except urllib.error.HTTPError as error:
            return error.code != 503
        except OSError:
            return False
        return True

    def cpu_seconds(self) -> float:
        """User and system time of the process so far, with threads that have ended."""
        return cpu_seconds_of(self.pid)

    def megabytes(self) -> float:
        """Resident memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def pid(self) -> int:
        """The process that serves."""
        if self.process is None:
            raise RuntimeError(f"{self.name} is not running")
        return self.process.pid

    def stop(self) -> None:
        """End it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def cpu_seconds_of(pid: int) -> float:
    """Read another process's clock, as clock_getcpuclockid(3) names it."""
    return time.clock_gettime(~pid << 3 | 2)
