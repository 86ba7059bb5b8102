"""Which way mails go is said by the settings, and in production also by the log."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import CapturingLogger

from intarsia import lifespan
from intarsia.config import Settings
from intarsia.mail import open_mailer
from intarsia.mail.folder import FolderMailer
from intarsia.mail.smtp import SmtpMailer


def settings_of(folder: Path, **changed: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder).model_copy(update=changed)


class TestOpen:
    def test_goes_to_a_folder_by_default_and_logs_links_in_development_only(
        self, tmp_path: Path
    ) -> None:
        envs = ("development", "production")
        mailers = [open_mailer(settings_of(tmp_path, env=env)) for env in envs]

        assert [mailer.delivers for mailer in mailers] == [False, False]
        assert [isinstance(mailer, FolderMailer) and mailer.logs_links for mailer in mailers] == [
            True,
            False,
        ]

    @pytest.mark.parametrize("by_file", [False, True])
    def test_goes_to_the_server_of_the_url_or_of_its_file(
        self, tmp_path: Path, by_file: bool
    ) -> None:
        url = "smtps://mail.example.com"
        (tmp_path / "smtp.txt").write_text(f"{url}\n")
        named = {"smtp_url_file": tmp_path / "smtp.txt"}
        given = {"smtp_url": SecretStr(url)}

        mailer = open_mailer(settings_of(tmp_path, **(named if by_file else given)))

        assert isinstance(mailer, SmtpMailer)
        assert (mailer.server.host, mailer.sender) == ("mail.example.com", "no-reply@localhost")

    @pytest.mark.parametrize("env", ["development", "production"])
    def test_production_says_that_nobody_gets_them(
        self, tmp_path: Path, env: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log = CapturingLogger()
        monkeypatch.setattr(lifespan, "log", log)

        lifespan.mailer_of(settings_of(tmp_path, env=env))

        assert ("mail.not_configured" in str(log.calls)) is (env == "production")
