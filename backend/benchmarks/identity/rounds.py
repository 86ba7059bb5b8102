"""What is compared, measured in rounds that take turns."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.identity.load import send_all
from benchmarks.identity.ours import BIN
from benchmarks.identity.servers import PEERS, Server

FIRST_PORT = 18_400


@dataclass
class Contender:
    """A server and what it is asked; `requests` gives the next round's."""

    server: Server
    requests: Callable[[int], Sequence[bytes]]
    key: str = ""  # of its target
    rounds: list[float] = field(default_factory=list)

    @property
    def micros(self) -> float:
        """The least CPU time per request, in µs."""
        return min(self.rounds)


@dataclass
class Bench:
    """Everything that is measured, and what was left out.

    `peers` holds the peers' packages; `sources` their programs.
    """

    peers: Path
    count: int
    rounds: int
    stack: ExitStack
    folder: Path
    left_out: list[str] = field(default_factory=list)
    sources: Sequence[Path] = (PEERS,)
    first_port: int = FIRST_PORT
    used: int = 0

    def port(self) -> int:
        """Return a port of its own."""
        self.used += 1
        return self.first_port + self.used

    def start(self, server: Server) -> Server | None:
        """Start a server, or note that it is left out."""
        self.stack.callback(server.stop)
        try:
            server.start()
        except (OSError, RuntimeError) as problem:
            self.left_out.append(f"{server.name}: {problem}")
            return None
        return server

    def python_peer(self, name: str, module: str, **env: str) -> Server | None:
        """Start a FastAPI peer by the interpreter that has its packages."""
        port = self.port()
        its_own = self.peers / "venv" / "bin" / "uvicorn"
        program = its_own if its_own.exists() else BIN / "uvicorn"
        words = [str(program), f"{module}:app", "--port", str(port), "--no-access-log"]
        return self.start(Server(name, words, port, env, self.place(), ready="/openapi.json"))

    def node_peer(self, name: str, file: str, **env: str) -> Server | None:
        """Start an Express peer."""
        port = self.port()
        env["NODE_ENV"] = "production"
        return self.start(Server(name, ["node", file], port, env, self.place(), ready="/me"))

    def place(self) -> Path:
        """Return a folder with the peers' sources beside their packages."""
        place = self.folder / "peers"
        if not place.exists():
            for source in self.sources:
                shutil.copytree(source, place, dirs_exist_ok=True)
            if (self.peers / "node_modules").exists():
                (place / "node_modules").symlink_to(self.peers / "node_modules")
        return place

    def run(self, contenders: Sequence[Contender | None]) -> None:
        """Measure all in turns; a first round warms up and does not count."""
        present = [each for each in contenders if each is not None]
        for number in range(self.rounds + 1):
            for each in present:
                sent = each.requests(self.count)
                before = each.server.cpu_seconds()
                asyncio.run(send_all(each.server.port, sent))
                spent = each.server.cpu_seconds() - before
                if number:
                    each.rounds.append(spent / len(sent) * 1e6)
