"""Which of several worker processes over one port holds a client's connection."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from tests.e2e.server import Server

DEADLINE = 60.0
LOCAL, REMOTE, INODE = 1, 2, 9  # columns of /proc/net/tcp (proc(5))


def workers(server: Server) -> set[int]:
    """The worker processes, found by what they were started for."""
    assert server.process is not None
    own = server.process.pid
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return {
        int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }


def worker_of(server: Server, client: httpx2.Client) -> int:
    """The process that holds the other end of the connection that a client keeps open."""
    stream = client.get("/health").raise_for_status().extensions["network_stream"]
    port: int = stream.get_extra_info("client_addr")[1]
    target = f"socket:[{inode(server.port, port)}]"
    holders = {pid for pid in workers(server) if target in open_files(pid)}
    assert len(holders) == 1
    return holders.pop()


def inode(local: int, remote: int) -> str:
    """The inode of a socket, by its own port and the port of who is connected."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if (port_of(fields[LOCAL]), port_of(fields[REMOTE])) == (local, remote):
            return fields[INODE]
    raise LookupError(f"no connection from {remote} to {local}")


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def open_files(pid: int) -> set[str]:
    names = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since
            names.add(str(entry.readlink()))
    return names


@contextlib.contextmanager
def client_of_each(server: Server) -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    """Clients that keep one connection each, to different workers from beginning to end."""
    with contextlib.ExitStack() as stack:
        found: dict[int, httpx2.Client] = {}
        ends = time.monotonic() + DEADLINE
        while len(found) < 2:
            assert time.monotonic() < ends, "one worker answers everything"
            client = stack.enter_context(one_connection(server))
            found.setdefault(worker_of(server, client), client)
        first, second = found.values()
        yield first, second
        assert {worker_of(server, client): client for client in (first, second)} == found


def one_connection(server: Server) -> httpx2.Client:
    limits = httpx2.Limits(max_connections=1, max_keepalive_connections=1)
    return httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", limits=limits)
