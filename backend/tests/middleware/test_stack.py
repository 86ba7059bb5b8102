import logging

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from intarsia.middleware.failures import Failures
from intarsia.observability.logs import add_request_id

Lines = list[dict[str, object]]


class Recorder:
    """A log that keeps what it is told, with what is bound at that moment."""

    def __init__(self) -> None:
        self.lines: Lines = []

    def is_enabled_for(self, _level: int) -> bool:
        return True

    def log(self, level: int, event: str, **said: object) -> None:
        line = {"level": logging.getLevelName(level).lower(), "event": event, **said}
        self.lines.append(dict(add_request_id(None, "log", line)))


@pytest.fixture
def access_log(monkeypatch: pytest.MonkeyPatch) -> Lines:
    recorder = Recorder()
    monkeypatch.setattr("intarsia.middleware.request_context.log", recorder)
    return recorder.lines


class TestRequestId:
    @pytest.mark.parametrize("given", ["abc", "A-1_2.3", "x" * 64])
    def test_given_one_is_returned(self, app: TestClient, given: str) -> None:
        answer = app.get("/health", headers={"X-Request-ID": given})

        assert answer.headers["X-Request-ID"] == given

    @pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a;b", "<script>"])
    def test_unfit_one_is_replaced(self, app: TestClient, given: str) -> None:
        answer = app.get("/health", headers={"X-Request-ID": given})

        assert answer.headers["X-Request-ID"] not in {given, ""}

    def test_each_request_has_its_own(self, app: TestClient) -> None:
        ids = {app.get("/health").headers["X-Request-ID"] for _ in range(5)}

        assert len(ids) == 5


class TestAccessLog:
    def test_says_what_was_asked_and_answered(self, app: TestClient, access_log: Lines) -> None:
        app.get("/api/unknown?token=secret", headers={"X-Request-ID": "r1"})

        (line,) = access_log
        assert (
            line.items()
            >= {
                "method": "GET",
                "path": "/api/unknown",
                "status": 404,
                "request_id": "r1",
            }.items()
        )
        assert "secret" not in str(line)

    def test_can_not_be_forged_by_a_path(self, app: TestClient, access_log: Lines) -> None:
        app.get("/api/x%0A2026-01-01%20[info]%20forged")

        (line,) = access_log
        assert line["path"] == "/api/x%0A2026-01-01%20%5Binfo%5D%20forged"

    def test_leaves_probes_to_the_debug_level(self, app: TestClient, access_log: Lines) -> None:
        app.get("/health")
        app.get("/ready")

        assert [line["level"] for line in access_log] == ["debug", "debug"]


class TestSecurityHeaders:
    @pytest.mark.parametrize("path", ["/health", "/api/unknown", "/api/openapi.json"])
    def test_are_on_every_answer(self, app: TestClient, path: str) -> None:
        headers = app.get(path).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["Cache-Control"] == "no-store"
        assert "max-age" in headers["Strict-Transport-Security"]


class TestDocsPage:
    def test_loads_nothing_from_elsewhere(self, app: TestClient) -> None:
        page = app.get("/api/docs").text

        assert "http:" not in page
        assert "https:" not in page
        assert "//" not in page.replace("<!--", "")

    def test_every_file_it_names_is_served(self, app: TestClient) -> None:
        page = app.get("/api/docs").text
        files = [part.split('"')[0] for part in page.split('="/')[1:]]

        assert len(files) >= 5
        assert [app.get(f"/{file}").status_code for file in files] == [200] * len(files)

    def test_runs_under_a_strict_policy(self, app: TestClient) -> None:
        policy = app.get("/api/docs").headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "require-trusted-types-for 'script'" in policy

    def test_authorize_button_signs_in_at_our_own_address(self, app: TestClient) -> None:
        schemes = app.get("/api/openapi.json").json()["components"]["securitySchemes"]

        assert schemes["OAuth2PasswordBearer"]["flows"]["password"]["tokenUrl"] == "/api/auth/token"


class TestFailures:
    async def test_answer_already_begun_is_broken_off(self) -> None:
        sent: list[Message] = []

        async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            raise LookupError

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        with pytest.raises(LookupError):
            await Failures(breaks)({"type": "http", "path": "/"}, receive, send)

        assert [message["type"] for message in sent] == ["http.response.start"]
