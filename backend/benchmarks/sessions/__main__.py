"""Targets T2 and T3: preferences of somebody signed in, and a session read by its cookie.

    python -m benchmarks.sessions [--peers FOLDER] [--requests 1500] [--rounds 6]

README.md has figures, and what they mean. Counts CPU time per request (user and system, of the
server alone), the least of interleaved rounds. FOLDER holds `node_modules` with Express and its
packages: those of the tests, unless told otherwise. PostgreSQL is that of TEST_POSTGRES_URL.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from benchmarks.identity.contenders import bearer, database, same
from benchmarks.identity.load import ask, request
from benchmarks.identity.ours import PASSWORD, USER, Platform
from benchmarks.identity.rounds import Bench, Contender
from benchmarks.identity.servers import PEERS
from benchmarks.identity.storm import start_redis
from benchmarks.identity.targets import Target

HERE = Path(__file__).parent
NODE_PEERS = HERE.parents[1] / "tests" / "express"
FIRST_PORT = 18_600
SESSIONS = 24  # enough that no two of one moment are the same

PREFERENCES = {"row": Target(4, 1.7)}
BY_COOKIE = {"express": Target(1.0, 0.8)}


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def table(title: str, everyone: Sequence[Contender | None], aims: Mapping[str, Target]) -> None:
    """Print what each costs, and what the first costs in relation."""
    ours, *others = [each for each in everyone if each is not None]
    say(f"\n{title}\n\n| | CPU µs a request | ours ÷ it | |\n|---|---:|---:|---|")
    for each in (ours, *others):
        ratio = ours.micros / each.micros
        verdict = aims[each.key].verdict(ratio) if each.key in aims else ""
        say(f"| {each.server.name} | {each.micros:.0f} | {ratio:.2f} | {verdict} |")


def open_platform(bench: Bench, name: str, url: str, store: str = "") -> Platform:
    """Return the platform with its tables and keys made, its records where they are wanted."""
    folder = bench.folder / name
    platform = Platform(folder, bench.port(), url, {"SESSION_STORE_URL": store} if store else {})
    platform.prepare()
    return platform


def cookie_of(port: int) -> str:
    """Sign in as a browser does; return the session record's cookie."""
    body = json.dumps({"username": USER, "password": PASSWORD})
    headers = {"Sec-Fetch-Site": "same-origin"}
    sent = request("POST", "/api/auth/login", headers, body)
    status, head, answer, _ = asyncio.run(ask(port, sent))
    if status != 200:
        raise RuntimeError(f"ours refuses to sign in: {answer!r}")
    return set_cookie(head, "intarsia.sid=")


def preferences(bench: Bench, on: str, url: str | None, peers_url: str | None) -> None:
    """T2, over one engine."""
    if url is None or peers_url is None:
        bench.left_out.append(f"T2 on {on}: TEST_POSTGRES_URL is not set")
        return
    platform = open_platform(bench, f"ours on {on}", url)
    server = bench.start(platform.server(f"Intarsia, {on}"))
    floor = bench.python_peer(
        f"FastAPI route that reads a row, {on}", "row", PEER_DATABASE=peers_url
    )
    if server is None:
        return
    (token, _), *_ = platform.tokens(1)
    ours = Contender(server, same(request("GET", "/api/preferences", bearer(token))))
    base = Contender(floor, same(request("GET", "/me")), "row") if floor else None
    bench.run([ours, base])
    table(f"T2: preferences, signed in, {on}", [ours, base], PREFERENCES)
    server.stop()


def by_cookie(bench: Bench) -> None:
    """T3."""
    redis = start_redis(bench.stack, bench.port())
    if redis is None:
        bench.left_out.append("T3: there is no redis-server")
        return
    url = f"sqlite+aiosqlite:///{bench.folder}/by cookie/intarsia.db"
    platform = open_platform(bench, "by cookie", url, redis)
    server = bench.start(platform.server("Intarsia"))
    if server is None:
        return
    cookies = [cookie_of(server.port) for _ in range(SESSIONS)]
    secret = (platform.folder / "secrets" / "session_secret.txt").read_text(encoding="utf-8")
    ours = Contender(server, in_turn("/api/auth/me", cookies))
    guarded = bench.python_peer(
        "FastAPI behind our middleware", "guarded", REDIS_URL=redis, SESSION_SECRET=secret
    )
    other = Contender(guarded, in_turn("/me", cookies)) if guarded else None
    express = express_on(bench, redis)
    bench.run([ours, other, express])
    table("T3: session read by its cookie, Redis", [ours, other, express], BY_COOKIE)
    table("T3, the library alone", [other, express], BY_COOKIE)


def express_on(bench: Bench, redis: str) -> Contender | None:
    """Start Express, and sign in there as often."""
    name = "Express + express-session + connect-redis"
    server = bench.node_peer(name, "express.mjs", REDIS_URL=redis)
    if server is None:
        return None
    answers = (asyncio.run(ask(server.port, request("POST", "/login"))) for _ in range(SESSIONS))
    cookies = [set_cookie(head, "connect.sid=") for _, head, _, _ in answers]
    return Contender(server, in_turn("/me", cookies), "express")


def in_turn(path: str, cookies: Sequence[str]) -> Callable[[int], Sequence[bytes]]:
    """Return a round that asks with one session after another."""
    sent = [request("GET", path, {"Cookie": cookie}) for cookie in cookies]
    return lambda count: list(islice(cycle(sent), count))


def set_cookie(head: bytes, name: str) -> str:
    """Return a cookie that an answer sets, as it is sent back."""
    lines = (line.partition(": ")[2] for line in head.decode().split("\r\n"))
    (value,) = (line.partition(";")[0] for line in lines if line.startswith(name))
    return value


def main() -> int:
    """Measure everything, one after another."""
    options = argparse.ArgumentParser(description="Sessions beside their peers.")
    options.add_argument("--peers", type=Path, default=NODE_PEERS)
    options.add_argument("--requests", type=int, default=1500)
    options.add_argument("--rounds", type=int, default=6)
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(asked.peers.resolve(), asked.requests, asked.rounds, stack, folder)
        bench.sources, bench.first_port = (PEERS, HERE / "peers"), FIRST_PORT
        by_cookie(bench)
        ours = f"sqlite+aiosqlite:///{folder}/ours on SQLite/intarsia.db"
        preferences(bench, "SQLite", ours, f"sqlite:///{folder}/peer.db")
        preferences(bench, "PostgreSQL", database(bench, "+asyncpg"), database(bench, ""))
        for line in bench.left_out:
            say(f"left out: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
