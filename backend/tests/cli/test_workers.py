"""`WEB_CONCURRENCY` processes over one port: one that dies is replaced, all end together."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.e2e.server import Server
from tests.long.workers import workers

DEADLINE = 30.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, {"BCRYPT_ROUNDS": "4", "WEB_CONCURRENCY": "2"})
    server.prepare()
    server.start()
    yield server
    server.stop()


def wait_for(server: Server, count: int, without: set[int]) -> set[int]:
    ends = time.monotonic() + DEADLINE
    while len(found := workers(server) - without) < count:
        assert time.monotonic() < ends, "in vain"
        time.sleep(0.05)
    return found


class TestWorkers:
    def test_each_answers_for_all_when_prometheus_asks(self, server: Server) -> None:
        both = wait_for(server, 2, set())
        for _ in range(20):
            httpx2.get(f"{server.url}/health").raise_for_status()
        told = httpx2.get(f"{server.url}/metrics").text
        counted = 'intarsia_requests_total{method="GET",route="/health",status="200"} 20.0'
        assert counted in told.splitlines()
        assert {pid for pid in both if f'pid="{pid}"' in told} == both

    def test_one_that_dies_is_replaced_and_all_end_together(self, server: Server) -> None:
        first = wait_for(server, 2, set())
        os.kill(next(iter(first)), signal.SIGKILL)
        assert server.is_ready()
        both = wait_for(server, 1, first) | (workers(server) & first)
        assert len(both) == 2
        server.stop()

        assert server.process is not None
        assert server.process.returncode == 0
        assert [pid for pid in both if Path(f"/proc/{pid}").exists()] == []
        assert not server.is_ready()
