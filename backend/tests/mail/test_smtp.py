"""Mails through a real server, which speaks as much SMTP as ours needs."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from intarsia.mail.base import Mail, MailNotSent
from intarsia.mail.smtp import Server, SmtpMailer, WrongMailUrl, read_url

MAIL = Mail("ann@example.com", "Grüße", "Ein Link: https://x/#token=abc\n", "<p>Ein Link</p>")
SENDER = "no-reply@example.com"
USER, PASSWORD = "post", "hunter2-ß"


@dataclass
class Post:
    """A mail server; keeps what it was given."""

    tls: ssl.SSLContext
    is_tls: bool = False
    offers_tls: bool = True
    answer: str = "250 kept"
    port: int = 0
    to: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    was_tls: list[bool] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_tls = self.is_tls
        await say(writer, "220 test")
        while line := (await reader.readline()).decode():
            word, _, rest = line.strip().partition(" ")
            match word.upper():
                case "EHLO":
                    offers = ["test", "AUTH PLAIN", "SMTPUTF8"]
                    offers += ["STARTTLS"] if self.offers_tls and not is_tls else []
                    lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
                    await say(writer, "\r\n".join(lines))
                case "STARTTLS":
                    await say(writer, "220 go")
                    await writer.start_tls(self.tls)
                    is_tls = True
                case "AUTH":
                    self.signed_in.append(base64.b64decode(rest.split()[1]).decode())
                    await say(writer, "235 in")
                case "RCPT":
                    self.to.append(rest)
                    await say(writer, "250 yes")
                case "DATA":
                    await say(writer, "354 go on")
                    self.was_tls.append(is_tls)
                    self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                    await say(writer, self.answer)
                case "QUIT":
                    await say(writer, "221 bye")
                    break
                case _:
                    await say(writer, "250 fine")
        writer.close()


async def say(writer: asyncio.StreamWriter, text: str) -> None:
    writer.write(f"{text}\r\n".encode())
    await writer.drain()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def post(certificate: Path) -> Post:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    return Post(tls)


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@asynccontextmanager
async def running(post: Post) -> AsyncIterator[Post]:
    tls = post.tls if post.is_tls else None
    server = await asyncio.start_server(post.serve, "localhost", 0, ssl=tls)
    post.port = server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        server.close()


def server_of(post: Post, scheme: str = "smtp", user: str = "", query: str = "") -> Server:
    return read_url(f"{scheme}://{user}localhost:{post.port}{query}")


class TestSend:
    async def test_hands_in_both_forms_of_the_text(
        self, post: Post, trusting: ssl.SSLContext
    ) -> None:
        async with running(post):
            await SmtpMailer(server_of(post), SENDER, trusting).send(MAIL)

        (raw,) = post.mails
        mail = message_from_bytes(raw, policy=policy.default)
        assert post.to == ["TO:<ann@example.com>"]
        assert (mail["From"], mail["To"], mail["Subject"]) == (
            SENDER, "ann@example.com", "Grüße"
        )  # fmt: skip
        assert mail["Auto-Submitted"] == "auto-generated"
        kinds = [part.get_content_type() for part in mail.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]

    async def test_takes_starttls_where_it_is_offered(
        self, post: Post, trusting: ssl.SSLContext
    ) -> None:
        async with running(post):
            await SmtpMailer(server_of(post), SENDER, trusting).send(MAIL)

        assert post.was_tls == [True]

    async def test_smtps_is_tls_from_the_first_byte(
        self, post: Post, trusting: ssl.SSLContext
    ) -> None:
        post.is_tls = True
        async with running(post):
            await SmtpMailer(server_of(post, "smtps"), SENDER, trusting).send(MAIL)

        assert post.was_tls == [True]

    async def test_signs_in_with_the_urls_password(
        self, post: Post, trusting: ssl.SSLContext
    ) -> None:
        async with running(post):
            server = server_of(post, user="po%73t:hunter2-%40@")
            await SmtpMailer(server, SENDER, trusting).send(MAIL)

        assert post.signed_in == ["\0post\0hunter2-@"]

    @pytest.mark.parametrize("query", ["", "?starttls=required"])
    async def test_without_tls_only_what_needs_none_is_sent(
        self, post: Post, trusting: ssl.SSLContext, query: str
    ) -> None:
        post.offers_tls = False
        async with running(post):
            mailer = SmtpMailer(server_of(post, query=query), SENDER, trusting)
            if query:
                with pytest.raises(MailNotSent):
                    await mailer.send(MAIL)
            else:
                await mailer.send(MAIL)

        assert post.was_tls == ([] if query else [False])

    async def test_certificate_of_nobody_is_refused(self, post: Post) -> None:
        async with running(post):
            with pytest.raises(MailNotSent, match="SSLCertVerificationError"):
                await SmtpMailer(server_of(post), SENDER).send(MAIL)

        assert post.mails == []

    @pytest.mark.parametrize("answer", ["451 later", "550 never <ann@example.com>"])
    async def test_refusal_says_neither_to_whom_nor_what(
        self, post: Post, trusting: ssl.SSLContext, answer: str
    ) -> None:
        post.answer = answer
        async with running(post):
            with pytest.raises(MailNotSent, match=f"answered {answer[:3]}") as refused:
                await SmtpMailer(server_of(post), SENDER, trusting).send(MAIL)

        assert "ann" not in str(refused.value)
        assert refused.value.__cause__ is None

    async def test_server_that_is_away_is_a_reason_to_try_again(self) -> None:
        with pytest.raises(MailNotSent, match="ConnectionRefusedError"):
            await SmtpMailer(read_url("smtp://127.0.0.1:1"), SENDER).send(MAIL)

    @pytest.mark.parametrize(
        ("address", "asked"),
        [
            ("jörg@example.com", "TO:<jörg@example.com>"),
            ("ann@bücher.example", "TO:<ann@xn--bcher-kva.example>"),
        ],
    )
    async def test_addresses_of_other_letters_arrive(
        self, post: Post, trusting: ssl.SSLContext, address: str, asked: str
    ) -> None:
        mail = Mail(address, "x", "x", "x")
        async with running(post):
            await SmtpMailer(server_of(post), SENDER, trusting).send(mail)

        assert [each.partition(" ")[0] for each in post.to] == [asked]

    async def test_check_hands_in_nothing(self, post: Post, trusting: ssl.SSLContext) -> None:
        async with running(post):
            found = await SmtpMailer(server_of(post), SENDER, trusting).check()

        assert found == f"handed to localhost:{post.port}"
        assert post.mails == []


class TestUrl:
    def test_ports_and_what_needs_tls(self) -> None:
        assert read_url("smtp://h") == Server("h", 587, is_tls=False, needs_tls=False)
        assert read_url("smtps://h") == Server("h", 465, is_tls=True, needs_tls=False)
        assert read_url("smtp://u:p@h:25").needs_tls
        assert not read_url("smtp://u:p@localhost:25").needs_tls

    @pytest.mark.parametrize(
        "url",
        ["", "h", "http://h", "smtp://", "smtp://h/x", "smtp://h:99999", "smtp://h?starttls=no"],
    )
    def test_what_is_none_is_refused_without_repeating_it(self, url: str) -> None:
        with pytest.raises(WrongMailUrl) as refused:
            read_url(url.replace("//h", "//u:hunter2@h"))

        assert "hunter2" not in str(refused.value)

    def test_password_is_in_no_repr(self) -> None:
        assert "hunter2" not in repr(SmtpMailer(read_url("smtp://u:hunter2@h"), SENDER))
