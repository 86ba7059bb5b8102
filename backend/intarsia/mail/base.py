"""A mail, and the port that it leaves through."""

import contextlib
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import localtime, make_msgid
from typing import Protocol


class MailNotSent(Exception):
    """The mail server is away or refused; says neither to whom nor what."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What one person is to read. `link` is in both forms of the text, and is secret."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    link: str | None = field(default=None, repr=False)


class Mailer(Protocol):
    """Takes mails; one that was taken is on its way."""

    @property
    def delivers(self) -> bool:
        """Whether people get what is sent."""
        ...

    async def send(self, mail: Mail) -> None:
        """Send; raise MailNotSent when it may work later."""
        ...

    async def check(self) -> str:
        """Say where mails go; raise MailNotSent when they would not get there."""
        ...


def message(mail: Mail, sender: str) -> EmailMessage:
    """Return a mail as RFC 5322 has it."""
    made = EmailMessage(policy=SMTP if mail.to.isascii() else SMTPUTF8)
    made["From"] = sender
    made["To"] = address(mail.to)
    made["Subject"] = mail.subject
    made["Date"] = localtime()
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">") or None)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice should answer
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    return made


def address(text: str) -> Address:
    """Return one address, never two; a domain of other letters in the form that DNS knows."""
    local, _, domain = text.partition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return Address(username=local, domain=domain)
