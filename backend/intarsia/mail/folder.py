"""Mails as files, for development, and for a production system that has no mail server yet."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from intarsia.mail.base import Mail, MailNotSent, message

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FolderMailer:
    """Writes `.eml` files that only we may read; in development their links are logged, too."""

    folder: Path
    sender: str
    logs_links: bool
    delivers: bool = False

    async def send(self, mail: Mail) -> None:
        """Write one file, whole or not at all."""
        try:
            path = await asyncio.to_thread(self._write, mail)
        except OSError as error:
            raise MailNotSent(f"{self.folder}: {error.strerror}") from error
        shown = {"link": mail.link} if self.logs_links and mail.link else {}
        log.info("mail.written", file=str(path), **shown)

    async def check(self) -> str:
        """Say where."""
        return f"written to {self.folder}, nobody gets them"

    def _write(self, mail: Mail) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}"
        draft, path = self.folder / f".{name}", self.folder / f"{name}.eml"
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_bytes(bytes(message(mail, self.sender)))
        return draft.rename(path)
