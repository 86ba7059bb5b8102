"""Logs for machines: one JSON object a line, whoever writes it, and no secret in any."""

import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from intarsia.observability.logs import adopt_standard_logs
from tests.e2e.server import Server, wait_until


@pytest.fixture
def _standard_logs() -> Iterator[None]:
    """Python's own logging before any test adopted it (a server started in this process does)."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.captureWarnings(capture=False)
    yield
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"LOG_FORMAT": "json", "LOG_LEVEL": "info", "BCRYPT_ROUNDS": "4"}
    server = Server(tmp_path_factory.mktemp("logs"), settings)
    server.prepare()
    server.start()
    yield server
    server.stop()


def events(server: Server) -> list[dict[str, Any]]:
    text = (server.folder / "server.log").read_text()
    whole = text[: text.rfind("\n") + 1]  # a line may be on its way
    return [json.loads(line) for line in whole.splitlines()]


def by_request(server: Server) -> dict[str, dict[str, Any]]:
    return {event["request_id"]: event for event in events(server) if "request_id" in event}


class TestAdoptStandardLogs:
    @pytest.mark.usefixtures("_standard_logs")
    def test_what_libraries_log_is_one_object_a_line(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        adopt_standard_logs("json")

        try:
            raise ValueError("two\nlines")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in\nASGI application")
        logging.getLogger("uvicorn.error").info("Started")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("old", DeprecationWarning, stacklevel=1)

        failed, warned = map(json.loads, capsys.readouterr().out.splitlines())
        assert (failed["event"], failed["level"]) == ("Exception in\nASGI application", "error")
        assert "ValueError: two\nlines" in failed["exception"]
        assert "DeprecationWarning: old" in warned["event"]


class TestServer:
    def test_each_request_is_one_object_with_its_id(self, server: Server) -> None:
        httpx2.get(f"{server.url}/api/unknown", headers={"X-Request-ID": "given-1"})
        forged = httpx2.get(f"{server.url}/api/unknown", headers={"X-Request-ID": "a b"})

        made = forged.headers["X-Request-ID"]
        wait_until(lambda: made in by_request(server))  # a line follows its answer
        found = by_request(server)
        assert (found["given-1"]["path"], found["given-1"]["status"]) == ("/api/unknown", 404)
        assert "a b" not in found
        assert forged.json()["request_id"] == made

    def test_no_line_has_a_password_a_token_or_a_key(self, server: Server) -> None:
        body = {"username": "admin", "password": "admin123"}
        signed_in = httpx2.post(f"{server.url}/api/auth/login", json=body).json()
        token = signed_in["access_token"]
        httpx2.get(f"{server.url}/api/data?q={token}", headers={"Authorization": f"Bearer {token}"})

        log = (server.folder / "server.log").read_text()
        keys = [file.read_text().strip() for file in (server.folder / "secrets").glob("*.txt")]
        assert len(keys) >= 4
        for secret in ("admin123", token, signed_in["refresh_token"], *keys):
            assert secret not in log

    def test_every_line_is_json_to_the_end(self, server: Server) -> None:
        server.stop()

        found = events(server)
        assert {"level", "timestamp", "event"} <= set.intersection(*map(set, found))
        assert Path(server.folder / "server.log").stat().st_size
