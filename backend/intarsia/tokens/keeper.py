"""Whom a token speaks for: asked of the database once, then known until the feed says otherwise.

What the feed has announced is dropped from memory; while the feed was not read under a second ago
the database is asked for every request, as `auth.authority` does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from intarsia.auth.callers import TOKEN_PREFIX, Caller
from intarsia.auth.permissions import GRANTS, Permission
from intarsia.changes import Change, ChangeFeed
from intarsia.database import Sessions
from intarsia.errors import Unauthenticated, Unavailable
from intarsia.tokens import service, store
from intarsia.tokens.store import TokenRow
from intarsia.tokens.usage import TokenUsage
from intarsia.users import service as users
from intarsia.users.roles import Role
from intarsia.users.store import UserRow

FORM = re.compile(TOKEN_PREFIX + r"[A-Za-z0-9_-]{43}")
MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A token that is good until it expires or is dropped."""

    token_id: str
    expires_at: datetime
    caller: Caller


@dataclass
class TokenKeeper:
    """This process's memory of tokens."""

    feed: ChangeFeed
    readers: Sessions
    usage: TokenUsage
    known: dict[str, Known] = field(default_factory=dict)
    drops: int = 0

    def __post_init__(self) -> None:
        self.feed.subscribe(service.TOPIC, self.drop_token)
        self.feed.subscribe("authority", self.drop_user)

    async def caller(self, text: str, now: datetime) -> Caller:
        """Return whom a token speaks for; raise Unauthenticated, or Unavailable if unknowable."""
        if FORM.fullmatch(text) is None:
            raise invalid()
        digest = service.digest_of(text)
        known = self.known.get(digest) if self.feed.is_fresh else None
        return self.judge(known or await self.ask(digest), now)

    async def recall(self, text: str, now: datetime) -> Caller:
        """Return whom a token speaks for, as memory has it however old that is.

        Enough for who is given nothing but what the feed brings (`Authority.recall`).
        """
        digest = service.digest_of(text)
        return self.judge(self.known.get(digest) or await self.ask(digest), now)

    def judge(self, known: Known, now: datetime) -> Caller:
        """Return whom a token speaks for as long as it has not expired."""
        if known.expires_at <= now:
            raise Unauthenticated("This token has expired.", code="token_expired")
        self.usage.see(known.token_id, now)
        return known.caller

    async def ask(self, digest: str) -> Known:
        """Ask the database; remember the answer unless something was dropped meanwhile."""
        drops = self.drops
        row, user = await self.look_up(digest)
        if row is None or row.revoked_at is not None:
            raise invalid()
        known = Known(row.id, row.expires_at, caller_of(row, user))
        if drops == self.drops:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[digest] = known
        return known

    async def look_up(self, digest: str) -> tuple[TokenRow | None, UserRow | None]:
        """Return a token and whose it is."""
        try:
            async with self.readers() as session:
                row = await store.find_by_digest(session, digest)
                user = await users.find(session, row.user_id) if row and row.user_id else None
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("Whether this token counts can't be known just now.") from error
        return row, user

    async def drop_token(self, change: Change) -> None:
        """Forget a token that was revoked."""
        self.drop(lambda known: known.token_id == change.key)

    async def drop_user(self, change: Change) -> None:
        """Forget the tokens of a user whose rights have changed; sign-ins are none of theirs."""
        kind, _, user_id = change.key.partition(":")
        if kind == "user":
            self.drop(lambda known: known.caller.user_id == user_id)

    def drop(self, matches: Callable[[Known], bool]) -> None:
        """Forget what matches, and distrust what is being asked for at this moment."""
        self.drops += 1
        self.known = {key: known for key, known in self.known.items() if not matches(known)}


def caller_of(row: TokenRow, user: UserRow | None) -> Caller:
    """Return a deployment, or a person cut down to the token's scopes; raise Unauthenticated."""
    scopes = frozenset(scope for scope in Permission if scope in row.scopes)
    apps, channels = limit(row.apps), limit(row.channels)
    if row.user_id is None:
        return Caller(f"deploy:{row.name}", None, None, scopes, apps=apps, channels=channels)
    if user is None or not user.is_active:
        raise Unauthenticated("This account is deactivated.", code="account_inactive")
    role = Role(user.role)
    grants = GRANTS[role] & scopes
    return Caller(user.id, user.id, role, grants, apps=apps, channels=channels)


def limit(names: list[str] | None) -> frozenset[str] | None:
    """Return what a token is limited to, None for nothing."""
    return None if names is None else frozenset(names)


def invalid() -> Unauthenticated:
    """The token is unknown or was revoked; which of them is nobody's to know."""
    return Unauthenticated("The token is not valid.", code="invalid_token")
