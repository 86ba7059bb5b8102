"""Targets T6, T6b, T7, T9 and T10: files and pages beside other servers.

    python -m benchmarks.hosting [--peers FOLDER] [--requests 3000] [--rounds 5]

Counts CPU time per request (user and system, of the server's processes), the least of interleaved
rounds over 16 connections. Each peer's bytes are looked at first: after decoding they must be the
file. What can't be started is named. README.md says how FOLDER is filled.
"""

import argparse
import asyncio
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # has no stubs

from benchmarks.hosting import files, verdicts
from benchmarks.hosting.servers import Peers
from benchmarks.hosting.verdicts import Target
from benchmarks.identity.load import ask, request, send_all
from benchmarks.identity.ours import BIN, Platform
from benchmarks.identity.servers import Server

APPS = Path(__file__).parents[3] / "frontend" / "apps"
FIRST_PORT = 18_600
BR = {"Accept-Encoding": "gzip, deflate, br"}
NONCE = re.compile(rb'nonce="([^"]+)"')


@dataclass
class Contender:
    """A server and one request to it."""

    server: Server
    sent: bytes
    expected: int = 200
    rounds: list[float] = field(default_factory=list)

    @property
    def micros(self) -> float:
        """The least CPU time per request, in µs."""
        return min(self.rounds)

    def run(self, count: int) -> float:
        """Send the request so often; return the server's CPU time per request, in µs."""
        before = self.server.cpu_seconds()
        asyncio.run(send_all(self.server.port, [self.sent] * count, self.expected))
        return (self.server.cpu_seconds() - before) / count * 1e6


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fetch(port: int, path: str, headers: dict[str, str]) -> tuple[dict[str, str], bytes]:
    """Return head and body of a GET; raise RuntimeError unless it is a 200."""
    status, head, body, _ = asyncio.run(ask(port, request("GET", path, headers)))
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    lines = head.decode().split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name.lower(): value.strip() for name, _, value in pairs}, body


def require_right_bytes(server: Server, path: str, size: int) -> dict[str, str]:
    """Return the head of a file's answer; raise RuntimeError unless the body is the file."""
    head, body = fetch(server.port, path, BR)
    decode = {"br": brotli.decompress, "gzip": gzip.decompress}
    plain = decode.get(head.get("content-encoding", ""), bytes)(body)
    if plain != files.script(size):
        raise RuntimeError(f"{server.name} sends other bytes for {path}")
    return head


@dataclass
class Bench:
    """Ours, the peers, and how often they are asked."""

    ours: Server
    base: str
    peers: list[Server]
    count: int
    rounds: int

    def measure(self, title: str, contenders: Sequence[Contender], goals: Sequence[Target]) -> None:
        """Measure in turns (a first round warms up), and print a table with a verdict on each."""
        for number in range(self.rounds + 1):
            for each in contenders:
                spent = each.run(self.count)
                if number:
                    each.rounds.append(spent)
        ours = contenders[0].micros
        say(f"\n{title}\n| | CPU µs a request | ours ÷ it | |\n|---|---:|---:|---|")
        for each in contenders:
            ratio = ours / each.micros
            goal = next((goal for goal in goals if each.server.name.startswith(goal.peer)), None)
            said = goal.verdict(ratio) if goal else ""
            say(f"| {each.server.name} | {each.micros:.0f} | {ratio:.2f} | {said} |")

    def assets(self, title: str, name: str, goals: Sequence[Target]) -> None:
        """T6 and T6b."""
        found = []
        for server, path in self.places(name):
            require_right_bytes(server, path, files.SIZES[name])
            found.append(Contender(server, request("GET", path, BR)))
        self.measure(title, found, goals)

    def not_modified(self) -> None:
        """T7."""
        found = []
        for server, path in self.places("small.js"):
            etag = require_right_bytes(server, path, files.SIZES["small.js"]).get("etag")
            if etag:
                sent = request("GET", path, BR | {"If-None-Match": etag})
                found.append(Contender(server, sent, 304))
        self.measure("T7: 304", found, verdicts.T7)

    def pages(self) -> None:
        """T9."""
        found = [Contender(self.ours, request("GET", "/data", {"Accept": "text/html"}))]
        of_pages = [each for each in self.peers if each.name.startswith(("raw", "express"))]
        found += [Contender(each, request("GET", "/page")) for each in of_pages]
        self.measure("T9: host page with nonce and boot document", found, verdicts.T9)

    def places(self, name: str) -> list[tuple[Server, str]]:
        """Return where each server has a file."""
        return [(self.ours, f"{self.base}{name}"), *((each, f"/{name}") for each in self.peers)]


