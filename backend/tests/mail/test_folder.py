from pathlib import Path

import pytest
from structlog.testing import CapturingLogger

from intarsia.mail import folder
from intarsia.mail.base import Mail, MailNotSent
from intarsia.mail.folder import FolderMailer

MAIL = Mail("ann@example.com", "x", "https://x/#token=abc\n", "x", "https://x/#token=abc")


class TestFolder:
    async def test_writes_a_file_that_only_we_may_read(self, tmp_path: Path) -> None:
        await FolderMailer(tmp_path / "mails", "a@b.example", logs_links=False).send(MAIL)

        (path,) = (tmp_path / "mails").iterdir()
        assert (path.suffix, path.stat().st_mode & 0o777) == (".eml", 0o600)
        assert (tmp_path / "mails").stat().st_mode & 0o777 == 0o700
        assert b"To: ann@example.com" in path.read_bytes()

    @pytest.mark.parametrize("logs_links", [True, False])
    async def test_logs_the_link_only_where_it_was_told_to(
        self, tmp_path: Path, logs_links: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log = CapturingLogger()
        monkeypatch.setattr(folder, "log", log)
        await FolderMailer(tmp_path, "a@b.example", logs_links=logs_links).send(MAIL)

        assert ("token=abc" in str(log.calls)) is logs_links
        assert "mail.written" in str(log.calls)

    async def test_full_or_closed_folder_is_a_reason_to_try_again(self, tmp_path: Path) -> None:
        (tmp_path / "mails").write_text("a file, no folder")

        with pytest.raises(MailNotSent):
            await FolderMailer(tmp_path / "mails", "a@b.example", logs_links=True).send(MAIL)
