"""The mail server is away, or the process dies: nothing is lost, and nothing secret told."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.chores import tasks
from intarsia.database import readers, writers
from intarsia.jobs import service as jobs
from intarsia.jobs.runner import LEASE, Runner
from intarsia.jobs.store import JobRow
from intarsia.mail.base import Mail, MailNotSent
from intarsia.observability.logs import configure_logs
from intarsia.self_service import sending
from intarsia.self_service.links import digest_of
from intarsia.self_service.sending import PostOffice
from intarsia.self_service.store import MailLinkRow
from tests.conftest import FakeClock

ADDRESS = "user@example.com"


@dataclass
class Mailbox:
    """Takes mails, or refuses them, or hangs."""

    is_broken: bool = False
    hangs: asyncio.Event | None = None
    tried: list[Mail] = field(default_factory=list)
    sent: list[Mail] = field(default_factory=list)
    delivers: bool = True

    async def send(self, mail: Mail) -> None:
        self.tried.append(mail)
        if self.hangs is not None:
            self.hangs.set()
            await asyncio.Event().wait()
        if self.is_broken:
            raise MailNotSent("The mail server answered 451.")
        self.sent.append(mail)

    async def check(self) -> str:
        return "here"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def runner(engine: AsyncEngine, clock: FakeClock, mailbox: Mailbox) -> Runner:
    write, read = writers(engine), readers(engine)
    post = PostOffice(write, read, clock, mailbox, "https://testserver")
    return Runner(write, read, clock, {}, tasks(write, post))


async def ask(engine: AsyncEngine, clock: FakeClock) -> None:
    async with writers(engine).begin() as session:
        payload = {"email": ADDRESS, "ip": "192.0.2.7", "request_id": "r1"}
        await jobs.enqueue(session, sending.RESET, "key", payload, clock.now())


async def stored(engine: AsyncEngine) -> tuple[list[JobRow], list[MailLinkRow]]:
    async with readers(engine)() as session:
        waiting = await session.scalars(select(JobRow).where(JobRow.task.is_not(None)))
        links = await session.scalars(select(MailLinkRow))
        return list(waiting), list(links)


def token_of(mail: Mail) -> str:
    assert mail.link is not None
    return mail.link.partition("#token=")[2]


class TestServerAway:
    async def test_link_is_forgotten_and_another_sent_when_it_is_back(
        self, engine: AsyncEngine, clock: FakeClock, runner: Runner, mailbox: Mailbox
    ) -> None:
        await ask(engine, clock)
        mailbox.is_broken = True
        await runner.turn()
        waiting, links = await stored(engine)
        assert ([row.attempts for row in waiting], links) == ([1], [])
        mailbox.is_broken = False
        clock.advance(seconds=5)
        await runner.turn()

        waiting, links = await stored(engine)
        (mail,) = mailbox.sent
        assert (waiting, [link.digest for link in links]) == ([], [digest_of(token_of(mail))])
        assert token_of(mailbox.tried[0]) != token_of(mail)

    async def test_neither_log_nor_row_says_what_was_in_the_mail(
        self, engine: AsyncEngine, clock: FakeClock, runner: Runner, mailbox: Mailbox,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        configure_logs("debug", "json")
        await ask(engine, clock)
        mailbox.is_broken = True
        await runner.turn()

        (waiting,), _ = await stored(engine)
        said = "".join(capsys.readouterr()) + repr(waiting.last_error) + repr(mailbox.tried)
        assert "answered 451" in said
        assert token_of(mailbox.tried[0]) not in said


class TestProcessGone:
    async def test_another_process_sends_another_link(
        self, engine: AsyncEngine, clock: FakeClock, runner: Runner, mailbox: Mailbox
    ) -> None:
        await ask(engine, clock)
        mailbox.hangs = asyncio.Event()
        dying = asyncio.create_task(runner.turn())
        await mailbox.hangs.wait()
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        mailbox.hangs = None
        clock.advance(seconds=LEASE.total_seconds())
        await runner.turn()

        (mail,) = mailbox.sent
        waiting, links = await stored(engine)
        assert (waiting, [link.digest for link in links]) == ([], [digest_of(token_of(mail))])