def release(platform: Platform, scratch: Path) -> str:
    """Publish and release the host and a remote with the files; return where they are served."""
    env = platform.env | {"INTARSIA_URL": platform.env["PUBLIC_URL"]}
    bundles = {"container": APPS / "container" / "dist"}
    bundles["data-grid"] = files.bundle(APPS / "data-grid" / "dist", scratch / "bundle")
    for app, dist in bundles.items():
        intarsia(platform, env, "publish", str(dist), "--app", app, "--version", "1.0.0")
    intarsia(platform, env, "promote", "stable", *(f"{app}=1.0.0" for app in bundles))
    return "/mf/data-grid/1.0.0/static/"


def intarsia(platform: Platform, env: dict[str, str], *words: str) -> None:
    """Run one of our own commands."""
    path = {"PATH": "/usr/bin:/bin"}
    command = [str(BIN / "intarsia"), *words]
    subprocess.run(command, cwd=platform.folder, env=path | env, check=True, capture_output=True)  # noqa: S603


def main() -> int:
    """Measure everything, one after another."""
    options = argparse.ArgumentParser(description="Hosting beside its peers.")
    options.add_argument("--peers", type=Path, default=Path("benchmarks/hosting/.peers"))
    options.add_argument("--requests", type=int, default=3000)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files.write(folder / "files")
        url = f"sqlite+aiosqlite:///{folder}/ours/intarsia.db"
        platform = Platform(folder / "ours", FIRST_PORT, url)
        platform.prepare()
        ours = platform.server("Intarsia")
        stack.callback(ours.stop)
        ours.start()
        base = release(platform, folder)
        ours.stop()
        ours.start()
        say(f"T10: an idle worker: {ours.megabytes():.0f} MB (must ≤ 110, aim ≤ 90)")
        _, page = fetch(ours.port, "/data", {"Accept": "text/html"})
        (nonce, *_) = NONCE.findall(page)
        (folder / "files" / "page.html").write_bytes(page.replace(nonce, b"NONCE"))
        peers = start(stack, Peers(asked.peers.resolve(), folder / "files", folder))
        bench = Bench(ours, base, peers, asked.requests, asked.rounds)
        bench.assets("T6: 30 KB of script, br", "small.js", verdicts.T6)
        bench.assets("T6b: 300 KB of script, br", "large.js", verdicts.T6B)
        bench.not_modified()
        bench.pages()
        say(f"\nThe worker after this: {ours.megabytes():.0f} MB. The page: {len(page)} bytes.")
    return 0


def start(stack: ExitStack, peers: Peers) -> list[Server]:
    """Start every peer that can be; name the others."""
    ports = iter(range(FIRST_PORT + 1, FIRST_PORT + 20))
    wanted = [
        peers.raw(next(ports)),
        peers.nginx(next(ports)),
        peers.asgi("Starlette StaticFiles", "static_files", next(ports)),
        peers.gunicorn(next(ports)),
        peers.asgi("ServeStatic", "serve_static", next(ports)),
        peers.express(next(ports)),
    ]
    running = []
    for server in wanted:
        stack.callback(server.stop)
        try:
            server.start()
            running.append(server)
        except (OSError, RuntimeError) as problem:
            say(f"left out: {server.name}: {problem}")
    return running


if __name__ == "__main__":
    sys.exit(main())
