"""Mails through a server, by the standard library's client in a thread of its own.

A password, and whatever is sent with one, never travels in the open: a server that offers no
STARTTLS is refused then, one on this machine excepted. Certificates are always checked.
"""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from intarsia.config import LOCAL_HOSTS
from intarsia.mail.base import Mail, MailNotSent, address, message

PORTS = {"smtp": 587, "smtps": 465}
PATIENCE_SECONDS = 30.0


class WrongMailUrl(Exception):
    """SMTP_URL can't be understood; does not repeat it, it may hold a password."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed in."""

    host: str
    port: int
    is_tls: bool
    needs_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def read_url(url: str) -> Server:
    """Read `smtp[s]://[user:password@]host[:port][?starttls=required]`; raise WrongMailUrl."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS[parts.scheme]
        query = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    except (ValueError, KeyError):
        raise WrongMailUrl("SMTP_URL must be smtp://… or smtps://… with a host.") from None
    if not parts.hostname or parts.path.strip("/") or query not in ({}, {"starttls": ["required"]}):
        raise WrongMailUrl("SMTP_URL must be smtp[s]://user:password@host:port.")
    is_guarded = parts.username is not None and parts.hostname not in LOCAL_HOSTS
    return Server(
        host=parts.hostname,
        port=port,
        is_tls=parts.scheme == "smtps",
        needs_tls=is_guarded or bool(query),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@dataclass(frozen=True)
class SmtpMailer:
    """Hands mails to one server, each over a connection of its own."""

    server: Server
    sender: str
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    delivers: bool = True

    async def send(self, mail: Mail) -> None:
        """Hand in one mail."""
        await asyncio.to_thread(self._talk, mail)

    async def check(self) -> str:
        """Sign in, and hand in nothing."""
        await asyncio.to_thread(self._talk, None)
        return f"handed to {self.server.host}:{self.server.port}"

    def _talk(self, mail: Mail | None) -> None:
        try:
            with self._connected() as connection:
                if mail is not None:
                    made = message(mail, self.sender)
                    to = address(mail.to).addr_spec
                    connection.send_message(made, to_addrs=[to])
        except smtplib.SMTPResponseException as error:
            raise MailNotSent(f"The mail server answered {error.smtp_code}.") from None
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise MailNotSent(f"The mail server: {type(error).__name__}.") from None

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        if server.is_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=PATIENCE_SECONDS, context=self.tls
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        server = self.server
        connection.ehlo()
        if not server.is_tls and (connection.has_extn("starttls") or server.needs_tls):
            connection.starttls(context=self.tls)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
