"""Targets T1, T1b, T4, T5 and T10, beside what other stacks pay.

    python -m benchmarks.identity [--peers FOLDER] [--requests 1500] [--rounds 4]

README.md has how to install the peers, and figures.

Counts CPU time per request (user and system, of the server alone), the least of interleaved rounds:
what holds on a busy machine. Peers that can't be started are named. FOLDER holds `node_modules` and
`venv` with their packages (see README.md). PostgreSQL is that of TEST_POSTGRES_URL.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.identity import storm, targets
from benchmarks.identity.contenders import (
    bearer,
    by_refresh,
    database,
    ours_by_refresh,
    same,
    signed_in,
)
from benchmarks.identity.load import request
from benchmarks.identity.ours import PASSWORD, USER, Platform
from benchmarks.identity.rounds import Bench, Contender
from benchmarks.identity.servers import Server
from benchmarks.identity.targets import Target


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
