"""Targets T1, T1b, T4, T5 and T10, beside what other stacks pay.

    python -m benchmarks.identity [--peers FOLDER] [--requests 1500] [--rounds 4]

README.md has how to install the peers, and figures.

Counts CPU time per request (user and system, of the server alone), the least of interleaved rounds:
what holds on a busy machine. Peers that can't be started are named. FOLDER holds `node_modules` and
`venv` with their packages (see README.md). PostgreSQL is that of TEST_POSTGRES_URL.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from benchmarks.identity import storm, targets
from benchmarks.identity.load import ask, request, send_all
from benchmarks.identity.ours import PASSWORD, USER, Platform
from benchmarks.identity.servers import PEERS, Server
from benchmarks.identity.targets import Target

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
    """Everything that is measured, and what was left out."""

    peers: Path
    count: int
    rounds: int
    stack: ExitStack
    folder: Path
    left_out: list[str] = field(default_factory=list)
    used: int = 0

    def port(self) -> int:
        """Return a port of its own."""
        self.used += 1
        return FIRST_PORT + self.used

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
        program = self.peers / "venv" / "bin" / "uvicorn"
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
            shutil.copytree(PEERS, place)
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


def same(sent: bytes) -> Callable[[int], Sequence[bytes]]:
    """Return a round of one request again and again."""
    return lambda count: [sent] * count


def bearer(token: str) -> dict[str, str]:
    """Return the header of a token."""
    return {"Authorization": f"Bearer {token}"}


def signed_in(server: Server | None, key: str) -> Contender | None:
    """Sign in at a peer and ask who is signed in."""
    if server is None:
        return None
    status, head, body, _ = asyncio.run(ask(server.port, request("POST", "/login")))
    if status != 200:
        raise RuntimeError(f"{server.name} refuses to sign in: {body!r}")
    cookies = [
        line for line in head.decode().split("\r\n") if line.lower().startswith("set-cookie")
    ]
    if cookies:
        headers = {"Cookie": cookies[0].partition(":")[2].partition(";")[0].strip()}
    else:
        headers = bearer(json.loads(body)["access_token"])
    return Contender(server, same(request("GET", "/me", headers)), key)


def by_refresh(server: Server | None, key: str) -> Contender | None:
    """Refresh sign-ins of a peer's, each once."""
    if server is None:
        return None

    def fresh(count: int) -> Sequence[bytes]:
        async def one() -> bytes:
            _, _, body, _ = await ask(server.port, request("POST", "/login"))
            sent = json.dumps({"refresh_token": json.loads(body)["refresh_token"]})
            return request("POST", "/refresh", {}, sent)

        async def every() -> list[bytes]:
            return [await one() for _ in range(count // 4)]

        return asyncio.run(every())

    return Contender(server, fresh, key)


def ours_by_refresh(platform: Platform, server: Server | None) -> Contender | None:
    """Refresh our own sign-ins, each once, so that every request rotates."""
    if server is None:
        return None

    def fresh(count: int) -> Sequence[bytes]:
        tokens = platform.tokens(count // 4)
        bodies = (json.dumps({"refresh_token": refresh}) for _, refresh in tokens)
        return [request("POST", "/api/auth/refresh", {}, body) for body in bodies]

    return Contender(server, fresh)


def database(bench: Bench, driver: str) -> str | None:
    """Make a database that is gone afterwards; None without a server."""
    url = os.environ.get("TEST_POSTGRES_URL", "").replace("+asyncpg", "")
    if not url:
        return None
    name = f"bench_{uuid.uuid4().hex[:8]}"

    async def do(statement: str) -> None:
        connection = await asyncpg.connect(f"{url}/postgres")
        await connection.execute(statement)
        await connection.close()

    asyncio.run(do(f"CREATE DATABASE {name}"))
    bench.stack.callback(lambda: asyncio.run(do(f"DROP DATABASE {name} WITH (FORCE)")))
    return f"{url}/{name}".replace("postgresql", f"postgresql{driver}", 1)


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def table(
    title: str,
    contenders: Sequence[Contender | None],
    ours: Contender | None,
    aims: Mapping[str, Target],
) -> None:
    """Print what each costs, and what ours costs in relation."""
    say(f"\n{title}\n\n| | CPU µs a request | ours ÷ it | |\n|---|---:|---:|---|")
    for each in contenders:
        if each is None:
            continue
        ratio = ours.micros / each.micros if ours is not None else 0.0
        verdict = aims[each.key].verdict(ratio) if ours is not None and each.key in aims else ""
        say(f"| {each.server.name} | {each.micros:.0f} | {ratio:.2f} | {verdict} |")


def peers_with_rows(bench: Bench) -> list[tuple[Server | None, str]]:
    """Start the peers that read the user's row in every request; targets are for PostgreSQL."""
    template = ("template", "as the FastAPI template")
    users = ("users", "fastapi-users")
    started = []
    for (peer, name), on_sqlite, driver in (
        (template, "sqlite:///", "+psycopg"),
        (users, "sqlite+aiosqlite:///", "+asyncpg"),
    ):
        url = f"{on_sqlite}{bench.folder}/{peer}.db"
        started.append((bench.python_peer(f"{name}, SQLite", peer, PEER_DATABASE=url), ""))
        if (url := database(bench, driver)) is None:
            bench.left_out.append(f"{name} on PostgreSQL: TEST_POSTGRES_URL is not set")
        else:
            server = bench.python_peer(f"{name}, PostgreSQL", peer, PEER_DATABASE=url)
            started.append((server, peer))
    return started


def who_am_i(bench: Bench, platform: Platform, server: Server) -> None:
    """T1 and T1b."""
    floor = bench.python_peer("FastAPI route with response model", "floor")
    readers = peers_with_rows(bench)
    express = None
    if redis := storm.start_redis(bench.stack, bench.port()):
        express = bench.node_peer(
            "Express + express-session + connect-redis", "express.mjs", REDIS_URL=redis
        )
    else:
        bench.left_out.append("Express + connect-redis: there is no redis-server")
    (token, _), *_ = platform.tokens(1)
    known = Contender(server, same(request("GET", "/api/auth/me", bearer(token))))
    new = Contender(
        server,
        lambda count: [
            request("GET", "/api/auth/me", bearer(access)) for access, _ in platform.tokens(count)
        ],
    )
    base = Contender(floor, same(request("GET", "/me")), "floor") if floor else None
    everyone = [
        base,
        signed_in(express, "express"),
        *(signed_in(server, key) for server, key in readers),
    ]
    bench.run([known, new, *everyone])
    table("T1: who am I, token remembered", [known, *everyone], known, targets.KNOWN)
    table("T1b: who am I, at the first sight of a token", [new, base], new, targets.NEW)


def refresh(bench: Bench, platform: Platform, server: Server) -> None:
    """T5."""
    by_dict = by_refresh(bench.python_peer("jose and a dict", "dict_refresh"), "dict_refresh")
    on_full = ours_by_refresh(platform, server)
    url = f"sqlite+aiosqlite:///{bench.folder}/normal/intarsia.db"
    second = Platform(bench.folder / "normal", bench.port(), url)
    second.prepare()
    on_normal = ours_by_refresh(
        second, bench.start(second.normal("Intarsia, SQLite with synchronous=NORMAL"))
    )
    on_postgres, express = on_postgresql(bench)
    bench.run([on_full, on_normal, by_dict, on_postgres, express])
    title = "T5: refresh with rotation, SQLite"
    table(title, [on_normal, on_full, by_dict], on_normal, targets.REFRESH_SQLITE)
    title = "T5: refresh with rotation, PostgreSQL"
    table(title, [on_postgres, express], on_postgres, targets.REFRESH_POSTGRES)


def on_postgresql(bench: Bench) -> tuple[Contender | None, Contender | None]:
    """Start ours and the peer over PostgreSQL."""
    url, peers_url = database(bench, "+asyncpg"), database(bench, "")
    if url is None or peers_url is None:
        bench.left_out.append("T5 on PostgreSQL: TEST_POSTGRES_URL is not set")
        return None, None
    platform = Platform(bench.folder / "postgres", bench.port(), url)
    platform.prepare()
    ours = ours_by_refresh(platform, bench.start(platform.server("Intarsia, PostgreSQL")))
    peer = bench.node_peer("Express + jose + pg", "express_refresh.mjs", PG_URL=peers_url)
    return ours, by_refresh(peer, "express_refresh")


def main() -> int:
    """Measure everything, one after another."""
    options = argparse.ArgumentParser(description="Identity beside its peers.")
    options.add_argument("--peers", type=Path, default=Path("benchmarks/identity/.peers"))
    options.add_argument("--requests", type=int, default=1500)
    options.add_argument("--rounds", type=int, default=4)
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(asked.peers.resolve(), asked.requests, asked.rounds, stack, folder)
        url = f"sqlite+aiosqlite:///{folder}/ours/intarsia.db"
        platform = Platform(folder / "ours", bench.port(), url)
        platform.prepare()
        server = bench.start(platform.server("Intarsia"))
        if server is None:
            say("\n".join(bench.left_out))
            return 1
        idle = server.megabytes()
        say(f"T10: idle worker {idle:.0f} MB: {targets.MEMORY.verdict(idle)}")
        who_am_i(bench, platform, server)
        refresh(bench, platform, server)
        for line in storm.measure(server.port, USER, PASSWORD):
            say(line)
        for line in bench.left_out:
            say(f"left out: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
