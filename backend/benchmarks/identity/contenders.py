"""What ours and the peers are asked: who is signed in, and to refresh."""

import asyncio
import json
import os
import uuid
from collections.abc import Callable, Sequence

import asyncpg

from benchmarks.identity.load import ask, request
from benchmarks.identity.ours import Platform
from benchmarks.identity.rounds import Bench, Contender
from benchmarks.identity.servers import Server


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
