"""Log lines for eyes have colours where eyes are."""

import sys
from collections.abc import Iterator

import pytest
import structlog

from intarsia.observability.logs import configure_logs

ESCAPE = "\x1b["


@pytest.fixture(autouse=True)
def structlog_as_it_was() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    configure_logs("info", "console")
    structlog.get_logger().info("started", port=8000)
    return capsys.readouterr().out


class TestColours:
    def test_are_not_written_to_files_and_pipes(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert ESCAPE not in printed(capsys)

    def test_are_shown_at_a_terminal(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert ESCAPE in printed(capsys)

    def test_are_not_shown_to_who_wants_none(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """See https://no-color.org."""
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert ESCAPE not in printed(capsys)
