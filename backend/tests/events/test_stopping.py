"""A server that is told to stop ends its streams at once; it would wait for them otherwise."""

import time
from pathlib import Path

import httpx2

from tests.e2e.server import Server


class TestSigterm:
    def test_ends_streams_with_a_last_frame(self, tmp_path: Path) -> None:
        server = Server(tmp_path, {"BCRYPT_ROUNDS": "4"})
        server.prepare()
        server.start()
        try:
            with httpx2.stream("GET", f"{server.url}/api/events", timeout=20) as answer:
                lines = answer.iter_lines()
                assert next(lines).startswith("id: ")
                began = time.monotonic()
                assert server.process is not None
                server.process.terminate()
                told = list(lines)
            code = server.process.wait(20)
        finally:
            server.stop()

        assert told[-3:-1] == ["event: end", 'data: {"code":"server_stopping"}']
        assert time.monotonic() - began < 5
        assert code in (0, -15)
