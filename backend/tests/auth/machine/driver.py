"""The real service over a real database, one call at a time, with the clock of the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from intarsia.auth import service
from intarsia.auth.authority import Authority
from intarsia.auth.issuing import Issuer, SignedIn
from intarsia.auth.keys import KeyRing, Secrets
from intarsia.auth.marks import SeenMarks
from intarsia.auth.passwords import PasswordHasher
from intarsia.auth.refreshing import Alarm, Refresher
from intarsia.auth.rotating import Rotations
from intarsia.auth.service import AuthService, Device
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import TokenService
from intarsia.changes import ChangeFeed, ChangeRow
from intarsia.database import open_engine, readers, writers
from intarsia.direct import open_direct
from intarsia.errors import AppError
from intarsia.intake import Intake
from intarsia.users.store import UserRow
from tests.auth.machine.reference import ACCESS_LIFE, REFRESH_LIFE
from tests.conftest import ACCESS_KEY, ORIGIN, REFRESH_KEY, SESSION_KEY, FakeClock, unlimited

ACCESS, REFRESH, SESSION = (KeyRing((key,)) for key in (ACCESS_KEY, REFRESH_KEY, SESSION_KEY))
TOKENS = TokenService(Secrets(ACCESS, REFRESH, SESSION, None), issuer=ORIGIN)
DEVICE = Device("a browser", "192.0.2.1")
T = TypeVar("T")


@dataclass
class Driver:
    """A process with the service in it; `kill` and `start` make another over the same file."""

    url: str
    grace: timedelta
    clock: FakeClock = field(default_factory=FakeClock)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __post_init__(self) -> None:
        self.passwords = PasswordHasher(rounds=4)
        self.run(self.open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    async def open(self) -> None:
        self.engine: AsyncEngine = open_engine(self.url)
        self.writers, self.readers = writers(self.engine), readers(self.engine)
        self.feed = ChangeFeed(self.readers, self.clock, ACCESS_LIFE)
        self.authority = Authority(self.feed, self.readers, ACCESS_LIFE)
        self.marks = SeenMarks(self.writers)
        self.auth = AuthService(
            issuer=Issuer(TOKENS, self.clock, self.feed, ACCESS_LIFE),
            passwords=self.passwords,
            clock=self.clock,
            refresh_life=REFRESH_LIFE,
            limits=unlimited(self.clock),
        )
        self.stack = AsyncExitStack()
        rotations = Rotations(open_direct(self.engine, self.stack), self.grace)
        self.refresher = Refresher(self.auth, rotations, Intake(self.writers))
        await self.feed.start()

    async def close(self) -> None:
        await self.stack.aclose()
        await self.feed.hang_up()
        await self.engine.dispose()

    def restart(self, *, flush: bool) -> None:
        """Start anew; killed, it leaves without writing what it holds."""
        if flush:
            self.flush()
        self.run(self.close())
        self.run(self.open())

    def stop(self) -> None:
        self.run(self.close())
        self.passwords.close()
        self.runner.close()

    def flush(self) -> None:
        self.run(self.marks.flush())

    def sign_in(self) -> SignedIn:
        async def work(session: AsyncSession, user: UserRow) -> SignedIn:
            return await self.auth.begin(session, user, DEVICE)

        return self.run(self.transaction(work))

    def refresh(self, token: str, sid_seen: str | None) -> SignedIn | str:
        """Return the answer, or the code of the refusal."""

        work = self.refresher.refresh(self.request, token, sid_seen, DEVICE.ip)
        try:
            answer = self.run(work)
        except AppError as refusal:
            return refusal.code
        return answer.code if isinstance(answer, Alarm) else answer

    def use(self, token: str) -> str:
        """What `auth/deps.py` does with an access token, and the code of its refusal."""
        claims, now = TOKENS.read_access(token), self.clock.now()
        if claims.exp <= now.timestamp():
            return "token_expired"
        try:
            self.run(self.authority.judge(claims))
        except AppError as refusal:
            return refusal.code
        self.marks.see(claims, now)
        return "ok"

    def sign_out(self, token: str, sid_seen: str | None) -> None:
        async def work(session: AsyncSession, _user: UserRow) -> None:
            await self.auth.sign_out(session, token, sid_seen)

        self.run(self.transaction(work))

    def revoke(self, sid: str) -> None:
        """As an admin does."""

        async def work(session: AsyncSession, _user: UserRow) -> None:
            await self.auth.revoke(session, sid, "admin")

        self.run(self.transaction(work))

    def end_all(self, *, is_active: bool = True) -> None:
        """Change the password, or deactivate."""

        async def work(session: AsyncSession, user: UserRow) -> None:
            user.is_active = is_active
            ended = await service.end_all(session, user, self.clock.now(), "password")
            await service.announce(session, user, self.clock.now(), ended)

        self.run(self.transaction(work))

    def raise_epoch(self, *, is_active: bool = True) -> None:
        """Change the role, or reactivate."""

        async def work(session: AsyncSession, user: UserRow) -> None:
            user.is_active = is_active
            user.epoch += 1
            await service.announce(session, user, self.clock.now())

        self.run(self.transaction(work))

    def rows(self, sid: str) -> list[AuthSessionRow]:
        async def work() -> list[AuthSessionRow]:
            async with self.readers() as session:
                found = select(AuthSessionRow).where(AuthSessionRow.sid == sid)
                return list(await session.scalars(found))

        return self.run(work())

    def wipe(self) -> None:
        """Forget all sign-ins, and have an active user again."""

        async def work(session: AsyncSession, user: UserRow) -> None:
            user.is_active = True
            for table in (AuthSessionRow, ChangeRow):
                await session.execute(delete(table))

        self.run(self.transaction(work))

    async def transaction(self, work: Callable[[AsyncSession, UserRow], Awaitable[T]]) -> T:
        """One request: a transaction, and this process's look at the feed."""
        async with self.request() as session:
            user = (await session.scalars(select(UserRow).where(UserRow.username == "user"))).one()
            return await work(session, user)

    @asynccontextmanager
    async def request(self) -> AsyncIterator[AsyncSession]:
        async with self.writers.begin() as session:
            yield session
        await self.feed.take_note()
